// SPDX-License-Identifier: ISC
//
// The lines that test/run counts, and what a refusal must look like.
import { errors } from 'openid-client';

let failed = 0;

export function check(name, good, ...notes) {
	console.log(`${good ? 'ok' : 'not ok'} - ${name}`);
	if (good)
		return;
	failed += 1;
	for (const note of notes)
		console.log(`    ${note}`);
}

export function same(name, got, wanted) {
	const texts = [got, wanted].map((value) => JSON.stringify(value));
	check(name, texts[0] === texts[1],
		`got    ${texts[0]}`, `wanted ${texts[1]}`);
}

export function failures() {
	return failed;
}

// What the library made of an answer: "401 invalid_client", or that it liked
// it.  What is none of the library's own errors is ours.
async function heard(call) {
	try {
		await call();
		return 'no error';
	} catch (error) {
		if (!(error instanceof errors.OPError))
			throw error;
		return `${error.response.statusCode} ${error.error}`;
	}
}

// refused: by an endpoint, for which the library throws.
export async function refused(name, wanted, call) {
	same(name, await heard(call), wanted);
}

function errorIn(body) {
	try {
		return JSON.parse(body).error;
	} catch {
		return 'without JSON';
	}
}

// challenged: by the authorizer.  RFC 6750 section 3.1: the header tells
// the error of a token, and the body says the same.
export function challenged(name, response, wanted) {
	const header = response.headers['www-authenticate'] ?? 'no challenge';
	const told = /error="([^"]*)"/.exec(header)?.[1];
	const error = errorIn(response.body);
	same(name, `${response.statusCode} ${error}`, wanted);
	if (wanted === '401 invalid_client')
		same(`${name}: the challenge`, header, 'Bearer realm="dcr"');
	else
		same(`${name}: the challenge`, told, error);
}
