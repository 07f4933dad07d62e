/* SPDX-License-Identifier: ISC */
/* Names client metadata as the beans of WSO2 Identity Server do. */
#include <string.h>

#include "kit/json.h"
#include "validators/external/private.h"

/* ApplicationRegistrationRequest of identity-inbound-auth-oauth.  What has no
 * place there is in its additionalAttributes. */
static const struct {
	const char *member, *bean;
} beans[] = {
    {"redirect_uris", "redirectUris"},
    {"client_name", "clientName"},
    {"grant_types", "grantTypes"},
    {"jwks_uri", "jwksURI"},
    {"token_endpoint_auth_method", "tokenEndpointAuthMethod"},
    {"token_endpoint_auth_signing_alg", "tokenEndpointAuthSignatureAlgorithm"},
    {"tls_client_auth_subject_dn", "tlsClientAuthSubjectDN"},
    {"tls_client_certificate_bound_access_tokens",
	"tlsClientCertificateBoundAccessTokens"},
    {"sector_identifier_uri", "sectorIdentifierURI"},
    {"subject_type", "subjectType"},
    {"id_token_signed_response_alg", "idTokenSignatureAlgorithm"},
    {"id_token_encrypted_response_alg", "idTokenEncryptionAlgorithm"},
    {"id_token_encrypted_response_enc", "idTokenEncryptionMethod"},
    {"request_object_signing_alg", "requestObjectSignatureAlgorithm"},
    {"request_object_encryption_alg", "requestObjectEncryptionAlgorithm"},
    {"request_object_encryption_enc", "requestObjectEncryptionMethod"},
    {"require_signed_request_object", "requireSignedRequestObject"},
    {"require_pushed_authorization_requests",
	"requirePushedAuthorizationRequests"},
    {"backchannel_logout_uri", "backchannelLogoutUri"},
};

enum { COUNT = sizeof(beans) / sizeof(beans[0]) };

static const char others[] = "additionalAttributes";

static const char *
bean_of(const char *member)
{
	for (size_t i = 0; i < COUNT; i++)
		if (strcmp(beans[i].member, member) == 0)
			return beans[i].bean;
	return NULL;
}

bool
translate_is_bean(const char *name)
{
	/* Of the same bean, but never sent. */
	static const char *const more[] = {others, "softwareStatement",
	    "consumerKey", "consumerSecret", "tokenType", "spTemplateName",
	    "managementApp", "isManagementApp", NULL};

	for (size_t i = 0; i < COUNT; i++)
		if (strcmp(beans[i].bean, name) == 0)
			return true;
	for (size_t i = 0; more[i] != NULL; i++)
		if (strcmp(more[i], name) == 0)
			return true;
	return strncmp(name, "ext", 3) == 0 && name[3] >= 'A' && name[3] <= 'Z';
}

const struct json *
translate_beans(struct arena *arena, const struct json *metadata)
{
	struct json *all, *more;
	const struct json *value;
	const char *name, *bean;

	if (json_type(metadata) != JSON_OBJECT)
		return metadata;
	all = json_copy(arena, metadata);
	more = json_new_object(arena);
	for (struct json_each each = json_each(metadata);
	     json_next(&each, &name, &value);)
		if ((bean = bean_of(name)) != NULL)
			json_set(all, bean, value);
		else
			json_set(more, name, value);
	json_set(all, others, more);
	return all;
}
