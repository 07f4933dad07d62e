// SPDX-License-Identifier: ISC
//
// What can be the matter with the header of a JWS (RFC 7515 section 4): label,
// what the rules want, and the header's text from its usual members.
import { keys } from "./keys.mjs";

const text = (value) => JSON.stringify(value);
const add = (more) => (h) => text({ ...h, ...more });
const first = (more) => (h) => text({ ...more, ...h });
const raw = (members) => (h) => text(h).replace(/\}$/, `,${members}}`);

export const yes = "accept", no = "refuse";

function without(name) {
	return (h) => {
		const { [name]: gone, ...rest } = h;
		return text(rest);
	};
}

const types = [
	["none", yes, without("typ")], ["lower", yes, add({ typ: "jwt" })],
	["media", yes, add({ typ: "application/jwt" })],
	["media-mixed", yes, add({ typ: "Application/Jwt" })],
	["jose", yes, add({ typ: "JOSE" })],
	["jose-json", no, add({ typ: "JOSE+JSON" })],
	["at", no, add({ typ: "at+jwt" })],
	["entity", no, add({ typ: "entity-statement+jwt" })],
	["other", no, add({ typ: "secevent+jwt" })],
	["empty", no, add({ typ: "" })], ["number", no, add({ typ: 7 })],
	["null", no, add({ typ: null })], ["array", no, add({ typ: ["JWT"] })],
	["blank", no, add({ typ: "JWT " })],
	["application", no, add({ typ: "application/" })],
];

const contents = [
	["json", yes, add({ cty: "json" })], ["jwt", no, add({ cty: "JWT" })],
	["jwt-lower", no, add({ cty: "jwt" })],
	["jwt-media", no, add({ cty: "application/jwt" })],
	["nested-kind", no, add({ cty: "at+jwt" })],
	["empty", yes, add({ cty: "" })], ["number", no, add({ cty: 1 })],
];

const critical = [
	["empty", no, add({ crit: [] })],
	["unknown", no, add({ crit: ["exp"], exp: 1 })],
	["b64", no, add({ crit: ["b64"], b64: true })],
	["b64-false", no, add({ crit: ["b64"], b64: false })],
	["null", no, add({ crit: null })], ["string", no, add({ crit: "exp" })],
	["own-name", no, add({ crit: ["alg"] })],
	["absent-name", no, add({ crit: ["nbf"] })],
	["twice", no, add({ crit: ["exp", "exp"], exp: 1 })],
	["b64-alone", no, add({ b64: true })],
	["b64-alone-false", no, add({ b64: false })],
];

const algs = [
	["none", no, add({ alg: "none" })], ["nOnE", no, add({ alg: "nOnE" })],
	["absent", no, without("alg")], ["empty", no, add({ alg: "" })],
	["number", no, add({ alg: 256 })], ["null", no, add({ alg: null })],
	["array", no, (h) => text({ ...h, alg: [h.alg] })],
	["object", no, (h) => text({ ...h, alg: { name: h.alg } })],
	["lower", no, (h) => text({ ...h, alg: h.alg.toLowerCase() })],
	["blank", no, (h) => text({ ...h, alg: `${h.alg} ` })],
	["leading-blank", no, (h) => text({ ...h, alg: ` ${h.alg}` })],
	["nul", no, (h) => text({ ...h, alg: `${h.alg}\0` })],
	["wide", no, (h) => text({ ...h, alg: h.alg.replace("S", "\uff33") })],
	["escaped", yes, (h) => text(h).replace(`"alg":"${h.alg}"`,
		`"alg":"${[...h.alg].map((c) =>
			`\\u00${c.charCodeAt(0).toString(16)}`).join("")}"`)],
	["escaped-name", yes, (h) => text(h).replace('"alg"', '"\\u0061lg"')],
	["HS256", no, add({ alg: "HS256" })], ["HS384", no, add({ alg: "HS384" })],
	["ES256K", no, add({ alg: "ES256K" })], ["ES512", no, add({ alg: "ES512" })],
	["PS512", no, add({ alg: "PS512" })], ["RSA1_5", no, add({ alg: "RSA1_5" })],
	["dir", no, add({ alg: "dir" })], ["Ed448", no, add({ alg: "Ed448" })],
];

const kids = [
	["absent", yes, without("kid")], ["empty", no, add({ kid: "" })],
	["number", no, add({ kid: 1 })], ["null", no, add({ kid: null })],
	["upper", no, (h) => text({ ...h, kid: h.kid.toUpperCase() })],
	["blank", no, (h) => text({ ...h, kid: `${h.kid} ` })],
	["nul", no, (h) => text({ ...h, kid: `${h.kid}\0` })],
	["path", no, (h) => text({ ...h, kid: `../${h.kid}` })],
	["sql", no, add({ kid: "' OR '1'='1" })],
	["escaped", yes, (h) => text(h).replace('"kid":"', '"kid":"\\u')
		.replace("\\u", `\\u00${h.kid.charCodeAt(0).toString(16)}\0`)
		.replace(/\0./, "")],
	["long", no, add({ kid: "k".repeat(5000) })],
];

const foreign = { kty: "EC", ...keys.P256B.jwk };
const carried = [
	["jwk", yes, add({ jwk: foreign })],
	["jwk-first", yes, first({ jwk: foreign })],
	["jku", yes, add({ jku: "https://evil.example/keys" })],
	["x5u", yes, add({ x5u: "https://evil.example/chain" })],
	["x5c", yes, add({ x5c: ["MAA="] })], ["x5t", yes, add({ x5t: "AAAA" })],
	["x5t-S256", yes, add({ "x5t#S256": "AAAA" })],
	["jwk-number", yes, add({ jwk: 1 })], ["x5c-number", yes, add({ x5c: 1 })],
];

