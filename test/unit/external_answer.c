/* SPDX-License-Identifier: ISC */
/* What becomes of the answer of an external validator. */
#include "test/unit/parse_json.h"

#include "kit/request.h"
#include "kit/service/web_service.h"
#include "validators/external/private.h"
#include "validators/judge/regime.h"
#include "validators/lib/metadata.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

static const struct rule rules[] = {
    {"lists.match", ERROR_UNAPPROVED, "nobody is on it", NULL},
    {"lists.name", ERROR_METADATA, "it has a name", NULL}, {0}};
static const struct validator lists = {.name = "lists", .rules = rules};
static const struct external_validator external = {
    .name = "lists", .on = METHOD_POST};
static const struct request request = {.id = "r1"};

static struct submission submission;
static struct verdict verdict;
static struct profile_question question;

static void
ask(const char *answer)
{
	const struct json *said = NULL;
	const char *why = NULL;

	submission = (struct submission){
	    .request = &request,
	    .profile = regime_load(arena, "uk", NULL, &why),
	    .arena = arena,
	    .method = METHOD_POST,
	    .facts = FACTS_FOR_A_REGISTRATION | STATEMENT_SOUND,
	    .members = parse("{\"scope\":\"openid\",\"risk\":\"mine\"}"),
	    .claims = parse("{\"org_id\":\"o1\",\"iss\":\"D\"}"),
	};
	assert_non_null(submission.profile);
	submission.metadata = metadata_make(&submission);
	verdict_init(&verdict, arena);
	question = (struct profile_question){
	    .validator = &lists, .rules = rules, .external = &external};
	verdict.question = &question;
	why = external_answer_read(parse("{\"id\":\"r1\"}"), answer,
	    strlen(answer), false, arena, &said);
	if (why != NULL)
		unable(&verdict, "lists: %s", why);
	else
		external_answer(&submission, &verdict, &question, said);
}

static void
passes(const char *answer, const char *metadata)
{
	ask(answer);
	if (verdict.outcome != OUTCOME_PASS)
		fail_msg("%s: %s", answer, verdict.unable);
	if (metadata == NULL)
		assert_null(verdict.metadata);
	else
		assert_string_equal(
		    json_text(arena, verdict.metadata), metadata);
}

static void
fails(const char *answer, const char *why)
{
	ask(answer);
	assert_int_equal(verdict.outcome, OUTCOME_UNABLE);
	if (strstr(verdict.unable, why) == NULL)
		fail_msg("%s: %s", answer, verdict.unable);
	assert_memory_equal(verdict.unable, "lists: ", 7);
}

static void
test_pass(void **state)
{
	(void)state;
	passes("{\"outcome\":\"pass\"}", NULL);
	passes("{\"outcome\":\"pass\",\"findings\":[],\"metadata\":{}}", NULL);
	passes("{\"dcr\":1,\"id\":\"r1\",\"outcome\":\"pass\"}", NULL);
	passes("{\"outcome\":\"pass\",\"metadata\":{\"risk\":\"low\"}}",
	    "{\"risk\":\"low\"}");
	/* What is registered anyway may be said again. */
	passes("{\"outcome\":\"pass\",\"metadata\":{\"scope\":\"openid\","
	       "\"org_id\":\"o1\"}}",
	    "{\"scope\":\"openid\",\"org_id\":\"o1\"}");
}

static void
test_refuse(void **state)
{
	(void)state;
	ask("{\"outcome\":\"refuse\",\"findings\":[{\"rule\":\"match\"},"
	    "{\"rule\":\"lists.name\",\"pointer\":\"/client_name\","
	    "\"detail\":\"a \\\"<b>\\n\\u00e9\"}]}");
	assert_int_equal(verdict.outcome, OUTCOME_REFUSE);
	assert_ptr_equal(verdict.findings->rule, &rules[0]);
	assert_string_equal(verdict.findings->pointer, "");
	assert_ptr_equal(verdict.findings->next->rule, &rules[1]);
	assert_string_equal(verdict.findings->next->pointer, "/client_name");
	assert_string_equal(verdict.findings->next->detail, "a ??b????");
}

static void
test_detail_is_cut(void **state)
{
	char *text = arena_alloc(arena, 3000);
	const char *detail;

	(void)state;
	memset(text, 'x', 2999);
	ask(arena_printf(arena,
	    "{\"outcome\":\"refuse\",\"findings\":[{\"rule\":\"match\","
	    "\"detail\":\"%s\"}]}",
	    text));
	assert_int_equal(verdict.outcome, OUTCOME_REFUSE);
	detail = verdict.findings->detail;
	assert_int_equal(strlen(detail), EXTERNAL_DETAIL_MAX + 3);
	assert_string_equal(detail + EXTERNAL_DETAIL_MAX, "...");
}

