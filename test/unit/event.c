/* SPDX-License-Identifier: ISC */
/* Events: what each kind of record tells, and what a row fills in. */
#include "deliver/event.h"

#include <stdlib.h>

#include "deliver/told.h"
#include "kit/members.h"
#include "kit/trail.h"
#include "store/lib/change.h"
#include "test/unit/uk_profile.h"

#define KEY "00066158f5927590" /* 2026-11-28T16:49:25Z */
#define SECOND 1795884565
#define JWKS "{\"keys\":[{\"kty\":\"EC\"}]}"

static struct client
row(const char *metadata)
{
	return (struct client){
	    .client_id = "c",
	    .software = "s OpenBanking Ltd",
	    .certificate = "ab",
	    .subject = "CN=x",
	    .issuer = "CN=CA",
	    .version = 4,
	    .state = CLIENT_ACTIVE,
	    .state_why = "",
	    .state_by = "",
	    .profile = "",
	    .withdrawn = UINT64_C(1795884565000001),
	    .metadata = metadata,
	};
}

static const struct json *
record(const char *event, const struct client *client,
    const struct trail_facts *facts, const char *before, const char *after)
{
	const struct trail trail = {
	    .event = event,
	    .at = SECOND,
	    .by = "operator",
	    .client_id = client->client_id,
	    .why = "because",
	    .before = before != NULL ? trail_members(arena, before) : NULL,
	    .after = after != NULL ? trail_members(arena, after) : NULL,
	    .facts = facts,
	};

	return parse(trail_text(arena, &trail));
}

static const struct json *
event_of(const struct json *of, const struct client *now)
{
	return event_of_record(arena, loaded(uk()), KEY, of, now);
}

static void
same(const struct json *got, const char *wanted)
{
	assert_string_equal(
	    json_text(arena, got), json_text(arena, parse(wanted)));
}

#define CLIENT                                                  \
	"\"client\":{\"grant_types\":[\"client_credentials\"]," \
	"\"response_types\":[],"                                \
	"\"tls_client_certificate_bound_access_tokens\":true,"  \
	"\"token_endpoint_auth_method\":\"client_secret_basic\"}"
#define METADATA \
	"{\"grant_types\":[\"client_credentials\"],\"response_types\":[]}"
#define BESIDE                                                     \
	"\"software_id\":\"s\",\"directory\":\"OpenBanking Ltd\"," \
	"\"certificate\":{\"sha256\":\"ab\",\"subject\":\"CN=x\"," \
	"\"issuer\":\"CN=CA\"},"

static void
each_kind(void **state)
{
	static const char *const kinds[][2] = {{"registered", "registered"},
	    {"updated", "updated"}, {"suspended", "suspended"},
	    {"resumed", "resumed"}, {"imported", "imported"},
	    {"recovered", "updated"}};
	struct client client = row(METADATA);

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const bool suspended = strcmp(kinds[i][0], "suspended") == 0;
		client.state = suspended ? CLIENT_SUSPENDED : CLIENT_ACTIVE;
		const struct json *of = record(kinds[i][0], &client,
		    told_facts(arena, loaded(uk()), &client, 5, NULL), NULL,
		    NULL);
		same(event_of(of, NULL),
		    arena_printf(arena,
			"{\"key\":\"" KEY "\",\"event\":\"%s\","
			"\"at\":\"2026-11-28T16:49:25Z\",\"why\":\"because\","
			"\"client_id\":\"c\",\"version\":5,\"state\":\"%s\","
			"\"not_before\":1795884566," BESIDE CLIENT "}",
			kinds[i][1], suspended ? "suspended" : "active"));
		assert_true(event_is_told(kinds[i][0]));
	}
}

static void
a_deletion(void **state)
{
	const struct client client = row(METADATA);
	const struct json *of = record("deleted", &client,
	    told_deletion(arena, &client, SECOND), METADATA, NULL);

	(void)state;
	same(event_of(of, NULL),
	    "{\"key\":\"" KEY "\",\"event\":\"deleted\","
	    "\"at\":\"2026-11-28T16:49:25Z\",\"why\":\"because\","
	    "\"client_id\":\"c\",\"version\":4,\"state\":\"deleted\","
	    "\"not_before\":1795884566}");
	/* A client that came again under that client_id is another one. */
	assert_true(json_equal(event_of(of, NULL), event_of(of, &client)));
	/* Of an older program. */
	same(event_of(record("deleted", &client, NULL, METADATA, NULL), NULL),
	    "{\"key\":\"" KEY "\",\"event\":\"deleted\","
	    "\"at\":\"2026-11-28T16:49:25Z\",\"why\":\"because\","
	    "\"client_id\":\"c\",\"state\":\"deleted\","
	    "\"not_before\":1795884566}");
}

static void
what_is_not_told(void **state)
{
	static const char *const kinds[] = {
	    "refused", "pruned", "undelivered", "", "sealed"};
	const struct client client = row(METADATA);

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		assert_false(event_is_told(kinds[i]));
		assert_null(event_of(
		    record(kinds[i], &client,
			told_facts(arena, loaded(uk()), &client, 5, NULL), NULL,
			NULL),
		    &client));
	}
	assert_false(event_is_told(NULL));
	assert_null(event_of(parse("{}"), &client));
	assert_null(event_of(NULL, &client));
	assert_null(event_of(parse("{\"event\":\"updated\"}"), &client));
	/* A client that was told its registration again is as it was. */
	assert_null(
	    event_of(record("recovered", &client, NULL, NULL, NULL), &client));
}

