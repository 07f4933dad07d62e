// SPDX-License-Identifier: ISC
//
// What a registered app may: discover, register, get tokens, have them
// understood, call the APIs, and manage its registration.
import https from 'node:https';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { Issuer, custom } from 'openid-client';
import { check, refused, same } from './checks.mjs';
import { byCertificate, byKey, clientOf, grant, submit } from './client.mjs';
import {
	ISSUER, identity, read, send, server, signingJwk, thumbprint,
} from './world.mjs';

// Without a certificate: who has none yet must find the way.
export async function discover() {
	Issuer[custom.http_options] = () => server;
	const issuer = await Issuer.discover(ISSUER);
	same('discovery: the issuer', issuer.issuer, ISSUER);
	const oauth = await Issuer.discover(
		`${ISSUER}/.well-known/oauth-authorization-server`);
	same('discovery: both documents say the same', oauth.metadata,
		issuer.metadata);
	for (const name of ['token', 'registration', 'introspection',
		'revocation'])
		check(`discovery: the ${name} endpoint`,
			issuer[`${name}_endpoint`]?.startsWith(`${ISSUER}/`),
			`it is ${issuer[`${name}_endpoint`]}`);
	same('discovery: the methods of authentication',
		[...issuer.token_endpoint_auth_methods_supported].sort(),
		['private_key_jwt', 'tls_client_auth']);
	same('discovery: tokens are bound to certificates',
		issuer.tls_client_certificate_bound_access_tokens, true);
	return issuer;
}

async function registerOne(issuer, name, metadata, keys) {
	const answer = await submit('POST', issuer.registration_endpoint,
		metadata);
	same(`${name}: registered`, answer.statusCode, 201);
	same(`${name}: the method of authentication`,
		answer.json.token_endpoint_auth_method,
		metadata.token_endpoint_auth_method);
	return clientOf(issuer, answer.json, keys);
}

export async function register(issuer) {
	const [ps256, es256] = await Promise.all(['PS256', 'ES256'].map(
		(alg) => signingJwk('tpp', alg)));
	return {
		tls: await registerOne(issuer, 'tls_client_auth',
			byCertificate, []),
		ps256: await registerOne(issuer, 'private_key_jwt PS256',
			byKey('PS256'), [ps256, es256]),
		es256: await registerOne(issuer, 'private_key_jwt ES256',
			byKey('ES256'), [ps256, es256]),
	};
}

// As a resource server that checks by itself: RFC 9068 section 4.
async function verify(name, issuer, client, tokens) {
	const keys = createRemoteJWKSet(new URL(issuer.jwks_uri),
		{ agent: new https.Agent(server) });
	const { payload, protectedHeader } = await jwtVerify(
		tokens.access_token, keys, {
			issuer: ISSUER,
			audience: ISSUER,
			typ: 'at+jwt',
			algorithms: ['ES256', 'PS256'],
			requiredClaims: ['iss', 'exp', 'aud', 'sub',
				'client_id', 'iat', 'jti', 'cnf'],
		});
	same(`${name}: the token names its key`,
		typeof protectedHeader.kid, 'string');
	same(`${name}: whose it is`, [payload.client_id, payload.sub],
		[client.client_id, client.client_id]);
	same(`${name}: bound to the certificate`, payload.cnf,
		{ 'x5t#S256': thumbprint('tpp') });
	// The library counts expires_in down from when it came.
	const gone = payload.exp - payload.iat - tokens.expires_in;
	same(`${name}: as long as was said`, gone >= 0 && gone < 60, true);
	same(`${name}: its scope`, payload.scope, tokens.scope);
}

export async function getTokens(issuer, clients) {
	for (const [name, client] of Object.entries(clients)) {
		const tokens = await grant(client);
		same(`${name}: its type`, tokens.token_type, 'Bearer');
		same(`${name}: all that was registered`, tokens.scope,
			'accounts payments');
		await verify(name, issuer, client, tokens);
		const less = await grant(client, 'accounts');
		same(`${name}: less, when asked for`, less.scope, 'accounts');
		await verify(`${name}, less`, issuer, client, less);
		check(`${name}: each token is a new one`,
			less.access_token !== tokens.access_token);
	}
}

