/* SPDX-License-Identifier: ISC */
/* The discovery document follows the profile and the configuration. */
#include "kit/conf/config.h"
#include "test/unit/uk_profile.h"
#include "validators/profile/discovery.h"

static const struct config_issuing issuing = {
    .token = {.uri = "https://as.bank.example/token"},
    .introspection = {.uri = "https://as.bank.example/introspect"},
    .revocation = {.uri = "https://as.bank.example/revoke"},
};

static const char uk_members[] =
    "\"scopes_supported\":[\"openid\",\"accounts\",\"payments\","
    "\"fundsconfirmations\"],"
    "\"response_types_supported\":[\"code\",\"code id_token\"],"
    "\"grant_types_supported\":[\"client_credentials\","
    "\"authorization_code\",\"refresh_token\","
    "\"urn:openid:params:grant-type:ciba\"],"
    "\"token_endpoint_auth_methods_supported\":[\"private_key_jwt\","
    "\"tls_client_auth\"],"
    "\"token_endpoint_auth_signing_alg_values_supported\":[\"PS256\","
    "\"ES256\"],"
    "\"subject_types_supported\":[\"public\"],"
    "\"id_token_signing_alg_values_supported\":[\"PS256\",\"ES256\"],"
    "\"request_object_signing_alg_values_supported\":[\"PS256\",\"ES256\"],"
    "\"backchannel_token_delivery_modes_supported\":[\"poll\",\"ping\"],"
    "\"backchannel_authentication_request_signing_alg_values_supported\":"
    "[\"PS256\",\"ES256\"]";

static const struct config *
deployment(const struct config_issuing *tokens, const char *metadata)
{
	struct config *config = arena_alloc(arena, sizeof(*config));

	config->profile = "uk";
	config->issuer = "https://as.bank.example";
	config->registration_endpoint = "https://dcr.bank.example/register";
	config->issuing = tokens;
	if (tokens != NULL)
		config->jwks.uri = "https://as.bank.example/jwks";
	config->metadata = metadata != NULL ? parse(metadata) : NULL;
	return config;
}

static const struct json *
document(const struct config *config, const struct json *root)
{
	const char *why = NULL;
	const struct json *made =
	    discovery_document(arena, config, loaded(root), &why);

	if (made == NULL)
		fail_msg("%s", why);
	return made;
}

static void
is_not_said(
    const struct config *config, const struct json *root, const char *wanted)
{
	const char *why = "";

	assert_null(discovery_document(arena, config, loaded(root), &why));
	assert_string_equal(why, wanted);
}

static void
says(const struct json *root, const char *member, const char *wanted)
{
	const struct json *value =
	    json_get(document(deployment(NULL, NULL), root), member);

	assert_string_equal(
	    value != NULL ? json_text(arena, value) : "absent", wanted);
}

static void
test_uk(void **state)
{
	(void)state;
	assert_string_equal(
	    json_text(arena, document(deployment(&issuing, NULL), uk())),
	    arena_printf(arena,
		"{\"issuer\":\"https://as.bank.example\","
		"\"token_endpoint\":\"https://as.bank.example/token\","
		"\"jwks_uri\":\"https://as.bank.example/jwks\","
		"\"introspection_endpoint\":"
		"\"https://as.bank.example/introspect\","
		"\"introspection_endpoint_auth_methods_supported\":"
		"[\"tls_client_auth\"],"
		"\"revocation_endpoint\":\"https://as.bank.example/revoke\","
		"\"revocation_endpoint_auth_methods_supported\":"
		"[\"tls_client_auth\"],"
		"\"registration_endpoint\":"
		"\"https://dcr.bank.example/register\","
		"\"tls_client_certificate_bound_access_tokens\":true,%s}",
		uk_members));
}

static void
test_no_issuing(void **state)
{
	(void)state;
	assert_string_equal(
	    json_text(arena, document(deployment(NULL, NULL), uk())),
	    arena_printf(arena,
		"{\"issuer\":\"https://as.bank.example\","
		"\"registration_endpoint\":"
		"\"https://dcr.bank.example/register\",%s}",
		uk_members));
}

/* The shipped profile, whose scopes and grants may become any others. */
static const struct json *
unbound(void)
{
	return with(
	    with(with(uk(), "validators.response_types.grant", parse("{}")),
		"defaults", parse("{}")),
	    "versions", NULL);
}

/* Sets the setting that a reference names to one string, and sees it said. */
static void
check_follows(const char *member, const char *reference)
{
	const char *path = arena_printf(arena, "validators.%s", reference);
	bool map = strcmp(reference, "scope.roles") == 0;
	const struct json *root = with(
	    unbound(), path, parse(map ? "{\"AISP\":[\"!\"]}" : "[\"!\"]"));
	const struct json *made = document(deployment(NULL, NULL), root);

	if (!json_has_string(json_get(made, member), "!"))
		fail_msg("%s does not follow %s", member, reference);
	/* Nothing else changes but what is read from that setting. */
	const struct json *before = document(deployment(NULL, NULL), uk());
	const struct json *value, *sources = json_get(uk(), "discovery");
	const char *name;
	for (struct json_each each = json_each(before);
	     json_next(&each, &name, &value);)
		assert_true(
		    json_equal(value, json_get(made, name)) !=
		    json_has_string(json_get(sources, name), reference));
}

