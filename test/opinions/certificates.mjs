// SPDX-License-Identifier: ISC
//
// Certificates (RFC 5280), each with one flaw, issued by an authority that is
// trusted; and the forms in which servers hand them over.
import { writeFileSync } from "node:fs";
import { P256, toBytes } from "./curve.mjs";
import { bits, bool, explicit, implicit, int, NULL, octets, oid, pem, seq, set,
	strings, tlv } from "./der.mjs";
import { chains } from "./chains.mjs";
import { authority, basic, clientAuth, content, ecdsaSha256, extension,
	generalized, issue, leaf, names, purposes, sign, simpleName, usage, utc }
	from "./issued.mjs";
import { keys } from "./keys.mjs";
import { below, judge, pick } from "./random.mjs";

// 2026-01-01T00:00:00Z
const NOW = 1767225600;
export const yes = "accept", no = "refuse", open = "-";
const folder = process.argv[4] ?? ".";

function anchors(name, ...certificates) {
	const path = `${folder}/anchors-${name}.pem`;
	writeFileSync(path, certificates.map((c) => pem(c)).join(""));
	return path;
}

export const root = issue(leaf({ subject: authority.name, spki:
	authority.key.der, serial: int(1), extensions: [basic(true),
	usage(0x06, 1)] }));

const asText = (t) => new Date(t * 1000).toISOString().replace(/[-T:]|\.\d+/g,
	"");
const short = (t) => utc(asText(t).slice(2));
const from = short(NOW - 86400), until = short(NOW + 86400);
const valid = (a, b) => ({ validity: seq(a, b) });

// Label, what the rules want, and the members that are others.
const times = [
	["plain", yes, valid(from, until)],
	["ends-now", open, valid(from, short(NOW))],
	["ended-a-second-ago", no, valid(from, short(NOW - 1))],
	["ends-in-a-second", yes, valid(from, short(NOW + 1))],
	["begins-now", yes, valid(short(NOW), until)],
	["begins-in-a-second", no, valid(short(NOW + 1), until)],
	["turned", no, valid(until, from)],
	["generalized", open, valid(generalized(asText(NOW - 9)),
		generalized(asText(NOW + 9)))],
	["utc-49", yes, valid(from, utc("491231235959Z"))],
	["utc-50", no, valid(from, utc("500101000000Z"))],
	["generalized-2050", yes, valid(from, generalized("20500101000000Z"))],
	["generalized-9999", yes, valid(from, generalized("99991231235959Z"))],
	["generalized-1949", yes, valid(generalized("19490101000000Z"), until)],
	["utc-50-from", yes, valid(utc("500101000000Z"), until)],
	["no-seconds", no, valid(utc("2501010000Z"), until)],
	["no-z", no, valid(utc("250101000000"), until)],
	["offset", no, valid(utc("250101000000+0100"), until)],
	["fraction", no, valid(generalized("20250101000000.5Z"), until)],
	["comma", no, valid(generalized("20250101000000,5Z"), until)],
	["month-13", no, valid(utc("251301000000Z"), until)],
	["february-30", no, valid(utc("250230000000Z"), until)],
	["leap-day", yes, valid(utc("240229000000Z"), until)],
	["no-leap-day", no, valid(utc("250229000000Z"), until)],
	["hour-24", no, valid(utc("250101240000Z"), until)],
	["second-60", no, valid(utc("250101000060Z"), until)],
	["letters", no, valid(utc("25o101000000Z"), until)],
	["blank", no, valid(utc("250101 00000Z"), until)],
	["signed", no, valid(utc("-50101000000Z"), until)],
	["empty", no, valid(utc(""), until)],
	["one", no, { validity: seq(from) }],
	["three", no, { validity: seq(from, until, until) }],
	["as-utf8", no, valid(tlv(0x0c, "250101000000Z"), until)],
];

