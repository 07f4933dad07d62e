/* SPDX-License-Identifier: ISC */
/* What a layer makes of the profiles in the program: never a looser one. */
#include "test/unit/uk_profile.h"

#include "kit/reader.h"
#include "validators/lib/member_rule.h"
#include "validators/profile/layer.h"
#include "validators/profile/private.h"
#include "validators/validator.h"

static const struct profile *
under(const char *which, const char **why)
{
	*why = NULL;
	return regime_load(arena, which, NULL, why);
}

/* Each rule that is enforced by itself is enforced under the layer. */
static void
keeps_rules(const char *which, const struct profile_question *was,
    const struct profile_question *is)
{
	for (const struct rule *r = was->rules; r->id != NULL; r++) {
		const struct rule *same = is->rules;
		while (same->id != NULL && strcmp(same->id, r->id) != 0)
			same++;
		if (same->id == NULL || (!profile_rule_is_off(was, r) &&
					    profile_rule_is_off(is, same)))
			fail_msg("%s loses %s", which, r->id);
	}
}

/* Each setting accepts no more. */
static void
keeps_settings(const char *which, const struct profile_question *was,
    const struct profile_question *is)
{
	for (const struct setting *s = was->validator->settings;
	     s != NULL && s->name != NULL; s++) {
		const char *loosens =
		    tighter_loosens(arena, s, json_get(was->settings, s->name),
			json_get(is->settings, s->name));
		if (loosens != NULL)
			fail_msg("%s: %s.%s: %s", which, was->validator->name,
			    s->name, loosens);
	}
}

static unsigned
strictness(const struct profile *profile)
{
	static const unsigned ranks[] = {[PROFILE_AUDIENCE_ANY] = 0,
	    [PROFILE_AUDIENCE_OURS] = 1,
	    [PROFILE_AUDIENCE_ISSUER] = 2};

	return ranks[profile->assertion_audience];
}

static void
is_no_looser(
    const char *which, const struct profile *was, const struct profile *is)
{
	for (const struct profile_question *q = was->questions;
	     q->validator != NULL; q++) {
		const struct profile_question *same =
		    profile_question_of(is->questions, q->validator->name);
		if (same == NULL)
			fail_msg(
			    "%s does not ask %s", which, q->validator->name);
		keeps_rules(which, q, same);
		if (q->validator->rules != NULL)
			keeps_settings(which, q, same);
	}
	assert_true(strictness(is) >= strictness(was));
	assert_int_equal(is->given, was->given);
	assert_true(json_equal(is->claims, was->claims));
	assert_true(json_equal(is->narrowed, was->narrowed));
	assert_true(json_equal(is->userless, was->userless));
	assert_int_equal(is->duplicates, was->duplicates);
}

/* One profile by that name, by itself and under a layer.  A layer that does not
 * fit says so in one line. */
static bool
fits(const char *name, const char *layer)
{
	const char *which = arena_printf(arena, "%s+%s", name, layer);
	const char *why, *other;
	const struct profile *was = under(name, &why);
	const struct profile *is = under(which, &other);

	assert_non_null(was);
	if (is != NULL) {
		is_no_looser(which, was, is);
		assert_string_equal(
		    is->name, arena_printf(arena, "%s+%s", was->name, layer));
		return true;
	}
	if (strstr(other, "nothing is left") == NULL &&
	    strstr(other, "the profile does not ask it") == NULL)
		fail_msg("%s", other);
	assert_null(strchr(other, '\n'));
	return false;
}

/* What serving does not look at in a shipped profile is right under a layer as
 * well: the same text in a file stands every proof. */
static void
stands_in_a_file(const char *text, const char *layer)
{
	char path[] = "/tmp/dcr-layer.XXXXXX";
	int fd = mkstemp(path);
	const char *why;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	if (under(arena_printf(arena, "%s+%s", path, layer), &why) == NULL)
		fail_msg("%s", why);
	unlink(path);
}

