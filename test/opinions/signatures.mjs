// SPDX-License-Identifier: ISC
//
// Signatures that a verifier may take or not, under a sound header (RFC 7518
// sections 3.3 to 3.5, RFC 8037 section 3.1, RFC 8017, RFC 8032, FIPS 186-4).
import crypto from "node:crypto";
import { add, inverse, mod, negative, P256, P384, times, toBytes, toNumber }
	from "./curve.mjs";
import { algorithms, b64u, halves, keys, pkcsBlock, pssBlock, rsaRaw, setOf,
	sign, sizeOf, spkiOf, sum, withKid } from "./keys.mjs";
import { below, judge, pick, randomBytes } from "./random.mjs";
import { yes, no } from "./headers.mjs";

const body = b64u('{"iss":"https://tpp.example","jti":"a1"}');
const inputOf = (alg, kid) =>
	`${b64u(JSON.stringify({ alg, kid, typ: "JWT" }))}.${body}`;

function say(label, want, alg, jwk, input, signature) {
	const set = { ...jwk, kid: JSON.parse(Buffer.from(
		input.split(".")[0], "base64url")).kid };
	judge("sig", `${label}/${alg}`, want, `${input}.${b64u(signature)}`,
		setOf(set), alg, alg, spkiOf(jwk), input, signature);
}

function derInteger(number) {
	let hex = number.toString(16);
	hex = hex.length % 2 ? `0${hex}` : hex;
	const bytes = Buffer.from(hex, "hex");
	const value = bytes[0] & 0x80 ? Buffer.concat([Buffer.from([0]), bytes])
		: bytes;
	return Buffer.concat([Buffer.from([2, value.length]), value]);
}

function der(r, s) {
	const both = Buffer.concat([derInteger(r), derInteger(s)]);
	return Buffer.concat([Buffer.from([0x30, both.length]), both]);
}

const pointKey = (curve, [x, y]) => ({ kty: "EC", crv: curve.name,
	x: b64u(toBytes(x, curve.bytes)), y: b64u(toBytes(y, curve.bytes)) });

function ecdsaForms(alg) {
	const { key, curve: { n, bytes } } = algorithms[alg];
	const input = inputOf(alg, key.id);
	const signature = sign(alg, key, input);
	const [r, s] = halves(signature);
	const both = (a, b, size = bytes) =>
		Buffer.concat([toBytes(a, size), toBytes(b, size)]);
	const all = 2n ** BigInt(8 * bytes) - 1n;
	const forms = [["plain", yes, signature], ["der", no, der(r, s)],
		["twin", yes, both(r, n - s)], ["r-turned", no, both(n - r, s)],
		["swapped", no, both(s, r)], ["zeros", no, both(0n, 0n)],
		["r-zero", no, both(0n, s)], ["s-zero", no, both(r, 0n)],
		["r-order", no, both(n, s)], ["s-order", no, both(r, n)],
		["orders", no, both(n, n)], ["r-zero-s-order", no, both(0n, n)],
		["ones", no, both(1n, 1n)], ["r-most", no, both(all, s)],
		["s-most", no, both(r, all)], ["order-less-one", no, both(n - 1n, n - 1n)],
		["wide", no, both(r, s, bytes + 1)],
		["wide2", no, both(r, s, 2 * bytes)],
		["front", no, Buffer.concat([Buffer.alloc(1), signature])],
		["behind", no, Buffer.concat([signature, Buffer.alloc(1)])],
		["short", no, signature.subarray(0, -1)],
		["short-front", no, signature.subarray(1)],
		["half", no, signature.subarray(0, bytes)],
		["twice", no, Buffer.concat([signature, signature])]];
	if (r + n <= all)
		forms.push(["r-plus-order", no, both(r + n, s)]);
	if (s + n <= all)
		forms.push(["s-plus-order", no, both(r, s + n)]);
	for (const [label, want, bad] of forms)
		say(`ecdsa.${label}`, want, alg, key.jwk, input, bad);
}

// Q for which (r, s) signs: s k G = z G + r Q, with r the x of k G.
function keyFor(curve, input, k, s) {
	const z = mod(toNumber(sum(curve.hash, input)), curve.n);
	const r = mod(times(curve, k, curve.g)[0], curve.n);
	return [r, times(curve, mod(s * k - z, curve.n) * inverse(r, curve.n),
		curve.g), z];
}