const extensions = (...more) => ({ extensions: [...leaf().extensions, ...more] });
const only = (...all) => ({ extensions: all });
const raw = (id, critical, value) => seq(oid(id), ...critical, value);

const extended = [
	["none", open, only()], ["empty-list", open, { allExtensions:
		[explicit(3, seq())] }],
	["unknown", yes, extensions(extension("1.2.3.4", false, NULL))],
	["unknown-critical", no, extensions(extension("1.2.3.4", true, NULL))],
	["twice", no, extensions(usage(0x80, 7))],
	["unknown-twice", open, extensions(extension("1.2.3.4", false, NULL),
		extension("1.2.3.4", false, NULL))],
	["critical-false", open, extensions(raw("1.2.3.4", [bool(0)], octets(NULL)))],
	["critical-one", no, extensions(raw("1.2.3.4", [bool(1)], octets(NULL)))],
	["value-no-octets", no, extensions(raw("1.2.3.4", [], NULL))],
	["no-usage", yes, only(basic(false), purposes(clientAuth))],
	["no-purpose", yes, only(basic(false), usage(0x80, 7))],
	["usage-agreement", yes, only(usage(0x08, 3), purposes(clientAuth))],
	["usage-encipherment", no, only(usage(0x20, 5), purposes(clientAuth))],
	["usage-sign-certs", no, only(usage(0x04, 2), purposes(clientAuth))],
	["usage-none", no, only(usage(0, 7), purposes(clientAuth))],
	["usage-empty", open, only(extension("2.5.29.15", true, bits([])),
		purposes(clientAuth))],
	["usage-unminimal", open, only(usage(0x80, 0), purposes(clientAuth))],
	["usage-noise", no, only(extension("2.5.29.15", true, NULL),
		purposes(clientAuth))],
	["purpose-server", no, only(purposes("1.3.6.1.5.5.7.3.1"))],
	["purpose-both", yes, only(purposes("1.3.6.1.5.5.7.3.1", clientAuth))],
	["purpose-any", open, only(purposes("2.5.29.37.0"))],
	["purpose-other", no, only(purposes("1.3.6.1.5.5.7.3.4"))],
	["purpose-empty", open, only(purposes())],
	["purpose-noise", no, only(extension("2.5.29.37", false, NULL))],
	["purpose-critical", yes, only(extension("2.5.29.37", true,
		seq(oid(clientAuth))))],
	["ca-true", open, only(basic(true), usage(0x80, 7), purposes(clientAuth))],
	["ca-false-explicit", open, only(extension("2.5.29.19", true,
		seq(bool(0))), purposes(clientAuth))],
	["basic-noise", no, only(extension("2.5.29.19", true, NULL),
		purposes(clientAuth))],
	["basic-path-alone", open, only(extension("2.5.29.19", true, seq(int(3))),
		purposes(clientAuth))],
	["basic-path-negative", open, only(extension("2.5.29.19", true,
		seq(bool(255), tlv(2, [0xff]))), purposes(clientAuth))],
	["names", yes, extensions(names(implicit(2, "a.example"),
		implicit(6, "https://a.example/"), implicit(7, [127, 0, 0, 1])))],
	["names-empty", open, extensions(names())],
	["names-noise", open, extensions(extension("2.5.29.17", false, NULL))],
	["names-ip-short", open, extensions(names(implicit(7, [1, 2, 3])))],
	["names-dns-high", open, extensions(names(implicit(2,
		Buffer.from("\u00fc.example"))))],
	["names-dns-nul", open, extensions(names(implicit(2, "a\0b")))],
	["names-dns-blank", open, extensions(names(implicit(2, "")))],
	["names-unknown", open, extensions(names(implicit(9, "a")))],
	["names-twice", no, extensions(names(implicit(2, "a")),
		names(implicit(2, "b")))],
	["key-id", yes, extensions(extension("2.5.29.14", false, octets("12345678")))],
	["key-id-noise", open, extensions(extension("2.5.29.14", false, NULL))],
	["authority-id-other", open, extensions(extension("2.5.29.35", false,
		seq(implicit(0, "elsewhere"))))],
	["authority-id-noise", open, extensions(extension("2.5.29.35", false,
		octets("a")))],
	["poison", no, extensions(extension("1.3.6.1.4.1.11129.2.4.3", true, NULL))],
	["policies", yes, extensions(extension("2.5.29.32", false,
		seq(seq(oid("2.5.29.32.0")))))],
	["policies-twice", open, extensions(extension("2.5.29.32", false,
		seq(seq(oid("1.2.3")), seq(oid("1.2.3")))))],
	["name-constraints", open, extensions(extension("2.5.29.30", true,
		seq(explicit(0, seq(implicit(2, "example"))))))],
	["crl-points-noise", open, extensions(extension("2.5.29.31", false, NULL))],
];