static unsigned
versions_that_fit(const struct profile_text *profile, const char *layer)
{
	const struct json *versions =
			      json_get(parse(profile->text), "versions"),
			  *changes;
	const char *version;
	unsigned count = 0;

	for (struct json_each each = json_each(versions);
	     json_next(&each, &version, &changes);)
		count +=
		    fits(arena_printf(arena, "%s@%s", profile->name, version),
			layer);
	return count;
}

static void
each_layer_over_each_profile(void **state)
{
	(void)state;
	for (const struct profile_text *l = profile_texts; l->name != NULL;
	     l++) {
		unsigned count = 0;
		if (!layer_is(l))
			continue;
		for (const struct profile_text *p = profile_texts;
		     p->name != NULL; p++) {
			const char *name = layer_name(arena, l);
			if (strchr(p->name, '.') != NULL)
				continue;
			if (fits(p->name, name)) {
				stands_in_a_file(p->text, name);
				count++;
			}
			count += versions_that_fit(p, name);
		}
		assert_true(count >= 2);
	}
}

/* A profile under a layer of this text; *why is one line without the name of a
 * file, or NULL. */
static const struct json *
put_over(const struct json *profile, const char *layer, const char **why)
{
	struct reader reader = {.arena = arena, .file = "here"};
	const char *none;
	const struct json *made =
	    layer_put(&reader, profile, under("uk", &none), parse(layer));

	*why = reader.why;
	return made;
}

static const struct json *
put(const char *layer, const char **why)
{
	return put_over(uk(), layer, why);
}

static const struct json *
setting(const char *validator, const char *name, const char *value)
{
	const char *why;
	const struct json *made =
	    put(arena_printf(arena,
		    "{\"layer\":\"x\",\"title\":\"X\",\"settings\":{\"%s\":{"
		    "\"%s\":%s}}}",
		    validator, name, value),
		&why);

	if (why != NULL)
		fail_msg("%s", why);
	return json_get(
	    json_get(json_get(made, "validators"), validator), name);
}

static void
is(const struct json *value, const char *text)
{
	assert_string_equal(json_text(arena, value), text);
}

static void
settings_are_what_both_accept(void **state)
{
	(void)state;
	is(setting("grant_types", "allowed",
	       "[\"password\",\"refresh_token\",\"authorization_code\"]"),
	    "[\"authorization_code\",\"refresh_token\"]");
	is(setting("redirect_uris", "length", "100"), "100");
	is(setting("redirect_uris", "length", "9999"), "256");
	is(setting("redirect_uris", "native", "true"), "false");
	is(setting("redirect_uris", "only_statements", "false"), "true");
	is(setting("statement_times", "require_exp", "true"), "true");
	is(setting("statement_claims", "strings", "[\"org_id\",\"iss\"]"),
	    "[\"software_id\",\"org_id\",\"jwks_uri\",\"iss\"]");
	is(setting("scope", "roles",
	       "{\"AISP\":[\"accounts\",\"x\"],\"Y\":[\"y\"]}"),
	    "{\"AISP\":[\"accounts\"]}");
	is(setting("certificate_binding", "alternatives",
	       "[{\"CN\":\"${org_id}\"},{\"CN\":\"x\"}]"),
	    "[{\"CN\":\"${org_id}\"}]");
}

static void
wrong(const char *layer, const char *wanted)
{
	const char *why;
	const char *text =
	    arena_printf(arena, "{\"layer\":\"x\",\"title\":\"X\",%s}", layer);

	(void)put(text, &why);
	if (why == NULL)
		fail_msg("%s passes", text);
	if (strstr(why, wanted) == NULL)
		fail_msg("%s: %s", text, why);
	assert_null(strchr(why, '\n'));
}