static void
test_follows(void **state)
{
	const struct json *members = json_get(unbound(), "discovery"),
			  *references;
	const char *name;
	size_t count = 0;

	(void)state;
	for (struct json_each each = json_each(members);
	     json_next(&each, &name, &references);)
		for (size_t r = 0; json_at(references, r) != NULL; r++, count++)
			check_follows(
			    name, json_string(json_at(references, r)));
	assert_int_equal(count, 10);
}

static void
test_union(void **state)
{
	static const char scopes[] = "scopes_supported";
	const struct json *root = with(
	    unbound(), "validators.scope.always", parse("[\"b\",\"a\",\"b\"]"));

	(void)state;
	root = with(root, "validators.scope.roles",
	    parse("{\"Z\":[\"a\",\"c\"],\"A\":[\"b\",\"d\",\"c\"]}"));
	says(root, scopes, "[\"b\",\"a\",\"c\",\"d\"]");
	root = with(root, "discovery.scopes_supported",
	    parse("[\"scope.roles\",\"scope.always\"]"));
	says(root, scopes, "[\"a\",\"c\",\"b\",\"d\"]");
	root = with(root, "discovery.scopes_supported", NULL);
	says(root, scopes, "absent");
}

static void
test_constant(void **state)
{
	const struct json *root = with(uk(),
	    "discovery.claims_parameter_supported", parse("{\"value\":true}"));

	(void)state;
	says(root, "claims_parameter_supported", "true");
	root = with(
	    root, "discovery.claims_parameter_supported.value", parse("false"));
	says(root, "claims_parameter_supported", "false");
	root = with(root, "discovery.claims_parameter_supported.value",
	    parse("[\"x\",\"y\"]"));
	says(root, "claims_parameter_supported", "[\"x\",\"y\"]");
}

static void
test_nothing_empty(void **state)
{
	const struct json *root =
	    with(unbound(), "validators.scope.roles", parse("{}"));

	(void)state;
	root = with(
	    root, "discovery.scopes_supported", parse("[\"scope.roles\"]"));
	says(root, "scopes_supported", "absent");
	is_not_said(deployment(NULL, "{\"scopes_supported\":[\"x\"]}"), root,
	    "metadata: scopes_supported: is said by the profile");
	assert_null(
	    json_get(document(deployment(NULL, "{\"a\":[]}"), unbound()), "a"));
	assert_null(json_get(document(deployment(NULL, NULL),
				 with(unbound(), "discovery", parse("{}"))),
	    "grant_types_supported"));
}

static void
test_metadata(void **state)
{
	const char *text = json_text(arena,
	    document(deployment(NULL,
			 "{\"token_endpoint\":\"https://as.bank.example/t\","
			 "\"authorization_endpoint\":\"https://x.example/\","
			 "\"z\":{\"n\":[]},\"b\":false}"),
		uk()));

	(void)state;
	assert_non_null(strstr(
	    text, arena_printf(arena,
		      "%s,\"token_endpoint\":\"https://as.bank.example/t\","
		      "\"authorization_endpoint\":\"https://x.example/\","
		      "\"z\":{\"n\":[]},\"b\":false}",
		      uk_members)));
}

static void
test_override(void **state)
{
	const struct json *root =
	    with(uk(), "discovery.jwks_uri", parse("{\"value\":[\"x\"]}"));

	(void)state;
	is_not_said(
	    deployment(NULL, "{\"a\":1,\"grant_types_supported\":[\"x\"]}"),
	    uk(), "metadata: grant_types_supported: is said by the profile");
	is_not_said(deployment(NULL, "{\"subject_types_supported\":[]}"), uk(),
	    "metadata: subject_types_supported: is said by the profile");
	is_not_said(deployment(NULL, "{\"issuer\":\"https://x.example\"}"),
	    uk(), "metadata: issuer: is said by other keys");
	is_not_said(deployment(&issuing,
			"{\"token_endpoint\":\"https://x.example/token\"}"),
	    uk(), "metadata: token_endpoint: is said by other keys");
	is_not_said(
	    deployment(&issuing,
		"{\"tls_client_certificate_bound_access_tokens\":false}"),
	    uk(),
	    "metadata: tls_client_certificate_bound_access_tokens: is said by "
	    "other keys");
	is_not_said(deployment(&issuing, NULL), root,
	    "profile uk: discovery.jwks_uri: is said by the configuration");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_uk),
	    TEST(test_no_issuing),
	    TEST(test_follows),
	    TEST(test_union),
	    TEST(test_constant),
	    TEST(test_nothing_empty),
	    TEST(test_metadata),
	    TEST(test_override),
	};

	return cmocka_run_group_tests_name("discovery", tests, NULL, NULL);
}
