/* SPDX-License-Identifier: ISC */
/* The mappings that are shipped: what each product is asked, and what becomes
 * of its answers. */
#include <stdlib.h>
#include <unistd.h>

#include "test/unit/mapping_world.h"

static void
keycloak_creates(void **state)
{
	static const struct answer all[] = {{200, "[]", NULL},
	    {200, "[{\"id\":\"s1\",\"name\":\"accounts\"}]", NULL},
	    {201, "", NULL}};
	const struct sent out = sent_by(shipped("keycloak", realm),
	    event_of("registered", "active", "{}"), all);

	(void)state;
	assert_int_equal(out.as, SENT_DONE);
	assert_int_equal(answered, 3);
	assert_non_null(strstr(asked,
	    "GET /admin/realms/t%20pp/clients?clientId=id1\n"
	    "GET /admin/realms/t%20pp/client-scopes\n"
	    "POST /admin/realms/t%20pp/clients {\"clientId\":\"id1\","
	    "\"name\":\"A \\\"B\\\"\","));
	assert_non_null(strstr(asked, "\"enabled\":true"));
	assert_non_null(strstr(asked, "\"standardFlowEnabled\":true"));
	assert_non_null(strstr(asked, "\"implicitFlowEnabled\":false"));
	assert_non_null(
	    strstr(asked, "\"optionalClientScopes\":[\"accounts\"]"));
	assert_non_null(strstr(asked, "\"use.jwks.url\":\"true\""));
	assert_non_null(strstr(asked, "\"use.refresh.tokens\":\"false\""));
	assert_non_null(strstr(asked, "\"dcr.event\":\"" KEY "\""));
	assert_non_null(strstr(asked, "\"claim.value\":\"id1\""));
	assert_null(strstr(asked, "notBefore"));
}

/* A scope is taken away by a request of its own: PUT does not. */
static void
keycloak_replaces(void **state)
{
	static const struct answer all[] = {{200, THERE(OLDER, "5"), NULL},
	    {200,
		"[{\"id\":\"s1\",\"name\":\"accounts\"},"
		"{\"id\":\"s2\",\"name\":\"payments\"}]",
		NULL},
	    {204, "", NULL},
	    {200, "[{\"id\":\"s2\",\"name\":\"payments\"}]", NULL},
	    {204, "", NULL}, {204, "", NULL}};
	const struct sent out = sent_by(shipped("keycloak", realm),
	    event_of("suspended", "suspended", "{\"not_before\":7}"), all);

	(void)state;
	assert_int_equal(out.as, SENT_DONE);
	assert_non_null(
	    strstr(asked, "PUT /admin/realms/t%20pp/clients/u%2F1 "));
	assert_non_null(strstr(asked, "\"enabled\":false"));
	assert_non_null(strstr(asked, "\"notBefore\":7"));
	assert_non_null(
	    strstr(asked, "\nDELETE /admin/realms/t%20pp/clients/u%2F1/"
			  "optional-client-scopes/s2\n"
			  "PUT /admin/realms/t%20pp/clients/u%2F1/"
			  "optional-client-scopes/s1\n"));
}

/* A not_before of somebody else's that is later stays. */
static void
keycloak_lowers_no_not_before(void **state)
{
	static const struct answer all[] = {{200, THERE(OLDER, "9"), NULL},
	    {200, "[{\"id\":\"s1\",\"name\":\"accounts\"}]", NULL},
	    {204, "", NULL},
	    {200, "[{\"id\":\"s1\",\"name\":\"accounts\"}]", NULL}};
	const struct sent out = sent_by(shipped("keycloak", realm),
	    event_of("updated", "active", "{\"not_before\":7}"), all);

	(void)state;
	assert_int_equal(out.as, SENT_DONE);
	assert_int_equal(answered, 4);
	assert_null(strstr(asked, "\"notBefore\""));
}

static void
nobody_goes_back_in_time(void **state)
{
	static const struct answer all[] = {{200, THERE(NEWER, "0"), NULL}};
	const struct sent out = sent_by(shipped("keycloak", realm),
	    event_of("updated", "active", "{}"), all);

	(void)state;
	assert_int_equal(out.as, SENT_DONE);
	assert_int_equal(answered, 1);
	assert_non_null(strstr(out.words, "newer"));
}