static void
what_is_no_layer(void **state)
{
	(void)state;
	wrong("\"rule\":[]", "rule: no such key");
	wrong("\"settings\":{\"grant_types\":{\"allowed\":[\"password\"]}}",
	    "settings.grant_types.allowed: nothing is left: the profile has");
	wrong("\"settings\":{\"grant_types\":{\"alowed\":[]}}",
	    "is no setting of this validator");
	wrong("\"settings\":{\"no\":{}}", "must be an object of settings");
	wrong("\"settings\":{\"envelope_json\":{}}",
	    "settings.envelope_json: the profile does not ask it");
	wrong("\"settings\":{\"statement_claims\":{\"software_id\":\".*\"}}",
	    "would loosen the profile");
	wrong("\"settings\":{\"redirect_uris\":{\"length\":\"x\"}}",
	    "must be a whole number");
	wrong("\"settings\":{\"grant_types\":{\"allowed\":7}}",
	    "must be an array of strings");
	wrong("\"defaults\":{\"redirect_uris\":{\"value\":[\"https://x\"]}}",
	    "defaults.redirect_uris: must not replace what a claim");
	wrong("\"defaults\":{\"redirect_uris\":{\"claim\":\"x\"}}",
	    "defaults[].claim: no such key");
	wrong("\"defaults\":{\"scope\":{}}", "defaults[].value: must be there");
	wrong("\"members\":{\"jwks\":{\"type\":\"object\",\"clause\":\"c\"}}",
	    "members.jwks: only the server or the directory may say");
	wrong("\"rules\":[{\"rule\":\"x.y\",\"otherwise\":\"ignore\"}]",
	    "rules[].otherwise: is not for layers");
	wrong("\"discovery\":{\"scopes_supported\":{\"value\":[\"x\"]}}",
	    "discovery.scopes_supported: the profile says something else");
	wrong("\"assertion_audience\":\"none\"", "assertion_audience");
}

/* Of the settings "optional" may be missing; the stricter audience counts; a
 * clause turns a rule on. */
static void
what_a_layer_may_say(void **state)
{
	const char *why;
	const struct json *made =
	    put_over(with(uk(), "validators.application_type.clauses.missing",
			 parse("null")),
		"{\"layer\":\"x\",\"title\":\"X\",\"settings\":{"
		"\"envelope_json\":{\"optional\":true},"
		"\"application_type\":{\"clauses\":{\"missing\":\"here\","
		"\"type\":\"there\"}}},\"assertion_audience\":\"any\"}",
		&why);
	const struct json *clauses =
	    json_get(json_get(json_get(made, "validators"), "application_type"),
		"clauses");

	(void)state;
	if (why != NULL)
		fail_msg("%s", why);
	assert_string_equal(json_string(json_get(clauses, "missing")), "here");
	assert_non_null(
	    strstr(json_string(json_get(clauses, "type")), "; there"));
	assert_string_equal(
	    json_string(json_get(made, "assertion_audience")), "ours");
	assert_string_equal(json_string(json_get(made, "name")), "uk+x");
}

/* NAME@VERSION+LAYER, and paths. */
static void
names_are_read(void **state)
{
	const char *which = "uk@3.2+fapi2+b", *path = "/a+b/c.json",
		   *none = "x+";

	(void)state;
	is(layer_names(arena, &which), "[\"b\",\"fapi2\"]");
	assert_string_equal(which, "uk@3.2");
	assert_int_equal(json_length(layer_names(arena, &path)), 0);
	assert_string_equal(path, "/a+b/c.json");
	assert_int_equal(json_length(layer_names(arena, &none)), 0);
	assert_string_equal(
	    profile_alone(arena, "./a@b/c.json@2+fapi2"), "./a@b/c.json");
	assert_string_equal(profile_alone(arena, "uk"), "uk");
	assert_null(under("uk+no", &none));
	assert_string_equal(
	    none, "profile uk+no: layer no: no such layer; there are: fapi2");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {TEST(each_layer_over_each_profile),
	    TEST(settings_are_what_both_accept), TEST(what_is_no_layer),
	    TEST(what_a_layer_may_say), TEST(names_are_read)};

	return cmocka_run_group_tests_name("layers", tests, NULL, NULL);
}
