// SPDX-License-Identifier: ISC
//
//	node jose.mjs jose|jose6 <LINES
//
// The opinion of npm's jose: which key of the set it is the library chooses.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.cwd()}/`);
const { jwtVerify, createLocalJWKSet } = await import(pathToFileURL(
	require.resolve(process.argv[2])));

const read = (field) => Buffer.from(field, "base64");

async function verdict(token, set, accepted) {
	const algorithms = accepted === "" ? ["PS256", "ES256"]
		: accepted.split(",");
	try {
		const jwks = JSON.parse(new TextDecoder("utf-8", { fatal: true })
			.decode(set));
		await jwtVerify(token, createLocalJWKSet(jwks), { algorithms });
		return ["accept", ""];
	} catch (error) {
		return ["refuse", error.code ?? error.name];
	}
}

for await (const line of createInterface({ input: process.stdin })) {
	const [number, kind, , , ...fields] = line.split("\t");
	if (!["token", "sig", "set"].includes(kind))
		continue;
	const [token, set, accepted] = fields.map(read);
	const [said, why] = await verdict(token.toString("latin1"), set,
		accepted.toString());
	process.stdout.write(`${number}\ttoken\t${said}\t${why}\n`);
}
