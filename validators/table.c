/* SPDX-License-Identifier: ISC */
/* All validators that are built in, in the order in which they are asked. */
#include "validators/table.h"

#include <stddef.h>
#include <string.h>

#include "validators/validator.h"

extern const struct validator client_certificate;
extern const struct validator qualified_certificate;
extern const struct validator envelope_wrapper;
extern const struct validator envelope_form;
extern const struct validator envelope_json;
extern const struct validator envelope_certificate;
extern const struct validator entity_form;
extern const struct validator entity_chain;
extern const struct validator statement_form;
extern const struct validator statement_signature;
extern const struct validator statement_times;
extern const struct validator statement_use;
extern const struct validator statement_claims;
extern const struct validator organisation_status;
extern const struct validator competent_authority;
extern const struct validator software_roles;
extern const struct validator certificate_binding;
extern const struct validator statement_scope;
extern const struct validator envelope_signature;
extern const struct validator envelope_seal;
extern const struct validator envelope_party;
extern const struct validator revoked_keys;
extern const struct validator envelope_issuer;
extern const struct validator envelope_audience;
extern const struct validator envelope_times;
extern const struct validator envelope_jti;
extern const struct validator contradiction;
extern const struct validator replacement;
extern const struct validator redirect_uris;
extern const struct validator token_endpoint_auth_method;
extern const struct validator token_endpoint_auth_signing_alg;
extern const struct validator tls_client_auth_subject_dn;
extern const struct validator tls_client_auth_san;
extern const struct validator grant_types;
extern const struct validator response_types;
extern const struct validator application_type;
extern const struct validator signing_algorithms;
extern const struct validator scope;
extern const struct validator backchannel;
extern const struct validator sector_identifier;
extern const struct validator member_rules;
extern const struct validator uniqueness;

/*
 * The order is the argument: who calls, then whether the signatures of
 * request and statement may be tried, then whether both are true, then what
 * both say.  What is signed is
 * judged before what it means.  validators/judge/regime.c proves at start-up
 * that a profile leaves nothing out that a later question stands on.
 */
const struct validator *const validators[] = {
    &client_certificate,
    &qualified_certificate,
    &envelope_wrapper,
    &envelope_form,
    &envelope_json,
    &envelope_certificate,
    &entity_form,
    &entity_chain,
    &statement_form,
    &statement_signature,
    &statement_times,
    &statement_use,
    &statement_claims,
    &organisation_status,
    &competent_authority,
    &software_roles,
    &statement_scope,
    &certificate_binding,
    &envelope_signature,
    &envelope_seal,
    &envelope_party,
    &revoked_keys,
    &envelope_issuer,
    &envelope_audience,
    &envelope_times,
    &envelope_jti,
    &contradiction,
    &replacement,
    &redirect_uris,
    &token_endpoint_auth_method,
    &token_endpoint_auth_signing_alg,
    &tls_client_auth_subject_dn,
    &tls_client_auth_san,
    &grant_types,
    &response_types,
    &application_type,
    &signing_algorithms,
    &scope,
    &backchannel,
    &sector_identifier,
    &member_rules,
    &uniqueness,
    NULL,
};

const struct validator *
validator_named(const char *name)
{
	for (size_t i = 0; validators[i] != NULL; i++)
		if (strcmp(validators[i]->name, name) == 0)
			return validators[i];
	return NULL;
}
