// SPDX-License-Identifier: ISC
//
//	node compare.mjs LINES REASONS OURS JUDGE=ANSWERS...
//
// Holds our answers to what the rules want, and to those of others: where two
// differ, REASONS has a class for it, with the clause by which we are right, or
// it is a failure.  Prints what was counted; fails where anything is left.
import { readFileSync } from "node:fs";

const SHOWN = Number(process.env.SHOWN ?? 60);
const [, , linesFile, reasonsFile, oursFile, ...others] = process.argv;
const table = (file) => readFileSync(file, "utf8").split("\n")
	.filter((l) => l !== "").map((l) => l.split("\t"));

// "QUESTION LABELS JUDGES OURS THEIRS", and below it, indented, why.
function readReasons(text) {
	const out = [];
	for (const line of text.split("\n")) {
		if (line === "" || line.startsWith("#"))
			continue;
		if (/^\s/.test(line)) {
			out.at(-1).why += `${line.trim()} `;
			continue;
		}
		const [question, labels, judges, ours, theirs] = line.split(/\s+/);
		out.push({ line, question, labels: globs(labels),
			judges: globs(judges), ours: globs(ours),
			theirs: globs(theirs), why: "", seen: 0 });
	}
	return out;
}

// A list with commas of texts in which * stands for anything.
function globs(list) {
	const one = (text) => text.split("*").map((part) =>
		part.replace(/[^\w]/g, "\\$&")).join(".*");
	return new RegExp(`^(${list.split(",").map(one).join("|")})$`);
}

const lines = new Map(table(linesFile).map(
	([number, kind, label, want]) => [number, { kind, label, want }]));
const reasons = readReasons(readFileSync(reasonsFile, "utf8"));
const unclaused = reasons.filter((r) => !/\d/.test(r.why));
const ours = new Map(table(oursFile).map(([number, question, answer, why]) =>
	[`${number} ${question}`, { answer, why }]));
const failures = new Map();
const figures = [];

function fail(what) {
	failures.set(what.key, failures.get(what.key) ?? { ...what, times: 0 });
	failures.get(what.key).times++;
}

// Two flaws have their labels joined: one of them is reason enough.
function reasonFor(question, label, judge, own, their) {
	const [flaws, alg] = label.split("/");
	const each = flaws.split("+").map((flaw) => (alg ? `${flaw}/${alg}` : flaw));
	return reasons.find((r) => r.question === question &&
		r.judges.test(judge) && r.ours.test(own) && r.theirs.test(their) &&
		each.some((one) => r.labels.test(one)));
}

function againstRules() {
	let judged = 0;
	for (const [number, { kind, label, want }] of lines) {
		if (want === "-")
			continue;
		const question = { sig: "token", set: "token", cert: "trust" }[kind] ??
			kind;
		const said = ours.get(`${number} ${question}`) ??
			ours.get(`${number} parse`);
		judged++;
		if (said?.answer !== want)
			fail({ key: `rules ${label}`, number, text: `the rules want ` +
				`${want} of ${label}, and we say ${said?.answer} ` +
				`(${said?.why})` });
	}
	return judged;
}

function compare(judge, file) {
	const sum = { judge, judged: 0, agreed: 0, explained: 0, left: 0 };
	for (const [number, question, answer, why] of table(file)) {
		const own = ours.get(`${number} ${question}`);
		const line = lines.get(number);
		if (own === undefined || line === undefined)
			continue;
		sum.judged++;
		if (own.answer === answer) {
			sum.agreed++;
			continue;
		}
		const reason = reasonFor(question, line.label, judge, own.answer,
			answer);
		if (reason) {
			reason.seen++;
			sum.explained++;
			continue;
		}
		sum.left++;
		fail({ key: `${question} ${line.label} ${judge}`, number,
			text: `${question} ${line.label}: we say ${own.answer} ` +
			`(${own.why}), ${judge} says ${answer} (${why ?? ""})` });
	}
	figures.push(sum);
}

const wanted = againstRules();
for (const other of others)
	compare(...other.split("="));

const most = [...failures.values()].slice(0, SHOWN);
for (const { number, text, times } of most)
	console.log(`not ok - line ${number}: ${text}, ${times} times`);
if (failures.size > SHOWN)
	console.log(`    and ${failures.size - SHOWN} more of the kind`);
for (const { line } of unclaused)
	console.log(`not ok - the class has no clause: ${line}`);
console.log(`    lines ${lines.size}; held to the rules ${wanted}; labels ` +
	`${new Set([...lines.values()].map((l) => l.label)).size}`);
for (const f of figures)
	console.log(`    ${f.judge.padEnd(14)} judged ${f.judged}, agreed ` +
		`${f.agreed}, explained ${f.explained}, left ${f.left}`);
const unseen = reasons.filter((r) => r.seen === 0);
console.log(`    classes ${reasons.length}, seen now ` +
	`${reasons.length - unseen.length}`);
if (process.env.UNSEEN)
	for (const { line } of unseen)
		console.log(`    not seen: ${line}`);
process.exit(failures.size + unclaused.length > 0 ? 1 : 0);
