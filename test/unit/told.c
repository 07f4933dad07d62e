/* SPDX-License-Identifier: ISC */

/*
 * What receivers are told of the sandbox's registration of each profile: in the
 * names of standards and no other, with a key set wherever a member needs one,
 * and the same whether it is made of the record or of the row.
 */
#include <stdlib.h>

#include "test/unit/parse_json.h"

#include "deliver/event.h"
#include "deliver/told.h"
#include "kit/members.h"
#include "kit/trail.h"
#include "kit/x509/cert.h"
#include "store/lib/change.h"
#include "test/unit/random_world.h"
#include "validators/lib/metadata.h"
#include "validators/lib/normalised.h"
#include "validators/lib/roles.h"

#define KEY "00066158f5927590"

/* A registration as it would be stored, and its record. */
static struct {
	struct client client;
	const struct json *record;
} made;

static const struct json *
record_of(const char *event, const struct trail_facts *facts,
    struct members *before, struct members *after)
{
	const struct trail trail = {
	    .event = event,
	    .at = world.now,
	    .by = "client",
	    .client_id = made.client.client_id,
	    .certificate = made.client.certificate,
	    .before = before,
	    .after = after,
	    .facts = facts,
	};

	return parse(trail_text(arena, &trail));
}

/* Registers `members`, as front/registration does. */
static void
register_it(const struct json *members)
{
	struct submission s;
	struct verdict v;
	struct members *all = members_new(arena);

	if (judge(arena, members, world.claims, NULL, &s, &v) != OUTCOME_PASS)
		fail_msg("%s: %s", world.profile->name,
		    v.findings != NULL ? v.findings[0].detail : v.unable);
	const struct normalised_of of = {.registered = all,
	    .claims = s.statement.text != NULL ? s.claims : NULL,
	    .roles = s.statement.text != NULL ? roles_claimed(&s) : NULL};
	members_add_string(all, "client_id", "c");
	metadata_add_to(all, &s);
	made.client = (struct client){
	    .client_id = "c",
	    .software = software_of(&s),
	    .certificate = cert_sha256_hex(s.cert),
	    .subject = cert_subject_form(s.cert),
	    .issuer = cert_issuer_form(s.cert),
	    .version = 1,
	    .state_why = "",
	    .state_by = "",
	    .profile = "",
	    .metadata = members_text(all, NULL, NULL),
	};
	made.record = record_of("registered",
	    told_facts(arena, world.profile, &made.client, 1, &of), NULL, all);
}

static const char *
text(const struct json *object, const char *name)
{
	return json_string(json_get(object, name));
}

static void
check_names(const struct json *client)
{
	static const char *const always[] = {"redirect_uris", "scope",
	    "grant_types", "response_types", "token_endpoint_auth_method",
	    "application_type", "client_name", "client_uri",
	    "tls_client_certificate_bound_access_tokens"};
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(client);
	     json_next(&each, &name, &value);)
		if (!normalised_is(name) && strcmp(name, "jwks") != 0)
			fail_msg("%s: %s", world.profile->name, name);
	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		if (json_get(client, always[i]) == NULL)
			fail_msg("%s: no %s", world.profile->name, always[i]);
}

/* Every member of a standard's name that was registered is there. */
static void
check_all(const struct json *client)
{
	const struct json *metadata = parse(made.client.metadata), *value;
	const bool keys = json_get(client, "jwks_uri") != NULL ||
			  json_get(client, "jwks") != NULL;
	const char *name;

	for (struct json_each each = json_each(metadata);
	     json_next(&each, &name, &value);)
		if (normalised_is(name) && json_get(client, name) == NULL &&
		    strcmp(name, "token_endpoint_auth_signing_alg") != 0 &&
		    (keys || strcmp(name, "request_object_signing_alg") != 0))
			fail_msg("%s: lost %s", world.profile->name, name);
}

