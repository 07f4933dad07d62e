// SPDX-License-Identifier: ISC
//
// Is a certificate's subject the tls_client_auth_subject_dn that dcr tells (RFC
// 4514)?  Types without a name there come as OID=#hex, where the hex is the DER
// of the value; everything else is compared by its text.
const NAMES = {
	CN: '2.5.4.3', L: '2.5.4.7', ST: '2.5.4.8', O: '2.5.4.10', OU: '2.5.4.11',
	C: '2.5.4.6', STREET: '2.5.4.9', DC: '0.9.2342.19200300.100.1.25',
	UID: '0.9.2342.19200300.100.1.1',
};

// An element of DER at `at`: its tag, where its content is, where it ends.
function element(der, at) {
	let start = at + 2, length = der[at + 1];

	if (length > 0x80) {
		const bytes = length & 0x7f;
		length = der.readUIntBE(start, bytes);
		start += bytes;
	}
	return { tag: der[at], at, start, end: start + length };
}

function inside(der, { start, end }) {
	const all = [];

	for (let at = start; at < end; at = all.at(-1).end)
		all.push(element(der, at));
	return all;
}

function oid(bytes) {
	const arcs = [];
	let arc = 0;

	for (const byte of bytes) {
		arc = arc * 128 + (byte & 0x7f);
		if (byte < 0x80) {
			arcs.push(arc);
			arc = 0;
		}
	}
	const first = Math.min(Math.floor(arcs[0] / 40), 2);
	return [first, arcs[0] - first * 40, ...arcs.slice(1)].join('.');
}

function text(der, { tag, start, end }) {
	const bytes = der.subarray(start, end);

	switch (tag) {
	case 0x0c: return bytes.toString('utf8'); // UTF8String
	case 0x1e: return Buffer.from(bytes).swap16().toString('utf16le');
	default: return bytes.toString('latin1');
	}
}

// The subject of a certificate (RFC 5280 section 4.1): of each RDN its types
// with the text and the DER of their values.
function subjectOf(der) {
	const [certificate] = inside(der, element(der, 0));
	const fields = inside(der, certificate);
	const name = fields[fields[0].tag === 0xa0 ? 5 : 4];

	return inside(der, name).map((set) => inside(der, set).map((pair) => {
		const [type, value] = inside(der, pair);
		return {
			type: oid(der.subarray(type.start, type.end)),
			text: text(der, value),
			der: der.subarray(value.at, value.end).toString('hex'),
		};
	}));
}

// Splits at a character that no backslash is in front of.
function split(string, by) {
	return string.match(/(?:\\.|[^\\])/gsu)?.reduce((all, part) => {
		if (part === by)
			all.push('');
		else
			all[all.length - 1] += part;
		return all;
	}, ['']) ?? [];
}

// RFC 4514 section 3: \xx is a byte of UTF-8, and \ before another character
// stands for that one.
function unescape(value) {
	return value.replace(/(?:\\[0-9a-f]{2})+|\\(.)/gisu, (all, one) =>
		one !== undefined ? one
			: Buffer.from(all.replaceAll('\\', ''), 'hex').toString());
}

function is(pair, told) {
	const at = told.indexOf('=');
	const name = told.slice(0, at).trim(), value = told.slice(at + 1);

	if ((NAMES[name.toUpperCase()] ?? name) !== pair.type)
		return false;
	return value.startsWith('#') ? value.slice(1).toLowerCase() === pair.der
		: unescape(value) === pair.text;
}

export function subjectIs(der, told) {
	const subject = subjectOf(der).reverse();
	const names = split(told, ',').map((name) => split(name, '+'));

	return subject.length === names.length &&
		subject.every((pairs, i) => pairs.length === names[i].length &&
			pairs.every((pair) =>
				names[i].some((name) => is(pair, name))));
}
