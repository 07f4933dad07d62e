// SPDX-License-Identifier: ISC
//
// A TPP by openid-client 6, oauth4webapi 3 and jose 6.  They read a challenge
// before the body: an error that they name is one that a developer can see.
import { randomUUID } from 'node:crypto';
import { importJWK, jwtVerify, createLocalJWKSet } from 'jose6';
import * as oauth from 'oauth4webapi';
import * as oidc from 'openid-client6';
import { check, failures, same } from './checks.mjs';
import { byCertificate, byKey, requestFor } from './client.mjs';
import { fetchAs } from './fetch.mjs';
import { ISSUER, signingJwk, thumbprint } from './world.mjs';

// What a library makes of a refusal: its kind of error, the status and the
// word of the bank.
async function refused(name, wanted, call) {
	let heard = 'no error';
	try {
		await call();
	} catch (error) {
		if (error.status === undefined)
			throw error;
		heard = `${error.name} ${error.status} ${error.error ??
			JSON.stringify(error.cause?.[0]?.parameters?.error)}`;
	}
	same(name, heard, wanted);
}

async function cryptoKey(alg) {
	const jwk = await signingJwk('tpp', alg);
	return { key: await importJWK(jwk, alg), kid: jwk.kid };
}

// register: the request is signed, for which the libraries have no words; they
// read the answer.
async function register(as, metadata, who = 'tpp') {
	const response = await fetchAs(who)(as.registration_endpoint, {
		method: 'POST',
		headers: { 'Content-Type': 'application/jwt' },
		body: await requestFor(metadata),
	});
	return oauth.processDynamicClientRegistrationResponse(response);
}

async function discover() {
	const response = await oauth.discoveryRequest(new URL(ISSUER),
		{ [oauth.customFetch]: fetchAs(null) });
	const as = await oauth.processDiscoveryResponse(new URL(ISSUER),
		response);
	same('oauth4webapi: the issuer', as.issuer, ISSUER);
	return as;
}

function configOf(as, client, authentication, who = 'tpp') {
	const config = new oidc.Configuration(as, client.client_id,
		{ ...client, client_secret: undefined }, authentication);
	config[oidc.customFetch] = fetchAs(who);
	return config;
}

async function verify(name, as, client, tokens) {
	const jwks = await (await fetchAs(null)(as.jwks_uri)).json();
	const { payload } = await jwtVerify(tokens.access_token,
		createLocalJWKSet(jwks), {
			issuer: ISSUER,
			audience: ISSUER,
			typ: 'at+jwt',
		});
	same(`${name}: whose token it is, and bound to what`,
		[payload.client_id, payload.cnf],
		[client.client_id, { 'x5t#S256': thumbprint('tpp') }]);
}

async function serve(name, as, client, config) {
	const tokens = await oidc.clientCredentialsGrant(config,
		{ scope: 'accounts' });
	same(`${name}: its scope`, tokens.scope, 'accounts');
	await verify(name, as, client, tokens);
	const call = (path, token) => oidc.fetchProtectedResource(config,
		token, new URL(`${ISSUER}${path}`), 'GET');
	same(`${name}: the API is reached`,
		(await call('/accounts', tokens.access_token)).status, 200);
	await refused(`${name}: a token that is none`,
		'WWWAuthenticateChallengeError 401 "invalid_token"',
		() => call('/accounts', 'x'));
	await refused(`${name}: it may not ask about tokens`,
		'ResponseBodyError 400 invalid_client',
		() => oidc.tokenIntrospection(config, tokens.access_token));
	await oidc.tokenRevocation(config, tokens.access_token);
	await refused(`${name}: it has revoked its token`,
		'WWWAuthenticateChallengeError 401 "invalid_token"',
		() => call('/accounts', tokens.access_token));
}

// openid-client 6: each way to authenticate, and what it hears when that fails.
async function useClient(as, clients) {
	const ps256 = await cryptoKey('PS256');
	const es256 = await cryptoKey('ES256');
	const ways = {
		tls: oidc.TlsClientAuth(),
		ps256: oidc.PrivateKeyJwt(ps256),
		es256: oidc.PrivateKeyJwt(es256),
	};
	for (const [way, authentication] of Object.entries(ways)) {
		const name = `openid-client 6, ${way}`;
		const client = clients[way];
		await serve(name, as, client,
			configOf(as, client, authentication));
		await refused(`${name}: with another party's certificate`,
			'ResponseBodyError 400 invalid_client',
			() => oidc.clientCredentialsGrant(configOf(as, client,
				authentication, 'other'), {}));
		await refused(`${name}: with no certificate`,
			'ResponseBodyError 400 invalid_client',
			() => oidc.clientCredentialsGrant(configOf(as, client,
				authentication, null), {}));
	}
	await refused('openid-client 6: the key of another algorithm',
		'ResponseBodyError 400 invalid_client',
		() => oidc.clientCredentialsGrant(
			configOf(as, clients.ps256, ways.es256), {}));
	await refused('openid-client 6: a scope that is not registered',
		'ResponseBodyError 400 invalid_scope',
		() => oidc.clientCredentialsGrant(
			configOf(as, clients.tls, ways.tls),
			{ scope: 'fundsconfirmations' }));
	await refused('openid-client 6: HTTP Basic is challenged',
		'WWWAuthenticateChallengeError 401 undefined',
		() => oidc.clientCredentialsGrant(configOf(as, clients.tls,
			oidc.ClientSecretBasic('secret')), {}));
}

// oauth4webapi: the same assertion, but typed as what it is.
async function typedAssertion(as, { ps256: client }) {
	const key = await cryptoKey('PS256');
	const typed = oauth.PrivateKeyJwt(key, {
		[oauth.modifyAssertion](header, claims) {
			header.typ = 'client-authentication+jwt';
			claims.jti = randomUUID();
		},
	});
	const response = await oauth.clientCredentialsGrantRequest(as, client,
		typed, {}, { [oauth.customFetch]: fetchAs('tpp') });
	const tokens = await oauth.processClientCredentialsResponse(as, client,
		response);
	same('oauth4webapi: a typed assertion', tokens.token_type, 'bearer');
}

async function refuseRegistrations(as) {
	await refused('oauth4webapi: a registration without a certificate',
		'ResponseBodyError 401 invalid_client',
		() => register(as, byCertificate, null));
	await refused('oauth4webapi: a redirect URI that nobody vouched for',
		'ResponseBodyError 400 invalid_redirect_uri',
		() => register(as, { ...byCertificate,
			redirect_uris: ['https://evil.example/'] }));
}

async function tell() {
	const as = await discover();
	const clients = {
		tls: await register(as, byCertificate),
		ps256: await register(as, byKey('PS256')),
		es256: await register(as, byKey('ES256')),
	};
	await useClient(as, clients);
	await typedAssertion(as, clients);
	await refuseRegistrations(as);
}

try {
	await tell();
	check('the whole story of today', true);
} catch (error) {
	check('the whole story of today', false, ...error.stack.split('\n'));
}
process.exit(failures() === 0 ? 0 : 1);
