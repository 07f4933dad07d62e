// SPDX-License-Identifier: ISC
//
// Distinguished names as a model, and the spellings that a text of one may have
// (RFC 4514) and that a certificate's may have.
import { oid, seq, set, strings, tlv } from "./der.mjs";
import { chance, pick, below } from "./random.mjs";

// Short name, object identifier; those of RFC 4514 section 3 first.
export const types = [["CN", "2.5.4.3"], ["L", "2.5.4.7"], ["ST", "2.5.4.8"],
	["O", "2.5.4.10"], ["OU", "2.5.4.11"], ["C", "2.5.4.6"],
	["STREET", "2.5.4.9"], ["DC", "0.9.2342.19200300.100.1.25"],
	["UID", "0.9.2342.19200300.100.1.1"],
	["organizationIdentifier", "2.5.4.97"], ["serialNumber", "2.5.4.5"],
	["businessCategory", "2.5.4.15"],
	["jurisdictionC", "1.3.6.1.4.1.311.60.2.1.3"], [null, "1.2.3.4.5"]];
export const NAMED = 9;

const words = ["Example", "TPP Ltd", "Open Banking Brasil", "a", "GB",
	"PSDGB-FCA-123456", "0015800001AbCdEAAV", "M\u00fcller", "S\u00f6hne",
	"\u65e5\u672c", "x=y", "a,b", "a+b", 'say "hi"', "a\\b", "a<b>c", "a;b",
	"#sharp", "1.5", "it's", "\u00df", "\ud83d\ude00", "e\u0301", "*", "%41",
	"a#b", "~tilde", "under_score", "@home", "(brackets)", "\u0130"];
const plainWords = words.filter((w) => /^[\w .*%'()@~-]+$/.test(w));

function valueOf(plain) {
	const list = plain ? plainWords : words;
	return chance(0.3) ? `${pick(list)} ${pick(list)}` : pick(list);
}

// RDNs in the order of the text, the last one of the certificate first.
export function randomName(plain = false) {
	const of = () => ({ type: pick(types), value: valueOf(plain) });
	return Array.from({ length: 1 + below(5) }, () => {
		const pairs = [of()];
		while (chance(0.2) && pairs.length < 3) {
			const more = of();
			if (pairs.every((p) => p.type !== more.type))
				pairs.push(more);
		}
		return pairs;
	});
}

const hexOf = (bytes) => [...bytes].map((b) =>
	b.toString(16).padStart(2, "0"));
const special = /["+,;<>\\]/g;

// What stands at the ends of a value is escaped, too.
export function escaped(value) {
	return value.replace(special, "\\$&").replace(/^[ #]/, "\\$&")
		.replace(/ $/, "\\ ");
}

export const values = {
	plain: escaped,
	"hex-special": (v) => escaped(v).replace(/\\(.)/g, (_, c) =>
		`\\${hexOf(Buffer.from(c))}`),
	"hex-all": (v) => hexOf(Buffer.from(v)).map((h) => `\\${h}`).join(""),
	"hex-upper": (v) => hexOf(Buffer.from(v)).map((h) =>
		`\\${h.toUpperCase()}`).join(""),
	"hex-wide": (v) => [...escaped(v)].map((c) => (c > "~"
		? hexOf(Buffer.from(c)).map((h) => `\\${h}`).join("") : c)).join(""),
	"equals-escaped": (v) => escaped(v).replaceAll("=", "\\="),
	quoted: (v) => `"${v.replace(/["\\]/g, "\\$&")}"`,
	blanks: (v) => ` ${escaped(v)}  `,
	"blank-escaped": (v) => escaped(v).replaceAll(" ", "\\ "),
};

for (const [label, encode] of Object.entries(strings))
	if (!["octets", "numeric", "visible"].includes(label))
		values[`der-${label}`] = (v) => `#${hexOf(encode(v)).join("")}`;
values["der-upper"] = (v) => values["der-utf8"](v).toUpperCase();

export const typesAs = {
	short: ([name, id]) => name ?? id, oid: ([, id]) => id,
	lower: ([name, id]) => (name ?? id).toLowerCase(),
	upper: ([name, id]) => (name ?? id).toUpperCase(),
	canonical: ([name, id], i) => (i < NAMED ? name : id),
};

const separators = { plain: [",", "+"], blank: [", ", "+"],
	wide: [",   ", "+ "], semicolon: [";", "+"] };

// Could a string of that type hold the value at all?
function holds(style, value) {
	if (style === "der-printable")
		return /^[A-Za-z0-9 '()+,./:=?-]*$/.test(value);
	if (style === "der-ia5")
		return /^[\x20-\x7e]*$/.test(value);
	if (style === "der-t61")
		return /^[\x20-\x7e\u00a0-\u00ff]*$/.test(value);
	return style !== "der-bmp" || ![...value].some((c) => c > "\uffff" ||
		c.length > 1);
}

// The text; what a style cannot say is in the plain one, as are types that only
// their numbers tell, which canonical readers want in DER.
export function spell(name, { value = "plain", type = "short", by = "plain" }) {
	const [comma, plus] = separators[by];
	return name.map((pairs) => pairs.map((pair) => {
		const at = types.indexOf(pair.type);
		const style = type === "canonical" && at >= NAMED ? "der-utf8" : value;
		const how = holds(style, pair.value) ? style : "plain";
		return `${typesAs[type](pair.type, at)}=${values[how](pair.value)}`;
	}).join(plus)).join(comma);
}

export const fits = (style, name) =>
	name.every((pairs) => pairs.every((p) => holds(style, p.value)));

// The Name of a certificate (RFC 5280 section 4.1.2.4); the pairs of an RDN stand
// in the order of their bytes (X.690 section 11.6).
export function nameDer(name, string = "utf8", sorted = true) {
	return seq(...[...name].reverse().map((pairs) => {
		const all = pairs.map((p) => seq(oid(p.type[1]),
			(strings[string] ?? string)(p.value)));
		return tlv(0x31, ...(sorted ? all.sort(Buffer.compare) : all));
	}));
}

const tags = [["other-name", /(^|[,;+] *)(?!(CN|L|ST|O|OU|C|STREET|DC|UID)=|[\d.]+=)[A-Za-z]+=/i],
	["number-and-text", /(^|[,;+] *)[\d.]+=(?!#)/],
	["name-and-der", /(^|[,;+] *)[A-Za-z]+=#/], ["der-utf8", /=#0c/i],
	["der-printable", /=#13/], ["der-t61", /=#14/], ["der-ia5", /=#16/],
	["der-universal", /=#1c/i], ["der-bmp", /=#1e/i],
	["quoted", /= *"/], ["semicolon", /;/],
	["blank-after-separator", /[,+;] +/], ["blank-at-end", / ([,+;]|$)|= /],
	["escaped-pair", /\\[0-9a-f]{2}/i], ["escaped-high", /\\[89a-f][0-9a-f]/i],
	["escaped-blank", /\\ /], ["escaped-equals", /\\=/], ["two-blanks", / {2}/],
	["dc", /(^|[,;+] *)(DC|0\.9\.2342\.19200300\.100\.1\.25)=/i], ["joined", /\+/], ["wide", /[^\x00-\x7f]/], ["empty-value", /=([,+;]|$)/]];

// What the texts have that not every reader takes, for the label.
export function uses(...texts) {
	return tags.filter(([, form]) => texts.some((t) => form.test(t)))
		.map(([label]) => `+uses.${label}`).join("");
}
