// SPDX-License-Identifier: ISC
//
// Certificates below authorities that may not issue them (RFC 5280 section 6.1).
import { explicit, implicit, int, octets, seq, set, strings, oid } from "./der.mjs";
import { authority, basic, clientAuth, extension, issue, leaf, names, purposes,
	simpleName, usage, utc } from "./issued.mjs";
import { keys } from "./keys.mjs";

const dirName = (cn) => explicit(4, simpleName(cn));
const permitted = (...all) => extension("2.5.29.30", true,
	seq(explicit(0, ...all.map((name) => seq(name)))));
const excluded = (...all) => extension("2.5.29.30", true,
	seq(explicit(1, ...all.map((name) => seq(name)))));

const authorityWith = (more) => issue(leaf({ subject: authority.name,
	spki: authority.key.der, serial: int(1), extensions: [basic(true),
		usage(0x06, 1)], ...more }));
const below = (more = {}) => issue(leaf(more));
const signs = usage(0x06, 1);

// Label, what the rules want, the certificate, and what is trusted.
export function chains() {
	const plain = below();
	const named = below({ extensions: [usage(0x80, 7), purposes(clientAuth),
		names(implicit(2, "a.example"))] });
	const keyId = (i) => extension("2.5.29.14", false, octets([i, 7]));
	const identified = below({ extensions: [usage(0x80, 7),
		purposes(clientAuth), extension("2.5.29.35", false,
			seq(implicit(0, [1, 7])))] });
	const weak = { spki: keys.SHORT.der };
	const of = (label, want, extensions, cert = plain) => [label, want, cert,
		authorityWith({ extensions })];
	return [
		["plain", "accept", plain, authorityWith({})],
		of("no-basic", "-", [signs]), of("not-ca", "refuse", [basic(false), signs]),
		of("no-usage", "accept", [basic(true)]),
		of("usage-without-sign", "refuse", [basic(true), usage(0x80, 7)]),
		of("path-zero", "accept", [basic(true, 0), signs]),
		of("purpose-server", "-", [basic(true), signs,
			purposes("1.3.6.1.5.5.7.3.1")]),
		of("purpose-client", "accept", [basic(true), signs, purposes(clientAuth)]),
		of("unknown-critical", "-", [basic(true), signs,
			extension("1.2.3.4", true, seq())]),
		of("dns-permitted", "accept", [basic(true), signs,
			permitted(implicit(2, "example"))], named),
		of("dns-not-permitted", "-", [basic(true), signs,
			permitted(implicit(2, "other"))], named),
		of("dns-excluded", "-", [basic(true), signs,
			excluded(implicit(2, "a.example"))], named),
		of("name-not-permitted", "-", [basic(true), signs,
			permitted(dirName("elsewhere"))]),
		of("name-excluded", "-", [basic(true), signs, excluded(dirName("leaf"))]),
		["v1-authority", "-", plain, authorityWith({ version: null,
			extensions: [] })],
		["expired-authority", "refuse", plain, authorityWith({ validity:
			seq(utc("200101000000Z"), utc("210101000000Z")) })],
		["future-authority", "refuse", plain, authorityWith({ validity:
			seq(utc("300101000000Z"), utc("310101000000Z")) })],
		["other-key", "refuse", plain, authorityWith({ spki: keys.P256.der })],
		["weak-authority", "refuse", plain, authorityWith(weak)],
		["same-name-key-ids", "accept", identified, ...[keys.P384, authority.key]
			.map((key, i) => authorityWith({ spki: key.der, by: key,
				serial: int(2 + i), extensions: [basic(true), signs,
					keyId(i)] }))],
		["same-name-ahead", "-", plain, authorityWith({ spki:
			keys.P384.der, by: keys.P384, serial: int(2) }), authorityWith({})],
		["name-other-string", "accept", plain, authorityWith({ subject:
			seq(set(seq(oid("2.5.4.3"), strings.printable("Authority")))) })],
		["name-other-case", "accept", plain, authorityWith({ subject:
			simpleName("authority") })],
		["key-id-other", "-", below({ extensions: [usage(0x80, 7),
			purposes(clientAuth), extension("2.5.29.35", false,
				seq(implicit(0, "elsewhere")))] }), authorityWith({ extensions:
			[basic(true), signs, extension("2.5.29.14", false,
				Buffer.from([4, 2, 1, 2]))] })],
	];
}