static void
check_values(const struct json *client)
{
	const bool by_name = strcmp(text(client, "token_endpoint_auth_method"),
				 "tls_client_auth") == 0;
	const char *type = text(client, "application_type");

	assert_true(strcmp(type, "web") == 0 || strcmp(type, "native") == 0);
	assert_true(by_name || json_get(client, "jwks_uri") != NULL);
	assert_true(json_get(client, "jwks_uri") != NULL ||
		    json_get(client, "request_object_signing_alg") == NULL);
	assert_true(
	    by_name ==
	    (json_get(client, "token_endpoint_auth_signing_alg") == NULL));
	if (by_name)
		assert_string_equal(text(client, "tls_client_auth_subject_dn"),
		    made.client.subject);
	assert_true(json_true(
	    json_get(client, "tls_client_certificate_bound_access_tokens")));
}

/* From the record, and from the row. */
static void
check_told(void)
{
	struct json *told = told_client(arena, world.profile, &made.client);
	struct json *event = event_of_record(
	    arena, world.profile, KEY, made.record, &made.client);
	const struct json *client = json_get(told, "client");

	assert_non_null(event);
	assert_string_equal(text(event, "key"), KEY);
	assert_string_equal(text(event, "event"), "registered");
	json_remove(event, "key");
	json_remove(event, "event");
	json_remove(event, "at");
	assert_string_equal(json_text(arena, event), json_text(arena, told));
	check_names(client);
	check_all(client);
	check_values(client);
	assert_string_equal(text(told, "state"), "active");
	assert_non_null(text(told, "software_id"));
	assert_non_null(text(told, "directory"));
}

static void
in_world(const char *profile, void (*check)(void))
{
	char folder[] = "/tmp/dcr-told.XXXXXX";

	make_world(profile, folder);
	register_it(world.members);
	check();
	run(arena_printf(arena, "rm -rf %s", folder));
}

static void
every_profile(void **state)
{
	static const char *const profiles[] = {"uk", "uk@3.2", "uk@3.3", "au",
	    "br", "br@1", "eidas", "opin", "rfc7591"};

	(void)state;
	for (size_t i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++)
		in_world(profiles[i], check_told);
}

static void
check_words(void)
{
	struct json *members = json_copy(arena, world.members);
	const struct json *told, *client;

	json_set_string(members, "application_type", "mobile");
	json_set_string(
	    members, "token_endpoint_auth_method", "private_key_jwt");
	json_set_string(members, "token_endpoint_auth_signing_alg", "PS256");
	json_remove(members, "tls_client_auth_subject_dn");
	register_it(members);
	check_told();
	told = told_client(arena, world.profile, &made.client);
	client = json_get(told, "client");
	assert_string_equal(text(client, "application_type"), "native");
	assert_null(json_get(client, "tls_client_auth_subject_dn"));
	assert_string_equal(text(client, "client_name"), "Example Budget");
	assert_string_equal(text(client, "jwks_uri"),
	    text(world.claims, "software_jwks_endpoint"));
	assert_string_equal(
	    text(told, "organisation_name"), text(world.claims, "org_name"));
}

static void
words_of_a_regime(void **state)
{
	(void)state;
	in_world("uk@3.3", check_words);
}

static const struct json *
client_of(const char *metadata, const char *subject)
{
	const struct client client = {.client_id = "c",
	    .software = "x d",
	    .certificate = "",
	    .subject = subject,
	    .version = 3,
	    .metadata = metadata};

	return json_get(told_client(arena, world.profile, &client), "client");
}

