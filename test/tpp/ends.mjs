// SPDX-License-Identifier: ISC
//
// How access ends: a token is revoked, a client suspended or deleted, each at
// once and in every process.
import { setTimeout } from 'node:timers/promises';
import { challenged, refused, same } from './checks.mjs';
import { clientOf, grant } from './client.mjs';
import { accounts } from './authorizer.mjs';
import { apiOf } from './story.mjs';
import { ISSUER, dcr, send } from './world.mjs';

const BAD_CLIENT = '400 invalid_client';
const UNREGISTERED = '401 invalid_client';
const BAD_TOKEN = '401 invalid_token';

// What eight calls in a row are told: there are fewer processes, each of which
// may remember.
async function served(client, token) {
	const told = new Set();
	for (let i = 0; i < 8; i += 1) {
		const { statusCode } = await accounts(client, token);
		told.add(statusCode);
	}
	return [...told].join(' ');
}

async function stillServed(name, client, token) {
	same(name, await served(client, token), '200');
}

async function servedNoMore(name, client, token) {
	same(name, await served(client, token), '401');
	challenged(`${name}: as the challenge says`,
		await accounts(client, token), BAD_TOKEN);
}

async function isActive(issuer, token) {
	return (await apiOf(issuer).introspect(token)).active;
}

async function revoke(issuer, name, client, revoker) {
	const { access_token: token } = await grant(client);
	const { access_token: another } = await grant(client);
	await stillServed(`${name}: before`, client, token);
	await revoker.revoke(token, 'access_token');
	await servedNoMore(`${name}: after`, client, token);
	same(`${name}: it is not active`, await isActive(issuer, token), false);
	await stillServed(`${name}: the other token`, client, another);
	await refused(`${name}: once more`, 'no error',
		() => revoker.revoke(token));
	await refused(`${name}: what is no token`, 'no error',
		() => revoker.revoke('anything'));
}

export async function revokeTokens(issuer, { tls, ps256 }) {
	const thief = clientOf(issuer, tls.metadata, [], 'other');
	const { access_token: token } = await grant(tls);
	await revoke(issuer, 'revoked by tls_client_auth', tls, tls);
	await revoke(issuer, 'revoked by private_key_jwt', ps256, ps256);
	await revoke(issuer, 'revoked by the API', tls, apiOf(issuer));
	await refused('another party revokes', BAD_CLIENT,
		() => thief.revoke(token));
	await stillServed('another party has revoked nothing', tls, token);
}

export async function suspend(issuer, { ps256, tls }) {
	for (const [name, client] of Object.entries({ ps256, tls })) {
		const { access_token: token } = await grant(client);
		await stillServed(`${name}: before`, client, token);
		dcr('suspend', client.client_id, '--why', 'a complaint');
		await servedNoMore(`${name}: suspended`, client, token);
		await refused(`${name}: no token while suspended`, BAD_CLIENT,
			() => grant(client));
		same(`${name}: its token is not active`,
			await isActive(issuer, token), false);
		// A token of the very second is not told from a later one.
		await setTimeout(1000);
		dcr('resume', client.client_id);
		await servedNoMore(`${name}: resumed, the token of before`,
			client, token);
		same(`${name}: tokens again`,
			(await grant(client)).token_type, 'Bearer');
	}
}

function remove(client, token) {
	return send('tpp', client.metadata.registration_client_uri, {
		method: 'DELETE',
		headers: { Authorization: `Bearer ${token}` },
	});
}

async function deleteOne(issuer, name, client) {
	const { access_token: token } = await grant(client);
	await stillServed(`${name}: before`, client, token);
	same(`${name}: deleted`, (await remove(client, token)).statusCode, 204);
	await servedNoMore(`${name}: its token`, client, token);
	await refused(`${name}: no further token`, BAD_CLIENT,
		() => grant(client));
	same(`${name}: its token is not active`,
		await isActive(issuer, token), false);
	await refused(`${name}: its registration`, BAD_TOKEN,
		() => issuer.Client.fromUri(
			client.metadata.registration_client_uri, token));
}

// The certificate opens /status as long as one client of it is active.
export async function deleteAll(issuer, { tls, ps256, es256 }) {
	const status = () => send('tpp', `${ISSUER}/status`);
	await deleteOne(issuer, 'tls_client_auth', tls);
	await deleteOne(issuer, 'private_key_jwt', ps256);
	same('one client is left', (await status()).statusCode, 200);
	dcr('suspend', es256.client_id, '--why', 'the last one');
	challenged('it is suspended', await status(), UNREGISTERED);
	dcr('resume', es256.client_id);
	same('it is resumed', (await status()).statusCode, 200);
	dcr('delete', es256.client_id);
	challenged('none is left', await status(), UNREGISTERED);
}
