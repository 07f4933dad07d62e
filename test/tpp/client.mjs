// SPDX-License-Identifier: ISC
//
// A TPP's software: its registration, signed by jose, and the library's client
// of what the bank has answered.
import { randomUUID } from 'node:crypto';
import { SignJWT, importJWK } from 'jose';
import { custom } from 'openid-client';
import {
	ISSUER, identity, now, read, send, signingJwk, statement, subject,
} from './world.mjs';

export async function sign(jwk, claims, header = {}) {
	return new SignJWT(claims)
		.setProtectedHeader({ alg: jwk.alg, kid: jwk.kid, ...header })
		.sign(await importJWK(jwk));
}

// A registration request (UK Open Banking DCR 3.3) of the TPP.
export async function requestFor(metadata) {
	const software = JSON.parse(read('tpp', 'software.json'));
	const time = now();
	return sign(await signingJwk('tpp', 'PS256'), {
		iss: software.software_id,
		aud: ISSUER,
		iat: time,
		exp: time + 300,
		jti: randomUUID(),
		software_id: software.software_id,
		software_statement: statement(),
		redirect_uris: software.software_redirect_uris,
		grant_types: ['client_credentials', 'authorization_code'],
		scope: 'openid accounts payments',
		application_type: 'web',
		id_token_signed_response_alg: 'PS256',
		request_object_signing_alg: 'PS256',
		...metadata,
	}, { typ: 'JWT' });
}

export const byCertificate = {
	token_endpoint_auth_method: 'tls_client_auth',
	tls_client_auth_subject_dn: subject('tpp'),
};

export function byKey(alg) {
	return {
		token_endpoint_auth_method: 'private_key_jwt',
		token_endpoint_auth_signing_alg: alg,
	};
}

// The library registers in plain JSON only, and the bank wants it signed.
export async function submit(method, url, metadata, headers = {}) {
	const response = await send('tpp', url, {
		method,
		headers: { 'Content-Type': 'application/jwt', ...headers },
		body: await requestFor(metadata),
	});
	response.json = JSON.parse(response.body);
	return response;
}

// clientOf: a client as the library knows it, which comes with the certificate
// of `who`.
export function clientOf(issuer, metadata, keys = [], who = 'tpp') {
	const client = new issuer.Client({
		tls_client_certificate_bound_access_tokens:
			issuer.tls_client_certificate_bound_access_tokens,
		revocation_endpoint_auth_method:
			issuer.revocation_endpoint_auth_methods_supported[0],
		...metadata,
	}, { keys });
	client[custom.http_options] = () => identity(who);
	return client;
}

export function grant(client, scope, clientAssertionPayload) {
	return client.grant({ grant_type: 'client_credentials', scope },
		{ clientAssertionPayload });
}