/* Clients of other servers have what these have registered, and no more. */
static void
check_imported(void)
{
	const struct json *client = client_of("{\"client_id\":\"c\"}", "");

	assert_string_equal(
	    text(client, "token_endpoint_auth_method"), "client_secret_basic");
	assert_string_equal(json_text(arena, json_get(client, "grant_types")),
	    "[\"authorization_code\"]");
	assert_string_equal(
	    json_text(arena, json_get(client, "response_types")), "[\"code\"]");
	client = client_of(
	    "{\"grant_types\":[\"client_credentials\"],\"jwks\":{\"keys\":[]},"
	    "\"tls_client_certificate_bound_access_tokens\":false}",
	    "CN=x");
	assert_string_equal(
	    json_text(arena, json_get(client, "response_types")), "[]");
	assert_non_null(json_get(client, "jwks"));
	assert_false(json_true(
	    json_get(client, "tls_client_certificate_bound_access_tokens")));
	assert_null(json_get(client, "tls_client_auth_subject_dn"));
	client = client_of(
	    "{\"jwks_uri\":\"https://a.example/\",\"jwks\":{\"keys\":[]},"
	    "\"client_name#ja\":\"x\",\"request_object_signing_alg\":\"PS256\","
	    "\"token_endpoint_auth_method\":\"tls_client_auth\","
	    "\"tls_client_auth_subject_dn\":\"cn=X\",\"client_secret\":\"s\"}",
	    "CN=x");
	assert_null(json_get(client, "jwks"));
	assert_null(json_get(client, "client_secret"));
	assert_string_equal(text(client, "client_name#ja"), "x");
	assert_string_equal(text(client, "tls_client_auth_subject_dn"), "CN=x");
	client =
	    client_of("{\"token_endpoint_auth_method\":\"tls_client_auth\","
		      "\"require_signed_request_object\":true,"
		      "\"tls_client_auth_san_dns\":\"a.example\"}",
		"CN=x");
	assert_null(json_get(client, "tls_client_auth_subject_dn"));
	assert_null(json_get(client, "require_signed_request_object"));
	client =
	    client_of("{\"token_endpoint_auth_method\":\"tls_client_auth\","
		      "\"tls_client_auth_subject_dn\":\"CN=y\"}",
		"");
	assert_string_equal(text(client, "tls_client_auth_subject_dn"), "CN=y");
	/* Of another certificate, which it will have at the token endpoint. */
	client =
	    client_of("{\"token_endpoint_auth_method\":\"tls_client_auth\","
		      "\"tls_client_auth_subject_dn\":\"CN=y,C=GB\"}",
		"CN=x,C=GB");
	assert_string_equal(
	    text(client, "tls_client_auth_subject_dn"), "CN=y,C=GB");
}

static void
clients_of_other_servers(void **state)
{
	(void)state;
	in_world("rfc7591", check_imported);
}

/* A statement of another software says nothing of this one. */
static void
check_another_statement(void)
{
	struct client other = made.client;
	const struct json *told;

	other.software = "another OpenBanking Ltd";
	told = told_client(arena, world.profile, &other);
	assert_null(json_get(told, "organisation_id"));
	assert_null(json_get(told, "roles"));
}

static void
a_statement_of_another(void **state)
{
	(void)state;
	in_world("uk", check_another_statement);
}

static void
the_names(void **state)
{
	const char *const *names = normalised_names();

	(void)state;
	for (size_t i = 0; names[i] != NULL; i++) {
		assert_true(normalised_is(names[i]));
		assert_true(i == 0 || strcmp(names[i - 1], names[i]) < 0);
		assert_true(
		    normalised_is(arena_printf(arena, "%s#en", names[i])));
		assert_false(
		    normalised_is(arena_printf(arena, "%sx", names[i])));
	}
	assert_false(normalised_is(""));
	assert_false(normalised_is("jwks"));
	assert_false(normalised_is("client_id"));
	assert_false(normalised_is("software_id"));
	assert_false(normalised_is("jwks_ur"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(every_profile),
	    TEST(words_of_a_regime),
	    TEST(clients_of_other_servers),
	    TEST(a_statement_of_another),
	    TEST(the_names),
	};

	return cmocka_run_group_tests_name("told", tests, NULL, NULL);
}
