// SPDX-License-Identifier: ISC
//
// JWK Sets (RFC 7517, RFC 7518 section 6, RFC 8037 section 2): a token that is
// soundly signed, and a set in which its key is spelt another way.
import { P256, P384, toBytes, toNumber } from "./curve.mjs";
import { yes, no } from "./headers.mjs";
import { algorithms, b64u, keys, setOf, sign, withKid } from "./keys.mjs";
import { bigExponent, certificateOf } from "./odd-keys.mjs";
import { pick } from "./random.mjs";
import { judgeToken, usual } from "./tokens.mjs";

const claims = b64u('{"iss":"https://tpp.example","jti":"a1"}');

function tokenOf(alg, key, kid = key.id) {
	const head = { ...usual(alg), kid };
	if (kid === null)
		delete head.kid;
	const input = `${b64u(JSON.stringify(head))}.${claims}`;
	return `${input}.${b64u(sign(alg, key, input))}`;
}

const front = (text, zeros = 1) => b64u(Buffer.concat([Buffer.alloc(zeros),
	Buffer.from(text, "base64url")]));
const plainText = (text) => Buffer.from(text, "base64url").toString("base64");

// Label, what the rules want, and the key from the usual one.
const ofNumbers = (name) => [
	[`${name}-absent`, no, ({ [name]: gone, ...k }) => k],
	[`${name}-empty`, no, (k) => ({ ...k, [name]: "" })],
	[`${name}-null`, no, (k) => ({ ...k, [name]: null })],
	[`${name}-number`, no, (k) => ({ ...k, [name]: 65537 })],
	[`${name}-array`, no, (k) => ({ ...k, [name]: [k[name]] })],
	[`${name}-zero-ahead`, no, (k) => ({ ...k, [name]: front(k[name]) })],
	[`${name}-zeros-ahead`, no, (k) => ({ ...k, [name]: front(k[name], 8) })],
	[`${name}-padded`, no, (k) => ({ ...k, [name]: `${k[name]}==` })],
	[`${name}-plain`, yes, (k) => ({ ...k, [name]:
		plainText(k[name]).replace(/=*$/, "") === k[name]
			? k[name] : plainText(k[name]) }), "as-spelt"],
	[`${name}-blank`, no, (k) => ({ ...k, [name]: ` ${k[name]}` })],
	[`${name}-newline`, no, (k) => ({ ...k, [name]: `${k[name]}\n` })],
	[`${name}-nul`, no, (k) => ({ ...k, [name]: `${k[name]}\0` })],
	[`${name}-one-more`, no, (k) => ({ ...k, [name]: `${k[name]}A` })],
	[`${name}-cut`, no, (k) => ({ ...k, [name]: k[name].slice(0, -2) })],
];

const rsaKeys = [...ofNumbers("n"), ...ofNumbers("e"),
	["n-even", no, (k) => ({ ...k, n: b64u(toBytes(toNumber(
		Buffer.from(k.n, "base64url")) - 1n, 256)) })],
	["e-one", no, (k) => ({ ...k, e: "AQ" })],
	["e-two", no, (k) => ({ ...k, e: "Ag" })],
	["e-zero", no, (k) => ({ ...k, e: "AA" })],
	["e-even", no, (k) => ({ ...k, e: b64u(Buffer.from([1, 0, 0])) })],
	["e-other", no, (k) => ({ ...k, e: "Aw" })],
];

const shifted = (text, by, curve) => b64u(toBytes((toNumber(
	Buffer.from(text, "base64url")) + by) % (1n << BigInt(8 * curve.bytes)),
curve.bytes));

