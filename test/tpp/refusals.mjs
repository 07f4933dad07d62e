// SPDX-License-Identifier: ISC
//
// What no app may, at the token endpoint and at the registration.
import { check, refused, same } from './checks.mjs';
import { clientOf, grant, sign } from './client.mjs';
import { apiOf } from './story.mjs';
import { ISSUER, now, send, signingJwk } from './world.mjs';

const BAD_CLIENT = '400 invalid_client';

// Each one differs by one claim from what the library says by itself.
export async function refuseAssertions(issuer, { ps256: client, tls }) {
	const jti = `once ${now()}`;
	const wrong = {
		'for another audience': { aud: 'https://elsewhere.example' },
		'for nobody': { aud: undefined },
		'that is over': { exp: now() - 30 },
		'without an end': { exp: undefined },
		'that would last for a day': { exp: now() + 86400 },
		'of tomorrow': { nbf: now() + 3600 },
		'without a jti': { jti: undefined },
		'by another client': { iss: tls.client_id },
		'about another client': { sub: tls.client_id },
		'by and about another client':
			{ iss: tls.client_id, sub: tls.client_id },
	};
	for (const aud of [issuer.token_endpoint, [ISSUER]])
		check(`an assertion for ${JSON.stringify(aud)} is taken`,
			(await grant(client, undefined, { aud })).access_token);
	check('a jti is taken', (await grant(client, undefined, { jti }))
		.access_token);
	wrong['with that jti again'] = { jti };
	for (const [name, claims] of Object.entries(wrong))
		await refused(`an assertion ${name}`, BAD_CLIENT,
			() => grant(client, undefined, claims));
}

// The very bytes again, which the library would not do.
export async function refuseReplay(issuer, { ps256: client }) {
	const claims = {
		iss: client.client_id,
		sub: client.client_id,
		aud: ISSUER,
		exp: now() + 60,
		jti: `replayed ${now()}`,
	};
	const body = new URLSearchParams({
		grant_type: 'client_credentials',
		client_assertion_type: 'urn:ietf:params:oauth:'
			+ 'client-assertion-type:jwt-bearer',
		client_assertion:
			await sign(await signingJwk('tpp', 'PS256'), claims),
	}).toString();
	const post = { method: 'POST', body, headers: {
		'Content-Type': 'application/x-www-form-urlencoded' } };
	const first = await send('tpp', issuer.token_endpoint, post);
	same('an assertion without client_id beside it', first.statusCode, 200);
	const again = await send('tpp', issuer.token_endpoint, post);
	same('replayed, to the byte',
		`${again.statusCode} ${JSON.parse(again.body).error}`,
		BAD_CLIENT);
}

export async function refuseKeys(issuer, { ps256: client }) {
	const other = await signingJwk('other', 'PS256');
	const { kid } = await signingJwk('tpp', 'PS256');
	const ec = await signingJwk('tpp', 'ES256');
	const wrong = {
		'by a key of somebody else': [other, {}],
		'by such a key under the right name': [{ ...other, kid }, {}],
		'by an own key, but not as registered':
			[ec, { token_endpoint_auth_signing_alg: 'ES256' }],
	};
	for (const [name, [key, more]] of Object.entries(wrong))
		await refused(`an assertion ${name}`, BAD_CLIENT,
			() => grant(clientOf(issuer,
				{ ...client.metadata, ...more }, [key])));
}

// The clients of others, and by other methods than the registered one.
export async function refuseClients(issuer, { ps256, tls }) {
	const key = await signingJwk('tpp', 'PS256');
	const method = (name) => ({ token_endpoint_auth_method: name });
	const wrong = {
		'nobody knows': clientOf(issuer,
			{ ...tls.metadata, client_id: 'unknown' }),
		'with the certificate of another party':
			clientOf(issuer, tls.metadata, [], 'other'),
		'with its key and the certificate of another party':
			clientOf(issuer, ps256.metadata, [key], 'other'),
		'without the assertion that was registered': clientOf(issuer,
			{ ...ps256.metadata, ...method('tls_client_auth') }),
		'with an assertion where none was registered': clientOf(issuer,
			{ ...tls.metadata, ...method('private_key_jwt'),
				token_endpoint_auth_signing_alg: 'PS256' },
			[key]),
		'with a password in the form': clientOf(issuer,
			{ ...tls.metadata, ...method('client_secret_post'),
				client_secret: 'secret' }),
	};
	for (const [name, client] of Object.entries(wrong))
		await refused(`a client ${name}`, BAD_CLIENT,
			() => grant(client));
	await refused('a client with a password', '401 invalid_client',
		() => grant(clientOf(issuer, { ...tls.metadata,
			...method('client_secret_basic'),
			client_secret: 'secret' })));
}

export async function refuseGrants({ tls, es256 }) {
	await refused('a scope that was never registered', '400 invalid_scope',
		() => grant(tls, 'accounts fundsconfirmations'));
	await refused('a scope that is registered no more',
		'400 invalid_scope', () => grant(es256, 'payments'));
	const bare = await grant(tls, 'openid');
	same('openid alone: a token without a scope', bare.scope ?? '', '');
	for (const type of ['password', 'authorization_code', 'refresh_token'])
		await refused(`the grant ${type}`, '400 unsupported_grant_type',
			() => tls.grant({ grant_type: type }));
	await refused('no grant', '400 invalid_request', () => tls.grant({}));
}

// Who is no resource server hears nothing about tokens.
export async function refuseIntrospection(issuer, { tls }) {
	const { access_token: token } = await grant(tls);
	await refused('a TPP asks about a token', BAD_CLIENT,
		() => tls.introspect(token));
	const told = await apiOf(issuer).introspect(token);
	same('the API asks', told.active, true);
}