/* The record of an older program, or of one that could not read the profile. */
static void
from_the_row(void **state)
{
	const struct client client = row(METADATA);
	const struct json *of = record("updated", &client, NULL, NULL, NULL);
	const char *wanted =
	    "{\"key\":\"" KEY "\",\"event\":\"updated\","
	    "\"at\":\"2026-11-28T16:49:25Z\",\"why\":\"because\","
	    "\"client_id\":\"c\",\"version\":4,\"state\":\"active\","
	    "\"not_before\":1795884566," BESIDE CLIENT "}";

	(void)state;
	assert_true(json_equal(event_of(of, &client), parse(wanted)));
	assert_null(event_of(of, NULL));
	of = record("updated", &client,
	    told_facts(arena, NULL, &client, 5, NULL), NULL, NULL);
	assert_true(json_equal(event_of(of, &client), parse(wanted)));
	assert_null(event_of(of, NULL));
	assert_true(json_equal(event_of_client(arena, loaded(uk()), KEY,
				   "reconciled", SECOND, &client),
	    parse("{\"key\":\"" KEY "\",\"event\":\"reconciled\","
		  "\"at\":\"2026-11-28T16:49:25Z\",\"client_id\":\"c\","
		  "\"version\":4,\"state\":\"active\","
		  "\"not_before\":1795884566," BESIDE CLIENT "}")));
}

static void
key_sets(void **state)
{
	const struct client client = row("{\"jwks\":" JWKS "}");
	struct client later = client;
	const struct json *of = record("registered", &client,
	    told_facts(arena, loaded(uk()), &client, 1, NULL), NULL,
	    trail_members(arena, client.metadata) != NULL ? client.metadata
							  : NULL);

	(void)state;
	assert_null(strstr(json_text(arena, of), "EC"));
	assert_true(json_equal(
	    json_get(json_get(event_of(of, &client), "client"), "jwks"),
	    parse(JWKS)));
	assert_null(json_get(json_get(event_of(of, NULL), "client"), "jwks"));
	/* The row is a later one. */
	later.metadata = "{\"jwks_uri\":\"https://a.example/\"}";
	assert_null(json_get(json_get(event_of(of, &later), "client"), "jwks"));
}

static void
changes(void **state)
{
	static const char before[] =
	    "{\"scope\":\"openid accounts payments\",\"same\":1,"
	    "\"software_client_name\":\"a\",\"org_name\":\"O\","
	    "\"grant_types\":[\"refresh_token\"],"
	    "\"backchannel_user_code_parameter_supported\":true}";
	static const char after[] =
	    "{\"scope\":\"accounts openid\",\"same\":1,"
	    "\"software_client_name\":\"b\",\"org_name\":\"P\","
	    "\"grant_types\":[\"refresh_token\"],\"logo_uri\":\"l\"}";
	const struct client client = row(after);
	const struct trail_facts *facts =
	    told_facts(arena, loaded(uk()), &client, 5, NULL);
	const struct json *event =
	    event_of(record("updated", &client, facts, before, after), NULL);

	(void)state;
	same(json_get(event, "changed"),
	    "[\"scope\",\"client_name\",\"org_name\",\"logo_uri\","
	    "\"backchannel_user_code_parameter\"]");
	same(json_get(event, "scope_removed"), "[\"payments\"]");
	event =
	    event_of(record("updated", &client, facts, after, before), NULL);
	assert_null(json_get(event, "scope_removed"));
	event = event_of(record("updated", &client, facts, before, "{}"), NULL);
	same(json_get(event, "scope_removed"),
	    "[\"openid\",\"accounts\",\"payments\"]");
	event = event_of(record("updated", &client, facts, after, after), NULL);
	same(json_get(event, "changed"), "[]");
}

static void
since_when_tokens_count(void **state)
{
	struct client client = row("{}");

	(void)state;
	assert_int_equal(client_not_before(&client), SECOND + 1);
	client.withdrawn = UINT64_C(1795884565999999);
	assert_int_equal(client_not_before(&client), SECOND + 1);
	client.withdrawn = UINT64_C(1795884566000000);
	assert_int_equal(client_not_before(&client), SECOND + 2);
	client.withdrawn = 0;
	assert_int_equal(client_not_before(&client), 0);
}

static const char *
mistake(const char *path, const char *value)
{
	const char *why = NULL;

	if (load(with(uk(), path, value != NULL ? parse(value) : NULL), &why) !=
	    NULL)
		return "";
	return why;
}

static void
mistakes_of_a_profile(void **state)
{
	(void)state;
	assert_string_equal(mistake("normalised", NULL), "");
	assert_string_equal(mistake("normalised", "{}"), "");
	assert_string_equal(
	    mistake("normalised.client_name", "\"software_id\""), "");
	assert_non_null(strstr(
	    mistake("normalised", "[]"), "normalised: must be an object"));
	assert_non_null(strstr(mistake("normalised.client_nam", "\"scope\""),
	    "normalised.client_nam: is no name of a standard"));
	assert_non_null(strstr(mistake("normalised.jwks", "\"scope\""),
	    "normalised.jwks: is no name of a standard"));
	assert_non_null(strstr(mistake("normalised.scope", "\"scoop\""),
	    "normalised.scope: must be a member"));
	assert_non_null(strstr(mistake("normalised.scope", "{\"a\":1}"),
	    "normalised.scope: must be a member, or an object of words"));
	assert_non_null(strstr(mistake("normalised.scope", "true"),
	    "normalised.scope: must be a member, or an object of words"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(each_kind),
	    TEST(a_deletion),
	    TEST(what_is_not_told),
	    TEST(from_the_row),
	    TEST(key_sets),
	    TEST(changes),
	    TEST(since_when_tokens_count),
	    TEST(mistakes_of_a_profile),
	};

	return cmocka_run_group_tests_name("event", tests, NULL, NULL);
}
