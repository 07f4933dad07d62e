// SPDX-License-Identifier: ISC
//
// The life of a client that was registered at dcr, at an authorization server
// that nobody here wrote: what dcr acknowledges is in force there.
import { execFileSync } from 'node:child_process';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { ISSUER, dcr, send, thumbprint } from './world.mjs';
import {
	api, codeFor, exchange, own, push, refresh, tokensFor,
} from './party.mjs';
import { check, ends, until } from './checks.mjs';

const { SERVER, WORLD, HOW, METHOD, PROFILE, AUDIENCE } = process.env;
const TYPE = PROFILE === 'uk' ? 'application/jwt' : 'application/json';
// As RFC 4514 generates it: with names for few types, and OID=#hex for others.
function subject() {
	const forms = ['RFC2253', 'RFC2253,oid,dump_all,dump_der'].map((form) =>
		execFileSync('openssl', ['x509', '-noout', '-subject',
			'-nameopt', form, '-in', `${WORLD}/tpp/transport.pem`])
			.toString().trim().replace(/^subject=/, '').split(','));
	return forms[0].map((part, i) =>
		/^(CN|L|ST|O|OU|C|UID)=/.test(part) ? part : forms[1][i])
		.join(',');
}

const METHODS = {
	tls_client_auth: [
		'--set', 'token_endpoint_auth_method="tls_client_auth"',
		'--set', 'token_endpoint_auth_signing_alg=null',
		'--set', `tls_client_auth_subject_dn="${subject()}"`,
	],
	private_key_jwt: [
		'--set', 'token_endpoint_auth_method="private_key_jwt"',
		'--set', 'token_endpoint_auth_signing_alg="PS256"',
		'--set', 'tls_client_auth_subject_dn=null',
	],
};

async function ask(method, url, more, token) {
	const body = dcr('sandbox', 'request', WORLD, '--set',
		`response_types=${RESPONSES}`, ...METHODS[METHOD], ...more);
	const headers = { 'Content-Type': TYPE };
	if (token !== undefined)
		headers.Authorization = `Bearer ${token}`;
	const response = await send('tpp', url, { method, headers, body });
	response.json = JSON.parse(response.body);
	return response;
}

// Those of uk may be hybrid as well, with one grant type less than the server
// wants.
const RESPONSES = PROFILE === 'uk' && HOW === 'asked' ?
	'["code", "code id_token"]' : '["code"]';
const scope = (words) => ['--set', `scope="${words}"`];
const error = (response) =>
	`${response.statusCode} ${response.json.error ?? ''}`.trim();

const ALL = 'openid accounts payments', LESS = 'openid accounts';

// A server that is told is asked before, and one that takes no hybrid says so.
if (HOW === 'told') {
	const refused = await ask('POST', `${ISSUER}/register`,
		['--set', 'response_types=["code id_token"]', ...scope(ALL)]);
	check('what the server will not take', error(refused),
		'400 invalid_client_metadata', refused.body);
	check('is refused in its words',
		/status 400: grant_types/.test(refused.json.error_description), true,
		refused.body);
}

// Registered, and known at once.
const registered = await ask('POST', `${ISSUER}/register`, scope(ALL));
check('registered at dcr', registered.statusCode, 201, registered.body);
if (registered.statusCode !== 201)
	process.exit(1);
const {
	client_id: id, registration_access_token: manage, redirect_uris: [redirect],
} = registered.json;
const client = { id, method: METHOD, redirect };
await until('registered: a pushed request is taken', '201', async () =>
	error((await push(client, ALL)).response));

if (METHOD === 'tls_client_auth')
	for (const who of ['other', null])
		check(`the certificate of ${who ?? 'nobody'}`,
			error((await push(client, ALL, who)).response),
			'401 invalid_client');

// Code with consent, token, API.
const pushed = await push(client, ALL);
const first = await exchange(client, await codeFor(client, pushed),
	pushed.verifier);
check('a token by the code', error(first), '200', first.body);
const claims = decodeJwt(first.json.access_token);
const header = decodeProtectedHeader(first.json.access_token);
check('of the form that dcr reads', `${header.typ} ${header.alg}`,
	'at+jwt PS256');
check('whose it is, and for whom',
	[claims.iss, claims.client_id, claims.sub, claims.aud].join(' '),
	[SERVER, id, 'alice', AUDIENCE].join(' '));
check('bound to the certificate', claims.cnf?.['x5t#S256'],
	thumbprint('tpp'));
check('the APIs take it', await api('/accounts', first.json.access_token),
	200);
check('for all of its scope', await api('/payments', first.json.access_token),
	200);
const code = await codeFor(client, await push(client, ALL));
check('a code with another verifier',
	error(await exchange(client, code, 'x'.repeat(43))),
	'400 invalid_grant');

// Refresh.
const second = await refresh(client, first.json.refresh_token);
check('the token is refreshed', error(second), '200', second.body);
check('the APIs take the new one',
	await api('/payments', second.json.access_token), 200);
const mine = await own(client, 'payments');
check('one of the client itself', error(mine), '200', mine.body);
check('the APIs take it', await api('/payments', mine.json.access_token), 200);

// Less scope.
const put = await ask('PUT', `${ISSUER}/register/${id}`,
	[...scope(LESS), '--set', `client_id="${id}"`], manage);
check('PUT of less scope', put.statusCode, 200, put.body);
check('less scope: at the next call', await api('/payments',
	second.json.access_token), 401);
await until('less scope: no pushed request for more', '400 invalid_scope',
	async () => error((await push(client, ALL)).response));
await until('less scope: no refresh of what was more', '400 invalid_grant',
	async () => error(await refresh(client, second.json.refresh_token)));

// Grants and tokens of the very second of a change are dead, and so are flows
// that have begun in it.
async function again(name) {
	let tokens;

	await until(`${name}: a token that the APIs take`, '200', async () => {
		let response;
		try {
			response = await tokensFor(client, LESS);
		} catch (failure) {
			return failure.message;
		}
		if (response.statusCode !== 200)
			return error(response);
		tokens = response.json;
		return String(await api('/accounts', tokens.access_token));
	});
	return tokens;
}

const third = await again('less scope');
check('less scope: and no more than that',
	await api('/payments', third.access_token), 403);

// Suspended, resumed.
dcr('suspend', id, '--why', 'test');
check('suspended: at the next call', await api('/accounts',
	third.access_token), 401);
await until('suspended: no pushed request', '401 invalid_client',
	async () => error((await push(client, LESS)).response));
check('suspended: no refresh',
	error(await refresh(client, third.refresh_token)), '401 invalid_client');
dcr('resume', id);
await until('resumed: a pushed request is taken', '201', async () =>
	error((await push(client, LESS)).response));
check('resumed: the grant of before is dead',
	error(await refresh(client, third.refresh_token)), '400 invalid_grant');
check('resumed: the token of before is dead',
	await api('/accounts', third.access_token), 401);
const fourth = await again('resumed');

// Deleted.
const gone = await send('tpp', `${ISSUER}/register/${id}`, {
	method: 'DELETE', headers: { Authorization: `Bearer ${manage}` },
});
check('deleted at dcr', gone.statusCode, 204, gone.body);
check('deleted: at the next call', await api('/accounts',
	fourth.access_token), 401);
await until('deleted: no pushed request', '401 invalid_client',
	async () => error((await push(client, LESS)).response));
check('deleted: no refresh', error(await refresh(client,
	fourth.refresh_token)), '401 invalid_client');
ends();
