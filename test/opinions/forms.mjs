// SPDX-License-Identifier: ISC
//
//	node forms.mjs OURS LINES
//
// Our forms of certificates' subjects (the answers to "form"), as lines for
// others: each must find it equal to the subject (RFC 4514 section 2).
import { readFileSync } from "node:fs";
import { uses } from "./spelt.mjs";

// Past that no text is read as a name (kit/x509/private.h, DN_LONGEST).
const LONGEST = 512;

const table = (file) => readFileSync(file, "utf8").split("\n")
	.filter((l) => l !== "").map((l) => l.split("\t"));
const lines = new Map(table(process.argv[3]).map(([number, ...rest]) =>
	[number, rest]));

for (const [number, question, form] of table(process.argv[2])) {
	const [kind, label, , der] = lines.get(number);
	if (question !== "form" || form === "" || form === "-")
		continue;
	const text = Buffer.from(form, "base64");
	if (text.length > LONGEST)
		continue;
	process.stdout.write([`${number}f`, "subject",
		`form-${kind}.${label}${uses(text)}`.replaceAll("+", "+form-"),
		"equal", der, form].join("\t") + "\n");
}
