// SPDX-License-Identifier: ISC
//
// JWS in compact serialisation (RFC 7515 section 7.1): headers, payloads and
// spellings, all signed anew where what is signed has changed.
import crypto from "node:crypto";
import { headers, payloads, yes, no } from "./headers.mjs";
import { algorithms, b64u, setOf, sign, withKid } from "./keys.mjs";
import { judge, pick, below, chance } from "./random.mjs";

const claims = { iss: "https://tpp.example", jti: "a1", iat: 1700000000 };

export const usual = (alg) =>
	({ alg, kid: algorithms[alg].key.id, typ: "JWT" });

function parts(alg, header, payload, by = algorithms[alg].key) {
	const input = `${b64u(header)}.${b64u(payload)}`;
	return [...input.split("."), b64u(sign(alg, by, input))];
}

const plain = (alg) =>
	parts(alg, JSON.stringify(usual(alg)), JSON.stringify(claims));

export function judgeToken(kind, label, want, alg, token, set, accepted) {
	const { key } = algorithms[alg];
	judge(kind, `${label}/${alg}`, want, token, set ??
		setOf(withKid(key)), accepted ?? alg, alg, key.pem);
}

// Another character of the same part whose spare bits alone are others.
function spareBits(part) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" +
		"0123456789-_";
	if (part.length % 4 === 0)
		return null;
	return part.slice(0, -1) + alphabet[alphabet.indexOf(part.at(-1)) ^ 1];
}

function signedAgain(alg, head, body) {
	const input = `${head}.${body}`;
	return `${input}.${b64u(sign(alg, algorithms[alg].key, input))}`;
}

const ofPart = {
	padded: (p) => `${p}=`,
	"padded-right": (p) => p + "=".repeat((4 - (p.length % 4)) % 4) || null,
	"padded-escaped": (p) => `${p}%3D`,
	"one-more": (p) => `${p}A`, "one-less": (p) => p.slice(0, -1),
	"spare-bits": spareBits,
	blank: (p) => `${p.slice(0, 5)} ${p.slice(5)}`,
	"blank-ahead": (p) => ` ${p}`, "blank-behind": (p) => `${p} `,
	newline: (p) => `${p.slice(0, 5)}\n${p.slice(5)}`,
	"newline-behind": (p) => `${p}\n`, nul: (p) => `${p}\0`,
	star: (p) => `${p.slice(0, 5)}*${p.slice(6)}`,
	comma: (p) => `${p.slice(0, 5)},${p.slice(6)}`,
	accent: (p) => `${p.slice(0, 5)}\u00e9${p.slice(6)}`,
	"plain-alphabet": (p) => (/[-_]/.test(p)
		? p.replaceAll("-", "+").replaceAll("_", "/") : null),
	empty: () => "",
};

const shapes = {
	"two-parts": (p) => `${p[0]}.${p[1]}`, "one-part": (p) => p[0],
	"four-parts": (p) => `${p.join(".")}.`, "four-parts-b": (p) =>
		`${p.join(".")}.${p[2]}`, "jwe": (p) => `${p.join(".")}.${p[0]}.${p[2]}`,
	"dot-ahead": (p) => `.${p.join(".")}`, "dots": () => "..", nothing: () => "",
	"newline-at-end": (p) => `${p.join(".")}\n`,
	"crlf-at-end": (p) => `${p.join(".")}\r\n`,
	"blank-at-start": (p) => ` ${p.join(".")}`,
	"bom-at-start": (p) => `\ufeff${p.join(".")}`,
	"quoted": (p) => `"${p.join(".")}"`, bearer: (p) => `Bearer ${p.join(".")}`,
	"escaped-dot": (p) => p.join("%2E"), "turned": (p) =>
		[p[1], p[0], p[2]].join("."),
	flattened: (p) => JSON.stringify(
		{ protected: p[0], payload: p[1], signature: p[2] }),
	general: (p) => JSON.stringify({ payload: p[1],
		signatures: [{ protected: p[0], signature: p[2] }] }),
	"json-in-header": (p) => `{"protected":"${p[0]}"}.${p[1]}.${p[2]}`,
	unprotected: (p) => JSON.stringify({ header: { alg: "none" },
		protected: p[0], payload: p[1], signature: p[2] }),
};

function judgeForms(alg) {
	const p = plain(alg);
	const say = (label, token) => token !== null &&
		judgeToken("token", `form.${label}`, no, alg, token);
	for (const [label, how] of Object.entries(shapes))
		say(label, how(p));
	for (const [label, how] of Object.entries(ofPart))
		p.forEach((part, i) => {
			const changed = how(part);
			if (changed === null || changed === part)
				return;
			const all = p.with ? p.with(i, changed) : [...p.slice(0, i),
				changed, ...p.slice(i + 1)];
			say(`part${i}-${label}`, all.join("."));
			if (i < 2)
				say(`signed-part${i}-${label}`,
					signedAgain(alg, all[0], all[1]));
		});
}

// A MAC with the text of the public key as its secret.
function judgeMac(alg) {
	const { key } = algorithms[alg];
	const secrets = { pem: key.pem, der: key.der,
		jwk: JSON.stringify(key.jwk), set: setOf(withKid(key)), empty: "" };
	for (const [label, secret] of Object.entries(secrets)) {
		const head = b64u(JSON.stringify({ ...usual(alg), alg: "HS256" }));
		const input = `${head}.${b64u(JSON.stringify(claims))}`;
		const mac = crypto.createHmac("sha256", secret).update(input)
			.digest();
		judgeToken("token", `mac.${label}`, no, alg, `${input}.${b64u(mac)}`);
	}
}

function judgeHeaders(alg) {
	for (const [label, want, how] of headers)
		judgeToken("token", `header.${label}`, want, alg, parts(alg,
			how(usual(alg)), JSON.stringify(claims)).join("."));
	for (const [label, want, how] of payloads)
		judgeToken("token", label, want, alg, parts(alg,
			JSON.stringify(usual(alg)), how(claims)).join("."));
}

// Each algorithm said of each key's signature, taken or not.
function judgeAlgorithms() {
	for (const alg of Object.keys(algorithms))
		for (const said of [...Object.keys(algorithms), "PS384", "RS512"])
			for (const accepted of ["", alg, said]) {
				const token = parts(alg, JSON.stringify(
					{ ...usual(alg), alg: said }),
				JSON.stringify(claims)).join(".");
				const good = said === alg && (accepted !== "" ||
					["PS256", "ES256"].includes(alg));
				judgeToken("token", `said.${said}-taken.${accepted ||
					"usual"}`, good ? yes : no, alg, token, null,
				accepted);
			}
}

// Two flaws at once, or one character of a sound token.
function judgeOneRandom(alg) {
	const [label, , how] = pick(headers);
	const [second, , bend] = pick(payloads);
	const all = parts(alg, how(usual(alg)), chance(0.5)
		? bend(claims) : JSON.stringify(claims));
	if (chance(0.5))
		return judgeToken("token", `header.${label}+${second}`, "-", alg,
			all.join("."));
	const token = plain(alg).join(".");
	const at = below(token.length);
	const other = pick([..."ABCdef059-_=+/. \n%"]);
	judgeToken("token", "form.character", token[at] === other ? yes : no, alg,
		token.slice(0, at) + other + token.slice(at + 1));
}

export function judgeTokens(count) {
	for (const alg of Object.keys(algorithms)) {
		judgeHeaders(alg);
		judgeForms(alg);
		judgeMac(alg);
	}
	judgeAlgorithms();
	for (let i = 0; i < count; i++)
		judgeOneRandom(pick(Object.keys(algorithms)));
}
