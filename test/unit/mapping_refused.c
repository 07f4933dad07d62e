/* SPDX-License-Identifier: ISC */
/* What a product cannot express, and what its answers mean. */
#include <stdlib.h>
#include <unistd.h>

#include "test/unit/mapping_world.h"

/* Each is refused before anything is asked, but for the scope, of which the
 * realm is asked. */
static void
what_cannot_be_expressed_is_refused(void **state)
{
	static const struct {
		const char *product, *more, *words;
		size_t asked;
	} cases[] = {
	    {"keycloak", "{\"redirect_uris\":[\"https://a.example/*\"]}",
		"redirect_uris cannot have *", 0},
	    {"keycloak", "{\"grant_types\":[\"password\"]}",
		"grant_types cannot be \"password\"", 0},
	    {"keycloak", "{\"token_endpoint_auth_method\":\"none\"}",
		"token_endpoint_auth_method cannot be \"none\"", 0},
	    {"keycloak", "{\"tls_client_auth_san_dns\":\"a.example\"}",
		"tls_client_auth_san_dns cannot be expressed", 0},
	    {"keycloak", "{\"no_such_member\":1}",
		"no_such_member: the mapping does not know it", 0},
	    {"keycloak",
		"{\"token_endpoint_auth_method\":\"tls_client_auth\","
		"\"tls_client_auth_subject_dn\":\"CN=a\","
		"\"certificate\":{\"subject\":\"CN=a\"}}",
		"/certificate/issuer is missing", 0},
	    {"keycloak", "{\"scope\":\"openid payments\"}",
		"no client scope of that name: payments", 2},
	    {"hydra", "{\"token_endpoint_auth_method\":\"tls_client_auth\"}",
		"token_endpoint_auth_method cannot be \"tls_client_auth\" "
		"there: Hydra does not",
		0},
	    {"hydra", "{\"require_signed_request_object\":true}",
		"require_signed_request_object cannot be expressed", 0},
	    {"wso2", "{}", "scope cannot be expressed", 0},
	    {"wso2", "{\"scope\":\"\",\"jwks\":{\"keys\":[1]}}",
		"jwks cannot be expressed", 0},
	};
	static const struct answer all[] = {{200, "[]", NULL},
	    {200, "[{\"id\":\"s1\",\"name\":\"accounts\"}]", NULL}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *values = *cases[i].product == 'k'	? realm
				     : *cases[i].product == 'h' ? elsewhere
								: NULL;
		const struct sent out =
		    sent_by(shipped(cases[i].product, values),
			event_of("updated", "active", cases[i].more), all);

		if (out.as != SENT_REFUSED ||
		    strstr(out.words, cases[i].words) == NULL ||
		    answered != cases[i].asked)
			fail_msg("%s %s: %d %s (%zu)", cases[i].product,
			    cases[i].more, (int)out.as, out.words, answered);
	}
}

/* What the bank sees to by something else is named in dcr.conf. */
static void
members_are_seen_to_elsewhere(void **state)
{
	static const struct answer all[] = {{404, "", NULL}, {201, "{}", NULL}};
	const struct json *event = event_of("registered", "active", "{}");

	(void)state;
	assert_int_equal(
	    sent_by(shipped("hydra", NULL), event, all).as, SENT_REFUSED);
	assert_int_equal(
	    sent_by(shipped("hydra", elsewhere), event, all).as, SENT_DONE);
	assert_int_equal(answered, 2);
}

/* It was registered there by an earlier event. */
static void
a_suspended_client_that_cannot_be_expressed_is_removed(void **state)
{
	static const struct answer all[] = {
	    {200, THERE(OLDER, "0"), NULL}, {204, "", NULL}};
	const struct sent out = sent_by(shipped("keycloak", realm),
	    event_of(
		"suspended", "suspended", "{\"grant_types\":[\"password\"]}"),
	    all);

	(void)state;
	assert_int_equal(out.as, SENT_DONE);
	assert_non_null(strstr(asked, "\nDELETE "));
}

static void
answers_mean_what_they_mean(void **state)
{
	static const struct {
		struct answer answer;
		enum sent_as as;
	} cases[] = {
	    {{0, NULL, NULL}, SENT_AWAY},
	    {{1, NULL, NULL}, SENT_LATER},
	    {{503, "", NULL}, SENT_AWAY},
	    {{429, "", NULL}, SENT_AWAY},
	    {{401, "", NULL}, SENT_AWAY},
	    {{403, "", NULL}, SENT_AWAY},
	    {{500, "", NULL}, SENT_LATER},
	    {{302, "", NULL}, SENT_LATER},
	    {{400, "{\"error\":\"no\"}", NULL}, SENT_REFUSED},
	    {{202, "", NULL}, SENT_REFUSED},
	    {{200, "<html>", NULL}, SENT_LATER},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct sent out = sent_by(shipped("keycloak", realm),
		    event_of("updated", "active", "{}"), &cases[i].answer);

		if (out.as != cases[i].as ||
		    strncmp(out.words, "find: ", 6) != 0)
			fail_msg("%d: %d %s", cases[i].answer.status,
			    (int)out.as, out.words);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(what_cannot_be_expressed_is_refused),
	    TEST(members_are_seen_to_elsewhere),
	    TEST(a_suspended_client_that_cannot_be_expressed_is_removed),
	    TEST(answers_mean_what_they_mean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