const pair = (value, id = "2.5.4.3") => seq(oid(id), value);
const subject = (...sets) => ({ subject: seq(...sets) });
const cn = (value) => subject(set(pair(value)));

const subjects = [
	...Object.keys(strings).map((s) => [`string-${s}`, s === "octets" ? open
		: s === "visible" ? no : yes, cn(strings[s]("123"))]),
	["empty", open, subject()],
	["set-empty", open, subject(set())],
	["value-empty", open, cn(strings.utf8(""))],
	["two-pairs", yes, subject(set(...[pair(strings.utf8("a")),
		pair(strings.utf8("b"), "2.5.4.10")].sort(Buffer.compare)))],
	["two-pairs-turned", open, subject(set(...[pair(strings.utf8("a")),
		pair(strings.utf8("b"), "2.5.4.10")].sort(Buffer.compare).reverse()))],
	["same-type-twice", yes, subject(set(pair(strings.utf8("a"))),
		set(pair(strings.utf8("b"))))],
	["nul", no, cn(strings.utf8("a\0b"))],
	["control", no, cn(strings.utf8("a\x07b"))],
	["newline", no, cn(strings.utf8("a\nb"))],
	["utf8-bad", no, cn(tlv(0x0c, [0x61, 0xff]))],
	["utf8-long", no, cn(tlv(0x0c, [0xc0, 0xaf]))],
	["utf8-surrogate", no, cn(tlv(0x0c, [0xed, 0xa0, 0x80]))],
	["utf8-beyond", no, cn(tlv(0x0c, [0xf4, 0x90, 0x80, 0x80]))],
	["printable-at", yes, cn(strings.printable("a@b"))],
	["printable-star", yes, cn(strings.printable("a*b"))],
	["printable-high", open, cn(tlv(0x13, [0x61, 0xe9]))],
	["ia5-high", open, cn(tlv(0x16, [0x61, 0xe9]))],
	["numeric-letters", open, cn(tlv(0x12, Buffer.from("abc")))],
	["bmp-odd", no, cn(tlv(0x1e, [0, 0x61, 0]))],
	["bmp-surrogates", open, cn(strings.bmp("\ud83d\ude00"))],
	["bmp-surrogate-alone", open, cn(tlv(0x1e, [0xd8, 0x3d]))],
	["universal-odd", no, cn(tlv(0x1c, [0, 0, 0x61]))],
	["universal-beyond", no, cn(tlv(0x1c, [0, 0x11, 0, 0]))],
	["t61-high", yes, cn(tlv(0x14, [0x61, 0xe9]))],
	["string-constructed", open, cn(tlv(0x2c, strings.utf8("a")))],
	["integer", no, cn(int(5))], ["null", no, cn(NULL)],
	["country-long", open, subject(set(pair(strings.printable("GBR"),
		"2.5.4.6")))],
	["long", open, cn(strings.utf8("a".repeat(300)))],
	["type-unknown", yes, subject(set(pair(strings.utf8("a"), "1.2.3.4")))],
	["type-alone", no, subject(set(seq(oid("2.5.4.3"))))],
	["no-set", no, { subject: seq(pair(strings.utf8("a"))) }],
];

