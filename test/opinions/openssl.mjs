// SPDX-License-Identifier: ISC
//
//	node openssl.mjs MOST <LINES
//
// The opinion of OpenSSL's command line: is the certificate one that a TLS client
// may have, below these anchors, at this time?  Asked of the first MOST.
import { spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { writeFileSync } from "node:fs";

const most = Number(process.argv[2]);
const file = `${process.env.OPINIONS}/openssl.pem`;
let asked = 0;

function verdict(der, time, anchors) {
	writeFileSync(file, "-----BEGIN CERTIFICATE-----\n" +
		`${(der.match(/.{1,64}/g) ?? []).join("\n")}\n-----END CERTIFICATE-----\n`);
	const said = spawnSync("openssl", ["verify", "-no-CApath", "-no-CAstore",
		"-CAfile", anchors, "-partial_chain", "-purpose", "sslclient",
		"-auth_level", "2", "-attime", time, file], { encoding: "utf8" });
	return said.status === 0 ? ["accept", ""]
		: ["refuse", said.stderr.split("\n").find((l) =>
			l.startsWith("error"))?.slice(0, 80) ?? `exit ${said.status}`];
}

const read = (field) => Buffer.from(field, "base64").toString("latin1");

for await (const line of createInterface({ input: process.stdin })) {
	const [number, kind, , , der, time, anchors] = line.split("\t");
	if (kind !== "cert" || asked++ >= most)
		continue;
	const [said, why] = verdict(der, read(time), read(anchors));
	process.stdout.write(`${number}\ttrust\t${said}\t${why}\n`);
}
