// SPDX-License-Identifier: ISC
//
// Tokens that the authorizer must not take, most of them made here with
// the bank's own key, so that one thing only is wrong with each.
import { createPublicKey, randomUUID } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { challenged, same } from './checks.mjs';
import { clientOf, grant, sign } from './client.mjs';
import { apiOf } from './story.mjs';
import {
	ISSUER, bankJwk, now, send, signingJwk, thumbprint,
} from './world.mjs';

const BAD_TOKEN = '401 invalid_token';

function claimsOf(client, more = {}) {
	return {
		iss: ISSUER,
		aud: ISSUER,
		sub: client.client_id,
		client_id: client.client_id,
		scope: 'accounts',
		iat: now(),
		exp: now() + 60,
		jti: randomUUID(),
		cnf: { 'x5t#S256': thumbprint('tpp') },
		...more,
	};
}

async function mint(client, more, header, key) {
	return sign(key ?? await bankJwk(), claimsOf(client, more),
		{ typ: 'at+jwt', ...header });
}

export async function accounts(client, token) {
	return client.requestResource(`${ISSUER}/accounts`, token);
}

async function wrongClaims(client) {
	const long = { iat: now() - 600, exp: now() - 1 };
	const tokens = {
		'an expired token': [long],
		'a token that nobody knows the end of': [{ exp: undefined }],
		'a token of tomorrow': [{ nbf: now() + 3600 }],
		'a token of another issuer': [{ iss: 'https://evil.example' }],
		'a token for another audience': [{ aud: 'https://x.example' }],
		'a token of a client that never was':
			[{ client_id: 'unknown', sub: 'unknown' }],
		'a token that is bound to nothing': [{ cnf: undefined }],
		'a token that cannot be revoked': [{ jti: undefined }],
		'a token for another certificate':
			[{ cnf: { 'x5t#S256': thumbprint('other') } }],
		'a JWT that is no access token': [{}, { typ: 'JWT' }],
		'a JWT of no type': [{}, { typ: undefined }],
	};
	for (const [name, [claims, header]] of Object.entries(tokens))
		challenged(name, await accounts(client,
			await mint(client, claims, header)), BAD_TOKEN);
}

// The holes of other people's verifiers.
async function forgeries(client) {
	const bank = await bankJwk();
	const { d, ...half } = bank;
	const stranger = await signingJwk('tpp', 'ES256');
	const { d: ours, ...offered } = stranger;
	const pem = createPublicKey({ key: half, format: 'jwk' })
		.export({ type: 'spki', format: 'pem' });
	const hmac = (secret) => new SignJWT(claimsOf(client))
		.setProtectedHeader({
			alg: 'HS256', typ: 'at+jwt', kid: bank.kid })
		.sign(new TextEncoder().encode(secret));
	const unsigned = new UnsecuredJWT(claimsOf(client)).encode();
	const [, payload] = unsigned.split('.');
	const none = Buffer.from(JSON.stringify({
		alg: 'none', typ: 'at+jwt', kid: bank.kid }))
		.toString('base64url');
	const [head, , signature] = (await mint(client)).split('.');
	return {
		'a token by another key': await mint(client, {}, {}, stranger),
		'a token by another key, under the bank\'s name': await mint(
			client, {}, {}, { ...stranger, kid: bank.kid }),
		'a token that brings its own key': await mint(client, {},
			{ jwk: offered }, stranger),
		'a token that nobody signed': unsigned,
		'a token that nobody signed, under the bank\'s name':
			`${none}.${payload}.`,
		'HS256 with the public key': await hmac(pem),
		'HS256 with the public key, no line end':
			await hmac(pem.trim()),
		'HS256 with the published key':
			await hmac(JSON.stringify(half)),
		'the signature of another token':
			`${head}.${payload}.${signature}`,
		'a token and something': `${await mint(client)}.x`,
		'half a token': (await mint(client)).slice(0, -10),
	};
}

export async function refuseTokens(issuer, { tls: client }) {
	const good = await accounts(client, await mint(client));
	same('a token by the bank\'s key is taken', good.statusCode, 200);
	await wrongClaims(client);
	for (const [name, token] of Object.entries(await forgeries(client)))
		challenged(name, await accounts(client, token), BAD_TOKEN);
	const expired = await mint(client, { exp: now() - 1 });
	same('nothing is told about an expired token',
		await apiOf(issuer).introspect(expired), { active: false });
}

export async function refuseCalls(issuer, { tls: client }) {
	const { access_token: token } = await grant(client, 'accounts');
	const thief = clientOf(issuer, client.metadata, [], 'other');
	challenged('a token with another certificate',
		await accounts(thief, token), BAD_TOKEN);
	const paid = await client.requestResource(`${ISSUER}/payments`, token);
	challenged('a token without the scope', paid,
		'403 insufficient_scope');
	same('the challenge names the scope', /scope="([^"]*)"/.exec(
		paid.headers['www-authenticate'])?.[1], 'payments');
	const put = await client.requestResource(`${ISSUER}/accounts`, token,
		{ method: 'PUT', body: 'x' });
	same('another method', put.statusCode, 403);
	const bare = await send('tpp', `${ISSUER}/accounts`);
	same('no token: no error in the challenge',
		[bare.statusCode, bare.headers['www-authenticate']],
		[401, 'Bearer realm="dcr"']);
	challenged('a certificate that is not registered',
		await send('other', `${ISSUER}/status`), '401 invalid_client');
	const nobody = await send(null, `${ISSUER}/accounts`,
		{ headers: { Authorization: `Bearer ${token}` } });
	same('a token without any certificate', nobody.statusCode, 401);
}
