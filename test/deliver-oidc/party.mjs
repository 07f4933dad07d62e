// SPDX-License-Identifier: ISC
//
// A TPP at the bank's authorization server: pushed request, the customer's
// browser, tokens, and calls of the APIs with them.
import { randomBytes, createHash, randomUUID } from 'node:crypto';
import { SignJWT, importJWK } from 'jose';
import { ISSUER, now, send, signingJwk } from './world.mjs';

const { SERVER } = process.env;

// The client's proof of itself, beside its certificate.
async function proof({ id, method }) {
	if (method === 'tls_client_auth')
		return { client_id: id };
	const jwk = await signingJwk('tpp', 'PS256');
	const client_assertion = await new SignJWT({
		iss: id, sub: id, aud: SERVER, jti: randomUUID(),
		iat: now(), exp: now() + 60,
	}).setProtectedHeader({ alg: jwk.alg, kid: jwk.kid })
		.sign(await importJWK(jwk));
	return {
		client_id: id, client_assertion,
		client_assertion_type:
			'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
	};
}

async function post(who, url, fields, headers = {}) {
	const response = await send(who, url, {
		method: 'POST',
		headers: {
			'Content-Type': 'application/x-www-form-urlencoded',
			...headers,
		},
		body: new URLSearchParams(fields).toString(),
	});
	try {
		response.json = JSON.parse(response.body);
	} catch {
		response.json = {};
	}
	return response;
}

// pushed: the answer, and what is needed later on; with the certificate of `who`.
export async function push(client, scope, who = 'tpp') {
	const verifier = randomBytes(32).toString('base64url');
	const response = await post(who, `${SERVER}/request`, {
		...await proof(client),
		response_type: 'code', redirect_uri: client.redirect, scope,
		state: randomUUID(), code_challenge_method: 'S256',
		code_challenge: createHash('sha256').update(verifier)
			.digest('base64url'),
	});
	return { response, verifier };
}

// The customer's browser, which follows the server and holds its cookies, until
// it is sent back to the TPP: the query of that.
async function browse(start) {
	const cookies = new Map();
	let url = start, form;

	for (let step = 0; step < 10; step++) {
		const Cookie = [...cookies].map((one) => one.join('=')).join('; ');
		const response = form === undefined
			? await send(null, url, { headers: { Cookie } })
			: await post(null, url, form, { Cookie });
		for (const line of response.headers['set-cookie'] ?? []) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
			cookies.set(name, value);
		}
		const { location } = response.headers;
		if (location === undefined) {
			if (response.statusCode !== 200 || form !== undefined)
				throw new Error(
					`${url}: ${response.statusCode} ${response.body}`);
			form = { login: 'alice' };
			continue;
		}
		form = undefined;
		url = new URL(location, SERVER).href;
		if (!url.startsWith(`${SERVER}/`))
			return new URL(url).searchParams;
	}
	throw new Error('the browser is sent round and round');
}

// codeFor: an authorization code with the customer's consent.
export async function codeFor(client, pushed) {
	const query = new URLSearchParams({
		client_id: client.id,
		request_uri: pushed.response.json.request_uri,
	});
	const answer = await browse(`${SERVER}/auth?${query}`);
	if (!answer.has('code'))
		throw new Error(`no code: ${answer}`);
	return answer.get('code');
}

export async function exchange(client, code, verifier) {
	return post('tpp', `${SERVER}/token`, {
		...await proof(client), grant_type: 'authorization_code', code,
		redirect_uri: client.redirect, code_verifier: verifier,
	});
}

export async function refresh(client, token) {
	return post('tpp', `${SERVER}/token`, {
		...await proof(client), grant_type: 'refresh_token',
		refresh_token: token,
	});
}

export async function own(client, scope) {
	return post('tpp', `${SERVER}/token`, {
		...await proof(client), grant_type: 'client_credentials', scope,
	});
}

// tokensFor: all of it; the answer of the token endpoint.
export async function tokensFor(client, scope) {
	const pushed = await push(client, scope);
	if (pushed.response.statusCode !== 201)
		return pushed.response;
	const code = await codeFor(client, pushed);
	return exchange(client, code, pushed.verifier);
}

// api: the status with which a call through dcr's door is answered.
export async function api(path, token) {
	const response = await send('tpp', `${ISSUER}${path}`, {
		headers: { Authorization: `Bearer ${token}` },
	});
	return response.statusCode;
}
