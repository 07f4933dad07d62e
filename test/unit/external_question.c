/* SPDX-License-Identifier: ISC */
/* What an external validator is told of a request, and what it never is. */
#include "test/unit/parse_json.h"

#include "kit/request.h"
#include "validators/external/private.h"
#include "validators/judge/regime.h"
#include "validators/lib/metadata.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

static const struct request request = {.id = "r1"};

static struct submission
submission_of(unsigned facts)
{
	static const struct replaced stored = {
	    .client_id = "c1",
	    .software = "s",
	    .metadata =
		"{\"client_id\":\"c1\",\"software_statement\":\"a.b.c\","
		"\"registration_access_token\":\"t\",\"scope\":\"x\"}",
	};
	const char *why = NULL;

	return (struct submission){
	    .request = &request,
	    .profile = regime_load(arena, "uk", NULL, &why),
	    .arena = arena,
	    .method = METHOD_PUT,
	    .facts = facts,
	    .replaced = &stored,
	    .members = parse(
		"{\"client_name\":\"N\",\"software_statement\":"
		"\"eyJhbGciOiJQUzI1NiJ9.e30.c2ln\",\"client_secret\":\"s\","
		"\"nested\":{\"access_token\":\"t\",\"kept\":[1,"
		"\"eyJhbGciOiJQUzI1NiJ9.e30.c2ln\",{\"password\":\"p\"}]},"
		"\"odd\":\"eyJhbGciOiJQUzI1NiJ9.e30.c2ln\","
		"\"name\":\"eyJ is no token\"}"),
	    .claims = parse("{\"org_id\":\"o1\"}"),
	};
}

static const char *
asks(unsigned facts)
{
	const struct external_validator external = {
	    .name = "lists", .settings = parse("{\"list\":\"/l\"}")};
	struct submission s = submission_of(facts);

	return json_text(arena, external_question(&s, &external));
}

static void
test_nothing_proved(void **state)
{
	(void)state;
	assert_string_equal(asks(0),
	    "{\"dcr\":1,\"id\":\"r1\",\"method\":\"PUT\",\"validator\":"
	    "\"lists\",\"stored\":{\"client_id\":\"c1\",\"metadata\":"
	    "{\"client_id\":\"c1\",\"scope\":\"x\"}},\"settings\":"
	    "{\"list\":\"/l\"}}");
}

static void
test_no_claims_before_they_are_sound(void **state)
{
	(void)state;
	assert_null(strstr(asks(STATEMENT_TRUE), "\"claims\""));
	assert_non_null(
	    strstr(asks(STATEMENT_SOUND), "\"claims\":{\"org_id\":\"o1\"}"));
}

static void
test_no_token(void **state)
{
	const char *text = asks(ENVELOPE_TRUE | STATEMENT_SOUND);

	(void)state;
	assert_non_null(strstr(text,
	    "\"request\":{\"client_name\":\"N\",\"nested\":{\"kept\":[1,{}]},"
	    "\"name\":\"eyJ is no token\"}"));
	assert_null(strstr(text, "eyJhbGci"));
	assert_null(strstr(text, "secret"));
	assert_null(strstr(text, "_token"));
}

/* Who looks at the request alone would not see what the statement adds. */
static void
test_what_would_be_registered(void **state)
{
	const struct external_validator external = {
	    .name = "lists", .settings = parse("{}")};
	const struct metadata_member members[] = {
	    {.name = "scope", .value = parse("\"x\"")},
	    {.name = "software_statement", .value = parse("\"a.b.c\"")}};
	const struct metadata metadata = {.members = members, .count = 2};
	struct submission s = submission_of(ENVELOPE_TRUE | STATEMENT_TRUE);

	(void)state;
	s.metadata = &metadata;
	assert_non_null(
	    strstr(json_text(arena, external_question(&s, &external)),
		"\"registered\":{\"scope\":\"x\"},"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_nothing_proved),
	    TEST(test_no_claims_before_they_are_sound),
	    TEST(test_no_token),
	    TEST(test_what_would_be_registered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