// The bank's API asks about a token.
export function apiOf(issuer) {
	return clientOf(issuer, {
		client_id: 'api',
		token_endpoint_auth_method: 'tls_client_auth',
		introspection_endpoint_auth_method:
			issuer.introspection_endpoint_auth_methods_supported[0],
	}, [], 'api');
}

export async function introspect(issuer, { tls }) {
	const tokens = await grant(tls, 'accounts');
	const told = await apiOf(issuer).introspect(tokens.access_token);
	same('introspection: it is active', told.active, true);
	same('introspection: what it is', [told.token_type, told.iss,
		told.client_id, told.scope, told.cnf], ['Bearer', ISSUER,
		tls.client_id, 'accounts', { 'x5t#S256': thumbprint('tpp') }]);
	check('introspection: until when',
		Math.abs(told.exp - tokens.expires_at) <= 5,
		`${told.exp} and ${tokens.expires_at}`);
	same('introspection: of anything else nothing is told',
		await apiOf(issuer).introspect('anything else'),
		{ active: false });
}

// The backend prints its environment: what the authorizer has told it.
function backend(response) {
	const lines = response.body.toString().split('\n');
	return Object.fromEntries(lines.map((line) => {
		const [name, ...value] = line.split('=');
		return [name, value.join('=')];
	}));
}

async function callOne(client) {
	const tokens = await grant(client);
	const software = JSON.parse(read('tpp', 'software.json'));
	const response = await client.requestResource(
		`${ISSUER}/accounts/1?page=2`, tokens);
	const told = backend(response);
	same('the API is reached', [response.statusCode, told.REQUEST_METHOD,
		told.QUERY_STRING], [200, 'GET', 'page=2']);
	same('the API hears who calls', [told.DCR_CLIENT_ID,
		told.DCR_SOFTWARE_ID, told.DCR_ORGANISATION],
	[client.client_id, software.software_id, software.org_id]);
	const evil = await client.requestResource(`${ISSUER}/accounts/1`,
		tokens, { headers: { 'Dcr-Client-Id': 'evil' } });
	same('what the client says of itself is refused', evil.statusCode, 403);
	same('the API hears the roles', told.DCR_ROLES?.split(',').sort(),
		['AISP', 'PISP']);
	const paid = await client.requestResource(`${ISSUER}/payments`,
		tokens, { method: 'POST', body: 'x' });
	same('the other API is reached', [paid.statusCode,
		backend(paid).REQUEST_METHOD], [200, 'POST']);
}

export async function call(clients) {
	for (const client of Object.values(clients))
		await callOne(client);
	const status = await send('tpp', `${ISSUER}/status`);
	same('where the certificate is enough', status.statusCode, 200);
}

// The registration again, by an access token of its own.
async function readBack(issuer, client, token) {
	issuer.Client[custom.http_options] = () => identity('tpp');
	const known = await issuer.Client.fromUri(
		client.metadata.registration_client_uri, token);
	return known.metadata;
}

export async function manage(issuer, { es256: client }) {
	const { access_token: token } = await grant(client);
	const { registration_client_uri: uri, registration_access_token: own } =
		client.metadata;
	const before = await readBack(issuer, client, token);
	same('manage: read', before.client_id, client.client_id);
	same('manage: read with the registration access token',
		(await readBack(issuer, client, own)).client_id,
		client.client_id);
	const answer = await submit('PUT', uri,
		{ ...byKey('ES256'), scope: 'openid accounts' },
		{ Authorization: `Bearer ${token}` });
	same('manage: updated', [answer.statusCode, answer.json.scope],
		[200, 'openid accounts']);
	await refused('manage: tokens of before the loss of a scope are dead',
		'401 invalid_token', () => readBack(issuer, client, token));
	const { access_token: fresh } = await grant(client);
	same('manage: and read again',
		(await readBack(issuer, client, fresh)).scope,
		'openid accounts');
	same('manage: tokens are for less from now on',
		(await grant(client)).scope, 'accounts');
}
