/* SPDX-License-Identifier: ISC */
/* Says which metadata an external validator may add to a registration. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/names.h"
#include "kit/reserved.h"
#include "validators/external/private.h"
#include "validators/lib/known.h"
#include "validators/lib/metadata.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

enum { NAME_MAX_LENGTH = 64 };

/* Would a later question read the member as the directory's word? */
static bool
is_claim(const struct submission *s, const char *name)
{
	return json_get(s->profile->claims, name) != NULL ||
	       profile_has_path_from(s->profile, name);
}

static bool
is_name(const char *name)
{
	size_t length = strlen(name);

	for (const char *c = name; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~' || strchr("'\"\\<>&", *c) != NULL)
			return false;
	return length > 0 && length <= NAME_MAX_LENGTH;
}

/* The claim of that name, whether or not the profile echoes it. */
static const struct json *
claimed(const struct submission *s, const char *name)
{
	const struct json *value = json_get(s->claims, name);

	if ((s->facts & STATEMENT_TRUE) == 0)
		return NULL;
	return json_type(value) > JSON_NULL ? value : claim(s, name);
}

static const char *
wrong(const struct submission *s, const struct json *registered,
    const char *name, const struct json *value)
{
	const struct json *said = json_get(registered, name);

	if (!is_name(name))
		return "is no name of 1 to 64 printable characters";
	if (json_type(value) == JSON_NULL)
		return "is null";
	if (reserved_is(name, RESERVED_SET))
		return "only the server or the directory may set";
	if (said == NULL)
		said = claimed(s, name);
	if (said != NULL)
		return json_equal(said, value)
			   ? NULL
			   : "contradicts what is registered";
	if (json_has_string(s->profile->members, name))
		return "the request had to ask for, and has not";
	return is_claim(s, name)
		   ? "the software statement had to claim, and has not"
		   : NULL;
}

/* The metadata that are registered, when a registration is read or removed, or
 * that would be. */
static const struct json *
registered_of(const struct submission *s)
{
	return s->method == METHOD_GET || s->method == METHOD_DELETE
		   ? replaced_metadata(s)
		   : metadata_registered(s);
}

const char *
external_metadata_contradiction(
    const struct submission *s, const struct json *metadata)
{
	struct submission alone = *s;
	const struct json *registered, *value;
	const char *name, *why = NULL;

	if (json_length(metadata) == 0)
		return NULL;
	if (s->method == METHOD_DELETE)
		return "adds to what is removed";
	alone.added = NULL;
	registered = registered_of(&alone);
	for (struct json_each each = json_each(metadata);
	     why == NULL && json_next(&each, &name, &value);) {
		why = wrong(&alone, registered, name, value);
		if (why != NULL)
			why = arena_printf(s->arena, "adds %s, which %s",
			    quoted(s->arena, name), why);
	}
	if (why == NULL && strlen(json_text(s->arena, metadata)) > LIMIT_ADDED)
		why = arena_printf(
		    s->arena, "adds more than %d bytes", LIMIT_ADDED);
	return why;
}

/* A member that two validators add has the same value in both. */
static const char *
wrong_together(const struct submission *s, const struct json *metadata)
{
	const struct json *value, *other;
	const char *name;

	for (struct json_each each = json_each(metadata);
	     json_next(&each, &name, &value);) {
		other = json_get(s->added, name);
		if (other != NULL && !json_equal(other, value))
			return arena_printf(s->arena,
			    "adds %s, which contradicts another validator",
			    quoted(s->arena, name));
	}
	return NULL;
}

/* Is it not for a web service to say, since request, statement or server say
 * it? */
static bool
is_said(
    const struct submission *s, const struct json *registered, const char *name)
{
	return translate_is_bean(name) || reserved_is(name, RESERVED_SET) ||
	       names_have(s->profile->is_member, name) ||
	       json_get(registered, name) != NULL || is_claim(s, name) ||
	       claimed(s, name) != NULL;
}

/* What a web service tells beside that. */
static const struct json *
news(const struct submission *s, const struct json *metadata)
{
	struct submission alone = *s;
	struct json *all = json_new_object(s->arena);
	const struct json *registered, *value;
	const char *name;

	alone.added = NULL;
	registered = registered_of(&alone);
	for (struct json_each each = json_each(metadata);
	     json_next(&each, &name, &value);)
		if (!is_said(s, registered, name))
			json_set(all, name, value);
	return all;
}

/* Does the answer to a reader have it whatever a web service says? */
static bool
is_kept(const struct submission *s, const char *name)
{
	return reserved_is(name, RESERVED_SET) || known_member(name) ||
	       names_have(s->profile->is_member, name);
}

/*
 * What is registered, without what the service leaves out, and with what it
 * tells beside request and statement.  What was judged keeps its value: a client
 * must not be told that something else is registered.
 */
static const struct json *
shown(const struct submission *s, const struct json *metadata)
{
	const struct json *stored =
	    s->shown != NULL ? s->shown : replaced_metadata(s);
	struct json *all = json_new_object(s->arena);
	const struct json *value, *told;
	const char *name;

	for (struct json_each each = json_each(stored);
	     json_next(&each, &name, &value);) {
		told = json_get(metadata, name);
		if (is_kept(s, name))
			json_set(all, name, value);
		else if (told != NULL)
			json_set(all, name,
			    is_claim(s, name) || claimed(s, name) != NULL
				? value
				: told);
	}
	for (struct json_each each = json_each(metadata);
	     json_next(&each, &name, &value);)
		if (json_get(all, name) == NULL && !is_kept(s, name) &&
		    !is_said(s, NULL, name))
			json_set(all, name, value);
	return all;
}

static bool
is_service(const struct external_validator *external)
{
	return external->transport != NULL &&
	       external->transport->service != NULL;
}

void
external_metadata_take(const struct submission *s, struct verdict *v,
    const struct external_validator *external, const struct json *metadata)
{
	const bool reads = is_service(external) && s->method == METHOD_GET;
	const struct json *all = metadata;
	const char *why;

	if (is_service(external))
		metadata = news(s, metadata);
	why = external_metadata_contradiction(s, metadata);
	if (why == NULL)
		why = wrong_together(s, metadata);
	if (why != NULL)
		unable(v, "%s: %s", external->name, why);
	else if (reads && all != NULL)
		v->shown = shown(s, all);
	else if (json_length(metadata) > 0)
		v->metadata = metadata;
}