static void
what_is_not_ours_is_let_alone(void **state)
{
	static const struct answer all[] = {{200, "[{\"id\":\"u\"}]", NULL}};
	const struct mapping *mapping = shipped("keycloak", realm);
	struct sent out =
	    sent_by(mapping, event_of("registered", "active", "{}"), all);

	(void)state;
	assert_int_equal(out.as, SENT_REFUSED);
	assert_int_equal(answered, 1);
	out = sent_by(mapping, event_of("deleted", "deleted", "{}"), all);
	assert_int_equal(out.as, SENT_REFUSED);
	assert_int_equal(answered, 1);
}

static void
deleting_what_is_gone_is_done(void **state)
{
	static const struct answer none[] = {{200, "[]", NULL}};
	static const struct answer raced[] = {
	    {200, THERE(OLDER, "0"), NULL}, {404, "", NULL}};
	const struct mapping *mapping = shipped("keycloak", realm);
	const struct json *event = event_of("deleted", "deleted", "{}");

	(void)state;
	assert_int_equal(sent_by(mapping, event, none).as, SENT_DONE);
	assert_int_equal(answered, 1);
	assert_int_equal(sent_by(mapping, event, raced).as, SENT_DONE);
	assert_int_equal(answered, 2);
}

#define HYDRA(key, before)                                               \
	"{\"client_id\":\"id1\",\"metadata\":{\"dcr\":{\"event\":\"" key \
	"\",\"not_before\":" before "}}}"

/* The mark is written behind the tokens' end. */
static void
hydra_ends_tokens(void **state)
{
	static const struct answer all[] = {{200, HYDRA(OLDER, "3"), NULL},
	    {200, "{}", NULL}, {204, "", NULL}, {200, "{}", NULL}};
	const struct mapping *mapping = shipped("hydra", elsewhere);
	struct sent out = sent_by(mapping,
	    event_of("suspended", "suspended", "{\"not_before\":7}"), all);

	(void)state;
	assert_int_equal(out.as, SENT_DONE);
	assert_int_equal(answered, 4);
	assert_non_null(strstr(asked, "\"urn:dcr:suspended\""));
	assert_null(strstr(asked, "redirect_uris"));
	assert_non_null(strstr(asked, "\"not_before\":3"));
	assert_non_null(
	    strstr(asked, "\nDELETE /admin/oauth2/tokens?client_id=id1\nPATCH "
			  "/admin/clients/id1 [{\"op\":\"add\",\"path\":"
			  "\"/metadata/dcr/not_before\",\"value\":7}]\n"));
	out = sent_by(
	    mapping, event_of("updated", "active", "{\"not_before\":3}"), all);
	assert_int_equal(out.as, SENT_DONE);
	assert_int_equal(answered, 2);
}

static void
wso2_has_no_memory(void **state)
{
	static const struct answer all[] = {
	    {200, "{\"applications\":[{\"id\":\"a1\"}]}", NULL},
	    {204, "", NULL}, {200, "{\"applications\":[]}", NULL},
	    {201, "{}", NULL}};
	static const struct answer there[] = {
	    {200, "{\"applications\":[{\"id\":\"a1\"}]}", NULL},
	    {200, "{}", NULL}};
	const struct mapping *mapping =
	    shipped("wso2", "{\"elsewhere\":\"scope\"}");
	struct sent out = sent_by(
	    mapping, event_of("updated", "active", "{\"not_before\":7}"), all);

	(void)state;
	assert_int_equal(out.as, SENT_DONE);
	assert_int_equal(answered, 4);
	assert_non_null(
	    strstr(asked, "/v1/applications?filter=name%20eq%20dcr_id1\n"));
	assert_non_null(strstr(asked, "\"ext_param_client_id\":\"id1\""));
	out = sent_by(mapping, event_of("updated", "active", "{}"), there);
	assert_int_equal(out.as, SENT_DONE);
	assert_int_equal(answered, 2);
	assert_null(strstr(asked, "ext_param_client_id"));
	assert_non_null(
	    strstr(asked, "PUT /api/identity/oauth2/dcr/v1.1/register/id1 "));
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(keycloak_creates),
	    TEST(keycloak_replaces),
	    TEST(keycloak_lowers_no_not_before),
	    TEST(nobody_goes_back_in_time),
	    TEST(what_is_not_ours_is_let_alone),
	    TEST(deleting_what_is_gone_is_done),
	    TEST(hydra_ends_tokens),
	    TEST(wso2_has_no_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
