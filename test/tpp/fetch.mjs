// SPDX-License-Identifier: ISC
//
// The libraries of today call what the Fetch standard describes; a certificate
// of the client is outside of that, so that each party gets a fetch of its own.
import { send } from './world.mjs';

function headersOf(given) {
	return Object.fromEntries(new Headers(given ?? {}).entries());
}

// fetchAs: requests of `who`, with its certificate; null: with none.
export function fetchAs(who) {
	return async (url, options = {}) => {
		const text = options.body?.toString();
		const answer = await send(who, url, {
			method: options.method ?? 'GET',
			headers: headersOf(options.headers),
			body: text,
		});
		const empty = [204, 205, 304].includes(answer.statusCode);
		return new Response(empty ? null : answer.body, {
			status: answer.statusCode,
			headers: headersOf(Object.entries(answer.headers)
				.map(([name, value]) => [name, `${value}`])),
		});
	};
}
