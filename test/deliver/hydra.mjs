// SPDX-License-Identifier: ISC
//
// Ory Hydra's administration, as far as a mapping calls it.  Which requests
// there are is what its own client sends; how it behaves is by its source
// (client/handler.go, client/validator.go): PUT replaces all that there is.
import hydra from '@ory/hydra-client';

const clients = new Map();
const ended = {};

export async function shapes(recorded) {
	return recorded(async (basePath) => {
		const api = new hydra.OAuth2Api(
		    new hydra.Configuration({ basePath }));
		await api.getOAuth2Client({ id: 'ID' });
		await api.createOAuth2Client({ oAuth2Client: {} });
		await api.setOAuth2Client({ id: 'ID', oAuth2Client: {} });
		await api.patchOAuth2Client({ id: 'ID', jsonPatch: [] });
		await api.deleteOAuth2Client({ id: 'ID' });
		await api.deleteOAuth2Token({ clientId: 'ID' });
		await api.listOAuth2Clients({ pageSize: 250 });
		await api.listOAuth2Clients({ pageSize: 250, pageToken: 'x' });
	});
}

export function state() {
	return { clients: Object.fromEntries(clients), ended };
}

function refusal(client) {
	const algorithms = ['RS', 'PS', 'ES'].flatMap((kind) =>
		['256', '384', '512'].map((size) => kind + size));
	if (client.token_endpoint_auth_method === 'private_key_jwt' &&
	    !client.jwks_uri && !client.jwks)
		return 'either jwks or jwks_uri must be set';
	if (client.jwks_uri && client.jwks)
		return 'Fields jwks and jwks_uri can not both be set';
	if (client.token_endpoint_auth_signing_alg &&
	    !algorithms.includes(client.token_endpoint_auth_signing_alg))
		return 'unsupported algorithm';
	return undefined;
}

// RFC 6902, "add" alone.
function patch(client, changes) {
	for (const { op, path, value } of changes) {
		const names = path.split('/').slice(1);
		const last = names.pop();
		const at = names.reduce((inner, n) => inner[n], client);
		if (op !== 'add')
			throw new Error(`no patch by ${op}`);
		at[last] = value;
	}
	return { status: 200, type: 'JsonPatch[]', body: client };
}

function list(query) {
	const all = [{ client_id: 'of-the-bank', metadata: {} },
		...clients.values()];
	const size = 2;
	const first = Number(query.get('page_token') ?? 0);
	const next = first + size < all.length
		? { link: `</admin/clients?page_token=${first + size}&page_size=2>; rel="next"` }
		: {};
	return { status: 200, headers: next, body: all.slice(first, first + size) };
}

function put(id, body, status) {
	const error = refusal(body);
	if (error !== undefined)
		return { status: 400, type: 'OAuth2Client',
			body: { error: 'invalid_client_metadata', error_description: error } };
	clients.set(id, { ...body, client_id: id });
	return { status, type: 'OAuth2Client', body: clients.get(id) };
}

export function answer({ method, path, query, body }) {
	const [, kind, id] = path;
	if (kind === 'oauth2') {
		const whose = query.get('client_id');
		ended[whose] = (ended[whose] ?? 0) + 1;
		return { status: 204 };
	}
	if (id === undefined && method === 'GET')
		return list(query);
	if (id === undefined)
		return clients.has(body.client_id)
			? { status: 409, type: 'OAuth2Client' }
			: put(body.client_id, body, 201);
	if (!clients.has(id))
		return { status: 404 };
	if (method === 'PUT')
		return put(id, body, 200);
	if (method === 'PATCH')
		return patch(clients.get(id), body);
	if (method === 'GET')
		return { status: 200, body: clients.get(id) };
	clients.delete(id);
	return { status: 204 };
}