static void
test_no_answer(void **state)
{
	static const char finding[] =
	    "{\"outcome\":\"refuse\",\"findings\":[%s]}";
	static const struct {
		const char *finding, *why;
	} findings[] = {
	    {"{\"rule\":\"other\"}", "is not declared"},
	    {"{\"rule\":\"scope.missing\"}", "is not declared"},
	    {"{}", "is not declared"},
	    {"{\"rule\":1}", "is not declared"},
	    {"1", "that is not an object of rule"},
	    {"{\"rule\":\"match\",\"level\":1}",
		"rule, pointer and detail alone"},
	    {"{\"rule\":\"match\",\"pointer\":\"scope\"}", "pointer"},
	    {"{\"rule\":\"match\",\"pointer\":\"/a b\"}", "pointer"},
	    {"{\"rule\":\"match\",\"pointer\":\"/a~2\"}", "pointer"},
	    {"{\"rule\":\"match\",\"pointer\":null}", "pointer"},
	    {"{\"rule\":\"match\",\"detail\":1}", "detail"},
	};

	(void)state;
	fails("{}", "no outcome");
	fails("[]", "no JSON object");
	fails("{\"outcome\":\"yes\"}", "neither pass nor refuse");
	fails("{\"outcome\":true}", "no outcome");
	fails("{\"outcome\":\"pass\",\"facts\":[]}", "not known");
	fails("{\"outcome\":\"pass\",\"dcr\":2}", "version");
	fails("{\"outcome\":\"pass\",\"dcr\":\"1\"}", "version");
	fails("{\"outcome\":\"pass\",\"id\":\"r2\"}", "another question");
	fails("{\"outcome\":\"pass\",\"id\":7}", "another question");
	fails("{\"outcome\":\"pass\",\"findings\":[{\"rule\":\"match\"}]}",
	    "has findings");
	fails("{\"outcome\":\"pass\",\"metadata\":[]}", "no object");
	fails("{\"outcome\":\"refuse\"}", "without a finding");
	fails("{\"outcome\":\"refuse\",\"findings\":[]}", "without a finding");
	fails("{\"outcome\":\"refuse\",\"findings\":{}}", "without a finding");
	for (size_t i = 0; i < sizeof(findings) / sizeof(findings[0]); i++) {
		const char *before = strstr(finding, "%s");
		fails(arena_printf(arena, "%.*s%s%s", (int)(before - finding),
			  finding, findings[i].finding, before + 2),
		    findings[i].why);
	}
}

static void
adds(const char *member, const char *why)
{
	fails(arena_printf(
		  arena, "{\"outcome\":\"pass\",\"metadata\":{%s}}", member),
	    why);
}

static void
test_metadata(void **state)
{
	char *text = arena_alloc(arena, 20000);

	(void)state;
	adds("\"client_id\":\"x\"", "only the server or the directory may set");
	adds("\"client_secret\":\"x\"",
	    "only the server or the directory may set");
	adds("\"registration_access_token\":\"x\"", "only the server");
	adds("\"software_statement\":\"x\"",
	    "only the server or the directory may set");
	adds("\"jwks\":{}", "only the server or the directory may set");
	adds("\"jwks_uri\":\"https://a.example\"", "only the server");
	adds("\"scope\":\"openid payments\"", "contradicts");
	adds("\"org_id\":\"o2\"", "contradicts");
	adds("\"redirect_uris\":[]", "the request had to ask for");
	adds(
	    "\"org_status\":\"Active\"", "the software statement had to claim");
	adds("\"software_jwks_endpoint\":\"x\"",
	    "the software statement had to claim");
	adds("\"organisation_competent_authority_claims\":{}",
	    "the software statement had to claim");
	adds("\"risk\":null", "is null");
	adds("\"\":1", "no name");
	adds("\"a b\":1", "no name");
	adds("\"a\\nb\":1", "no name");
	memset(text, 'x', 19999);
	adds(arena_printf(arena, "\"risk\":\"%s\"", text), "more than");
}

