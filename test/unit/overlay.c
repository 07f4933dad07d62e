/* SPDX-License-Identifier: ISC */
/* What a bank may have beside a shipped profile, and what it may not. */
#include "test/unit/uk_profile.h"

#include "validators/judge/regime.h"
#include "validators/lib/member_rule.h"
#include "validators/table.h"
#include "validators/validator.h"

static const struct profile *
overlaid(const char *text, const char **why)
{
	char path[] = "/tmp/dcr-overlay.XXXXXX";
	int fd = mkstemp(path);
	size_t length = strlen(text);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, length), length);
	close(fd);
	const struct profile *profile = regime_load(arena, "uk", path, why);
	unlink(path);
	return profile;
}

static const struct profile *
taken(const char *text)
{
	const char *why = NULL;
	const struct profile *profile = overlaid(text, &why);

	if (profile == NULL)
		fail_msg("%s: %s", text, why);
	return profile;
}

static void
refused(const char *text, const char *wanted)
{
	const char *why = "";

	if (overlaid(text, &why) != NULL)
		fail_msg("%s passes", text);
	if (strstr(why, wanted) == NULL)
		fail_msg("%s: %s", text, why);
	assert_null(strchr(why, '\n'));
}

/* One setting of one validator. */
static const char *
setting(const char *validator, const char *name, const char *value)
{
	return arena_printf(arena, "{\"settings\":{\"%s\":{\"%s\":%s}}}",
	    validator, name, value);
}

static void
test_tighter(void **state)
{
	const struct profile *profile =
	    taken("{ // of the bank\n \"settings\": { \"redirect_uris\": { "
		  "\"length\": 200 } } }");
	const struct profile_question *q =
	    profile_question_of(profile->questions, "redirect_uris");
	int64_t length = 0;

	(void)state;
	assert_true(json_integer(json_get(q->settings, "length"), &length));
	assert_int_equal(length, 200);
	assert_true(json_true(json_get(q->settings, "only_statements")));
	taken("{}");
	taken(setting("redirect_uris", "length", "256"));
	taken(setting("statement_times", "age_is_policy", "false"));
	taken(setting("replacement", "require_client_id", "true"));
	taken(setting("scope", "roles", "{\"AISP\":[\"accounts\"]}"));
	taken(setting("certificate_binding", "key_set", "false"));
	taken(setting(
	    "certificate_binding", "alternatives", "[{\"CN\":\"${org_id}\"}]"));
	taken(setting("statement_claims", "strings",
	    "[\"software_id\",\"org_id\",\"jwks_uri\",\"org_status\"]"));
	taken(setting(
	    "token_endpoint_auth_method", "allowed", "[\"tls_client_auth\"]"));
}

static void
test_looser(void **state)
{
	(void)state;
	refused(setting("redirect_uris", "length", "257"),
	    "settings.redirect_uris.length: 257 would loosen the profile, "
	    "which says 256: that or less is allowed");
	refused(setting("redirect_uris", "only_statements", "false"),
	    "settings.redirect_uris.only_statements: false would loosen");
	refused(setting("statement_times", "require_exp", "1"),
	    "must be true or false");
	refused(setting("token_endpoint_auth_method", "allowed",
		    "[\"tls_client_auth\",\"client_secret_basic\"]"),
	    "that or a part of it is allowed");
	refused(setting("scope", "roles", "{\"AISP\":[\"accounts\",\"x\"]}"),
	    "settings.scope.roles: ");
	refused(setting("scope", "roles", "{\"ASPSP\":[\"accounts\"]}"),
	    "settings.scope.roles: ");
	refused(setting("statement_claims", "strings", "[\"software_id\"]"),
	    "that and more is allowed");
	refused(setting("statement_claims", "software_id", "\".*\""),
	    "no other value is allowed");
	refused(
	    setting("certificate_binding", "alternatives", "[{\"CN\":\"x\"}]"),
	    "settings.certificate_binding.alternatives: ");
	refused(setting("certificate_binding", "authorities",
		    "{\"FCAGBR\":\"DE-BAFIN\"}"),
	    "no other value is allowed");
	refused(setting("response_types", "allowed", "[\"code\"]"),
	    "settings.response_types.allowed: must hold what the profile "
	    "registers");
	refused(setting("revoked_keys", "sets", "[\"revoked_jwks_uri\"]"),
	    "that and more is allowed");
}

