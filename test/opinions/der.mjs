// SPDX-License-Identifier: ISC
//
// Writes DER (X.690 section 10) piece by piece.
import { toBytes } from "./curve.mjs";

export function lengthOf(n) {
	if (n < 128)
		return Buffer.from([n]);
	const bytes = toBytes(BigInt(n), Math.ceil(n.toString(16).length / 2));
	return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export function tlv(tag, ...contents) {
	const content = Buffer.concat(contents.map((c) => Buffer.from(c)));
	return Buffer.concat([Buffer.from([tag]), lengthOf(content.length),
		content]);
}

export const seq = (...parts) => tlv(0x30, ...parts);
export const set = (...parts) => tlv(0x31, ...parts);
export const octets = (bytes) => tlv(4, bytes);
export const bits = (bytes, unused = 0) =>
	tlv(3, Buffer.from([unused]), bytes);
export const bool = (value) => tlv(1, [value]);
export const explicit = (n, ...parts) => tlv(0xa0 | n, ...parts);
export const implicit = (n, content) => tlv(0x80 | n, content);
export const NULL = Buffer.from([5, 0]);

export function int(number) {
	if (Buffer.isBuffer(number))
		return tlv(2, number);
	let hex = BigInt(number).toString(16);
	hex = hex.length % 2 ? `0${hex}` : hex;
	const bytes = Buffer.from(hex, "hex");
	return tlv(2, bytes[0] & 0x80 ? Buffer.concat([Buffer.from([0]), bytes])
		: bytes);
}

export function oid(text) {
	const [a, b, ...rest] = text.split(".").map(Number);
	const out = [];
	for (const arc of [40 * a + b, ...rest]) {
		const septets = [arc & 127];
		for (let n = Math.floor(arc / 128); n > 0; n = Math.floor(n / 128))
			septets.unshift((n & 127) | 128);
		out.push(...septets);
	}
	return tlv(6, out);
}

// The types of strings, with their tags.
export const strings = {
	utf8: (s) => tlv(0x0c, Buffer.from(s)),
	numeric: (s) => tlv(0x12, Buffer.from(s)),
	printable: (s) => tlv(0x13, Buffer.from(s)),
	t61: (s) => tlv(0x14, Buffer.from(s, "latin1")),
	ia5: (s) => tlv(0x16, Buffer.from(s)),
	visible: (s) => tlv(0x1a, Buffer.from(s)),
	universal: (s) => tlv(0x1c, Buffer.concat([...s].map((c) =>
		toBytes(BigInt(c.codePointAt(0)), 4)))),
	bmp: (s) => tlv(0x1e, Buffer.from(s, "utf16le").swap16()),
	octets: (s) => octets(Buffer.from(s)),
};

export function pem(der, label = "CERTIFICATE", width = 64) {
	const lines = der.toString("base64").match(
		new RegExp(`.{1,${width}}`, "g")) ?? [];
	return `-----BEGIN ${label}-----\n${lines.join("\n")}\n` +
		`-----END ${label}-----\n`;
}
