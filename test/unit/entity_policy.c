/* SPDX-License-Identifier: ISC */
/* Metadata policies (OpenID Federation 1.0, section 6.1): each operator, which
 * may stand beside which, what two superiors make, and what becomes of
 * metadata. */
#include <string.h>

#include "kit/entity/entity_policy.h"
#include "kit/json.h"
#include "test/unit/parse_json.h"

#define RP "openid_relying_party"

/* A policy of one parameter. */
static const struct json *
policy(const char *parameter, const char *operators)
{
	return parse(arena_printf(
	    arena, "{\"" RP "\":{\"%s\":%s}}", parameter, operators));
}

static const struct json *
merged(const char *parameter, const char *above, const char *below,
    const char **why)
{
	const struct json *first =
	    entity_policy_merge(arena, NULL, policy(parameter, above), why);

	return first == NULL || below == NULL
		   ? first
		   : entity_policy_merge(
			 arena, first, policy(parameter, below), why);
}

/* The parameter p after the policy, as text; "absent"; or "error". */
static const char *
outcome(const char *parameter, const char *operators, const char *value)
{
	const char *why = NULL;
	const struct json *all = merged(parameter, operators, NULL, &why);
	const struct json *metadata =
	    parse(value == NULL
		      ? "{}"
		      : arena_printf(arena, "{\"%s\":%s}", parameter, value));

	if (all == NULL)
		return arena_printf(arena, "broken: %s", why);
	metadata = entity_policy_apply(arena, all, RP, metadata, &why);
	assert_true((metadata == NULL) == (why != NULL));
	if (metadata == NULL)
		return "error";
	metadata = json_get(metadata, parameter);
	return metadata == NULL ? "absent" : json_text(arena, metadata);
}

static const struct {
	const char *policy, *value, *then;
} outcomes[] = {
    {"{\"value\":\"x\"}", "\"y\"", "\"x\""},
    {"{\"value\":\"x\"}", NULL, "\"x\""},
    {"{\"value\":null}", "\"y\"", "absent"},
    {"{\"value\":null}", NULL, "absent"},
    {"{\"value\":[]}", "[\"a\"]", "[]"},
    {"{\"value\":{\"keys\":[]}}", NULL, "{\"keys\":[]}"},
    {"{\"add\":[\"b\",\"a\"]}", "[\"a\"]", "[\"a\",\"b\"]"},
    {"{\"add\":[\"b\"]}", NULL, "[\"b\"]"},
    {"{\"add\":[\"b\"]}", "\"b\"", "error"},
    {"{\"default\":7}", NULL, "7"},
    {"{\"default\":7}", "8", "8"},
    {"{\"default\":false}", NULL, "false"},
    {"{\"one_of\":[\"a\",\"b\"]}", "\"b\"", "\"b\""},
    {"{\"one_of\":[\"a\",\"b\"]}", "\"c\"", "error"},
    {"{\"one_of\":[\"a\",\"b\"]}", "[\"a\"]", "error"},
    {"{\"one_of\":[\"a\",\"b\"]}", NULL, "absent"},
    {"{\"one_of\":[1,2]}", "2", "2"},
    {"{\"superset_of\":[\"a\"]}", "[\"b\",\"a\"]", "[\"b\",\"a\"]"},
    {"{\"superset_of\":[\"a\"]}", "[\"b\"]", "error"},
    {"{\"superset_of\":[\"a\"]}", "\"a\"", "error"},
    {"{\"superset_of\":[\"a\"]}", NULL, "absent"},
    {"{\"essential\":true}", NULL, "error"},
    {"{\"essential\":true}", "{}", "{}"},
    {"{\"essential\":false}", NULL, "absent"},
    /* the table at the end of section 6.1.3.1 */
    {"{\"essential\":true,\"subset_of\":[\"a\",\"b\",\"c\"]}", "[\"a\",\"e\"]",
	"[\"a\"]"},
    {"{\"essential\":false,\"subset_of\":[\"a\",\"b\",\"c\"]}", "[\"a\",\"e\"]",
	"[\"a\"]"},
    {"{\"essential\":true,\"subset_of\":[\"a\",\"b\",\"c\"]}", "[\"d\",\"e\"]",
	"[]"},
    {"{\"essential\":false,\"subset_of\":[\"a\",\"b\",\"c\"]}", "[\"d\",\"e\"]",
	"[]"},
    {"{\"essential\":true,\"subset_of\":[\"a\",\"b\",\"c\"]}", NULL, "error"},
    {"{\"essential\":false,\"subset_of\":[\"a\",\"b\",\"c\"]}", NULL, "absent"},
    {"{\"subset_of\":[\"a\"]}", "\"a\"", "error"},
    /* the order of application */
    {"{\"default\":[\"x\"],\"add\":[\"y\"]}", NULL, "[\"y\"]"},
    {"{\"default\":[\"a\",\"z\"],\"subset_of\":[\"a\",\"b\"]}", NULL,
	"[\"a\"]"},
    {"{\"subset_of\":[\"a\",\"b\"],\"superset_of\":[\"a\"]}", "[\"a\",\"z\"]",
	"[\"a\"]"},
    {"{\"subset_of\":[\"a\",\"b\"],\"superset_of\":[\"a\"]}", "[\"b\",\"z\"]",
	"error"},
    {"{\"default\":\"z\",\"one_of\":[\"a\"]}", NULL, "error"},
    {"{\"default\":\"z\",\"essential\":true}", NULL, "\"z\""},
    /* operators that are not known */
    {"{\"regexp\":\"^x\"}", "\"y\"", "\"y\""},
    {"{}", "\"y\"", "\"y\""},
};