const pointKeys = (curve) => [...ofNumbers("x"), ...ofNumbers("y"),
	["y-negative", no, (k) => ({ ...k, y: b64u(toBytes(curve.p -
		toNumber(Buffer.from(k.y, "base64url")), curve.bytes)) })],
	["off-curve", no, (k) => ({ ...k, y: shifted(k.y, 1n, curve) })],
	["turned", no, (k) => ({ ...k, x: k.y, y: k.x })],
	["zero-point", no, (k) => ({ ...k, x: b64u(Buffer.alloc(curve.bytes)),
		y: b64u(Buffer.alloc(curve.bytes)) })],
	["x-field", no, (k) => ({ ...k, x: b64u(toBytes(curve.p, curve.bytes)) })],
	["crv-absent", no, ({ crv, ...k }) => k],
	["crv-null", no, (k) => ({ ...k, crv: null })],
	["crv-lower", no, (k) => ({ ...k, crv: k.crv.toLowerCase() })],
	["crv-bare", no, (k) => ({ ...k, crv: k.crv.replace("-", "") })],
	["crv-openssl", no, (k) => ({ ...k, crv: "prime256v1" })],
	["crv-other", no, (k) => ({ ...k, crv: curve === P256 ? "P-384" : "P-256" })],
	["crv-k1", no, (k) => ({ ...k, crv: "secp256k1" })],
];

const edKeys = [...ofNumbers("x"),
	["y-there", yes, (k) => ({ ...k, y: k.x })],
	["x-sign", no, (k) => {
		const x = Buffer.from(k.x, "base64url");
		x[31] ^= 0x80;
		return { ...k, x: b64u(x) };
	}],
	["crv-absent", no, ({ crv, ...k }) => k],
	["crv-lower", no, (k) => ({ ...k, crv: "ed25519" })],
	["crv-x25519", no, (k) => ({ ...k, crv: "X25519" })],
	["crv-ed448", no, (k) => ({ ...k, crv: "Ed448" })],
];