static void
test_mistakes(void **state)
{
	(void)state;
	refused("{\"setting\":{}}", "setting: no such key");
	refused("[]", "line 1: must be one JSON object");
	refused("{\"settings\":[]}", "settings: must be an object");
	refused("{\"settings\":{\"nope\":{}}}", "there is no such validator");
	refused("{\"settings\":{\"envelope_json\":{}}}",
	    "settings.envelope_json: the profile does not ask it");
	refused("{\"settings\":{\"scope\":1}}", "must be an object");
	refused(
	    setting("scope", "lenght", "1"), "is no setting of this validator");
	refused(setting("scope", "clauses", "{}"),
	    "is no setting of this validator");
	refused("{\"rules\":{}}", "rules: must be an array");
	refused("{\"rules\":[{\"rule\":\"bank.a\",\"otherwise\":\"ignore\"}]}",
	    "rules[bank.a].otherwise: must be absent");
	refused("{\"rules\":[{}]}", "with overlay /tmp/");
	refused("{\"rules\":[{\"rule\":\"scope.missing\",\"error\":"
		"\"invalid_client_metadata\",\"meaning\":\"m\",\"clause\":"
		"\"c\",\"member\":\"a\",\"required\":true}]}",
	    "scope.missing is a rule of a validator");
}

static void
test_rules(void **state)
{
	const struct profile *profile = taken(
	    "{\"rules\":[{\"rule\":\"bank.name\",\"error\":"
	    "\"invalid_client_metadata\",\"meaning\":\"m\",\"clause\":"
	    "\"policy 3\",\"member\":\"client_name\",\"required\":true}]}");

	(void)state;
	assert_string_equal(profile->member_rules->rule->id, "bank.name");
	assert_string_equal(
	    profile_clause(profile, profile->member_rules->rule), "policy 3");
}

/* A rule of the bank's about something; the rest of it is right. */
static const char *
rule(const char *about)
{
	return arena_printf(arena,
	    "\"rules\":[{\"rule\":\"bank.x\",\"error\":"
	    "\"invalid_client_metadata\",\"meaning\":\"m\",\"clause\":"
	    "\"c\",%s}]",
	    about);
}

static void
about(const char *what, const char *known, const char *wanted)
{
	const char *text = arena_printf(arena, "{%s%s}", rule(what), known);

	if (wanted == NULL)
		(void)taken(text);
	else
		refused(text, wanted);
}

/* What a rule is about is there, or the rule would never be broken. */
static void
test_known(void **state)
{
	static const char claim[] =
	    "\"claim\":\"bank_reference\",\"allowed\":[\"x\"]";

	(void)state;
	about("\"member\":\"redirect_uri\",\"length\":9", "",
	    "rules[bank.x]: redirect_uri: there is no such member");
	about("\"member\":[\"scope\",\"scopes\"],\"length\":9", "",
	    "scopes: there is no such member");
	about("\"claim\":\"software_role\",\"allowed\":[\"AISP\"]", "",
	    "rules[bank.x]: software_role: there is no such claim");
	about("\"claim\":\"software_mode\",\"allowed\":[\"Live\"]", "", NULL);
	about("\"claim\":\"organisation_competent_authority_claims.status\","
	      "\"allowed\":[\"Active\"]",
	    "", NULL);
	about("\"claim\":\"organisation_competent_authority_claims.state\","
	      "\"allowed\":[\"Active\"]",
	    "",
	    "rules[bank.x]: organisation_competent_authority_claims.state: "
	    "there is no such claim");
	about("\"claim\":\"organisation_competent_authority_claims."
	      "authorisations[member_state=IE].roles\",\"allowed\":[\"x\"]",
	    "", NULL);
	about("\"claim\":\"organisation.status\",\"allowed\":[\"Active\"]", "",
	    "organisation.status: there is no such claim");
	about("\"claim\":\"software_mode|software_modes\",\"length\":9", "",
	    "there is no such claim");
	about("\"member\":\"client_name\",\"length\":9", "", NULL);
	about("\"member\":\"scope\",\"length\":9,\"when\":{\"member\":"
	      "\"grant_type\",\"has\":[\"x\"]}",
	    "", "grant_type: there is no such member");
	about("\"member\":\"scope\",\"length\":9,\"when\":{\"member\":"
	      "\"grant_types\",\"lacks\":[\"client_credential\"]}",
	    "", "client_credential: grant_types.allowed has no such string");
	about("\"member\":\"software_id\",\"equals\":\"softwareid\"", "",
	    "softwareid: there is no such claim");
	about(claim, "", "bank_reference: there is no such claim");
	about(claim, ",\"known\":{\"claims\":[\"bank_reference\"]}", NULL);
	about(claim, ",\"known\":{\"members\":[\"bank_references\"]}",
	    "bank_reference: there is no such claim");
	about(claim, ",\"known\":{\"claim\":[\"bank_reference\"]}",
	    "known.claim: no such key");
	about(claim, ",\"known\":{\"claims\":\"bank_reference\"}",
	    "claims: must be an array");
	about(claim, ",\"known\":[]", "known: must be an object");
}

