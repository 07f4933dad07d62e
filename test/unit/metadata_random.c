/* SPDX-License-Identifier: ISC */

/*
 * Of each profile, thousands of requests and statements by chance.  Whatever
 * is accepted: its metadata keep the rules when they are all that a request
 * has, an update with them and nothing else is accepted, and changes nothing.
 *
 * DCR_TEST_SEED brings back a run, DCR_TEST_COUNT makes it longer.
 */
#include <stdlib.h>

#include "test/unit/parse_json.h"

#include "kit/reserved.h"
#include "kit/words.h"
#include "test/unit/random_world.h"
#include "validators/lib/known.h"
#include "validators/lib/metadata.h"
#include "validators/judge/regime.h"
#include "validators/profile/load.h"

enum { COUNT = 2000 };

/* What is being tried; told when it fails. */
static struct {
	const char *profile;
	unsigned long long seed;
	unsigned index;
} trial;

#define HOLDS(condition, metadata)                                             \
	do {                                                                   \
		if (!(condition))                                              \
			fail_msg("%s, DCR_TEST_SEED=%llu, request %u: %s\n%s", \
			    trial.profile, trial.seed, trial.index,            \
			    #condition, json_text(arena, metadata));           \
	} while (0)

static void
check_strings(
    const struct json *metadata, const char *name, const struct json *allowed)
{
	const struct json *value = json_get(metadata, name);

	HOLDS(value == NULL || json_type(value) == JSON_ARRAY, metadata);
	for (size_t i = 0; i < json_length(value); i++) {
		const char *text = json_string(json_at(value, i));
		HOLDS(text != NULL, metadata);
		HOLDS(allowed == NULL || json_has_string(allowed, text),
		    metadata);
		for (size_t k = 0; k < i; k++)
			HOLDS(!words_same(json_string(json_at(value, k)), text),
			    metadata);
	}
}

/* What must hold of everything that is registered, as far as it can be said
 * without the rules. */
static void
check_forms(struct arena *a, const struct json *metadata)
{
	const struct profile *profile = world.profile;
	const char *scope = json_string(json_get(metadata, "scope"));
	const struct json *scopes =
	    json_get(profile->discovery, "scopes_supported");
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(metadata);
	     json_next(&each, &name, &value);) {
		HOLDS(!reserved_is(name, RESERVED_SERVER), metadata);
		if (!json_has_string(profile->members, name))
			continue;
		HOLDS(!json_is_empty(value) ||
			  strcmp(name, "response_types") == 0,
		    metadata);
		HOLDS(!known_string(name) || json_string(value) != NULL,
		    metadata);
		HOLDS(strstr(name, "_uri") == NULL ||
			  json_string(value) == NULL ||
			  strncmp(json_string(value), "https://", 8) == 0,
		    metadata);
	}
	check_strings(
	    metadata, "grant_types", allowed_of(profile, "grant_types"));
	check_strings(
	    metadata, "response_types", allowed_of(profile, "response_types"));
	check_strings(metadata, "redirect_uris", NULL);
	if (scope == NULL)
		return;
	HOLDS(strcmp(words_once(a, scope), scope) == 0, metadata);
	for (; *scope != '\0'; scope += *scope == ' ') {
		const char *word = arena_strndup(a, scope, strcspn(scope, " "));
		HOLDS(json_has_string(scopes, word), metadata);
		scope += strlen(word);
	}
}

/* Has a rule of the profile left it out, or a part of it? */
static bool
is_dropped(const struct submission *s, const char *member)
{
	const struct metadata_dropped *d = s->metadata->dropped;

	while (d != NULL && strcmp(d->name, member) != 0)
		d = d->next;
	return d != NULL;
}

/* The statement's value is registered, unless it is left out; of some a request
 * may ask for a part. */
static void
check_precedence(const struct submission *s, const struct json *metadata,
    const struct json *claims)
{
	const struct json *members = world.profile->members;

	for (size_t i = 0; i < json_length(members); i++) {
		const char *member = json_string(json_at(members, i));
		const char *name = claim_of(world.profile, member);
		const struct json *is = json_get(metadata, member);
		const struct json *said =
		    name != NULL ? json_get(claims, name) : NULL;
		if (json_is_empty(said) || is_dropped(s, member) ||
		    json_get(json_get(world.profile->defaults, member),
			"within") != NULL)
			continue;
		if (!json_has_string(world.profile->narrowed, member))
			HOLDS(json_equal(is, metadata_spelled(s, member, said)),
			    metadata);
		else if (is != NULL)
			HOLDS(metadata_part(s, member, is, said), metadata);
	}
}

/* A request of the answer's metadata, and what makes it a request. */
static struct json *
request_of(struct arena *a, const struct json *metadata)
{
	static const char *const names[] = {"iss", "aud", "iat", "exp", "jti"};
	struct json *all = json_copy(a, metadata);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (json_get(world.members, names[i]) != NULL)
			json_set(
			    all, names[i], json_get(world.members, names[i]));
	return all;
}

