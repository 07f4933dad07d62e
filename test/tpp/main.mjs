// SPDX-License-Identifier: ISC
//
// A TPP by openid-client and jose, which nobody here wrote: all that it may,
// then all that it may not.  test/suites/tpp starts the bank; WORLD, ISSUER
// and DCR say where that is.
import { check, failures } from './checks.mjs';
import { refuseCalls, refuseTokens } from './authorizer.mjs';
import { deleteAll, revokeTokens, suspend } from './ends.mjs';
import {
	refuseAssertions, refuseClients, refuseGrants, refuseIntrospection,
	refuseKeys, refuseReplay,
} from './refusals.mjs';
import {
	call, discover, getTokens, introspect, manage, register,
} from './story.mjs';

async function tell() {
	const issuer = await discover();
	const clients = await register(issuer);
	await getTokens(issuer, clients);
	await introspect(issuer, clients);
	await call(clients);
	await manage(issuer, clients);
	await refuseAssertions(issuer, clients);
	await refuseReplay(issuer, clients);
	await refuseKeys(issuer, clients);
	await refuseClients(issuer, clients);
	await refuseGrants(clients);
	await refuseIntrospection(issuer, clients);
	await refuseCalls(issuer, clients);
	await refuseTokens(issuer, clients);
	await revokeTokens(issuer, clients);
	await suspend(issuer, clients);
	await deleteAll(issuer, clients);
}

try {
	await tell();
	check('the whole story', true);
} catch (error) {
	check('the whole story', false, ...error.stack.split('\n'),
		error.response?.body?.toString() ?? '');
}
process.exit(failures() === 0 ? 0 : 1);
