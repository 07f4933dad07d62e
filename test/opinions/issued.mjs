// SPDX-License-Identifier: ISC
//
// Certificates from their pieces (RFC 5280 section 4.1), and their authority.
import crypto from "node:crypto";
import { bits, bool, explicit, int, octets, oid, seq, set, strings, tlv }
	from "./der.mjs";
import { keys } from "./keys.mjs";

export const ecdsaSha256 = seq(oid("1.2.840.10045.4.3.2"));
export const simpleName = (cn, string = "utf8") =>
	seq(set(seq(oid("2.5.4.3"), strings[string](cn))));
export const utc = (text) => tlv(0x17, text);
export const generalized = (text) => tlv(0x18, text);
export const authority = { key: keys.P256B, name: simpleName("Authority") };

export function extension(id, critical, value) {
	return seq(oid(id), ...(critical ? [bool(0xff)] : []), octets(value));
}

export const sign = (key, content, hash = "sha256") =>
	crypto.sign(hash, content, key.privateKey);

export const basic = (ca, path) => extension("2.5.29.19", true,
	seq(...(ca ? [bool(0xff)] : []), ...(path === undefined ? [] : [int(path)])));
export const usage = (byte, unused = 0) => extension("2.5.29.15", true,
	bits(Buffer.from([byte]), unused));
export const purposes = (...ids) => extension("2.5.29.37", false,
	seq(...ids.map(oid)));
export const clientAuth = "1.3.6.1.5.5.7.3.2";
export const names = (...all) => extension("2.5.29.17", false, seq(...all));

// The members of TBSCertificate, each of which may be another one.
export const leaf = (more = {}) => ({
	version: explicit(0, int(2)), serial: int(1234567),
	inner: ecdsaSha256, issuer: authority.name,
	validity: seq(utc("250101000000Z"), utc("270101000000Z")),
	subject: simpleName("leaf"), spki: keys.P256.der, ids: [],
	extensions: [basic(false), usage(0x80, 7), purposes(clientAuth)],
	outer: ecdsaSha256, by: authority.key, ...more });

export function content(c) {
	const all = c.allExtensions ?? (c.extensions.length === 0 ? []
		: [explicit(3, seq(...c.extensions))]);
	return seq(...(c.version ? [c.version] : []), c.serial, c.inner, c.issuer,
		c.validity, c.subject, c.spki, ...c.ids, ...all);
}

export function issue(c) {
	const signed = c.content ?? content(c);
	const signature = c.signature ? c.signature(signed) : sign(c.by, signed);
	return seq(signed, c.outer, c.bits ?? bits(signature, c.unused ?? 0));
}

export const plainCertificate = (subject) => issue(leaf({ subject }));