const nested = [
	["enc", no, add({ enc: "A128GCM" })], ["zip", no, add({ zip: "DEF" })],
	["zip-null", no, add({ zip: null })],
	["p2c", yes, add({ p2c: 2147483647 })], ["epk", yes, add({ epk: foreign })],
];

const twice = [
	["alg-same", no, (h) => raw(`"alg":"${h.alg}"`)(h)],
	["alg-none", no, raw('"alg":"none"')],
	["alg-none-first", no, (h) => `{"alg":"none",${text(h).slice(1)}`],
	["alg-escaped", no, raw('"\\u0061lg":"none"')],
	["kid", no, raw('"kid":"other"')], ["typ", no, raw('"typ":"JWT"')],
	["unknown", no, raw('"zz":1,"zz":2')],
	["inner", no, raw('"zz":{"a":1,"a":2}')],
];

const deep = (n) => `${"[".repeat(n)}${"]".repeat(n)}`;
const bytes = (h, hex) => Buffer.concat([
	Buffer.from(`${text(h).slice(0, -1)},"zz":"`),
	Buffer.from(hex, "hex"), Buffer.from('"}')]);

const json = [
	["spaces", yes, (h) => JSON.stringify(h, null, "\t")],
	["blank-around", yes, (h) => ` \r\n\t${text(h)} \n`],
	["order", yes, (h) => text(Object.fromEntries(
		Object.entries(h).reverse()))],
	["behind", no, (h) => `${text(h)}x`], ["second", no, (h) => text(h) + "{}"],
	["nul-behind", no, (h) => `${text(h)}\0`],
	["bom", no, (h) => `\ufeff${text(h)}`],
	["comment", no, (h) => `/* */${text(h)}`],
	["line-comment", no, (h) => `${text(h)}//`],
	["single-quotes", no, (h) => text(h).replaceAll('"', "'")],
	["bare-names", no, (h) => text(h).replace(/"(alg|jti)"/, "$1")],
	["comma", no, (h) => text(h).replace(/\}$/, ",}")],
	["no-comma", no, (h) => text(h).replace(",", " ")],
	["nan", no, raw('"zz":NaN')], ["infinity", no, raw('"zz":Infinity')],
	["zero-ahead", no, raw('"zz":01')], ["plus", no, raw('"zz":+1')],
	["dot", no, raw('"zz":.5')], ["dot-behind", no, raw('"zz":5.')],
	["hex", no, raw('"zz":0x10')], ["huge", no, raw('"zz":1e999')],
	["exponent", yes, raw('"zz":1E+2')], ["minus-zero", yes, raw('"zz":-0')],
	["upper-true", no, raw('"zz":TRUE')],
	["big-integer", no, raw('"zz":92233720368547758080')],
	["deep", no, raw(`"zz":${deep(40)}`)],
	["shallow", yes, raw(`"zz":${deep(8)}`)],
	["tab-raw", no, (h) => bytes(h, "09")], ["nul-raw", no, (h) => bytes(h, "00")],
	["nul-escaped", no, raw('"zz":"\\u0000"')],
	["del-raw", yes, (h) => bytes(h, "7f")],
	["bad-escape", no, raw('"zz":"\\x41"')],
	["short-escape", no, raw('"zz":"\\u41"')],
	["surrogate", no, raw('"zz":"\\ud800"')],
	["surrogate-low", no, raw('"zz":"\\udc00"')],
	["surrogates", yes, raw('"zz":"\\ud83d\\ude00"')],
	["surrogates-turned", no, raw('"zz":"\\ude00\\ud83d"')],
	["utf8", yes, (h) => bytes(h, "c3bc")],
	["utf8-cut", no, (h) => bytes(h, "c3")],
	["utf8-long", no, (h) => bytes(h, "c0af")],
	["utf8-long3", no, (h) => bytes(h, "e080af")],
	["utf8-surrogate", no, (h) => bytes(h, "eda080")],
	["utf8-beyond", no, (h) => bytes(h, "f4908080")],
	["utf8-alone", no, (h) => bytes(h, "80")],
	["utf8-ff", no, (h) => bytes(h, "ff")],
	["latin1", no, (h) => bytes(h, "fc")],
	["utf16", no, (h) => Buffer.from(text(h), "utf16le")],
	["array", no, (h) => text([h])], ["string", no, (h) => text(text(h))],
	["number", no, () => "1"], ["null", no, () => "null"],
	["empty-object", no, () => "{}"], ["blank", no, () => " "],
	["cut", no, (h) => text(h).slice(0, -1)],
	["proto", yes, raw('"__proto__":{"alg":"none"}')],
	["empty-name", yes, raw('"":1')],
	["nul-name", no, raw('"alg\\u0000":"none"')],
	["members", no, (h) => text({ ...h, ...Object.fromEntries(
		Array.from({ length: 300 }, (_, i) => [`m${i}`, i])) })],
];

const named = (kind, list) => list.map(([label, ...rest]) =>
	[`${kind}.${label}`, ...rest]);

export const headers = [["plain", yes, text], ...named("typ", types),
	...named("cty", contents), ...named("crit", critical),
	...named("alg", algs), ...named("kid", kids), ...named("carried", carried),
	...named("nested", nested), ...named("twice", twice),
	...named("json", json)];

// The same flaws of JSON in the payload, which has no registered member; what is
// no object is none there either.
export const payloads = [...twice.slice(-2), ...json]
	.map(([label, want, how]) => [`payload.${label}`,
		label === "empty-object" ? yes : want, how]);
