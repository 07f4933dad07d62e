/* SPDX-License-Identifier: ISC */
/* Lists the names of client metadata that registrations have anywhere. */
#include "validators/lib/known.h"

#include <stddef.h>

#include "validators/lib/listed.h"

static const char *const strings[] = {"application_type",
    "authorization_encrypted_response_alg",
    "authorization_encrypted_response_enc", "authorization_signed_response_alg",
    "backchannel_authentication_request_signing_alg",
    "backchannel_client_notification_endpoint", "backchannel_logout_uri",
    "backchannel_token_delivery_mode", "client_name", "client_uri",
    "frontchannel_logout_uri", "id_token_encrypted_response_alg",
    "id_token_encrypted_response_enc", "id_token_signed_response_alg",
    "initiate_login_uri", "introspection_encrypted_response_alg",
    "introspection_encrypted_response_enc",
    "introspection_endpoint_auth_method", "introspection_signed_response_alg",
    "jwks_uri", "logo_uri", "nfv_token_encrypted_response_alg",
    "nfv_token_encrypted_response_enc", "nfv_token_signed_response_alg",
    "policy_uri", "request_object_encryption_alg",
    "request_object_encryption_enc", "request_object_signing_alg",
    "revocation_endpoint_auth_method", "scope", "sector_identifier_uri",
    "signed_jwks_uri", "software_statement", "subject_type",
    "tls_client_auth_san_dns", "tls_client_auth_san_email",
    "tls_client_auth_san_ip", "tls_client_auth_san_uri",
    "tls_client_auth_subject_dn", "token_endpoint_auth_method",
    "token_endpoint_auth_signing_alg", "tos_uri",
    "userinfo_encrypted_response_alg", "userinfo_encrypted_response_enc",
    "userinfo_signed_response_alg", NULL};

static const char *const others[] = {"authorization_details_types",
    "backchannel_logout_session_required", "backchannel_user_code_parameter",
    "backchannel_user_code_parameter_supported", "claims_redirect_uris",
    "client_registration_types", "contacts", "default_acr_values",
    "default_max_age", "dpop_bound_access_tokens",
    "frontchannel_logout_session_required", "grant_types", "jwks",
    "post_logout_redirect_uris", "redirect_uris", "request_uris",
    "require_auth_time", "require_pushed_authorization_requests",
    "require_signed_request_object", "response_types",
    "tls_client_certificate_bound_access_tokens", "use_mtls_endpoint_aliases",
    "webhook_uris", NULL};

static struct listed listed_strings = {.names = strings};
static struct listed listed_others = {.names = others};

bool
known_member(const char *name)
{
	return listed_has(&listed_strings, name) ||
	       listed_has(&listed_others, name);
}

bool
known_string(const char *name)
{
	return listed_has(&listed_strings, name);
}
