/* SPDX-License-Identifier: ISC */
/* Keeps a member or a claim out of a registration, as an overlay says. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reserved.h"
#include "kit/reader.h"
#include "validators/lib/known.h"
#include "validators/lib/member_rule.h"
#include "validators/profile/private.h"

/* The strings without one of them. */
static void
drop(const struct overlay_change *to, const char *list, const char *name)
{
	const struct json *was = json_get(to->all, list);
	struct json *rest = json_new_array(to->reader->arena);

	for (size_t i = 0; i < json_length(was); i++)
		if (strcmp(json_string(json_at(was, i)), name) != 0)
			json_append(rest, json_at(was, i));
	if (was != NULL)
		json_set(to->all, list, rest);
	if (was != NULL && json_length(rest) == 0)
		json_remove(to->all, list);
}

/* Does a rule turn on the member, or a default? */
static bool
is_condition(const struct profile *profile, const char *name)
{
	const struct json *entry;
	const char *member, *with;

	for (const struct member_rule *r = profile->member_rules;
	     r->rule != NULL; r++)
		if (member_rule_turns_on(r, name) ||
		    (r->test->names == NAMES_MEMBER &&
			strcmp(json_string(r->value), name) == 0))
			return true;
	for (struct json_each each = json_each(profile->defaults);
	     json_next(&each, &member, &entry);)
		if ((with = json_string(json_get(entry, "with"))) != NULL &&
		    strcmp(with, name) == 0)
			return true;
	return false;
}

/* Does a validator judge the member, or tells a setting who does? */
static bool
is_judged(const struct profile *profile, const char *name)
{
	const struct profile_question *all = profile->questions;

	return profile_question_of(all, name) != NULL ||
	       (strncmp(name, "tls_client_auth_san_", 20) == 0 &&
		   profile_question_of(all, "tls_client_auth_san") != NULL) ||
	       (strncmp(name, "backchannel_", 12) == 0 &&
		   profile_question_of(all, "backchannel") != NULL) ||
	       (profile_question_of(all, "sector_identifier") != NULL &&
		   (strcmp(name, "subject_type") == 0 ||
		       strcmp(name, "sector_identifier_uri") == 0)) ||
	       json_has_string(profile->narrowed, name) ||
	       json_has_string(
		   profile_setting_of(all, "signing_algorithms", "members"),
		   name);
}

/* What a validator, a condition or the door reads stays registered. */
static const char *
needed(const struct profile *profile, const char *name)
{
	if (is_judged(profile, name))
		return "is what a validator of the profile judges, and stays";
	if (is_condition(profile, name))
		return "is what another rule or default of the profile turns "
		       "on, and stays";
	if (reserved_is(name, RESERVED_SERVER) ||
	    reserved_is(name, RESERVED_SET))
		return "is what a registration is read by, and stays";
	return NULL;
}

static void
keep_member_out(const struct overlay_change *to, const char *name)
{
	const char *why = needed(to->shipped, name);
	struct json *known, *names;

	if (why == NULL && !known_member(name) &&
	    json_get(to->shipped->claims, name) != NULL)
		why = "is what a claim is read by, and stays";
	if (why != NULL) {
		overlay_wrong(to, name, "", why);
		return;
	}
	drop(to, "members", name);
	drop(to, "tagged", name);
	json_remove(overlay_object(to, "defaults"), name);
	known = overlay_object(to, "known");
	names =
	    overlay_list_copy(to->reader->arena, json_get(known, "members"));
	json_append_string(names, name);
	json_set(known, "members", names);
}

/* Why nothing would come of keeping a claim out; NULL: it is told. */
static const char *
untold(const struct overlay_change *to, const char *name)
{
	const char *path = json_string(json_get(to->shipped->claims, name));
	const struct json *known =
	    json_get(json_get(to->all, "known"), "claims");

	if (known_member(name))
		return "is not registered by the profile";
	if (!json_has_string(known, name) &&
	    (strpbrk(name, ".[|") != NULL ||
		!profile_knows_claim(to->reader, to->all, to->shipped, name)))
		return "there is no such claim or member; a claim that the "
		       "profile does not have stands in known.claims";
	if (path != NULL && strcmp(path, name) != 0)
		return arena_printf(
		    to->reader->arena, "is called %s in the statement", path);
	return to->shipped->echoes ? NULL : "the profile tells no claim anyway";
}

void
overlay_keep_out(const struct overlay_change *to, const char *name)
{
	const char *why;

	if (json_has_string(to->shipped->members, name)) {
		keep_member_out(to, name);
		return;
	}
	why = untold(to, name);
	if (why != NULL)
		overlay_wrong(to, name, "", why);
	else if (!json_has_string(to->shipped->unechoed, name))
		json_append_string(overlay_list(to, "unechoed"), name);
}