const p521 = keys.P521.der;
const spkiWith = (algorithm, point) => ({ spki: seq(algorithm, bits(point)) });
const ecKey = oid("1.2.840.10045.2.1"), p256 = oid("1.2.840.10045.3.1.7");
const point = keys.P256.der.subarray(-65);
const compressed = Buffer.concat([Buffer.from([2 + (point[64] & 1)]),
	point.subarray(1, 33)]);
const offCurve = Buffer.concat([point.subarray(0, 64),
	Buffer.from([point[64] ^ 1])]);
const rsaKey = (n, e) => spkiWith(seq(oid("1.2.840.113549.1.1.1"), NULL),
	seq(int(n), int(e)));
const modulus = 2n ** 2047n + 2n ** 900n + 12345n;

const publicKeys = [
	["p384", yes, { spki: keys.P384.der }], ["p521", yes, { spki: p521 }],
	["ed25519", yes, { spki: keys.ED.der }],
	["rsa", yes, { spki: keys.RSA.der }], ["rsa-1024", no, { spki: keys.SHORT.der }],
	["rsa-e-one", open, rsaKey(modulus, 1)], ["rsa-e-even", open, rsaKey(modulus, 4)],
	["rsa-n-negative", no, spkiWith(seq(oid("1.2.840.113549.1.1.1"), NULL),
		seq(tlv(2, [0xff, 0x01]), int(3)))],
	["rsa-no-null", open, spkiWith(seq(oid("1.2.840.113549.1.1.1")),
		seq(int(modulus), int(65537)))],
	["compressed", open, spkiWith(seq(ecKey, p256), compressed)],
	["off-curve", open, spkiWith(seq(ecKey, p256), offCurve)],
	["infinity", open, spkiWith(seq(ecKey, p256), Buffer.from([0]))],
	["no-curve", open, spkiWith(seq(ecKey), point)],
	["curve-null", open, spkiWith(seq(ecKey, NULL), point)],
	["curve-unknown", open, spkiWith(seq(ecKey, oid("1.2.3.4")), point)],
	["k1", open, { spki: keys.K1.der }],
	["algorithm-unknown", open, spkiWith(seq(oid("1.2.3.4")), point)],
	["empty", open, spkiWith(seq(ecKey, p256), Buffer.alloc(0))],
];

const sha384 = seq(oid("1.2.840.10045.4.3.3"));
const both = (algorithm) => ({ inner: algorithm, outer: algorithm });
const derRS = (r, s) => seq(int(r), int(s));

function tweak(how) {
	return { signature: (text) => how(sign(authority.key, text)) };
}

const signed = [
	["other-inside", no, { inner: sha384 }], ["other-outside", no, { outer: sha384 }],
	["other-both", no, both(sha384)],
	["null-parameter", open, both(seq(oid("1.2.840.10045.4.3.2"), NULL))],
	["null-inside", no, { inner: seq(oid("1.2.840.10045.4.3.2"), NULL) }],
	["sha1", no, { ...both(seq(oid("1.2.840.10045.4.1"))),
		signature: (t) => sign(authority.key, t, "sha1") }],
	["sha512", yes, { ...both(seq(oid("1.2.840.10045.4.3.4"))),
		signature: (t) => sign(authority.key, t, "sha512") }],
	["unknown-algorithm", no, both(seq(oid("1.2.3.4")))],
	["bit", no, tweak((s) => (s[s.length - 1] ^= 1, s))],
	["empty", no, tweak(() => Buffer.alloc(0))],
	["cut", no, tweak((s) => s.subarray(0, -1))],
	["behind", no, tweak((s) => Buffer.concat([s, Buffer.from([0])]))],
	["zeros", no, tweak(() => derRS(0, 0))],
	["zero-ahead", no, tweak((s) => {
		const r = s.subarray(4, 4 + s[3]);
		return seq(tlv(2, [0], r), s.subarray(4 + s[3]));
	})],
	["raw", no, tweak(() => Buffer.alloc(64, 1))],
	["r-order", no, tweak((s) => seq(int(P256.n), s.subarray(4 + s[3])))],
	["other-key", no, { by: keys.P256 }],
	["unused-bits", open, { unused: 1 }], ["unused-nine", no, { unused: 9 }],
	["octets", no, { bits: octets(Buffer.alloc(70)) }],
];