/* A condition holds of what the regime allows, though the bank allows less. */
static void
test_known_of_the_regime(void **state)
{
	(void)state;
	taken(arena_printf(arena,
	    "{%s,\"settings\":{\"grant_types\":{\"allowed\":"
	    "[\"client_credentials\"]}}}",
	    rule("\"member\":\"scope\",\"length\":9,\"when\":{\"member\":"
		 "\"grant_types\",\"has\":[\"authorization_code\"]}")));
}

/* What the overlay says of one member. */
static const char *
member(const char *name, const char *entry)
{
	return arena_printf(arena, "{\"members\":{\"%s\":%s}}", name, entry);
}

static void
test_let_in(void **state)
{
	const struct profile *profile = taken(member("client_name",
	    "{\"claim\":\"software_client_name\",\"type\":\"string\","
	    "\"length\":40,\"clause\":\"policy 7\"}"));
	const struct member_rule *rules = profile->member_rules;

	(void)state;
	assert_true(json_has_string(profile->members, "client_name"));
	assert_string_equal(rules[0].rule->id, "members.client_name_type");
	assert_string_equal(rules[1].rule->id, "members.client_name_length");
	assert_string_equal(rules[2].rule->id, "members.client_name_equals");
	assert_null(rules[3].rule);
	assert_string_equal(profile_clause(profile, rules[2].rule), "policy 7");
	profile = taken(member("client_name",
	    "{\"always\":true,\"type\":\"string\",\"clause\":\"c\"}"));
	assert_null(profile->member_rules[1].rule);
	profile = taken(member("authorization_details_types",
	    "{\"type\":\"strings\",\"allowed\":[\"a\"],\"clause\":\"c\","
	    "\"discovery\":\"authorization_details_types_supported\"}"));
	assert_string_equal(
	    json_text(arena, json_get(profile->discovery,
				 "authorization_details_types_supported")),
	    "[\"a\"]");
	taken("{\"known\":{\"members\":[\"bank_tag\"]},\"members\":{"
	      "\"bank_tag\":{\"type\":\"string\",\"clause\":\"c\"}}}");
}

