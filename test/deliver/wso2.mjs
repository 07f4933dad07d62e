// SPDX-License-Identifier: ISC
//
// The Dynamic Client Registration API 1.1 of WSO2 Identity Server and the list
// of its Application Management API, as far as a mapping calls them.  No package
// has a description of them: what may be sent is written down here by the DTOs
// of wso2-extensions/identity-inbound-auth-oauth, how it is answered by
// DCRMService and DCRMUtils there (a name that exists: 400; a client that does
// not: 401).
const text = 'string', flag = 'boolean', list = 'array';
const both = { redirect_uris: list, client_name: text, grant_types: list,
	ext_application_display_name: text, ext_public_client: flag,
	ext_pkce_mandatory: flag, token_type_extension: text, jwks_uri: text,
	token_endpoint_auth_method: text, token_endpoint_auth_signing_alg: text,
	sector_identifier_uri: text, subject_type: text,
	id_token_signed_response_alg: text, id_token_encrypted_response_alg: text,
	id_token_encrypted_response_enc: text, request_object_signing_alg: text,
	request_object_encryption_alg: text, request_object_encryption_enc: text,
	tls_client_auth_subject_dn: text, require_signed_request_object: flag,
	require_pushed_authorization_requests: flag,
	tls_client_certificate_bound_access_tokens: flag,
	backchannel_logout_uri: text, backchannel_logout_session_required: flag };
const types = { POST: { ...both, ext_param_client_id: text }, PUT: both };
const applications = new Map();
const register = '/api/identity/oauth2/dcr/v1.1/register';
const management = '/api/server/v1/applications';

export function shapes() {
	return [`POST ${register}?`, `PUT ${register}/*?`,
		`GET ${management}?filter`, `GET ${management}?filter&limit&offset`,
		`DELETE ${management}/*?`];
}

export function state() {
	return Object.fromEntries([...applications.values()].map((one) =>
		[one.client_id, one]));
}

function check(method, body, wrong) {
	for (const [name, value] of Object.entries(body)) {
		const type = Array.isArray(value) ? list : typeof value;
		if (types[method][name] === undefined)
			wrong(`${method}: no member ${name}`);
		else if (types[method][name] !== type)
			wrong(`${method}: ${name} is no ${types[method][name]}`);
	}
	for (const name of ['redirect_uris', 'client_name'])
		if (body[name] === undefined)
			wrong(`${method}: ${name} is missing`);
}

function named(filter) {
	const [, by, name] = filter.split(' ');
	return [...applications.values()].filter((one) => by === 'eq'
		? one.client_name === name : one.client_name.startsWith(name));
}

function find(query) {
	const first = Number(query.get('offset') ?? 0);
	const found = named(query.get('filter')).slice(first);
	return { status: 200, body: { totalResults: found.length,
		applications: found.map((one) =>
			({ id: one.id, name: one.client_name })) } };
}

function create(body) {
	const id = body.ext_param_client_id;
	const known = [...applications.values()];
	if (!/^[a-zA-Z0-9_]{15,30}$/.test(id) ||
	    known.some((o) => o.client_name === body.client_name ||
		o.client_id === id))
		return { status: 400, body: { error: 'invalid_client_metadata' } };
	applications.set(`app ${id}`, { ...body, id: `app ${id}`, client_id: id,
		made: (state.made = (state.made ?? 0) + 1) });
	return { status: 201, body: { client_id: id } };
}

export function answer({ method, path, query, body, wrong }) {
	const last = path.at(-1);
	if (method === 'GET')
		return find(query);
	if (method === 'DELETE')
		return { status: applications.delete(last) ? 204 : 404 };
	check(method, body, wrong);
	if (method === 'POST')
		return create(body);
	const one = applications.get(`app ${last}`);
	if (one === undefined)
		return { status: 401 };
	applications.set(one.id, { ...one, ...body });
	return { status: 200, body: { client_id: last } };
}
