/* SPDX-License-Identifier: ISC */
/* Reads the entry of one external validator in the overlay. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/external/private.h"
#include "validators/lib/profile.h"
#include "validators/profile/forms.h"
#include "validators/table.h"
#include "validators/validator.h"

/* The name is the first part of the names of the rules, and the key in messages
 * and logs. */
static const char *
read_name(struct reader *reader, const struct json *entry,
    const struct profile *profile)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	const char *name = json_string(json_get(entry, "name"));
	size_t length = name != NULL ? strlen(name) : 0;

	if (length == 0 || length > 64 || strspn(name, letters) != length) {
		reader_wrong(reader, "external[].name",
		    "must be 1 to 64 small letters, digits and underscores");
		return "";
	}
	if (validator_named(name) != NULL)
		external_rules_wrong(reader, name, "name",
		    "is the name of a built-in validator");
	if (profile_question_of(profile->questions, name) != NULL)
		external_rules_wrong(reader, name, "name", "is there twice");
	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++)
		for (const struct rule *r = q->rules; r->id != NULL; r++)
			if (q->external == NULL &&
			    strcspn(r->id, ".") == length &&
			    strncmp(r->id, name, length) == 0)
				external_rules_wrong(reader, name, "name",
				    "is the first part of a rule's name");
	return name;
}

static unsigned
read_on(struct reader *reader, const struct json *entry, const char *name)
{
	const struct json *on = json_get(entry, "on");
	unsigned mask = 0;

	if (on == NULL)
		return METHOD_POST | METHOD_PUT;
	for (size_t i = 0; i < json_length(on); i++) {
		const char *text = json_string(json_at(on, i));
		mask |= method_named(text);
	}
	if (!json_is_array_of(on, JSON_STRING, 1) ||
	    (size_t)__builtin_popcount(mask) != json_length(on))
		external_rules_wrong(reader, name, "on",
		    "must be an array of POST, PUT, GET and DELETE, each once "
		    "at most");
	return mask;
}

/* The facts that an entry demands of its place; 0 without the key. */
static unsigned
read_needs(struct reader *reader, const struct json *entry, const char *name)
{
	const struct json *needs = json_get(entry, "needs");
	unsigned mask = 0;

	if (needs == NULL)
		return 0;
	for (size_t i = 0; i < json_length(needs); i++) {
		const char *text = json_string(json_at(needs, i));
		unsigned fact = text != NULL ? facts_named(text) : 0;
		if (fact == 0)
			external_rules_wrong(reader, name, "needs",
			    "must be an array of facts, as dcr validators "
			    "shows them");
		mask |= fact;
	}
	if (mask == 0)
		external_rules_wrong(reader, name, "needs", "must name a fact");
	return mask;
}

static const char *
read_text(struct reader *reader, const struct json *entry, const char *name,
    const char *key)
{
	const char *text = json_string(json_get(entry, key));

	if (text != NULL && *text != '\0')
		return text;
	external_rules_wrong(
	    reader, name, key, "must be a string that is not empty");
	return "";
}

/* The neighbour is absent or a name: nothing else is passed over. */
static const char *
read_neighbour(struct reader *reader, const struct json *entry,
    const char *name, const char *key)
{
	return json_get(entry, key) != NULL
		   ? read_text(reader, entry, name, key)
		   : NULL;
}

static const char *
origin_of(struct arena *arena, const struct json *entry)
{
	const char *place = json_string(json_get(entry, "path"));

	if (place == NULL)
		place = json_string(json_get(entry, "url"));
	if (place == NULL)
		place = json_string(json_at(json_get(entry, "argv"), 0));
	return place != NULL ? place : arena_strdup(arena, "");
}

/* Opens what the kind names: a shared object, or a transport. */
static void
open_kind(struct reader *reader, const struct json *entry,
    struct external_validator *external, struct validator *validator,
    const struct rule **rules)
{
	static const char *const kinds[] = {
	    "object", "command", "coprocess", "service", NULL};
	const char *why = NULL;
	size_t i = 0;

	while (kinds[i] != NULL && strcmp(kinds[i], external->kind) != 0)
		i++;
	if (kinds[i] == NULL) {
		external_rules_wrong(reader, external->name, "kind",
		    "must be \"object\", \"command\", \"coprocess\" or "
		    "\"service\"");
		return;
	}
	if (i == 0) {
		external->object =
		    object_open(reader, entry, external->name, validator);
		*rules = validator->rules;
		return;
	}
	*rules = external_rules(reader, entry, external->name);
	validator->question =
	    read_text(reader, entry, external->name, "question");
	validator->check = external_question_ask;
	external->transport =
	    transport_open(reader->arena, external->kind, entry, &why);
	if (external->transport == NULL)
		external_rules_wrong(reader, external->name, "", why);
}

const struct external_validator *
external_read(struct reader *reader, const struct json *entry,
    const struct profile *profile, struct profile_question *out)
{
	struct arena *arena = reader->arena;
	struct external_validator *external =
	    arena_alloc(arena, sizeof(*external));
	struct validator *validator = arena_alloc(arena, sizeof(*validator));
	const struct json *settings = json_get(entry, "settings");
	const struct rule *rules = NULL;

	external->name = read_name(reader, entry, profile);
	if (reader->why != NULL)
		return external;
	external->kind = read_text(reader, entry, external->name, "kind");
	external->on = read_on(reader, entry, external->name);
	external->before =
	    read_neighbour(reader, entry, external->name, "before");
	external->after =
	    read_neighbour(reader, entry, external->name, "after");
	external->origin = origin_of(arena, entry);
	external->settings =
	    settings != NULL ? settings : json_new_object(arena);
	if (json_type(external->settings) != JSON_OBJECT)
		external_rules_wrong(
		    reader, external->name, "settings", "must be an object");
	validator->name = external->name;
	open_kind(reader, entry, external, validator, &rules);
	if (reader->why != NULL)
		return external;
	const unsigned needs = read_needs(reader, entry, external->name);
	if (needs != 0)
		validator->needs = needs;
	validator->gives = 0; /* only built-in validators vouch */
	validator->rules = rules;
	*out = (struct profile_question){
	    .validator = validator,
	    .settings = external->settings,
	    .rules = rules,
	    .clauses =
		external_rules_clauses(reader, entry, external->name, rules),
	    .external = external,
	};
	return external;
}
