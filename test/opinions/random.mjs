// SPDX-License-Identifier: ISC
//
// Choices that SEED repeats, and the lines that are judged.

let state = 1;

export function seed(number) {
	state = number >>> 0;
}

// mulberry32: from 0 up to 1, exclusive.
function next() {
	state = (state + 0x6d2b79f5) >>> 0;
	let t = state;
	t = Math.imul(t ^ (t >>> 15), t | 1);
	t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
	return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

export function below(n) {
	return Math.floor(next() * n);
}

export function chance(share) {
	return next() < share;
}

export function pick(list) {
	return list[below(list.length)];
}

export function shuffled(list) {
	const out = [...list];
	for (let i = out.length - 1; i > 0; i--) {
		const j = below(i + 1);
		[out[i], out[j]] = [out[j], out[i]];
	}
	return out;
}

export function randomBytes(length) {
	return Buffer.from(Array.from({ length }, () => below(256)));
}

let count = 0;
let write = (line) => process.stdout.write(line);

// A line: number, kind, label, what the rules want ("-": they do not say, or
// the judges do), and the fields in base64.
export function judge(kind, label, want, ...fields) {
	count++;
	write([count, kind, label, want,
		...fields.map((f) => Buffer.from(f).toString("base64"))]
		.join("\t") + "\n");
}
