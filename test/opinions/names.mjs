// SPDX-License-Identifier: ISC
//
// Distinguished names: texts that are one name, or not (RFC 4514, RFC 4517
// section 4.2.15), of each other and of a certificate's subject.
import { plainCertificate } from "./issued.mjs";
import { chance, judge, pick, below } from "./random.mjs";
import { fits, nameDer, randomName, spell, types, typesAs, uses, values }
	from "./spelt.mjs";

// Past that no text is read as a name (kit/x509/private.h, DN_LONGEST).
const LONGEST = 512;

const copy = (name) => name.map((pairs) => pairs.map((p) => ({ ...p })));
const one = (name) => pick(pick(name));
const folded = (v) => v.trim().replace(/ +/g, " ").replace(/[A-Z]/g,
	(c) => c.toLowerCase());
const same = (a, b) => a.length === b.length && a.every((pairs, i) =>
	JSON.stringify(pairs.map((p) => [p.type[1], folded(p.value)]).sort()) ===
	JSON.stringify(b[i].map((p) => [p.type[1], folded(p.value)]).sort()));

// Label, and what becomes of the name; whether it is still the same one `same`
// says, by the rules of RFC 4517 sections 4.2.11 and 4.2.15 with letters folded
// that are ASCII.
const changes = {
	none: (n) => n,
	upper: (n) => (n.flat().forEach((p) => {
		p.value = p.value.replace(/[a-z]/g, (c) => c.toUpperCase());
	}), n),
	"blanks-inside": (n) => (one(n).value += "  z", n),
	"blanks-doubled": (n) => (n.flat().forEach((p) => {
		p.value = p.value.replace(/(.) (.)/g, "$1   $2");
	}), n),
	"upper-wide": (n) => (n.flat().forEach((p) => {
		p.value = p.value.replace(/[\u00e0-\u00fe]/g, (c) => c.toUpperCase());
	}), n),
	"character": (n) => {
		const pair = one(n);
		const at = below(pair.value.length);
		pair.value = `${pair.value.slice(0, at)}q${pair.value.slice(at + 1)}`;
		pair.value = pair.value.replace(/[\ud800-\udfff]/g, "").trim() || "q";
		return n;
	},
	"character-less": (n) => {
		const pair = one(n);
		pair.value = pair.value.slice(0, -1).replace(/[\ud800-\udfff]/g, "")
			.trim() || "q";
		return n;
	},
	"rdn-less": (n) => (n.length > 1 && n.splice(below(n.length), 1), n),
	"rdn-more": (n) => (n.splice(below(n.length + 1), 0,
		[{ type: pick(types), value: "more" }]), n),
	"rdns-turned": (n) => n.reverse(),
	"pairs-turned": (n) => n.map((pairs) => pairs.reverse()),
	joined: (n) => (n.length > 1 && n[0][0].type !== n[1][0].type
		? [[...n[0], ...n[1]], ...n.slice(2)] : n),
	split: (n) => n.flatMap((pairs) => pairs.map((p) => [p])),
	type: (n) => (one(n).type = pick(types), n),
	digraph: (n) => (one(n).value = "\u00e9", n),
};