// Numbers at the ends of their range, with a key for which they are right; and
// sums that come to the point at infinity, or double a point.
function ecdsaEdges(alg) {
	const { curve } = algorithms[alg];
	const { n, g, bytes } = curve;
	const input = inputOf(alg, "edge");
	const both = (r, s) => Buffer.concat([toBytes(r, bytes), toBytes(s, bytes)]);
	for (const [label, k, s] of [["s-one", 7n, 1n], ["s-two", 9n, 2n],
		["s-last", 11n, n - 1n], ["k-one", 1n, 5n], ["k-last", n - 1n, 5n],
		["s-half", 13n, n >> 1n], ["k-two", 2n, 3n]]) {
		const [r, q] = keyFor(curve, input, k, s);
		say(`edge.${label}`, yes, alg, pointKey(curve, q), input, both(r, s));
		say(`edge.${label}-twin`, yes, alg, pointKey(curve, q), input,
			both(r, n - s));
		say(`edge.${label}-negative-key`, no, alg,
			pointKey(curve, negative(curve, q)), input, both(r, s));
	}
	const z = mod(toNumber(sum(curve.hash, input)), n);
	const r = 12345n;
	const infinite = times(curve, mod(-z * inverse(r, n), n), g);
	const double = times(curve, mod(z * inverse(r, n), n), g);
	say("edge.infinity", no, alg, pointKey(curve, infinite), input,
		both(r, 77n));
	const s = 99n, twice = times(curve, 2n * z * inverse(s, n), g);
	say("edge.same-points-other-r", no, alg, pointKey(curve, double), input,
		both(r, s));
	const right = mod(twice[0], n);
	say("edge.same-points", yes, alg, pointKey(curve,
		times(curve, mod(z * inverse(right, n), n), g)), input, both(right, s));
	say("edge.generator-key", no, alg, pointKey(curve, g), input,
		both(mod(g[0], n), 1n));
}

const infoWithoutNull = "302f300b0609608648016503040201040420";
const infoLongLength = "303181" + "00"; // replaced below
const wrongInfo = "3031300d060960864801650304020305000420";

function rsaForms(alg) {
	const { key, hash, pss } = algorithms[alg];
	const input = inputOf(alg, key.id);
	const data = Buffer.from(input);
	const size = sizeOf(key);
	const n = toNumber(Buffer.from(key.jwk.n, "base64url"));
	const good = sign(alg, key, input);
	const put = (label, want, block) => say(`rsa.${label}`, want, alg, key.jwk,
		input, rsaRaw(key, block));
	const as = (label, want, bytes) => say(`rsa.${label}`, want, alg, key.jwk,
		input, bytes);
	as("plain", yes, good);
	as("front", no, Buffer.concat([Buffer.alloc(1), good]));
	as("behind", no, Buffer.concat([good, Buffer.alloc(1)]));
	as("short", no, good.subarray(0, -1));
	as("short-front", no, good.subarray(1));
	as("plus-modulus", no, toBytes(toNumber(good) + n, size + 1));
	as("less-modulus", no, toBytes(n - toNumber(good), size));
	as("zeros", no, Buffer.alloc(size)); as("one", no, toBytes(1n, size));
	as("modulus", no, toBytes(n, size));
	as("modulus-less-one", no, toBytes(n - 1n, size));
	as("most", no, Buffer.alloc(size, 0xff));
	put("other-scheme", no, (pss ? pkcsBlock : pssBlock)(key, data, hash));
	for (const other of ["sha1", "sha256", "sha384", "sha512"])
		if (other !== hash)
			put(`hash-${other}`, no,
				(pss ? pssBlock : pkcsBlock)(key, data, other));
	put("bare-hash", no, Buffer.concat([Buffer.alloc(size - 32),
		sum("sha256", data)]));
}

function pssForms() {
	const { key, hash } = algorithms.PS256;
	const input = inputOf("PS256", key.id);
	const put = (label, want, how) => say(`pss.${label}`, want, "PS256",
		key.jwk, input, rsaRaw(key, pssBlock(key, Buffer.from(input), hash, how)));
	for (const salt of [0, 1, 16, 20, 31, 32, 33, 48, 64, 100, 222])
		put(`salt-${salt}`, salt === 32 ? yes : no, { salt });
	for (const mgf of ["sha1", "sha384", "sha512"])
		put(`mgf-${mgf}`, no, { mgf });
	put("inner-hash", no, { inner: "sha3-256" });
	put("trailer", no, { trailer: 0xcc }); put("one", no, { one: 2 });
	put("dirty", no, { dirty: true }); put("zeros", no, { zeros: 1 });
}

// Bleichenbacher's of 2006: a cube whose upper bytes are those of a short block,
// with anything behind the digest.
function cubeRoot(number) {
	let low = 0n, high = 1n << 700n;
	while (low < high) {
		const middle = (low + high) >> 1n;
		if (middle * middle * middle < number)
			low = middle + 1n;
		else
			high = middle;
	}
	return low;
}

