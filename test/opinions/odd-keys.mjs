// SPDX-License-Identifier: ISC
//
// Keys that no library makes, and the plain certificate of a key.
import crypto from "node:crypto";
import { inverse, toBytes, toNumber } from "./curve.mjs";
import { bits, explicit, int, oid, seq, set, strings, tlv } from "./der.mjs";
import { b64u, keys } from "./keys.mjs";

const number = (text) => toNumber(Buffer.from(text, "base64url"));
const text = (n) => b64u(toBytes(n, Math.ceil(n.toString(16).length / 2)));
const gcd = (a, b) => (b === 0n ? a : gcd(b, a % b));
const big = new Map();

// An RSA key whose public exponent has so many bits.
export function bigExponent(size) {
	if (big.has(size))
		return big.get(size);
	const { n, p, q } = keys.RSA2.secret;
	const [one, two] = [number(p) - 1n, number(q) - 1n];
	let e = 2n ** BigInt(size) - 1n;
	while (gcd(e, one * two) !== 1n)
		e -= 2n;
	const d = inverse(e, one * two);
	const secret = { kty: "RSA", n, p, q, e: text(e), d: text(d),
		dp: text(d % one), dq: text(d % two),
		qi: text(inverse(number(q), number(p))) };
	const privateKey = crypto.createPrivateKey({ key: secret, format: "jwk" });
	const publicKey = crypto.createPublicKey(privateKey);
	const key = { id: `e${size}`, privateKey, publicKey, secret,
		jwk: { kty: "RSA", n, e: text(e) },
		pem: publicKey.export({ format: "pem", type: "spki" }),
		der: publicKey.export({ format: "der", type: "spki" }) };
	big.set(size, key);
	return key;
}

const known = new Map();

// A certificate of the key that another key has signed, in base64.
export function certificateOf(key) {
	if (known.has(key.id))
		return known.get(key.id);
	const algorithm = seq(oid("1.2.840.10045.4.3.2"));
	const name = seq(set(seq(oid("2.5.4.3"), strings.utf8(key.id))));
	const content = seq(explicit(0, int(2)), int(7), algorithm, name,
		seq(tlv(0x17, "200101000000Z"), tlv(0x17, "400101000000Z")), name,
		key.der);
	const signature = crypto.sign("sha256", content, keys.P256.privateKey);
	known.set(key.id,
		seq(content, algorithm, bits(signature)).toString("base64"));
	return known.get(key.id);
}