const framed = [
	["v1", open, { version: null }], ["v1-bare", open, { version: null,
		extensions: [] }],
	["v1-explicit", open, { version: explicit(0, int(0)), extensions: [] }],
	["v2", open, { version: explicit(0, int(1)) }],
	["v2-bare", open, { version: explicit(0, int(1)), extensions: [] }],
	["v4", no, { version: explicit(0, int(3)) }],
	["v-huge", no, { version: explicit(0, int(1n << 70n)) }],
	["v-negative", no, { version: explicit(0, tlv(2, [0xff])) }],
	["serial-zero", open, { serial: int(0) }],
	["serial-negative", open, { serial: tlv(2, [0xfe]) }],
	["serial-20", yes, { serial: int((1n << 159n) - 1n) }],
	["serial-21", open, { serial: int(1n << 160n) }],
	["serial-zeros-ahead", no, { serial: tlv(2, [0, 0, 5]) }],
	["serial-empty", no, { serial: tlv(2, []) }],
	["issuer-other", no, { issuer: simpleName("Nobody") }],
	["issuer-printable", yes, { issuer: simpleName("Authority", "printable") }],
	["issuer-upper", yes, { issuer: simpleName("AUTHORITY") }],
	["issuer-blanks", yes, { issuer: simpleName(" Authority ") }],
	["issuer-empty", no, { issuer: seq() }],
	["unique-ids", open, { ids: [implicit(1, [0, 1]), implicit(2, [0, 1])] }],
	["unique-ids-turned", no, { ids: [implicit(2, [0, 1]), implicit(1, [0, 1])] }],
	["behind-extensions", no, { content: seq(content(leaf()).subarray(4), NULL) }],
];

function inBer(der) {
	const inside = der.subarray(4);
	const long = Buffer.concat([Buffer.from([0x30, 0x83, 0]), der.subarray(2)]);
	return [["indefinite", no, Buffer.concat([Buffer.from([0x30, 0x80]), inside,
		Buffer.alloc(2)])], ["long-length", no, long],
	["behind", no, Buffer.concat([der, Buffer.from([0])])],
	["second", no, Buffer.concat([der, der])],
	["cut", no, der.subarray(0, -1)], ["nothing", no, Buffer.alloc(0)],
	["tag-set", no, Buffer.concat([Buffer.from([0x31]), der.subarray(1)])],
	["third-part", no, seq(inside, NULL)], ["two-parts", no,
		seq(content(leaf()), ecdsaSha256)]];
}

function judgeCert(label, want, der, now = NOW, path) {
	judge("cert", label, want, der, String(now), path);
}

