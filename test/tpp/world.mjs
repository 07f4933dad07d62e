// SPDX-License-Identifier: ISC
//
// What the parties have: the folder that `dcr sandbox new` made, as a TPP, a
// bank's API or a forger would load it.
import { execFileSync } from 'node:child_process';
import { X509Certificate, createHash, createPrivateKey } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import { calculateJwkThumbprint } from 'jose';

const { WORLD, ISSUER, DCR } = process.env;

export { ISSUER };

export function read(...names) {
	return readFileSync(path.join(WORLD, ...names), 'utf8');
}

// The bank's own commands, and the directory's.
export function dcr(...words) {
	return execFileSync(DCR, words, { encoding: 'utf8' }).trim();
}

export function statement() {
	return dcr('sandbox', 'statement', WORLD);
}

// The bank is at localhost, a name that a bare machine does not know.
function lookup(name, { all }, found) {
	const place = { address: '127.0.0.1', family: 4 };
	if (all)
		found(null, [place]);
	else
		found(null, place.address, place.family);
}

export const server = { ca: read('server-ca.pem'), lookup };

// For openid-client and for node:https alike.
export function identity(who) {
	return {
		...server,
		cert: read(who, 'transport.pem'),
		key: read(who, 'transport.key'),
	};
}

export function thumbprint(who) {
	const { raw } = new X509Certificate(read(who, 'transport.pem'));
	return createHash('sha256').update(raw).digest('base64url');
}

// RFC 4514 has the last part first.
export function subject(who) {
	const { subject: lines } =
		new X509Certificate(read(who, 'transport.pem'));
	return lines.split('\n').reverse().join(',');
}

async function privateJwk(pem, alg) {
	const jwk = createPrivateKey(pem).export({ format: 'jwk' });
	const kid = await calculateJwkThumbprint(jwk);
	return { ...jwk, kid, alg, use: 'sig' };
}

export function signingJwk(who, alg) {
	const name = alg === 'ES256' ? 'signing-ec.key' : 'signing.key';
	return privateJwk(read(who, name), alg);
}

// The only key that the bank signs its tokens with.
export function bankJwk() {
	const names = readdirSync(path.join(WORLD, 'keys'));
	const name = names.find((each) => each.endsWith('.pem'));
	return privateJwk(read('keys', name), 'ES256');
}

export function now() {
	return Math.floor(Date.now() / 1000);
}

// send: what the library has no words for.
export function send(who, url, { method = 'GET', headers = {}, body } = {}) {
	const options = { ...(who ? identity(who) : server), method, headers };
	return new Promise((resolve, reject) => {
		const request = https.request(url, options, (response) => {
			const parts = [];
			response.on('data', (part) => parts.push(part));
			response.on('error', reject);
			response.on('end', () => {
				response.body = Buffer.concat(parts).toString();
				resolve(response);
			});
		});
		request.on('error', reject);
		request.end(body);
	});
}
