/* SPDX-License-Identifier: ISC */
/* The contract of the WSO2 accelerator's extensions, v1.0.4, in its words and
 * in those of the product. */
#include "test/unit/parse_json.h"

#include "kit/json.h"
#include "kit/reader.h"
#include "validators/external/private.h"

static const char entry[] =
    "{\"name\":\"crm\",\"kind\":\"service\",\"rules\":{\"uri\":{\"error\":"
    "\"invalid_redirect_uri\",\"meaning\":\"m\",\"clause\":\"c\"}}%s}";

static const struct json *
entry_with(const char *more)
{
	return parse(arena_printf(arena, entry, more));
}

static void
assert_json(const struct json *json, const char *text)
{
	if (!json_equal(json, parse(text)))
		fail_msg("%s is not %s", json_text(arena, json), text);
}

static void
asks(const char *more, const char *question, const char *wanted)
{
	assert_json(
	    translate_question(entry_with(more), parse(question), arena),
	    wanted);
}

/* What becomes of an answer to a question of that method. */
static void
answers(const char *method, const char *said, const char *wanted)
{
	const struct json *question = parse(arena_printf(arena,
	    "{\"id\":\"r1\",\"method\":\"%s\",\"request\":{\"scope\":\"a\"}}",
	    method));
	const struct json *answer = NULL;
	const char *why =
	    translate_answer(entry_with(""), question, said, arena, &answer);

	if (*wanted != '{') {
		if (why == NULL || strstr(why, wanted) == NULL)
			fail_msg("%s: %s", said, why != NULL ? why : "works");
		return;
	}
	if (why != NULL)
		fail_msg("%s: %s", said, why);
	assert_json(answer, wanted);
}

#define REFUSES(rule, detail)                                         \
	"{\"outcome\":\"refuse\",\"findings\":[{\"rule\":\"crm." rule \
	"\",\"pointer\":\"\",\"detail\":\"" detail "\"}]}"

/* The examples of the document, as they stand there. */
static void
test_refusals(void **state)
{
	(void)state;
	answers("PUT",
	    "{\"status\":\"ERROR\",\"errorCode\":400,\"data\":{\"error\":"
	    "\"invalid_client_metadata\",\"errorDescription\":"
	    "\"Invalid scope values found\"}}",
	    REFUSES("invalid_client_metadata", "Invalid scope values found"));
	answers("POST",
	    "{\"responseId\":\"r1\",\"status\":\"ERROR\",\"errorCode\":401,"
	    "\"data\":{\"error\":\"invalid_redirect_uri\"}}",
	    REFUSES("uri", "invalid_redirect_uri"));
	answers("POST",
	    "{\"status\":\"ERROR\",\"data\":{\"error\":"
	    "\"invalid_software_statement\",\"errorDescription\":\"no\"}}",
	    REFUSES("invalid_software_statement", "no"));
	answers("POST",
	    "{\"responseId\":null,\"status\":\"ERROR\",\"errorCode\":null,"
	    "\"data\":{\"error\":null,\"errorDescription\":\"no\"}}",
	    REFUSES("invalid_client_metadata", "no"));
	answers("POST",
	    "{\"status\":\"ERROR\",\"data\":{\"error\":\"bad_luck\"}}",
	    REFUSES("invalid_client_metadata", "bad_luck"));
	answers("GET", "{\"status\":\"ERROR\",\"data\":{}}",
	    REFUSES("invalid_client_metadata", "is refused"));
	answers("GET", "{\"status\":\"ERROR\"}",
	    REFUSES("invalid_client_metadata", "is refused"));
	/* Where the product looks for the error. */
	answers("POST",
	    "{\"status\":\"ERROR\",\"data\":{\"errorCode\":"
	    "\"invalid_redirect_uri\"}}",
	    REFUSES("uri", "invalid_redirect_uri"));
}

static void
test_passes(void **state)
{
	(void)state;
	answers("POST", "{\"status\":\"SUCCESS\"}", "{\"outcome\":\"pass\"}");
	answers("POST",
	    "{\"status\":\"SUCCESS\",\"data\":{\"clientData\":{\"scope\":\"a\","
	    "\"x\":null,\"segment\":\"tpp\"}}}",
	    "{\"outcome\":\"pass\",\"metadata\":{\"segment\":\"tpp\"}}");
	/* All of it is the answer when a registration is read. */
	answers("GET",
	    "{\"status\":\"SUCCESS\",\"data\":{\"clientData\":{\"scope\":\"a\","
	    "\"x\":null,\"segment\":\"tpp\"}}}",
	    "{\"outcome\":\"pass\",\"metadata\":{\"scope\":\"a\","
	    "\"segment\":\"tpp\"}}");
	answers("GET", "{\"status\":\"SUCCESS\",\"data\":{\"clientData\":{}}}",
	    "{\"outcome\":\"pass\",\"metadata\":{}}");
	answers("GET", "{\"status\":\"SUCCESS\",\"data\":null}",
	    "{\"outcome\":\"pass\"}");
}