static void
test_metadata_of_two(void **state)
{
	(void)state;
	ask("{\"outcome\":\"pass\"}");
	submission.added = parse("{\"risk\":\"low\"}");
	external_metadata_take(
	    &submission, &verdict, &external, parse("{\"risk\":\"low\"}"));
	assert_int_equal(verdict.outcome, OUTCOME_PASS);
	external_metadata_take(
	    &submission, &verdict, &external, parse("{\"risk\":\"high\"}"));
	assert_int_equal(verdict.outcome, OUTCOME_UNABLE);
	assert_non_null(
	    strstr(verdict.unable, "contradicts another validator"));
}

static void
test_metadata_of_reading(void **state)
{
	static const struct replaced stored = {.client_id = "c",
	    .software = "s",
	    .metadata = "{\"client_id\":\"c\",\"note\":\"a\"}"};

	(void)state;
	ask("{\"outcome\":\"pass\"}");
	submission.replaced = &stored;
	submission.method = METHOD_GET;
	assert_null(external_metadata_contradiction(
	    &submission, parse("{\"risk\":\"low\"}")));
	assert_non_null(external_metadata_contradiction(
	    &submission, parse("{\"note\":\"b\"}")));
	submission.method = METHOD_DELETE;
	assert_non_null(external_metadata_contradiction(
	    &submission, parse("{\"risk\":\"low\"}")));
}

static struct web_service anywhere;
static struct transport over_http = {.service = &anywhere};
static const struct external_validator service = {
    .name = "lists", .kind = "service", .transport = &over_http};

/* What a web service says again in its own words is not taken. */
static void
test_metadata_of_a_service(void **state)
{
	(void)state;
	ask("{\"outcome\":\"pass\"}");
	external_metadata_take(&submission, &verdict, &service,
	    parse("{\"client_id\":\"x\",\"scope\":\"payments\","
		  "\"redirect_uris\":[],\"redirectUris\":[],\"org_id\":\"o2\","
		  "\"org_status\":\"Active\",\"jwks\":{},"
		  "\"additionalAttributes\":{},\"segment\":\"tpp\"}"));
	assert_int_equal(verdict.outcome, OUTCOME_PASS);
	assert_string_equal(
	    json_text(arena, verdict.metadata), "{\"segment\":\"tpp\"}");
	verdict.metadata = NULL;
	external_metadata_take(
	    &submission, &verdict, &service, parse("{\"scope\":\"payments\"}"));
	assert_int_equal(verdict.outcome, OUTCOME_PASS);
	assert_null(verdict.metadata);
	external_metadata_take(
	    &submission, &verdict, &service, parse("{\"a b\":1}"));
	assert_int_equal(verdict.outcome, OUTCOME_UNABLE);
}

static void
reads(const char *said, const char *shown)
{
	static const struct replaced stored = {.client_id = "c",
	    .software = "s",
	    .metadata = "{\"client_id\":\"c\",\"scope\":\"openid\","
			"\"org_id\":\"o1\",\"note\":\"a\",\"risk\":1}"};

	ask("{\"outcome\":\"pass\"}");
	submission.replaced = &stored;
	submission.method = METHOD_GET;
	external_metadata_take(
	    &submission, &verdict, &service, said != NULL ? parse(said) : NULL);
	assert_int_equal(verdict.outcome, OUTCOME_PASS);
	assert_null(verdict.metadata);
	if (shown == NULL)
		assert_null(verdict.shown);
	else
		assert_string_equal(json_text(arena, verdict.shown), shown);
}

/* Its reply is what is answered, but for what was judged. */
static void
test_reading_by_a_service(void **state)
{
	(void)state;
	reads(NULL, NULL);
	reads("{}", "{\"client_id\":\"c\",\"scope\":\"openid\"}");
	reads("{\"note\":\"b\",\"more\":[]}",
	    "{\"client_id\":\"c\",\"scope\":\"openid\",\"note\":\"b\","
	    "\"more\":[]}");
	reads("{\"client_id\":\"d\",\"scope\":\"payments\",\"org_id\":"
	      "\"o2\",\"redirect_uris\":[],\"redirectUris\":[],"
	      "\"client_secret\":\"s\"}",
	    "{\"client_id\":\"c\",\"scope\":\"openid\","
	    "\"org_id\":\"o1\"}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_pass),
	    TEST(test_refuse),
	    TEST(test_detail_is_cut),
	    TEST(test_no_answer),
	    TEST(test_metadata),
	    TEST(test_metadata_of_two),
	    TEST(test_metadata_of_reading),
	    TEST(test_metadata_of_a_service),
	    TEST(test_reading_by_a_service),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
