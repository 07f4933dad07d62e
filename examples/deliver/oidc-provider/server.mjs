// SPDX-License-Identifier: ISC
//
// An authorization server for TPPs: node oidc-provider with dcr's clients, pushed
// requests, PKCE, mutual TLS, and tokens that dcr's authorizer reads.  A sketch
// of one: the login is a name without a password, and the store is memory.
//
//	node server.mjs server.json
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import Provider from 'oidc-provider';
import { Clients, Told, adapterOf, metadataOf } from './adapter.mjs';
import { subjectIs } from './subject.mjs';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { issuer, audience, scopes, dcr, tls } = settings;
const file = (path) => readFileSync(path, 'utf8');

// What a database would do, without an end of anything.
class Memory {
	static all = new Map();

	constructor(model) { this.model = model; }

	key(id) { return `${this.model}:${id}`; }

	find(id) { return Memory.all.get(this.key(id)); }

	findByUid(uid) {
		return [...Memory.all].find(([key, payload]) =>
			key.startsWith(this.key('')) && payload.uid === uid)?.[1];
	}

	upsert(id, payload) { Memory.all.set(this.key(id), payload); }

	consume(id) { this.find(id).consumed = Math.floor(Date.now() / 1000); }

	destroy(id) { Memory.all.delete(this.key(id)); }

	revokeByGrantId(grant) {
		for (const [key, payload] of Memory.all)
			if (payload.grantId === grant)
				Memory.all.delete(key);
	}
}

// Either dcr is asked, or dcr tells, with this certificate.
const teller = dcr.events &&
	new X509Certificate(file(dcr.events.certificate)).fingerprint256;
const clients = teller ? new Told() : new Clients({
	url: dcr.url, ca: file(dcr.ca), cert: file(dcr.cert), key: file(dcr.key),
});
const signed = ['PS256', 'ES256'];
const certificateOf = (ctx) => ctx.req.socket.getPeerX509Certificate();

const provider = new Provider(issuer, {
	adapter: adapterOf(clients, Memory),
	jwks: JSON.parse(file(settings.jwks)),
	cookies: { keys: [file(settings.cookies).trim()] },
	// A client with a scope that is not on this list is refused whole.
	scopes,
	claims: { openid: ['sub'] },
	responseTypes: settings.response_types ?? ['code', 'code id_token'],
	clientAuthMethods: ['private_key_jwt', 'tls_client_auth'],
	clientDefaults: {
		authorization_signed_response_alg: 'PS256',
		id_token_signed_response_alg: 'PS256',
	},
	enabledJWA: {
		authorizationSigningAlgValues: signed,
		clientAuthSigningAlgValues: signed,
		idTokenSigningAlgValues: signed,
		requestObjectSigningAlgValues: signed,
		userinfoSigningAlgValues: signed,
	},
	pkce: { required: () => true, methods: ['S256'] },
	// Without this there is none but for the scope offline_access.
	issueRefreshToken: (ctx, client) =>
		client.grantTypeAllowed('refresh_token'),
	ttl: { AccessToken: 600, ClientCredentials: 600, Grant: 86400,
		Interaction: 600, RefreshToken: 86400, Session: 3600,
		IdToken: 600 },
	findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
	interactions: { url: (ctx, { uid }) => `/interaction/${uid}` },
	features: {
		devInteractions: { enabled: false },
		clientCredentials: { enabled: true },
		encryption: { enabled: true },
		jwtResponseModes: { enabled: true },
		pushedAuthorizationRequests: {
			enabled: true, requirePushedAuthorizationRequests: true,
		},
		requestObjects: { request: true },
		mTLS: {
			enabled: true,
			certificateBoundAccessTokens: true,
			tlsClientAuth: true,
			getCertificate: (ctx) => certificateOf(ctx)?.toString(),
			certificateAuthorized: (ctx) => ctx.req.socket.authorized,
			certificateSubjectMatches: (ctx, property, told) =>
				property === 'tls_client_auth_subject_dn' &&
				subjectIs(certificateOf(ctx).raw, told),
		},
		// at+jwt (RFC 9068) for the APIs, whichever way one was asked for.
		resourceIndicators: {
			enabled: true,
			defaultResource: () => audience,
			useGrantedResource: () => true,
			getResourceServerInfo: () => ({
				scope: scopes.join(' '),
				audience,
				accessTokenFormat: 'jwt',
				jwt: { sign: { alg: 'PS256' } },
			}),
		},
	},
});

async function bodyOf(request, most) {
	let body = '';

	request.setEncoding('utf8');
	for await (const part of request)
		if ((body += part).length > most)
			throw new Error('too long');
	return body;
}

// An event of `dcr deliver`, or before a registration the question whether this
// server would take the client.  A refusal is heard at dcr: the event is parked
// there, or the registration refused.
async function event(request, response) {
	const certificate = request.socket.getPeerX509Certificate();

	if (certificate?.fingerprint256 !== teller) {
		response.writeHead(401).end();
		return;
	}
	const told = JSON.parse(await bodyOf(request, 262144));
	const metadata = metadataOf(told);
	if (told.event !== 'check')
		await clients.take(told);
	try {
		if (metadata !== undefined)
			await provider.Client.validate(metadata);
	} catch (error) {
		response.writeHead(400).end(error.error_description);
		return;
	}
	response.writeHead(204).end();
}

// Here is where a bank proves its customer and asks what the TPP may do.
async function interaction(request, response) {
	const { params } = await provider.interactionDetails(request, response);

	if (request.method !== 'POST') {
		response.setHeader('Content-Type', 'text/html');
		response.end('<form method="post">' +
			'<input name="login"><button>Allow</button></form>');
		return;
	}
	const form = new URLSearchParams(await bodyOf(request, 4096));
	const accountId = form.get('login');
	const grant = new provider.Grant({
		accountId, clientId: params.client_id,
	});
	grant.addOIDCScope(params.scope);
	grant.addResourceScope(audience, params.scope);
	await provider.interactionFinished(request, response, {
		login: { accountId }, consent: { grantId: await grant.save() },
	});
}

for (const event of ['server_error', 'jwks.error'])
	provider.on(event, (ctx, error) => console.error(event, error));
// What dcr has registered and this server cannot serve.
for (const event of ['pushed_authorization_request.error', 'grant.error',
	'authorization.error'])
	provider.on(event, (ctx, error) =>
		console.error(event, error.error, error.error_description,
			error.error_detail ?? ''));

const serve = provider.callback();
function handlerOf({ url, method }) {
	if (url.startsWith('/interaction/'))
		return interaction;
	if (teller && url === dcr.events.path && method === 'POST')
		return event;
	return serve;
}

https.createServer({
	cert: file(tls.cert), key: file(tls.key), ca: file(tls.client_ca),
	requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2',
}, (request, response) => {
	Promise.resolve(handlerOf(request)(request, response)).catch((error) => {
		console.error(request.url, error.message);
		response.writeHead(400).end();
	});
}).listen(settings.port, settings.address, () => console.log('ready'));