function pkcsForms(alg) {
	const { key, hash } = algorithms[alg];
	const input = inputOf(alg, key.id);
	const data = Buffer.from(input);
	const put = (label, want, how) => say(`pkcs.${label}`, want, alg, key.jwk,
		input, rsaRaw(key, pkcsBlock(key, data, hash, how)));
	put("type-2", no, { type: 2 }); put("type-0", no, { type: 0 });
	put("hole", no, { hole: true }); put("gap", no, { gap: 0xff });
	put("early", no, { early: true });
	put("behind", no, { behind: Buffer.alloc(4) });
	if (alg === "RS256") {
		put("no-null", no, { info: infoWithoutNull });
		put("other-info", no, { info: wrongInfo });
		put("long-length", no, { info: infoLongLength.slice(0, 4) + "31" +
			"300d060960864801650304020105000420" });
		put("long-form", no, { info: "308131300d0609608648016503040201" +
			"05000420" });
		put("no-info", no, { info: "" });
	}
	const weak = keys.THREE;
	const own = inputOf(alg, weak.id);
	say("pkcs.e-three", yes, alg, weak.jwk, own, rsaRaw(weak,
		pkcsBlock(weak, Buffer.from(own), hash)));
	const block = pkcsBlock(weak, Buffer.from(own), hash, { early: true });
	const root = cubeRoot(toNumber(block));
	say("pkcs.cube", no, alg, weak.jwk, own, toBytes(root, sizeOf(weak)));
}

const P25519 = 2n ** 255n - 19n;
const L25519 = 2n ** 252n + 27742317777372353535851937790883648493n;
const little = (number) => Buffer.from(toBytes(number, 32)).reverse();

function edForms() {
	const { key } = algorithms.EdDSA;
	const input = inputOf("EdDSA", key.id);
	const good = sign("EdDSA", key, input);
	const s = toNumber(Buffer.from(good.subarray(32)).reverse());
	const r = good.subarray(0, 32);
	const as = (label, want, bytes, jwk = key.jwk) => say(`ed.${label}`, want,
		"EdDSA", jwk, input, bytes);
	as("plain", yes, good);
	for (const many of [1n, 2n, 7n, 15n])
		as(`s-plus-${many}-orders`, no,
			Buffer.concat([r, little(s + many * L25519)]));
	as("s-negative", no, Buffer.concat([r, little(L25519 - s)]));
	as("s-zero", no, Buffer.concat([r, Buffer.alloc(32)]));
	as("r-zero", no, Buffer.concat([Buffer.alloc(32), good.subarray(32)]));
	as("zeros", no, Buffer.alloc(64)); as("most", no, Buffer.alloc(64, 0xff));
	as("front", no, Buffer.concat([Buffer.alloc(1), good]));
	as("behind", no, Buffer.concat([good, Buffer.alloc(1)]));
	as("short", no, good.subarray(0, 63)); as("half", no, r);
	as("swapped", no, Buffer.concat([good.subarray(32), r]));
	const sign1 = Buffer.from(good);
	sign1[31] ^= 0x80;
	as("r-sign", no, sign1);
	const pre = crypto.sign(null, crypto.createHash("sha512").update(input)
		.digest(), key.privateKey);
	as("prehashed", no, pre);
	// Points of small order, for which a signature is no proof of anything.
	const small = { identity: 1n, "order-2": P25519 - 1n, "order-4": 0n,
		"identity-long": P25519 + 1n, "order-4-long": P25519,
		"order-8": BigInt("0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3c" +
			"ba4fd83d3d706a17c7") };
	for (const [label, y] of Object.entries(small)) {
		const jwk = { kty: "OKP", crv: "Ed25519", x: b64u(little(y)) };
		as(`small-${label}-identity`, no, Buffer.concat([little(1n),
			Buffer.alloc(32)]), jwk);
		as(`small-${label}-same`, no, Buffer.concat([little(y),
			Buffer.alloc(32)]), jwk);
	}
}

function flipped(alg) {
	const { key, other } = algorithms[alg];
	const input = inputOf(alg, key.id);
	const signature = Buffer.from(sign(alg, key, input));
	say("any.plain", yes, alg, key.jwk, input, signature);
	signature[below(signature.length)] ^= 1 << below(8);
	say("any.bit", no, alg, key.jwk, input, signature);
	say("any.noise", no, alg, key.jwk, input, randomBytes(signature.length));
	if (other)
		say("any.other-key", no, alg, other.jwk, input, sign(alg, key, input));
	const at = pick([5, 8, 11, 14]);
	say("any.other-text", no, alg, key.jwk, input, sign(alg, key,
		input.slice(0, at) + (input[at] === "A" ? "B" : "A") +
		input.slice(at + 1)));
}

export function judgeSignatures(count) {
	for (const alg of ["ES256", "ES384"]) {
		ecdsaForms(alg);
		ecdsaEdges(alg);
	}
	for (const alg of ["PS256", "RS256", "RS384"])
		rsaForms(alg);
	pssForms();
	pkcsForms("RS256");
	pkcsForms("RS384");
	edForms();
	for (let i = 0; i < count; i++)
		flipped(pick(Object.keys(algorithms)));
}
