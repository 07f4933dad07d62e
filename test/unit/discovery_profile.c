/* SPDX-License-Identifier: ISC */
/* Mistakes in what a profile says of the discovery document. */
#include "test/unit/uk_profile.h"

/* The uk profile, changed so, is refused, and the line ends with `wanted`. */
static void
refused(const char *path, const char *value, const char *wanted)
{
	const char *why = "";
	const struct json *root =
	    with(uk(), path, value != NULL ? parse(value) : NULL);

	if (load(root, &why) != NULL)
		fail_msg("%s: %s passes", path, value);
	const char *line = strchr(strchr(why, ':'), ' ') + 1;
	assert_string_equal(line, wanted);
	assert_null(strchr(line, '\n'));
}

static void
test_wrong_profile(void **state)
{
	static const char key[] = "discovery.grant_types_supported";
	static const char form[] =
	    "discovery.grant_types_supported: must be an array of settings, "
	    "or an object with a value";
	static const char value[] =
	    "discovery.grant_types_supported.value: must be an array of "
	    "strings, or true or false";

	(void)state;
	refused("discovery", NULL, "discovery: must be an object");
	refused("discovery", "[]", "discovery: must be an object");
	refused(key, "\"grant_types.allowed\"", form);
	refused(key, "true", form);
	refused(key, "null", form);
	refused(key, "[]", form);
	refused(key, "[\"grant_types.allowed\",1]", form);
	refused(key, "{}", value);
	refused(key, "{\"value\":null}", value);
	refused(key, "{\"value\":[]}", value);
	refused(key, "{\"value\":[1]}", value);
	refused(key, "{\"value\":\"x\"}", value);
	refused(key, "{\"value\":[\"x\"],\"values\":[]}",
	    "discovery.grant_types_supported.values: no such key; there are: "
	    "value");
	refused("discovery.a\nb", "{\"value\":true}",
	    "discovery.a?b: must be small letters, digits and underscores");
	refused("discovery.Issuer", "{\"value\":true}",
	    "discovery.Issuer: must be small letters, digits and underscores");
}

/* `wanted` after the key and the reference, as the only reference and as the
 * second. */
static void
unknown(const char *reference, const char *wanted)
{
	static const char key[] = "discovery.grant_types_supported";
	const char *line =
	    arena_printf(arena, "%s: %s: %s", key, reference, wanted);

	refused(key, arena_printf(arena, "[\"%s\"]", reference), line);
	refused(key,
	    arena_printf(arena, "[\"grant_types.allowed\",\"%s\"]", reference),
	    line);
}

static void
test_unknown_reference(void **state)
{
	static const char validator[] = "the profile asks no such validator";
	static const char setting[] = "the validator has no such setting";
	static const char form[] = "must be a setting that lists strings";

	(void)state;
	unknown("grant_type.allowed", validator);
	unknown("grant_types_.allowed", validator);
	unknown(".allowed", validator);
	unknown("", validator);
	unknown("grant_types", setting);
	unknown("grant_types.", setting);
	unknown("grant_types.allow", setting);
	unknown("grant_types.allowed.x", setting);
	unknown("grant_types.clauses", setting);
	unknown("organisation_status.allowed", setting); /* it has none */
	unknown("scope.length", form);
	unknown("backchannel.grant", form);
	unknown("response_types.grant", form);
	unknown("certificate_binding.alternatives", form);
	refused("validators.backchannel", NULL,
	    "discovery.backchannel_token_delivery_modes_supported: "
	    "backchannel.modes: the profile asks no such validator");
}

static void
test_grant(void **state)
{
	static const char scopes[] = "client_credentials.scopes";
	static const char ignored[] = "client_credentials.ignored";
	static const char form[] =
	    "client_credentials.scopes: must be an array of strings";

	(void)state;
	assert_string_equal(json_text(arena, loaded(uk())->userless),
	    "[\"accounts\",\"payments\",\"fundsconfirmations\"]");
	assert_string_equal(
	    json_text(arena, loaded(uk())->ignored), "[\"openid\"]");
	assert_true(loaded(uk())->without_scope);
	assert_string_equal(
	    json_text(arena, loaded(with(uk(), scopes, parse("[]")))->userless),
	    "[]");
	refused("client_credentials", NULL, form);
	refused("client_credentials", "[\"openid\"]", form);
	refused(scopes, NULL, form);
	refused(scopes, "null", form);
	refused(scopes, "{}", form);
	refused(scopes, "\"openid\"", form);
	refused(scopes, "[\"accounts\",1]", form);
	refused(ignored, NULL,
	    "client_credentials.ignored: must be an array of strings");
	refused(ignored, "[\"accounts\"]",
	    "client_credentials.ignored: must not hold any of "
	    "client_credentials.scopes");
	refused("client_credentials.without_scope", NULL,
	    "client_credentials.without_scope: must be true or false");
	refused("client_credentials.withheld", "[]",
	    "client_credentials.withheld: no such key; there are: scopes, "
	    "ignored, without_scope");
}

/* Settings that are names, and a map that nothing may be missing in. */
static void
test_names(void **state)
{
	static const char grant[] = "validators.response_types.grant";

	(void)state;
	refused("unechoed", "[\"iss\",\"isss\"]",
	    "unechoed: isss: there is no such claim; one that the profile "
	    "does not have stands in known.claims");
	refused("validators.signing_algorithms.members",
	    "[\"id_token_signed_alg\"]",
	    "validators.signing_algorithms.members: id_token_signed_alg: "
	    "there is no such member; one that the profile does not have "
	    "stands in known.members");
	refused("validators.revoked_keys.sets", "[\"revoked_jwks\"]",
	    "validators.revoked_keys.sets: revoked_jwks: there is no such "
	    "claim; one that the profile does not have stands in "
	    "known.claims");
	refused("validators.contradiction.alike", "[\"scopes\"]",
	    "validators.contradiction.alike: scopes: there is no such "
	    "member; one that the profile does not have stands in "
	    "known.members");
	refused(grant, "{\"code idtoken\":\"authorization_code\"}",
	    "validators.response_types.grant: code idtoken: "
	    "response_types.allowed has no such string");
	refused(grant,
	    "{\"code\":\"authorization_code\",\"code id_token\":"
	    "\"authorisation_code\"}",
	    "validators.response_types.grant: authorisation_code: "
	    "grant_types.allowed has no such string");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_wrong_profile),
	    TEST(test_unknown_reference),
	    TEST(test_grant),
	    TEST(test_names),
	};

	return cmocka_run_group_tests_name(
	    "discovery_profile", tests, NULL, NULL);
}