static void
check_update(struct arena *a, const struct submission *was,
    const struct json *metadata, const struct json *claims)
{
	struct json *members = request_of(a, metadata);
	const struct replaced replaced = {
	    .client_id = "c1",
	    .software = software_of(was),
	    .metadata = json_text(a, metadata),
	};
	struct submission s;
	struct verdict v;

	json_set_string(members, "client_id", "c1");
	if (judge(a, members, claims, &replaced, &s, &v) != OUTCOME_PASS)
		print_message("%s %s: %s\n",
		    v.findings != NULL ? v.findings->rule->id : v.unable,
		    v.findings != NULL ? v.findings->pointer : "",
		    v.findings != NULL ? v.findings->detail : "");
	HOLDS(v.outcome == OUTCOME_PASS, metadata);
	HOLDS(json_equal(metadata_registered(&s), metadata),
	    metadata_registered(&s));
	HOLDS(strcmp(json_text(a, metadata_registered(&s)),
		  json_text(a, metadata)) == 0,
	    metadata_registered(&s));
}

static bool
is_demanded(const struct profile *profile, const char *name)
{
	const struct profile_question *q =
	    profile_question_of(profile->questions, "statement_claims");
	const struct json *value;
	const char *ours;

	for (struct json_each each = json_each(profile->claims);
	     json_next(&each, &ours, &value);)
		if (strcmp(json_string(value), name) == 0)
			return true;
	return q == NULL ||
	       json_has_string(json_get(q->settings, "strings"), name) ||
	       json_has_string(json_get(q->settings, "string_arrays"), name);
}

/* Where the values come from makes no difference: the request may say all that
 * the statement said, but for what nobody else may say. */
static void
check_source(
    struct arena *a, const struct json *metadata, const struct json *claims)
{
	const struct json *members = world.profile->members;
	struct json *fewer = json_copy(a, claims);
	struct submission s;
	struct verdict v;

	for (size_t i = 0; i < json_length(members); i++) {
		const char *member = json_string(json_at(members, i));
		const struct json *entry =
		    json_get(world.profile->defaults, member);
		const char *name = claim_of(world.profile, member);
		if (name != NULL && !json_true(json_get(entry, "always")) &&
		    !is_demanded(world.profile, name))
			json_remove(fewer, name);
	}
	(void)judge(a, request_of(a, metadata), fewer, NULL, &s, &v);
	for (const struct finding *f = v.findings; f != NULL; f = f->next)
		HOLDS(strcmp(f->rule->id, "pages.another_host") == 0, metadata);
	HOLDS(v.outcome != OUTCOME_UNABLE, metadata);
	for (size_t i = 0;
	     v.outcome == OUTCOME_PASS && i < json_length(members); i++) {
		const char *member = json_string(json_at(members, i));
		HOLDS(json_equal(json_get(metadata_registered(&s), member),
			  json_get(metadata, member)),
		    metadata_registered(&s));
	}
}

/* Was it accepted? */
static bool
try_one(struct arena *a)
{
	struct json *members = json_copy(a, world.members);
	struct json *claims = json_copy(a, world.claims);
	const struct json *metadata;
	struct submission s;
	struct verdict v;

	make_trial(a, members, claims);
	if (judge(a, members, claims, NULL, &s, &v) != OUTCOME_PASS)
		return false;
	metadata = metadata_registered(&s);
	check_forms(a, metadata);
	check_precedence(&s, metadata, claims);
	check_update(a, &s, metadata, claims);
	if (s.metadata->dropped == NULL)
		check_source(a, metadata, claims);
	return true;
}

static void
check_profile(const char *profile)
{
	char folder[] = "/tmp/dcr-chance.XXXXXX";
	const char *seed = getenv("DCR_TEST_SEED");
	const char *wanted = getenv("DCR_TEST_COUNT");
	unsigned count = wanted != NULL ? (unsigned)atoi(wanted) : COUNT;
	unsigned accepted = 0;

	make_world(profile, folder);
	trial.profile = profile;
	trial.seed = seed != NULL ? strtoull(seed, NULL, 10) : 20261128;
	random_state = trial.seed * 2 + 1;
	for (trial.index = 0; trial.index < count; trial.index++) {
		struct arena *a = arena_new();
		accepted += try_one(a);
		arena_free(a);
	}
	run(arena_printf(arena, "rm -rf %s", folder));
	print_message("%s: %u of %u accepted\n", profile, accepted, count);
	assert_true(accepted > count / 20);
	assert_true(accepted < count);
}

/* "uk.world" is none; and where requests are wrapped, or chains of statements,
 * others try them. */
static bool
is_tried(const struct profile_text *text)
{
	const char *why;
	const struct profile *profile =
	    strchr(text->name, '.') == NULL
		? regime_load(arena, text->name, NULL, &why)
		: NULL;

	return profile != NULL && (profile->given & CONNECTION_PLAIN) == 0;
}

static void
holds_of_every_profile(void **state)
{
	(void)state;
	for (const struct profile_text *t = profile_texts; t->name != NULL; t++)
		if (is_tried(t))
			check_profile(t->name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {TEST(holds_of_every_profile)};

	return cmocka_run_group_tests_name(
	    "metadata by chance", tests, NULL, NULL);
}
