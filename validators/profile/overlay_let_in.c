/* SPDX-License-Identifier: ISC */
/* Lets a member into a registration, as an overlay says. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "kit/reserved.h"
#include "validators/lib/known.h"
#include "validators/lib/member_rule.h"
#include "validators/profile/private.h"

/* Why nobody may let the member in; NULL: one may. */
static const char *
unfit(const struct overlay_change *to, const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	static const char san[] = "tls_client_auth_";
	const struct json *known =
	    json_get(json_get(to->all, "known"), "members");

	if (*name == '\0' || name[strspn(name, letters)] != '\0')
		return "must be small letters, digits and underscores";
	if (json_has_string(to->shipped->members, name))
		return "is registered by the profile already";
	if (reserved_is(name, RESERVED_SERVER) ||
	    reserved_is(name, RESERVED_SET))
		return "only the server or the directory may say";
	if (!known_member(name) &&
	    (json_get(to->shipped->claims, name) != NULL ||
		profile_has_path_from(to->shipped, name)))
		return "is a claim: only the statement has it";
	if (strncmp(name, san, sizeof(san) - 1) == 0 ||
	    strcmp(name, "sector_identifier_uri") == 0)
		return "needs a comparison that the profile does not make";
	if (!known_member(name) && !json_has_string(known, name))
		return "there is no such member; one that the profile does "
		       "not have stands in known.members";
	return NULL;
}

static const char *
meaning_of(const struct overlay_change *to, const char *name, const char *test)
{
	struct arena *arena = to->reader->arena;
	const char *who =
	    arena_printf(arena, "%s, which %s lets in,", name, to->by);

	if (strcmp(test, "required") == 0)
		return arena_printf(arena, "%s is there", who);
	if (strcmp(test, "equals") == 0)
		return arena_printf(
		    arena, "%s is what the statement says", who);
	return arena_printf(
	    arena, "%s has the form that it gives: %s", who, test);
}

/* One of the rules that the entry of a member stands for. */
static struct json *
add_rule(const struct overlay_change *to, const char *name,
    const struct json *entry, const char *test, const struct json *value)
{
	struct arena *arena = to->reader->arena;
	struct json *rule = json_new_object(arena);
	const struct json *error = json_get(entry, "error");

	json_set_string(
	    rule, "rule", arena_printf(arena, "members.%s_%s", name, test));
	json_set_string(rule, "member", name);
	json_set(rule, test, value);
	json_set(rule, "error",
	    error != NULL ? error : json_new_string(arena, ERROR_METADATA));
	json_set_string(rule, "meaning", meaning_of(to, name, test));
	json_set(rule, "clause", json_get(entry, "clause"));
	json_append(overlay_list(to, "rules"), rule);
	return rule;
}

/* What request and statement both say is the same. */
static void
add_comparison(const struct overlay_change *to, const char *name,
    const struct json *entry, const struct json *claim)
{
	struct json *when = json_new_object(to->reader->arena);
	struct json *rule = add_rule(to, name, entry, "equals", claim);

	json_set(when, "claim", claim);
	json_set_boolean(when, "present", true);
	json_set(rule, "when", when);
}

static void
add_tests(
    const struct overlay_change *to, const char *name, const struct json *entry)
{
	for (const struct member_test *t = member_tests; t->name != NULL; t++) {
		const struct json *value = json_get(entry, t->name);
		const char *form = value != NULL ? t->form(value) : NULL;
		if (form != NULL)
			overlay_wrong(to, name, t->name,
			    arena_printf(
				to->reader->arena, "must be %s", form));
		else if (value != NULL)
			(void)add_rule(to, name, entry, t->name, value);
	}
}

/* The server says of itself what it takes. */
static void
add_discovery(
    const struct overlay_change *to, const char *name, const struct json *entry)
{
	const char *member = json_string(json_get(entry, "discovery"));
	const struct json *allowed = json_get(entry, "allowed");
	struct json *said = json_new_object(to->reader->arena);

	if (json_get(entry, "discovery") == NULL)
		return;
	if (member == NULL || *member == '\0' ||
	    json_get(json_get(to->all, "discovery"), member) != NULL)
		overlay_wrong(to, name, "discovery",
		    "must be the name of a member of the metadata that the "
		    "profile does not have");
	else {
		json_set_boolean(said, "value", true);
		if (allowed != NULL)
			json_set(said, "value", allowed);
		json_set(overlay_object(to, "discovery"), member, said);
	}
}

static void
check_entry(
    const struct overlay_change *to, const char *name, const struct json *entry)
{
	const char *names[32] = {
	    "claim", "always", "error", "clause", "discovery"};
	const struct json *always = json_get(entry, "always");
	const char *clause = json_string(json_get(entry, "clause"));
	size_t count = 5;

	for (const struct member_test *t = member_tests; t->name != NULL; t++)
		if (strcmp(t->name, "forbidden") != 0)
			names[count++] = t->name;
	reader_known_keys(to->reader, entry,
	    arena_printf(to->reader->arena, "members.%s.", name), names);
	if (json_get(entry, "type") == NULL)
		overlay_wrong(to, name, "type",
		    "must be there: what is let in has a form");
	if (clause == NULL || *clause == '\0')
		overlay_wrong(
		    to, name, "clause", "must be a string that is not empty");
	if (json_get(entry, "claim") != NULL &&
	    json_string(json_get(entry, "claim")) == NULL)
		overlay_wrong(to, name, "claim", "must be a string");
	if (always != NULL && json_type(always) != JSON_BOOLEAN)
		overlay_wrong(to, name, "always", "must be true or false");
}

void
overlay_let_in(
    const struct overlay_change *to, const char *name, const struct json *entry)
{
	struct arena *arena = to->reader->arena;
	const char *why = unfit(to, name);
	const struct json *claim = json_get(entry, "claim");
	struct json *source = json_new_object(arena);

	if (why != NULL)
		overlay_wrong(to, name, "", why);
	check_entry(to, name, entry);
	if (to->reader->why != NULL)
		return;
	json_append_string(overlay_list(to, "members"), name);
	if (claim == NULL)
		claim = json_new_string(arena, name);
	json_set(source, "claim", claim);
	json_set_boolean(
	    source, "always", json_true(json_get(entry, "always")));
	json_set(overlay_object(to, "defaults"), name, source);
	add_tests(to, name, entry);
	if (!json_true(json_get(entry, "always")))
		add_comparison(to, name, entry, claim);
	add_discovery(to, name, entry);
}
