// SPDX-License-Identifier: ISC
//
// server.mjs PORT DIRECTORY MEMBER CA LOG: the peer of test/bench/race.  A
// certified OpenID provider of npm that is made to do the work of a
// registration as dcr does it: the request and the statement in it are PS256
// and are verified, the certificate is that of the statement's organisation and
// of the authority CA, a jti counts once, and what is registered is on the
// disk (LOG) before it is acknowledged.  DIRECTORY and MEMBER are files of key
// sets, read once, as if they were always fresh.
//
// It is let off what costs dcr something and would be asked of it: a jti is
// kept in memory alone, no revoked key is looked up, no list of revocation is
// read, there is no audit trail, and most rules of the regime are not asked.
import { createHash, X509Certificate } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { createLocalJWKSet, decodeJwt, exportJWK, generateKeyPair, jwtVerify }
	from 'jose';
import Provider, { errors } from 'oidc-provider';

const [port, directoryFile, memberFile, authorityFile, logFile] =
	process.argv.slice(2);
const audience = 'https://as.sandbox.example';
const json = async (file) => JSON.parse(await readFile(file, 'utf8'));
const directory = createLocalJWKSet(await json(directoryFile));
const member = createLocalJWKSet({
	keys: (await json(memberFile)).keys.filter((key) => key.use === 'sig'),
});
const authority = new X509Certificate(await readFile(authorityFile));
const log = await open(logFile, 'a');

// What the provider keeps, by kind; a change is on the disk when it is made.
const kept = new Map();
class Durable {
	constructor(kind) {
		if (!kept.has(kind))
			kept.set(kind, new Map());
		this.kind = kind;
		this.rows = kept.get(kind);
	}
	async upsert(id, row) {
		await log.write(`${JSON.stringify([this.kind, id, row])}\n`);
		await log.datasync();
		this.rows.set(id, row);
	}
	async find(id) { return this.rows.get(id); }
	async destroy(id) { this.rows.delete(id); }
	async consume() {}
	async revokeByGrantId() {}
	async findByUid() {}
	async findByUserCode() {}
}

const { privateKey } = await generateKeyPair('PS256', { extractable: true });
const provider = new Provider(`http://127.0.0.1:${port}`, {
	adapter: Durable,
	jwks: {
		keys: [{ ...await exportJWK(privateKey), alg: 'PS256', kid: 'own',
			use: 'sig' }],
	},
	scopes: ['openid', 'offline_access', 'accounts', 'payments'],
	cookies: { keys: ['bench'] },
	enabledJWA: {
		idTokenSigningAlgValues: ['PS256'],
		requestObjectSigningAlgValues: ['PS256'],
	},
	clientDefaults: { id_token_signed_response_alg: 'PS256' },
	extraClientMetadata: {
		properties: ['software_id', 'software_statement', 'org_id'],
	},
	features: {
		clientCredentials: { enabled: true },
		devInteractions: { enabled: false },
		registration: { enabled: true },
		registrationManagement: { enabled: true },
		requestObjects: { enabled: true },
	},
});

const badStatement = (why) => new errors.InvalidSoftwareStatement(why);
const badMetadata = (why) => new errors.InvalidClientMetadata(why);

async function verified(token, keys, wanted, bad) {
	try {
		return (await jwtVerify(token, keys,
			{ algorithms: ['PS256'], ...wanted })).payload;
	} catch (error) {
		throw bad(error.message);
	}
}

const trusted = new Set(); // hashes of certificates that the authority issued

function checkCertificate(header, organisation) {
	if (!header)
		throw badMetadata('no client certificate');
	const certificate = new X509Certificate(decodeURIComponent(header));
	const hash = createHash('sha256').update(certificate.raw).digest('hex');
	if (!trusted.has(hash)) {
		if (!certificate.checkIssued(authority) ||
		    !certificate.verify(authority.publicKey))
			throw badMetadata('the certificate is of another authority');
		trusted.add(hash);
	}
	if (Date.parse(certificate.validTo) < Date.now())
		throw badMetadata('the certificate has expired');
	if (!certificate.subject.split('\n').includes(`CN=${organisation}`))
		throw badStatement('the certificate is of another organisation');
}

const spent = new Set();

// The body that is left to the provider.
async function judge(raw, header) {
	const inside = decodeJwt(raw).software_statement;
	const statement = await verified(inside, directory,
		{ issuer: 'OpenBanking Ltd' }, badStatement);
	const request = await verified(raw, member, { audience,
		issuer: statement.software_id,
		requiredClaims: ['exp', 'iat', 'jti'] }, badMetadata);
	if (spent.has(request.jti))
		throw badMetadata('the jti was used before');
	spent.add(request.jti);
	if (!request.redirect_uris.every((uri) =>
		statement.software_redirect_uris.includes(uri)))
		throw new errors.InvalidRedirectUri();
	checkCertificate(header, statement.org_id);
	const { iss, aud, iat, exp, jti, ...metadata } = request;
	return { ...metadata, org_id: statement.org_id,
		client_name: statement.software_client_name,
		jwks_uri: statement.software_jwks_endpoint };
}

provider.use(async (context, next) => {
	if (!context.is('application/jwt'))
		return next();
	try {
		const parts = [];
		for await (const part of context.req)
			parts.push(part);
		context.req.body = await judge(Buffer.concat(parts).toString().trim(),
			context.get('ssl-client-cert'));
		context.req.headers['content-type'] = 'application/json';
	} catch (error) {
		if (!error.error)
			throw error;
		context.status = 400;
		context.body = { error: error.error,
			error_description: error.error_description };
		return undefined;
	}
	return next();
});
provider.on('server_error', (context, error) => console.error(error));
provider.on('registration_create.error', (context, error) =>
	console.error(error.error, error.error_description));
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
process.on('SIGTERM', () => process.exit(0));
