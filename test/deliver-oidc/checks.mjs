// SPDX-License-Identifier: ISC
//
// What is asserted, as the suites print it, and waiting with an end.
const { HOW, METHOD, PROFILE } = process.env;
const WHAT = [HOW, PROFILE, METHOD].filter(Boolean).join(' ');
const END = 20000; // milliseconds
let failed = false;

export function check(name, got, wanted, detail = '') {
	const good = got === wanted;
	console.log(`${good ? 'ok' : 'not ok'} - ${WHAT}: ${name}`);
	if (good)
		return;
	failed = true;
	console.log(`    got    ${got} ${detail}\n    wanted ${wanted}`);
}

// Asks until it is so, and says how long that took: nothing is asserted about
// it but an end.
export async function until(name, wanted, ask) {
	const since = performance.now();
	let got;

	do {
		got = await ask();
	} while (got !== wanted && performance.now() - since < END);
	console.log(`# ${WHAT}: ${name}: ${Math.round(performance.now() - since)} ms`);
	check(name, got, wanted);
}

export function ends() {
	process.exitCode = failed ? 1 : 0;
}