// Texts that are no name, and some that are.
const texts = [["empty", "", "-"], ["comma", ",", "unreadable"],
	["equals", "=", "unreadable"], ["equals-value", "=a", "unreadable"],
	["bare", "CN", "unreadable"], ["bare-behind", "CN=a,O", "unreadable"],
	["comma-behind", "CN=a,", "unreadable"],
	["comma-ahead", ",CN=a", "unreadable"],
	["two-commas", "CN=a,,O=b", "unreadable"],
	["plus-behind", "CN=a+", "unreadable"],
	["value-empty", "CN=", "equal"], ["values-empty", "CN=,O=", "equal"],
	["backslash-behind", "CN=a\\", "unreadable"],
	["escape-letter", "CN=a\\b", "unreadable"],
	["escape-short", "CN=a\\4", "unreadable"],
	["escape-no-hex", "CN=\\zz", "unreadable"],
	["nul", "CN=a\\00b", "unreadable"], ["control", "CN=a\\07b", "unreadable"],
	["del", "CN=a\\7fb", "unreadable"], ["newline-raw", "CN=a\nb", "unreadable"],
	["utf8-bad", "CN=\\ff", "unreadable"], ["utf8-cut", "CN=\\c3", "unreadable"],
	["utf8-long", "CN=\\c0\\af", "unreadable"],
	["utf8-surrogate", "CN=\\ed\\a0\\80", "unreadable"],
	["utf8-beyond", "CN=\\f4\\90\\80\\80", "unreadable"],
	["utf8-c1", "CN=\\c2\\85", "unreadable"],
	["less", "CN=a<b", "unreadable"], ["quote-inside", 'CN=a"b', "unreadable"],
	["quote-open", 'CN="a', "unreadable"],
	["quote-text-behind", 'CN="a"b', "unreadable"],
	["hash-alone", "CN=#", "unreadable"], ["hash-odd", "CN=#040", "unreadable"],
	["hash-no-hex", "CN=#zz", "unreadable"],
	["hash-blank", "CN=#0c 0161", "unreadable"],
	["hash-lies", "2.5.4.97=#132A4F", "unreadable"],
	["hash-behind", "2.5.4.97=#0c016161", "unreadable"],
	["hash-indefinite", "2.5.4.97=#2c800c01610000", "unreadable"],
	["hash-long-form", "2.5.4.97=#0c810161", "-"],
	["hash-sequence", "2.5.4.97=#30030c0161", "unreadable"],
	["hash-integer", "2.5.4.97=#020101", "unreadable"],
	["hash-octets", "2.5.4.97=#040161", "unreadable"],
	["hash-null", "2.5.4.97=#0500", "unreadable"],
	["hash-bmp-odd", "2.5.4.97=#1e0161", "unreadable"],
	["hash-universal-short", "2.5.4.97=#1c020061", "unreadable"],
	["hash-utf8-bad", "2.5.4.97=#0c01ff", "unreadable"],
	["hash-empty-string", "2.5.4.97=#0c00", "equal"],
	["hash-printable-at", "2.5.4.97=#130140", "equal"],
	["unknown", "FOO=bar", "unreadable"], ["slash", "/C=GB/CN=a", "unreadable"],
	["oid-prefix", "OID.2.5.4.3=a", "unreadable"],
	["oid-zero", "2.05.4.3=a", "unreadable"],
	["oid-dot", "2.5.4.3.=a", "unreadable"],
	["oid-dots", "2..5.4.3=a", "unreadable"], ["oid-one", "2=a", "unreadable"],
	["oid-arc", "3.1.2=a", "unreadable"], ["oid-forty", "1.40.1=a", "unreadable"],
	["oid-big", "2.999.3=a", "equal"], ["oid-text", "2.5.4.3=a", "equal"],
	["oid-huge", "1.2.340282366920938463463374607431768211457=a", "equal"],
	["blank-before-equals", "CN =a", "unreadable"],
	["blank-ahead", " CN=a", "unreadable"],
	["blank-behind", "CN=a ", "equal"], ["semicolon", "CN=a;O=b", "equal"],
	["tab-ahead", "CN=\ta", "unreadable"],
	["hash-escaped", "CN=\\#a", "equal"], ["hash-inside", "CN=a#b", "equal"],
	["type-twice", "CN=a+CN=b", "-"], ["long", `CN=${"a".repeat(600)}`,
		"unreadable"],
	["numeric-type", "2.5.4=a", "equal"]];

function judgeTexts() {
	for (const [label, text, want] of texts) {
		judge("name", `text.${label}${uses(text)}`, want, text, text);
		judge("name", `text.${label}-other${uses(text)}`, want === "equal" ? "-" : want,
			text, "O=other");
	}
	judge("name", "text.nul-raw", "unreadable", "CN=a\0b", "CN=a\0b");
	for (let byte = 1; byte < 128; byte++) {
		const c = String.fromCharCode(byte);
		judge("name", "text.escaped-character", "-", `CN=a\\${c}b`, "CN=x");
		judge("name", "text.raw-character", "-", `CN=a${c}b`, "CN=x");
	}
}

const wanted = (a, b) => (same(a, b) ? "equal" : "different");

function judgePair(change, style) {
	const name = randomName();
	const other = changes[change](copy(name));
	if (!fits(style.value, other))
		return;
	const one = spell(name, {}), text = spell(other, style);
	if (Buffer.byteLength(text) <= LONGEST && Buffer.byteLength(one) <= LONGEST)
		judge("name", `pair.${change}${uses(one, text)}`,
			wanted(name, other), one, text);
}

function judgeSubject(change, style, string) {
	const name = randomName(string !== "utf8");
	const other = changes[change](copy(name));
	if (!fits(`der-${string}`, name) || !fits(style.value, other))
		return;
	const text = spell(other, style);
	if (Buffer.byteLength(text) <= LONGEST)
		judge("subject", `subject.${change}+string.${string}${uses(text)}`,
			wanted(name, other), plainCertificate(nameDer(name, string)),
			text);
}

function randomStyle() {
	return chance(0.3) ? { type: "canonical", value: "plain" }
		: { value: pick(Object.keys(values)),
			type: pick(["short", "oid", "lower", "upper"]),
			by: pick(["plain", "blank", "wide", "semicolon"]) };
}

// A text that somebody has torn.
function judgeTorn() {
	let text = spell(randomName(), randomStyle());
	const at = below(text.length);
	const put = pick([",", "+", "=", "\\", '"', "#", ";", "<", " ", "\0", "é",
		"\\2C", "\\", ""]);
	text = text.slice(0, at) + put + text.slice(at + below(2));
	judge("name", `pair.torn${uses(text)}`, "-", text, text);
}

export function judgeNames(count) {
	judgeTexts();
	const strings = ["utf8", "printable", "t61", "bmp", "universal", "ia5"];
	for (const change of Object.keys(changes)) {
		for (const value of Object.keys(values))
			judgePair(change, { value });
		for (const type of Object.keys(typesAs))
			judgePair(change, { value: "plain", type });
		for (const string of strings)
			judgeSubject(change, { value: "plain", type: "canonical" }, string);
	}
	for (let i = 0; i < count; i++) {
		judgePair(pick(Object.keys(changes)), randomStyle());
		judgeSubject(pick(Object.keys(changes)), randomStyle(), pick(strings));
		judgeTorn();
	}
}