static void
test_not_let_in(void **state)
{
	static const char form[] = "{\"type\":\"string\",\"clause\":\"c\"}";
	static const struct {
		const char *name, *words;
	} all[] = {{"client_nam", "there is no such member"},
	    {"scope", "is registered by the profile already"},
	    {"client_id", "only the server or the directory"},
	    {"client_secret", "only the server or the directory"},
	    {"jwks_uri", "only the server or the directory"},
	    {"jwks", "only the server or the directory"},
	    {"software_statement", "only the server or the directory"},
	    {"iss", "only the server or the directory"},
	    {"org_id", "is a claim"}, {"software_roles", "is a claim"},
	    {"organisation_competent_authority_claims", "is a claim"},
	    {"tls_client_auth_san_dns", "needs a comparison"},
	    {"sector_identifier_uri", "needs a comparison"},
	    {"client_name#fr", "must be small letters"}};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		refused(member(all[i].name, form),
		    arena_printf(
			arena, "members.%s: %s", all[i].name, all[i].words));
	refused(member("client_name", "true"), "must be false, or an object");
	refused(member("client_name", "{\"clause\":\"c\"}"),
	    "members.client_name.type: must be there");
	refused(member("client_name", "{\"type\":\"string\"}"),
	    "members.client_name.clause: must be a string");
	refused(member("client_name", "{\"type\":\"text\",\"clause\":\"c\"}"),
	    "members.client_name.type: must be string, ");
	refused(member("client_name",
		    "{\"type\":\"string\",\"clause\":\"c\",\"lenght\":1}"),
	    "members.client_name.lenght: no such key");
	refused(member("client_name", "{\"type\":\"string\",\"clause\":\"c\","
				      "\"forbidden\":true}"),
	    "members.client_name.forbidden: no such key");
	refused(member("client_name", "{\"type\":\"string\",\"clause\":\"c\","
				      "\"claim\":\"software_client_nam\"}"),
	    "software_client_nam: there is no such claim");
	refused(member("client_name", "{\"type\":\"string\",\"clause\":\"c\","
				      "\"error\":\"invalid_grant\"}"),
	    "must be an error of RFC 7591");
	refused(member("client_name", "{\"type\":\"string\",\"clause\":\"c\","
				      "\"discovery\":\"scopes_supported\"}"),
	    "members.client_name.discovery: must be the name");
	refused("{\"members\":[]}", "members: must be an object");
}

static void
test_kept_out(void **state)
{
	const struct profile *profile = taken(member("org_contacts", "false"));

	(void)state;
	assert_true(json_has_string(profile->unechoed, "org_contacts"));
	refused(member("org_contact", "false"),
	    "members.org_contact: there is no such claim or member");
	refused(member("scope", "false"),
	    "members.scope: is what a validator of the profile judges");
	refused(member("backchannel_token_delivery_mode", "false"),
	    "is what a validator of the profile judges");
	refused(member("id_token_signed_response_alg", "false"),
	    "is what a validator of the profile judges");
	refused(member("software_id", "false"), "is what a claim is read by");
	refused(member("roles", "false"), "is called software_roles");
	refused(member("client_name", "false"), "is not registered");
	refused(
	    member("organisation_competent_authority_claims.status", "false"),
	    "there is no such claim or member");
}

/* A setting that names members and claims names those that there are. */
static void
test_known_in_settings(void **state)
{
	(void)state;
	refused(setting("signing_algorithms", "members",
		    "[\"id_token_signed_response_alg\","
		    "\"request_object_signing_alg\",\"nobody\"]"),
	    "validators.signing_algorithms.members: nobody: there is no such "
	    "member");
	refused(setting("statement_claims", "strings",
		    "[\"software_id\",\"org_id\",\"jwks_uri\",\"nobody\"]"),
	    "nobody: there is no such claim");
	refused(setting("revoked_keys", "sets",
		    "[\"revoked_jwks_uri\",\"org_revoked_jwks_uri\",\"x\"]"),
	    "validators.revoked_keys.sets: x: there is no such claim");
}

/* Nobody forgets to say which way a setting is tighter. */
static void
test_every_setting_has_a_way(void **state)
{
	size_t count = 0;

	(void)state;
	for (size_t i = 0; validators[i] != NULL; i++)
		for (const struct setting *s = validators[i]->settings;
		     s != NULL && s->name != NULL; s++)
			count += s->tighter != TIGHTER_NEVER;
	assert_true(count > 30);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_tighter),
	    TEST(test_looser),
	    TEST(test_mistakes),
	    TEST(test_rules),
	    TEST(test_known),
	    TEST(test_known_of_the_regime),
	    TEST(test_let_in),
	    TEST(test_not_let_in),
	    TEST(test_kept_out),
	    TEST(test_known_in_settings),
	    TEST(test_every_setting_has_a_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