static void
test_nobody_can_say(void **state)
{
	(void)state;
	answers("POST", "{\"responseId\":\"r2\",\"status\":\"SUCCESS\"}",
	    "another question");
	answers("POST", "{\"responseId\":1,\"status\":\"ERROR\"}",
	    "another question");
	answers("POST", "{\"status\":\"ERROR\",\"errorCode\":\"400\"}",
	    "not from 400");
	answers(
	    "POST", "{\"status\":\"ERROR\",\"errorCode\":503}", "not from 400");
	answers("POST", "{\"status\":\"ERROR\",\"data\":[]}", "no object");
	answers("POST", "{\"status\":\"OK\"}", "neither SUCCESS nor ERROR");
	answers("POST", "{}", "neither SUCCESS nor ERROR");
	answers("POST", "[]", "no JSON object");
}

static void
test_beans(void **state)
{
	static const char more[] = ",\"client_data\":\"beans\"";

	(void)state;
	asks(more,
	    "{\"id\":\"r1\",\"method\":\"POST\",\"request\":{\"redirect_uris\":"
	    "[\"u\"],\"token_endpoint_auth_signing_alg\":\"PS256\",\"scope\":"
	    "\"a\"},\"claims\":{\"org_id\":\"o\"}}",
	    "{\"requestId\":\"r1\",\"data\":{\"clientData\":{\"redirect_uris\":"
	    "[\"u\"],\"token_endpoint_auth_signing_alg\":\"PS256\",\"scope\":"
	    "\"a\",\"redirectUris\":[\"u\"],"
	    "\"tokenEndpointAuthSignatureAlgorithm\":\"PS256\","
	    "\"additionalAttributes\":{\"scope\":\"a\"}},"
	    "\"softwareStatement\":{\"org_id\":\"o\"}}}");
	assert_true(translate_is_bean("tlsClientAuthSubjectDN"));
	assert_true(translate_is_bean("additionalAttributes"));
	assert_true(translate_is_bean("extTokenType"));
	assert_false(translate_is_bean("extent"));
	assert_false(translate_is_bean("segment"));
}

static void
test_existing(void **state)
{
	static const char question[] =
	    "{\"id\":\"r1\",\"method\":\"%s\",%s\"claims\":{\"o\":1},"
	    "\"stored\":{\"client_id\":\"c\",\"metadata\":{\"scope\":\"a\","
	    "\"redirect_uris\":[\"u\"]}}}";
	static const char object[] =
	    "{\"scope\":\"a\",\"redirect_uris\":[\"u\"]}";

	(void)state;
	asks("", arena_printf(arena, question, "PUT", "\"request\":{\"b\":1},"),
	    arena_printf(arena,
		"{\"requestId\":\"r1\",\"data\":{\"clientData\":{\"b\":1},"
		"\"softwareStatement\":{\"o\":1},\"existingClientData\":%s}}",
		object));
	asks("", arena_printf(arena, question, "GET", ""),
	    arena_printf(arena,
		"{\"requestId\":\"r1\",\"data\":{\"clientData\":%s,"
		"\"softwareStatement\":{\"o\":1},\"existingClientData\":%s}}",
		object, object));
	asks(",\"existing_client_data\":\"properties\"",
	    arena_printf(arena, question, "PUT", "\"request\":{\"b\":1},"),
	    "{\"requestId\":\"r1\",\"data\":{\"clientData\":{\"b\":1},"
	    "\"softwareStatement\":{\"o\":1},\"existingClientData\":["
	    "{\"Name\":\"scope\",\"Value\":\"a\",\"DisplayName\":\"scope\"},"
	    "{\"Name\":\"redirect_uris\",\"Value\":\"[\\\"u\\\"]\","
	    "\"DisplayName\":\"redirect_uris\"}]}}");
}

static void
test_settings(void **state)
{
	struct reader reader = {.arena = arena, .file = "f"};

	(void)state;
	translate_open(entry_with(",\"client_data\":\"members\","
				  "\"existing_client_data\":\"object\""),
	    &reader);
	assert_null(reader.why);
	translate_open(entry_with(",\"client_data\":true"), &reader);
	assert_non_null(strstr(reader.why, "client_data: must be one of"));
	reader.why = NULL;
	translate_open(
	    entry_with(",\"existing_client_data\":\"array\""), &reader);
	assert_non_null(strstr(reader.why, "existing_client_data: must be"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_refusals),
	    TEST(test_passes),
	    TEST(test_nobody_can_say),
	    TEST(test_beans),
	    TEST(test_existing),
	    TEST(test_settings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