static void
test_operators(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++)
		assert_string_equal(
		    outcome("p", outcomes[i].policy, outcomes[i].value),
		    outcomes[i].then);
}

/* A scope is an array of its words (section 6.1.3.1.8). */
static void
test_scope(void **state)
{
	static const struct {
		const char *policy, *value, *then;
	} cases[] = {
	    {"{\"subset_of\":[\"openid\",\"a\"]}", "\"a b openid\"",
		"\"a openid\""},
	    {"{\"subset_of\":\"openid a\"}", "\"a b openid\"", "\"a openid\""},
	    {"{\"superset_of\":[\"openid\"]}", "\"a\"", "error"},
	    {"{\"add\":[\"openid\"]}", "\"a\"", "\"a openid\""},
	    {"{\"add\":[\"openid\"]}", NULL, "\"openid\""},
	    {"{\"default\":\"a b\"}", NULL, "\"a b\""},
	    {"{\"value\":[\"a\",\"b\"]}", "\"c\"", "\"a b\""},
	    {"{\"subset_of\":[\"x\"]}", "\"a\"", "\"\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
		    outcome("scope", cases[i].policy, cases[i].value),
		    cases[i].then);
	assert_true(strncmp(outcome("scope", "{\"one_of\":[\"a\"]}", NULL),
			"broken", 6) == 0);
	assert_true(strncmp(outcome("scope", "{\"value\":[1]}", NULL), "broken",
			6) == 0);
	assert_true(
	    strncmp(outcome("scope", "{\"add\":[1]}", NULL), "broken", 6) == 0);
}

static bool
stands(const char *operators)
{
	const char *why = NULL;

	return merged("p", operators, NULL, &why) != NULL;
}

/* The pairs of section 6.1.3.1. */
static void
test_combinations(void **state)
{
	static const char *const right[] = {
	    "{\"value\":[\"a\",\"b\"],\"add\":[\"a\"]}",
	    "{\"value\":\"a\",\"default\":\"b\"}",
	    "{\"value\":\"a\",\"one_of\":[\"a\",\"b\"]}",
	    "{\"value\":[\"a\"],\"subset_of\":[\"a\",\"b\"]}",
	    "{\"value\":[\"a\",\"b\"],\"superset_of\":[\"a\"]}",
	    "{\"value\":[\"b\",\"a\"],\"superset_of\":[\"a\",\"b\"]}",
	    "{\"value\":\"a\",\"essential\":true}",
	    "{\"value\":null,\"essential\":false}",
	    "{\"add\":[\"a\"],\"default\":[\"b\"]}",
	    "{\"add\":[\"a\"],\"subset_of\":[\"a\"]}",
	    "{\"add\":[\"a\"],\"superset_of\":[\"b\"]}",
	    "{\"add\":[\"a\"],\"essential\":true}",
	    "{\"default\":\"z\",\"one_of\":[\"a\"]}",
	    "{\"default\":[\"z\"],\"subset_of\":[\"a\"]}",
	    "{\"default\":[\"z\"],\"superset_of\":[\"a\"]}",
	    "{\"one_of\":[\"a\"],\"essential\":true}",
	    "{\"subset_of\":[\"a\",\"b\"],\"superset_of\":[\"b\"]}",
	    "{\"subset_of\":[],\"superset_of\":[]}",
	};
	static const char *const wrong[] = {
	    "{\"value\":[\"b\"],\"add\":[\"a\"]}",
	    "{\"value\":\"a\",\"add\":[\"a\"]}",
	    "{\"value\":null,\"add\":[]}",
	    "{\"value\":null,\"default\":\"b\"}",
	    "{\"value\":null,\"one_of\":[\"b\"]}",
	    "{\"value\":null,\"subset_of\":[\"b\"]}",
	    "{\"value\":null,\"superset_of\":[]}",
	    "{\"value\":null,\"essential\":true}",
	    "{\"value\":\"c\",\"one_of\":[\"a\",\"b\"]}",
	    "{\"value\":[\"a\",\"c\"],\"subset_of\":[\"a\",\"b\"]}",
	    "{\"value\":[\"b\"],\"superset_of\":[\"a\"]}",
	    "{\"value\":\"a\",\"subset_of\":[\"a\"]}",
	    "{\"value\":\"a\",\"superset_of\":[\"a\"]}",
	    "{\"add\":[\"a\"],\"subset_of\":[\"b\"]}",
	    "{\"add\":[\"a\"],\"one_of\":[\"a\"]}",
	    "{\"one_of\":[\"a\"],\"subset_of\":[\"a\"]}",
	    "{\"one_of\":[\"a\"],\"superset_of\":[\"a\"]}",
	    "{\"subset_of\":[\"a\"],\"superset_of\":[\"b\"]}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++)
		if (!stands(right[i]))
			fail_msg("%s was refused", right[i]);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (stands(wrong[i]))
			fail_msg("%s was taken", wrong[i]);
}

static void
test_forms(void **state)
{
	static const char *const wrong[] = {"null", "[]", "\"x\"",
	    "{\"add\":\"a\"}", "{\"add\":{}}", "{\"add\":[null]}",
	    "{\"add\":[true]}", "{\"add\":[[\"a\"]]}", "{\"add\":[\"a\",1]}",
	    "{\"default\":null}", "{\"one_of\":\"a\"}", "{\"one_of\":null}",
	    "{\"subset_of\":\"a\"}", "{\"superset_of\":{\"a\":1}}",
	    "{\"essential\":\"true\"}", "{\"essential\":1}",
	    "{\"essential\":null}"};
	static const char *const levels[] = {
	    "[]", "\"x\"", "null", "{\"" RP "\":[]}", "{\"" RP "\":null}"};
	const char *why;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (stands(wrong[i]))
			fail_msg("%s was taken", wrong[i]);
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		assert_null(
		    entity_policy_merge(arena, NULL, parse(levels[i]), &why));
		assert_non_null(why);
	}
	/* what is empty says nothing */
	assert_non_null(entity_policy_merge(arena, NULL, parse("{}"), &why));
	assert_non_null(
	    entity_policy_merge(arena, NULL, parse("{\"" RP "\":{}}"), &why));
}

/* What two superiors make of one parameter; "error". */
static const char *
both(const char *above, const char *below)
{
	const char *why = NULL;
	const struct json *all = merged("p", above, below, &why);

	return all == NULL ? "error"
			   : json_text(arena, json_get(json_get(all, RP), "p"));
}

static void
test_merge(void **state)
{
	static const struct {
		const char *above, *below, *both;
	} cases[] = {
	    {"{\"value\":\"a\"}", "{\"value\":\"a\"}", "{\"value\":\"a\"}"},
	    {"{\"value\":\"a\"}", "{\"value\":\"b\"}", "error"},
	    {"{\"value\":null}", "{\"value\":null}", "{\"value\":null}"},
	    {"{\"value\":null}", "{\"value\":\"b\"}", "error"},
	    {"{\"add\":[\"a\"]}", "{\"add\":[\"b\",\"a\"]}",
		"{\"add\":[\"a\",\"b\"]}"},
	    {"{\"default\":1}", "{\"default\":1}", "{\"default\":1}"},
	    {"{\"default\":1}", "{\"default\":2}", "error"},
	    {"{\"one_of\":[\"a\",\"b\"]}", "{\"one_of\":[\"b\",\"c\"]}",
		"{\"one_of\":[\"b\"]}"},
	    {"{\"one_of\":[\"a\"]}", "{\"one_of\":[\"b\"]}", "error"},
	    {"{\"subset_of\":[\"a\",\"b\"]}", "{\"subset_of\":[\"b\",\"c\"]}",
		"{\"subset_of\":[\"b\"]}"},
	    {"{\"subset_of\":[\"a\"]}", "{\"subset_of\":[\"b\"]}",
		"{\"subset_of\":[]}"},
	    {"{\"superset_of\":[\"a\"]}", "{\"superset_of\":[\"b\"]}",
		"{\"superset_of\":[\"a\",\"b\"]}"},
	    {"{\"essential\":true}", "{\"essential\":false}",
		"{\"essential\":true}"},
	    {"{\"essential\":false}", "{\"essential\":true}",
		"{\"essential\":true}"},
	    {"{\"essential\":false}", "{\"essential\":false}",
		"{\"essential\":false}"},
	    /* operators meet that may not stand beside each other */
	    {"{\"one_of\":[\"a\"]}", "{\"subset_of\":[\"a\"]}", "error"},
	    {"{\"subset_of\":[\"a\"]}", "{\"add\":[\"b\"]}", "error"},
	    {"{\"subset_of\":[\"a\"]}", "{\"value\":[\"b\"]}", "error"},
	    {"{\"superset_of\":[\"b\"]}", "{\"subset_of\":[\"a\"]}", "error"},
	    {"{\"value\":null}", "{\"essential\":true}", "error"},
	    {"{\"essential\":true}", "{\"default\":1}",
		"{\"default\":1,\"essential\":true}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
		    both(cases[i].above, cases[i].below), cases[i].both);
}

/* The example of section 6.1.5, by way of all three levels. */
static void
test_example(void **state)
{
	static const char anchor[] =
	    "{\"" RP "\":{\"grant_types\":{\"default\":[\"authorization_code\"]"
	    ",\"subset_of\":[\"authorization_code\",\"refresh_token\"],"
	    "\"superset_of\":[\"authorization_code\"]},"
	    "\"token_endpoint_auth_method\":{\"one_of\":[\"private_key_jwt\","
	    "\"self_signed_tls_client_auth\"],\"essential\":true},"
	    "\"subject_type\":{\"value\":\"pairwise\"},"
	    "\"contacts\":{\"add\":[\"helpdesk@federation.example.org\"]}},"
	    "\"openid_provider\":{\"x\":{\"essential\":true}}}";
	static const char intermediate[] =
	    "{\"" RP
	    "\":{\"grant_types\":{\"subset_of\":[\"authorization_code\"]},"
	    "\"token_endpoint_auth_method\":{\"one_of\":"
	    "[\"self_signed_tls_client_auth\"]},"
	    "\"contacts\":{\"add\":[\"helpdesk@org.example.org\"]}}}";
	static const char metadata[] =
	    "{\"redirect_uris\":[\"https://rp.example.org/callback\"],"
	    "\"token_endpoint_auth_method\":\"self_signed_tls_client_auth\","
	    "\"contacts\":[\"rp_admins@rp.example.org\"]}";
	static const char resolved[] =
	    "{\"redirect_uris\":[\"https://rp.example.org/callback\"],"
	    "\"grant_types\":[\"authorization_code\"],"
	    "\"token_endpoint_auth_method\":\"self_signed_tls_client_auth\","
	    "\"subject_type\":\"pairwise\","
	    "\"contacts\":[\"rp_admins@rp.example.org\","
	    "\"helpdesk@federation.example.org\","
	    "\"helpdesk@org.example.org\"]}";
	const char *why;
	const struct json *policy =
	    entity_policy_merge(arena, NULL, parse(anchor), &why);

	(void)state;
	policy = entity_policy_merge(arena, policy, parse(intermediate), &why);
	assert_non_null(policy);
	assert_true(json_equal(
	    entity_policy_apply(arena, policy, RP, parse(metadata), &why),
	    parse(resolved)));
	/* of another type, and without any policy, nothing changes */
	assert_true(json_equal(entity_policy_apply(arena, policy,
				   "oauth_client", parse(metadata), &why),
	    parse(metadata)));
	assert_true(json_equal(
	    entity_policy_apply(arena, NULL, RP, parse(metadata), &why),
	    parse(metadata)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_operators),
	    TEST(test_scope),
	    TEST(test_combinations),
	    TEST(test_forms),
	    TEST(test_merge),
	    TEST(test_example),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
