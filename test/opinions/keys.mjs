// SPDX-License-Identifier: ISC
//
// The keys of a run, and signatures made step by step, so that each step can be
// another one than the standard's.
import crypto from "node:crypto";
import { P256, P384, toBytes, toNumber } from "./curve.mjs";

export const b64u = (data) => Buffer.from(data).toString("base64url");

// A private key with its JWK; `id` is the kid.
function wrap(id, privateKey) {
	const publicKey = crypto.createPublicKey(privateKey);
	return {
		id, privateKey, publicKey,
		jwk: publicKey.export({ format: "jwk" }),
		secret: privateKey.export({ format: "jwk" }),
		pem: publicKey.export({ format: "pem", type: "spki" }),
		der: publicKey.export({ format: "der", type: "spki" }),
	};
}

function rsa(id, modulusLength, publicExponent = 65537) {
	return wrap(id, crypto.generateKeyPairSync("rsa",
		{ modulusLength, publicExponent }).privateKey);
}

function ec(id, namedCurve) {
	return wrap(id,
		crypto.generateKeyPairSync("ec", { namedCurve }).privateKey);
}

function okp(id, type) {
	return wrap(id, crypto.generateKeyPairSync(type).privateKey);
}

export const keys = {
	RSA: rsa("rsa", 2048), RSA2: rsa("rsa2", 2048),
	SHORT: rsa("short", 1024), ODD: rsa("odd", 2047),
	THREE: rsa("three", 2048, 3), LONG: rsa("long", 3072),
	P256: ec("p256", "P-256"), P256B: ec("p256b", "P-256"),
	P384: ec("p384", "P-384"), K1: ec("k1", "secp256k1"),
	P521: ec("p521", "P-521"),
	ED: okp("ed", "ed25519"), ED2: okp("ed2", "ed25519"),
	ED448: okp("ed448", "ed448"),
};

export const algorithms = {
	PS256: { key: keys.RSA, other: keys.RSA2, hash: "sha256", pss: true },
	RS256: { key: keys.RSA, other: keys.RSA2, hash: "sha256" },
	RS384: { key: keys.RSA, other: keys.RSA2, hash: "sha384" },
	ES256: { key: keys.P256, other: keys.P256B, hash: "sha256", curve: P256 },
	ES384: { key: keys.P384, other: null, hash: "sha384", curve: P384 },
	EdDSA: { key: keys.ED, other: keys.ED2, hash: null },
};

export const sum = (hash, data) =>
	crypto.createHash(hash).update(data).digest();

export const sizeOf = (key) => Math.ceil(key.privateKey
	.asymmetricKeyDetails.modulusLength / 8);

// RSASP1 of RFC 8017 section 5.2.1, of a block as long as the modulus.
export function rsaRaw(key, block) {
	return crypto.privateEncrypt({ key: key.privateKey,
		padding: crypto.constants.RSA_NO_PADDING }, block);
}

function mask(hash, data, length) {
	let out = Buffer.alloc(0);
	for (let i = 0; out.length < length; i++)
		out = Buffer.concat([out,
			sum(hash, Buffer.concat([data, toBytes(BigInt(i), 4)]))]);
	return out.subarray(0, length);
}

// EMSA-PSS-ENCODE of RFC 8017 section 9.1.1; `how` bends it.
export function pssBlock(key, data, hash, how = {}) {
	const bits = key.privateKey.asymmetricKeyDetails.modulusLength - 1;
	const length = Math.ceil(bits / 8);
	const digest = sum(hash, data);
	const salt = crypto.randomBytes(how.salt ?? digest.length);
	const h = sum(how.inner ?? hash,
		Buffer.concat([Buffer.alloc(8, how.zeros ?? 0), digest, salt]));
	const db = Buffer.alloc(length - h.length - 1);
	db[db.length - salt.length - 1] = how.one ?? 1;
	salt.copy(db, db.length - salt.length);
	if (how.dirty)
		db[4] = 1;
	const pad = mask(how.mgf ?? hash, h, db.length);
	for (let i = 0; i < db.length; i++)
		db[i] ^= pad[i];
	if (how.top !== true)
		db[0] &= 0xff >> (8 * length - bits);
	else
		db[0] = (db[0] & 0x3f) | 0x80;
	return Buffer.concat([db, h, Buffer.from([how.trailer ?? 0xbc])]);
}

const infos = {
	sha1: "3021300906052b0e03021a05000414",
	sha256: "3031300d060960864801650304020105000420",
	sha384: "3041300d060960864801650304020205000430",
	sha512: "3051300d060960864801650304020305000440",
};

// EMSA-PKCS1-v1_5-ENCODE of RFC 8017 section 9.2; `how` bends it.
export function pkcsBlock(key, data, hash, how = {}) {
	const info = Buffer.from(how.info ?? infos[hash], "hex");
	const tail = Buffer.concat([info, sum(hash, data),
		how.behind ?? Buffer.alloc(0)]);
	const block = Buffer.alloc(sizeOf(key), 0xff);
	block[0] = how.first ?? 0;
	block[1] = how.type ?? 1;
	if (how.hole)
		block[20] = 0xfe;
	const from = how.early ? 11 : block.length - tail.length;
	if (how.early)
		block.fill(0);
	if (how.early)
		block.fill(0xff, 2, 10), block[1] = 1;
	block[from - 1] = how.gap ?? 0;
	tail.copy(block, from);
	return block;
}

export function sign(alg, key, input) {
	const { hash, pss, curve } = algorithms[alg];
	const data = Buffer.from(input);
	if (alg === "EdDSA")
		return crypto.sign(null, data, key.privateKey);
	if (curve)
		return crypto.sign(hash, data,
			{ key: key.privateKey, dsaEncoding: "ieee-p1363" });
	return rsaRaw(key, (pss ? pssBlock : pkcsBlock)(key, data, hash));
}

export function halves(signature) {
	const half = signature.length / 2;
	return [toNumber(signature.subarray(0, half)),
		toNumber(signature.subarray(half))];
}

// The SubjectPublicKeyInfo of a JWK, or nothing where no library takes it.
export function spkiOf(jwk) {
	try {
		return crypto.createPublicKey({ key: jwk, format: "jwk" })
			.export({ format: "der", type: "spki" });
	} catch {
		return Buffer.alloc(0);
	}
}

export const setOf = (...jwks) => JSON.stringify({ keys: jwks });
export const withKid = (key, more = {}) => ({ ...key.jwk, kid: key.id, ...more });