const members = (alg, key) => [
	["plain", yes, (k) => k],
	["use-sig", yes, (k) => ({ ...k, use: "sig" })],
	["use-enc", no, (k) => ({ ...k, use: "enc" })],
	["use-tls", no, (k) => ({ ...k, use: "tls" })],
	["use-upper", no, (k) => ({ ...k, use: "SIG" })],
	["use-empty", no, (k) => ({ ...k, use: "" })],
	["use-number", no, (k) => ({ ...k, use: 1 })],
	["use-null", no, (k) => ({ ...k, use: null })],
	["use-array", no, (k) => ({ ...k, use: ["sig"] })],
	["ops-verify", yes, (k) => ({ ...k, key_ops: ["verify"] })],
	["ops-both", yes, (k) => ({ ...k, key_ops: ["sign", "verify"] })],
	["ops-sign", no, (k) => ({ ...k, key_ops: ["sign"] })],
	["ops-encrypt", no, (k) => ({ ...k, key_ops: ["encrypt"] })],
	["ops-empty", no, (k) => ({ ...k, key_ops: [] })],
	["ops-string", no, (k) => ({ ...k, key_ops: "verify" })],
	["ops-null", no, (k) => ({ ...k, key_ops: null })],
	["ops-upper", no, (k) => ({ ...k, key_ops: ["Verify"] })],
	["ops-twice", "-", (k) => ({ ...k, key_ops: ["verify", "verify"] })],
	["ops-use-enc", no, (k) => ({ ...k, use: "enc", key_ops: ["verify"] })],
	["ops-number", yes, (k) => ({ ...k, key_ops: ["verify", 1] })],
	["alg-same", yes, (k) => ({ ...k, alg })],
	["alg-other", no, (k) => ({ ...k, alg: alg === "PS256" ? "RS256" : "PS256" })],
	["alg-enc", no, (k) => ({ ...k, alg: "RSA-OAEP" })],
	["alg-lower", no, (k) => ({ ...k, alg: alg.toLowerCase() })],
	["alg-empty", no, (k) => ({ ...k, alg: "" })],
	["alg-null", no, (k) => ({ ...k, alg: null })],
	["alg-number", no, (k) => ({ ...k, alg: 1 })],
	["kty-absent", no, ({ kty, ...k }) => k],
	["kty-lower", no, (k) => ({ ...k, kty: k.kty.toLowerCase() })],
	["kty-null", no, (k) => ({ ...k, kty: null })],
	["kty-blank", no, (k) => ({ ...k, kty: `${k.kty} ` })],
	["kty-array", no, (k) => ({ ...k, kty: [k.kty] })],
	["kty-oct", no, (k) => ({ kid: k.kid, kty: "oct", k: "AAAA" })],
	["kid-other", no, (k) => ({ ...k, kid: "other" })],
	["kid-absent", no, ({ kid, ...k }) => k],
	["kid-number", no, (k) => ({ ...k, kid: 1 })],
	["kid-null", no, (k) => ({ ...k, kid: null })],
	["kid-upper", no, (k) => ({ ...k, kid: k.kid.toUpperCase() })],
	["kid-empty", no, (k) => ({ ...k, kid: "" })],
	["private", no, (k) => ({ ...k, ...key.secret })],
	["d-alone", no, (k) => ({ ...k, d: "AAAA" })],
	["k-alone", no, (k) => ({ ...k, k: "AAAA" })],
	["unknown-member", yes, (k) => ({ ...k, zz: { a: [1] } })],
	["ext", yes, (k) => ({ ...k, ext: true })],
	["dates", yes, (k) => ({ ...k, iat: 1, nbf: 2, exp: 3 })],
	["x5c-own", yes, (k) => ({ ...k, x5c: [certificateOf(key)] })],
	["x5c-two", yes, (k) => ({ ...k, x5c: [certificateOf(key),
		certificateOf(keys.P256B)] })],
	["x5c-other", no, (k) => ({ ...k, x5c: [certificateOf(keys.P256B)] })],
	["x5c-empty", no, (k) => ({ ...k, x5c: [] })],
	["x5c-null", no, (k) => ({ ...k, x5c: null })],
	["x5c-string", no, (k) => ({ ...k, x5c: certificateOf(key) })],
	["x5c-url", "-", (k) => ({ ...k, x5c: [certificateOf(key)
		.replaceAll("+", "-").replaceAll("/", "_").replace(/=*$/, "")] })],
	["x5c-lines", no, (k) => ({ ...k, x5c: [certificateOf(key)
		.replace(/.{64}/g, "$&\n")] })],
	["x5c-noise", no, (k) => ({ ...k, x5c: ["MAA="] })],
	["x5c-number", no, (k) => ({ ...k, x5c: [1] })],
	["x5t", yes, (k) => ({ ...k, x5t: "AAAA" })],
	["x5u", yes, (k) => ({ ...k, x5u: "https://evil.example/" })],
];

const other = { kty: "EC", ...keys.K1.jwk, kid: "k1" };
const oct = { kty: "oct", k: "AAAA", kid: "oct" };

