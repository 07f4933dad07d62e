// SPDX-License-Identifier: ISC
//
// The clients of node oidc-provider, looked up at dcr when they are needed, and
// the end of what they were given before dcr's not_before.
//
//	const clients = new Clients({ url: 'https://dcr.bank.example/clients',
//		ca, cert, key });	(or: new Told(), see there)
//	new Provider(issuer, { adapter: adapterOf(clients, Store), ... });
//
// Store is the adapter class of the bank's own database, which keeps all models
// but the clients.
import https from 'node:https';

const BODY = 256 * 1024; // bytes of an answer
const KEPT = 1000; // clients

export class Clients {
	#url;
	#options;
	#seconds;
	#milliseconds;
	#kept = new Map(); // by client_id: { told, tag, until }
	#asking = new Map(); // by client_id: a promise

	// seconds: so long an answer serves without asking again; 0 asks at each
	// use, and is told 304 where nothing has changed.
	constructor({ url, ca, cert, key, seconds = 1, milliseconds = 2000 }) {
		this.#url = url.replace(/\/*$/, '/');
		this.#seconds = seconds;
		this.#milliseconds = milliseconds;
		this.#options = {
			ca, cert, key,
			agent: new https.Agent({ keepAlive: true }),
		};
	}

	// What dcr tells of the client (docs/deliver/oidc-provider); undefined
	// when there is none.  Throws when dcr cannot say: that is no answer
	// about the client, and the caller's request fails.
	async find(id) {
		if (typeof id !== 'string' || !/^[\w.~-]{1,200}$/.test(id))
			return undefined;
		const kept = this.#kept.get(id);
		if (kept !== undefined && performance.now() < kept.until)
			return kept.told;
		if (!this.#asking.has(id))
			this.#asking.set(id, this.#learn(id, kept).finally(
				() => this.#asking.delete(id)));
		return this.#asking.get(id);
	}

	async #learn(id, kept) {
		const until = performance.now() + this.#seconds * 1000;
		const { status, tag, body } = await this.#get(id, kept?.tag);

		this.#kept.delete(id);
		if (status === 404)
			return undefined;
		if (status === 304 && kept !== undefined)
			return this.#keep(id, { ...kept, until });
		if (status !== 200)
			throw new Error(`dcr: status ${status} of a client`);
		const told = JSON.parse(body);
		if (told.client_id !== id)
			throw new Error('dcr: told of another client');
		return this.#keep(id, { told, tag, until });
	}

	#keep(id, entry) {
		if (this.#kept.size >= KEPT)
			this.#kept.delete(this.#kept.keys().next().value);
		this.#kept.set(id, entry);
		return entry.told;
	}

	#get(id, tag) {
		const options = {
			...this.#options,
			headers: tag === undefined ? {} : { 'If-None-Match': tag },
			signal: AbortSignal.timeout(this.#milliseconds),
		};
		return new Promise((resolve, reject) => {
			https.get(this.#url + id, options, (response) => {
				let body = '';
				response.setEncoding('utf8');
				response.on('data', (part) => {
					body += part;
					if (body.length > BODY)
						response.destroy(new Error('dcr: too long'));
				});
				response.on('error', reject);
				response.on('end', () => resolve({
					status: response.statusCode,
					tag: response.headers.etag, body,
				}));
			}).on('error', reject);
		});
	}
}

// The clients as `dcr deliver` tells them (kind http), for a server that goes on
// while dcr cannot be asked.  A bank keeps them in its database: what is lost
// here, dcr does not tell again by itself.
export class Told {
	#all = new Map();

	async find(id) {
		return this.#all.get(id);
	}

	// An event may come twice, and after a newer one: keys grow.
	async take(event) {
		const { client_id: id, key } = event;

		if (typeof id !== 'string' || !/^[0-9a-f]{16}$/.test(key))
			throw new TypeError('an event has client_id and key');
		if (!(key < this.#all.get(id)?.key))
			this.#all.set(id, event);
	}
}

// What oidc-provider makes a client of; undefined: a client that is suspended is
// none.
export function metadataOf(told) {
	if (told?.state !== 'active')
		return undefined;
	const { client } = told;
	return {
		...client,
		client_id: told.client_id,
		// oidc-provider refuses a client that has it without using it.
		token_endpoint_auth_signing_alg:
			client.token_endpoint_auth_method === 'private_key_jwt'
				? client.token_endpoint_auth_signing_alg
				: undefined,
		// OpenID Connect Registration section 2 wants this grant beside
		// "code id_token", which regimes of banks do not list.
		grant_types: client.response_types?.some((type) =>
			/\b(id_token|token)\b/.test(type))
			? [...new Set([...client.grant_types, 'implicit'])]
			: client.grant_types,
		// oidc-provider lets a client without a scope have any.
		scope: client.scope ?? 'openid',
	};
}

// Grants, and refresh tokens by the first of their row (iiat), are as old as the
// consent that they go back to.
function stands(payload, told) {
	const { iat = 0, iiat = iat } = payload;

	return told?.state === 'active' &&
		Math.min(iat, iiat) >= told.not_before;
}

export function adapterOf(clients, Store) {
	return class {
		#store;

		constructor(model) {
			this.#store = model === 'Client' ? null : new Store(model);
		}

		async find(id) {
			return this.#store === null
				? metadataOf(await clients.find(id))
				: this.#alive(await this.#store.find(id));
		}

		async findByUid(uid) {
			return this.#alive(await this.#own().findByUid(uid));
		}

		async findByUserCode(code) {
			return this.#alive(await this.#own().findByUserCode(code));
		}

		async upsert(...all) { return this.#own().upsert(...all); }

		async consume(id) { return this.#own().consume(id); }

		async destroy(id) { return this.#own().destroy(id); }

		async revokeByGrantId(id) {
			return this.#own().revokeByGrantId(id);
		}

		#own() {
			if (this.#store === null)
				throw new Error('clients are registered at dcr');
			return this.#store;
		}

		// What was given to no client, such as a session, lives by itself.
		async #alive(payload) {
			if (payload?.clientId === undefined)
				return payload;
			return stands(payload, await clients.find(payload.clientId))
				? payload : undefined;
		}
	};
}