function pems(der) {
	const text = pem(der), b64 = der.toString("base64");
	const escaped = encodeURIComponent(text);
	return [["plain", yes, text], ["crlf", yes, text.replaceAll("\n", "\r\n")],
		["blanks", yes, text.replaceAll("\n", " ")],
		["tabs", yes, text.replaceAll("\n", "\n\t")],
		["one-line", yes, pem(der, "CERTIFICATE", 100000)],
		["no-newline", yes, text.trimEnd()],
		["width-76", yes, pem(der, "CERTIFICATE", 76)],
		["width-1", yes, pem(der, "CERTIFICATE", 1)],
		["escaped", yes, escaped], ["escaped-lower", yes,
			escaped.replace(/%[0-9A-F]{2}/g, (h) => h.toLowerCase())],
		["bare", yes, b64], ["bare-lines", no, b64.replace(/.{64}/g, "$&\n")],
		["label-trusted", no, pem(der, "TRUSTED CERTIFICATE")],
		["label-x509", no, pem(der, "X509 CERTIFICATE")],
		["label-lower", no, pem(der, "certificate")],
		["label-key", no, pem(der, "PUBLIC KEY")],
		["label-other-end", no, text.replace("END CERT", "END X509 CERT")],
		["four-dashes", no, text.replaceAll("-----", "----")],
		["header", no, text.replace("\n", "\nProc-Type: 4,ENCRYPTED\n\n")],
		["text-ahead", no, `subject=/CN=a\n${text}`],
		["text-behind", no, `${text}more\n`], ["twice", no, text + text],
		["nul-behind", no, `${text}\0`], ["blank-line", yes,
			text.replace("\n", "\n\n")],
		["no-end", no, text.replace(/-----END.*/, "")],
		["no-begin", no, text.replace(/.*\n/, "")],
		["star", no, text.replace(/A/, "*")], ["url-alphabet", no,
			text.replace(/\n[^-]*/, (t) => t.replaceAll("+", "-")
				.replaceAll("/", "_")) === text ? "x"
				: text.replace(/\n([A-Za-z0-9+/=\n]*)/, (t) => t
					.replaceAll("+", "-").replaceAll("/", "_"))],
		["padding-less", no, b64.endsWith("=") ? text.replace(/=+\n/, "\n") : "x"],
		["padding-more", no, text.replace(/=*\n-----END/, "====\n-----END")],
		["padding-inside", no, text.replace(/\n(.{8})/, "\n$1=")],
		["bom", no, `\ufeff${text}`], ["empty", no, ""],
		["field", no, `:${b64}:`], ["accent", no, text.replace(/A/, "\u00c4")]];
}

const groups = { time: times, extension: extended, subject: subjects,
	key: publicKeys, signature: signed, frame: framed };

// A byte of a certificate, signed before or after.
function judgeTorn(path) {
	const change = (der) => {
		const out = Buffer.from(der);
		out[below(out.length)] = pick([0, 1, 0x7f, 0x80, 0xff, 0x30, 5, 4, 12,
			19, 20, 22, 23, 24, 28, 30, below(256)]);
		return out;
	};
	const [, , more] = pick(pick(Object.values(groups)));
	judgeCert("torn.signed", open, issue({ ...leaf(more),
		content: change(content(leaf(more))) }), NOW, path);
	judgeCert("torn.whole", open, change(issue(leaf(more))), NOW, path);
	const text = pem(issue(leaf()));
	const at = below(text.length);
	judge("pem", "torn.pem", open, text.slice(0, at) + pick(["\n", " ", "-", "=",
		"A", "\0", "%", "_", ""]) + text.slice(at + below(2)));
}

export function judgeCertificates(count) {
	const path = anchors("root", root);
	for (const [kind, list] of Object.entries(groups))
		for (const [label, want, more] of list)
			judgeCert(`${kind}.${label}`, want, issue(leaf(more)), NOW, path);
	const plain = issue(leaf());
	for (const [label, want, der] of inBer(plain))
		judgeCert(`ber.${label}`, want, der, NOW, path);
	judgeCert("trust.itself", yes, plain, NOW, anchors("leaf", plain));
	judgeCert("trust.nobody", no, plain, NOW, anchors("other", issue(leaf({
		subject: simpleName("Other"), extensions: [basic(true)] }))));
	for (const [label, want, der, ...trusted] of chains())
		judgeCert(`chain.${label}`, want, der, NOW,
			anchors(`chain-${label}`, ...trusted));
	for (const [label, want, text] of pems(plain))
		judge("pem", `pem.${label}`, want, text);
	for (let i = 0; i < count; i++)
		judgeTorn(path);
}

export { toBytes };