// Whole sets: text from the key.
const wholes = [
	["others-ahead", yes, (k) => setOf({}, { kty: 1 }, other, oct,
		{ kty: "XX", kid: "x" }, k)],
	["null-ahead", yes, (k) => setOf(null, 1, "a", [], true, k)],
	["bad-twin-ahead", yes, (k, b) => setOf({ ...b, kid: k.kid }, k)],
	["bad-twin-behind", yes, (k, b) => setOf(k, { ...b, kid: k.kid })],
	["enc-twin-ahead", yes, (k) => setOf({ ...k, use: "enc" }, k)],
	["same-twice", yes, (k) => setOf(k, k)],
	["only-twin", no, (k, b) => setOf({ ...b, kid: k.kid })],
	["empty", no, () => setOf()], ["keys-absent", no, () => "{}"],
	["keys-null", no, () => '{"keys":null}'],
	["keys-object", no, (k) => JSON.stringify({ keys: { 0: k } })],
	["keys-string", no, (k) => JSON.stringify({ keys: JSON.stringify(k) })],
	["bare-array", no, (k) => JSON.stringify([k])],
	["bare-key", no, (k) => JSON.stringify(k)],
	["upper-name", no, (k) => JSON.stringify({ Keys: [k] })],
	["keys-twice", no, (k) => `{"keys":[],"keys":[${JSON.stringify(k)}]}`],
	["keys-twice-last", no, (k) => `{"keys":[${JSON.stringify(k)}],"keys":[]}`],
	["other-members", yes, (k) => JSON.stringify({ zz: 1, keys: [k], a: {} })],
	["bom", yes, (k) => `\ufeff${setOf(k)}`],
	["behind", no, (k) => `${setOf(k)}x`], ["comment", no, (k) => `//\n${setOf(k)}`],
	["spaces", yes, (k) => `\n ${JSON.stringify({ keys: [k] }, null, 2)}\n`],
	["comma", no, (k) => setOf(k).replace(/\]\}$/, ",]}")],
	["name-twice", no, (k) => setOf(k).replace('"kid"', '"kty":"oct","kid"')],
	["name-twice-inert", no, (k) => setOf(k).replace('"kid"',
		'"zz":1,"zz":1,"kid"')],
	["utf8-bad", no, (k) => Buffer.concat([Buffer.from(setOf(k).slice(0, -1)),
		Buffer.from([0x2c, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])])],
];

const nameless = [
	["one", yes, (k) => setOf(k)], ["two", no, (k, b) => setOf(k, b)],
	["one-fits", yes, (k) => setOf(k, other, oct)],
	["one-for-sig", yes, (k, b) => setOf(k, { ...b, use: "enc" })],
];

function kindOf(alg) {
	if (alg === "EdDSA")
		return edKeys;
	const { curve } = algorithms[alg];
	return curve ? pointKeys(curve) : rsaKeys;
}

function judgeOne(alg, [label, want, how, asSpelt]) {
	const { key } = algorithms[alg];
	const usualKey = withKid(key);
	const bent = how(usualKey);
	const same = asSpelt && JSON.stringify(bent) !== JSON.stringify(usualKey);
	judgeToken("set", `key.${label}`, same ? no : want, alg,
		tokenOf(alg, key), setOf(bent));
}

function judgeSizes() {
	const tries = [["1024", keys.SHORT, no], ["2047", keys.ODD, no],
		["e-3", keys.THREE, yes], ["3072", keys.LONG, yes],
		["e-64", bigExponent(64), yes], ["e-65", bigExponent(65), no]];
	for (const alg of ["PS256", "RS256"])
		for (const [label, key, want] of tries)
			judgeToken("set", `size.${label}`, want, alg, tokenOf(alg, key),
				setOf(withKid(key)));
}

function judgeWholes(alg) {
	const { key, other: second } = algorithms[alg];
	const spare = second ? withKid(second) : { ...withKid(key),
		x: key.jwk.y, y: key.jwk.x, kid: "spare" };
	for (const [label, want, how] of wholes)
		judgeToken("set", `set.${label}`, want, alg, tokenOf(alg, key),
			how(withKid(key), spare));
	for (const [label, want, how] of nameless)
		if (second || label !== "two")
			judgeToken("set", `nameless.${label}`, want, alg,
				tokenOf(alg, key, null), how(withKid(key), spare));
}

export function judgeSets(count) {
	for (const alg of Object.keys(algorithms)) {
		const all = [...members(alg, algorithms[alg].key), ...kindOf(alg)];
		for (const one of all)
			judgeOne(alg, one);
		judgeWholes(alg);
	}
	judgeSizes();
	for (let i = 0; i < count; i++) {
		const alg = pick(Object.keys(algorithms));
		const { key } = algorithms[alg];
		const list = [...members(alg, key), ...kindOf(alg)];
		const [a, , one] = pick(list), [b, , two] = pick(list);
		let bent;
		try {
			bent = two(one(withKid(key)));
		} catch {
			continue;
		}
		judgeToken("set", `key.${a}+key.${b}`, "-", alg, tokenOf(alg, key),
			setOf(bent));
	}
}
