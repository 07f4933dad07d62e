// SPDX-License-Identifier: ISC
//
// Keycloak's administration, as far as a mapping calls it.  Which requests there
// are is what its own client sends; how it behaves is by its source
// (ClientResource, RepresentationToModel): PUT keeps the attributes that it is
// not sent and the client scopes; an empty attribute is removed.
import { randomUUID } from 'node:crypto';
import KcAdminClient from '@keycloak/keycloak-admin-client';

const clients = new Map();
const scopes = ['openid', 'accounts', 'payments', 'fundsconfirmations',
	'consents', 'resources', 'bank:accounts.basic:read', 'cdr:registration',
	'bank:accounts.detail:read', 'bank:transactions:read', 'common:customer.basic:read',
	'profile', 'offline_access', 'aisp', 'pisp']
	.filter((name) => name !== 'openid')
	.map((name) => ({ id: `scope ${name}`, name }));

export async function shapes(recorded) {
	return recorded(async (baseUrl) => {
		const kc = new KcAdminClient({ baseUrl, realmName: 'REALM' });
		kc.setAccessToken('x');
		await kc.clients.find({ clientId: 'CLIENT' });
		await kc.clients.find({ first: 0, max: 100 });
		await kc.clientScopes.find();
		await kc.clients.create({ clientId: 'CLIENT' });
		await kc.clients.update({ id: 'ID' }, {});
		await kc.clients.del({ id: 'ID' });
		await kc.clients.listOptionalClientScopes({ id: 'ID' });
		await kc.clients.addOptionalClientScope(
		    { id: 'ID', clientScopeId: 'SCOPE' });
		await kc.clients.delOptionalClientScope(
		    { id: 'ID', clientScopeId: 'SCOPE' });
	});
}

export function authorized(request) {
	return request.headers.authorization === 'Bearer kc-secret' ? undefined
		: { status: 401, body: { error: 'HTTP 401 Unauthorized' } };
}

export function state() {
	return Object.fromEntries([...clients.values()].map((client) =>
		[client.clientId, client]));
}

function check(client, wrong) {
	for (const [name, value] of Object.entries(client.attributes ?? {}))
		if (typeof value !== 'string')
			wrong(`attribute ${name} is no string`);
	for (const uri of client.redirectUris ?? [])
		if (uri.includes('*'))
			wrong(`redirect URI ${uri}`);
	for (const mapper of client.protocolMappers ?? [])
		if (!['oidc-hardcoded-claim-mapper', 'oidc-audience-mapper']
		    .includes(mapper.protocolMapper))
			wrong(`protocol mapper ${mapper.protocolMapper}`);
}

function attributes(old, changes) {
	const all = { ...old };
	for (const [name, value] of Object.entries(changes ?? {}))
		if (value === '')
			delete all[name];
		else
			all[name] = value;
	return all;
}

function create(body) {
	if ([...clients.values()].some((c) => c.clientId === body.clientId))
		return { status: 409, type: 'ClientRepresentation' };
	const id = randomUUID();
	clients.set(id, { notBefore: 0, ...body, id,
		attributes: attributes({}, body.attributes),
		optionalClientScopes: (body.optionalClientScopes ?? [])
			.filter((name) => scopes.some((s) => s.name === name)) });
	return { status: 201, type: 'ClientRepresentation',
		headers: { location: `/clients/${id}` } };
}

function update(client, body) {
	clients.set(client.id, { ...client, ...body, id: client.id,
		attributes: attributes(client.attributes, body.attributes),
		optionalClientScopes: client.optionalClientScopes });
	return { status: 204, type: 'ClientRepresentation' };
}

function optional(client, method, id) {
	const scope = scopes.find((s) => s.id === id);
	const names = client.optionalClientScopes;
	if (id === undefined)
		return { status: 200, body: scopes.filter((s) =>
			names.includes(s.name)) };
	if (scope === undefined)
		return { status: 404 };
	client.optionalClientScopes = names.filter((n) => n !== scope.name);
	if (method === 'PUT')
		client.optionalClientScopes.push(scope.name);
	return { status: 204 };
}

function list(query) {
	const all = [{ id: '1', clientId: 'admin-cli' }, ...clients.values()];
	if (query.has('clientId'))
		return all.filter((c) => c.clientId === query.get('clientId'));
	const first = Number(query.get('first'));
	return all.slice(first, first + Number(query.get('max')));
}

export function answer({ method, path, query, body, wrong }) {
	const [, , realm, kind, id, part, scope] = path;
	const client = clients.get(id);
	if (realm !== 'tpp')
		return { status: 404 };
	if (kind === 'client-scopes')
		return { status: 200, body: scopes };
	if (body !== undefined)
		check(body, wrong);
	if (id === undefined)
		return method === 'POST' ? create(body)
			: { status: 200, body: list(query) };
	if (client === undefined)
		return { status: 404 };
	if (part !== undefined)
		return optional(client, method, scope);
	if (method === 'PUT')
		return update(client, body);
	clients.delete(id);
	return { status: 204 };
}
