/* SPDX-License-Identifier: ISC */
/* Lists the names of client metadata that standards have given. */
#include <stddef.h>

#include "validators/lib/normalised.h"
#include "validators/lib/listed.h"
#include "validators/lib/private.h"

/*
 * In the order of strcmp().  RFC 7591 section 2, OpenID Connect Registration
 * 1.0 section 2, Back-Channel, Front-Channel and RP-Initiated Logout 1.0, CIBA
 * core 1.0 section 4, JARM section 3, RFC 8705 sections 2.1.2 and 3.4, RFC 9101
 * section 10.5, RFC 9126 section 6, RFC 9396 section 10, RFC 9449 section 5.2,
 * RFC 9701 section 6, FAPI 2.0 Security Profile section 5.2.2.1.1.  jwks,
 * client_id, software_id and software_version are not among them.
 */
static const char *const names[] = {
    "application_type",
    "authorization_details_types",
    "authorization_encrypted_response_alg",
    "authorization_encrypted_response_enc",
    "authorization_signed_response_alg",
    "backchannel_authentication_request_signing_alg",
    "backchannel_client_notification_endpoint",
    "backchannel_logout_session_required",
    "backchannel_logout_uri",
    "backchannel_token_delivery_mode",
    "backchannel_user_code_parameter",
    "client_name",
    "client_uri",
    "contacts",
    "default_acr_values",
    "default_max_age",
    "dpop_bound_access_tokens",
    "frontchannel_logout_session_required",
    "frontchannel_logout_uri",
    "grant_types",
    "id_token_encrypted_response_alg",
    "id_token_encrypted_response_enc",
    "id_token_signed_response_alg",
    "initiate_login_uri",
    "introspection_encrypted_response_alg",
    "introspection_encrypted_response_enc",
    "introspection_signed_response_alg",
    "jwks_uri",
    "logo_uri",
    "policy_uri",
    "post_logout_redirect_uris",
    "redirect_uris",
    "request_object_encryption_alg",
    "request_object_encryption_enc",
    "request_object_signing_alg",
    "request_uris",
    "require_auth_time",
    "require_pushed_authorization_requests",
    "require_signed_request_object",
    "response_types",
    "scope",
    "sector_identifier_uri",
    "subject_type",
    "tls_client_auth_san_dns",
    "tls_client_auth_san_email",
    "tls_client_auth_san_ip",
    "tls_client_auth_san_uri",
    "tls_client_auth_subject_dn",
    "tls_client_certificate_bound_access_tokens",
    "token_endpoint_auth_method",
    "token_endpoint_auth_signing_alg",
    "tos_uri",
    "use_mtls_endpoint_aliases",
    "userinfo_encrypted_response_alg",
    "userinfo_encrypted_response_enc",
    "userinfo_signed_response_alg",
    NULL,
};

/* Those that mean nothing without a key of the client's. */
static const char *const keyed[] = {
    "authorization_encrypted_response_alg",
    "authorization_encrypted_response_enc",
    "backchannel_authentication_request_signing_alg",
    "id_token_encrypted_response_alg",
    "id_token_encrypted_response_enc",
    "introspection_encrypted_response_alg",
    "introspection_encrypted_response_enc",
    "request_object_signing_alg",
    "require_signed_request_object",
    "token_endpoint_auth_signing_alg",
    "userinfo_encrypted_response_alg",
    "userinfo_encrypted_response_enc",
    NULL,
};

bool
normalised_is(const char *name)
{
	static struct listed listed = {.names = names};

	return listed_has(&listed, name);
}

const char *const *
normalised_names(void)
{
	return names;
}

bool
normalised_needs_keys(const char *name)
{
	static struct listed listed = {.names = keyed};

	return listed_has(&listed, name);
}
