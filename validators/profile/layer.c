/* SPDX-License-Identifier: ISC */
/* Puts a layer over a profile, and proves that it loosens nothing. */
#include "validators/profile/layer.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/profile/load.h"
#include "validators/profile/private.h"

/* NULL, and the reader has all that there are. */
static const struct json *
find(struct reader *reader, const char *name)
{
	const char *text = layer_text(reader->arena, name), *all = "";

	if (text != NULL)
		return json_parse(reader->arena, text, strlen(text), NULL);
	for (const struct profile_text *t = profile_texts; t->name != NULL; t++)
		if (layer_is(t))
			all = arena_printf(reader->arena, "%s %s", all,
			    layer_name(reader->arena, t));
	reader_wrong(reader, "no such layer; there are", all + 1);
	return NULL;
}

/* Puts the layer's rules behind the profile's.  Each of them refuses: one that
 * dropped a member could let through what another rule refuses for it. */
static void
add_rules(const struct overlay_change *to, const struct json *rules)
{
	struct json *all = overlay_list(to, "rules");

	for (size_t i = 0; i < json_length(rules); i++) {
		if (json_get(json_at(rules, i), "otherwise") != NULL)
			reader_wrong(to->reader, "rules[].otherwise",
			    "is not for layers, whose rules refuse");
		json_append(all, json_at(rules, i));
	}
}

/* Lets in what the profile does not register yet.  Of a claim by the name of
 * the member no default has to tell. */
static void
add_members(const struct overlay_change *to, const struct json *members)
{
	struct json *more = json_new_object(to->reader->arena);
	const struct json *entry;
	const char *name;

	for (struct json_each each = json_each(members);
	     json_next(&each, &name, &entry);)
		if (!json_has_string(to->shipped->members, name))
			json_set(more, name, entry);
	overlay_members(to, more);
	for (struct json_each each = json_each(more);
	     to->reader->why == NULL && json_next(&each, &name, &entry);)
		if (json_get(entry, "claim") == NULL)
			json_remove(overlay_object(to, "defaults"), name);
}

/* Does a rule of the profile tell a default from what was asked for? */
static bool
is_told_apart(const struct profile *profile, const char *member)
{
	const struct member_condition *all[2];

	for (const struct member_rule *r = profile->member_rules;
	     r->rule != NULL; r++) {
		all[0] = r->when;
		all[1] = r->unless;
		for (size_t i = 0; i < 2; i++)
			for (const struct member_condition *c = all[i];
			     c != NULL && c->kind != CONDITION_NONE; c++)
				if ((c->kind == CONDITION_GIVEN ||
					c->kind == CONDITION_UNGIVEN) &&
				    strcmp(c->name, member) == 0)
					return true;
	}
	return false;
}

/*
 * Where nobody says a member, the layer has another value for it.  Conditions
 * of the profile's default stay.  Whatever is registered then is judged as if
 * it had been asked for.
 */
static void
add_default(
    const struct overlay_change *to, const char *name, const struct json *entry)
{
	const struct json *defaults = json_get(to->all, "defaults");
	const struct json *was = json_get(defaults, name);
	struct json *is;

	if (is_told_apart(to->shipped, name)) {
		overlay_wrong(to, name, "default",
		    "must not be: a rule of the profile turns on whether the "
		    "member was given");
		return;
	}
	if (was == NULL)
		is = json_copy(to->reader->arena, entry);
	else if (json_get(was, "value") != NULL) {
		is = json_copy(to->reader->arena, was);
		json_set(is, "value", json_get(entry, "value"));
	} else {
		reader_wrong(to->reader,
		    arena_printf(to->reader->arena, "defaults.%s", name),
		    "must not replace what a claim or the roles say");
		return;
	}
	json_set(overlay_object(to, "defaults"), name, is);
}

static void
add_defaults(const struct overlay_change *to, const struct json *defaults)
{
	static const char *const names[] = {
	    "value", "grant_type", "with", "redirects", NULL};
	const struct json *entry;
	const char *name;

	for (struct json_each each = json_each(defaults);
	     json_next(&each, &name, &entry);) {
		reader_known_keys(to->reader, entry, "defaults[].", names);
		if (json_get(entry, "value") == NULL)
			reader_wrong(
			    to->reader, "defaults[].value", "must be there");
		add_default(to, name, entry);
	}
}

/* What the server says of itself besides.  The profile's word may be the same
 * one. */
static void
add_discovery(const struct overlay_change *to, const struct json *discovery)
{
	struct json *all = overlay_object(to, "discovery");
	const struct json *entry, *was;
	const char *name;

	for (struct json_each each = json_each(discovery);
	     json_next(&each, &name, &entry);) {
		was = json_get(all, name);
		if (was != NULL && !json_equal(was, entry))
			reader_wrong(to->reader,
			    arena_printf(
				to->reader->arena, "discovery.%s", name),
			    "the profile says something else");
		json_set(all, name, entry);
	}
}

/* The stricter word counts. */
static void
add_audience(const struct overlay_change *to, const struct json *layer)
{
	static const char *const words[] = {"any", "ours", "issuer", NULL};
	static const char key[] = "assertion_audience";
	const char *word = reader_choice(to->reader, layer, "", key, words);
	const char *was = json_string(json_get(to->all, key));
	size_t is = 0;

	if (word == NULL)
		return;
	while (words[is] != NULL && strcmp(words[is], word) != 0)
		is++;
	for (size_t i = is + 1; words[is] != NULL && words[i] != NULL; i++)
		if (was != NULL && strcmp(words[i], was) == 0)
			return;
	json_set_string(to->all, key, word);
}

/* Whose profile it is from now on. */
static void
add_name(const struct overlay_change *to, const struct json *layer)
{
	struct arena *arena = to->reader->arena;
	const struct json *documents = json_get(layer, "documents");

	json_set_string(to->all, "name",
	    arena_printf(arena, "%s+%s", to->shipped->name,
		reader_need(to->reader, layer, "", "layer")));
	json_set_string(to->all, "title",
	    arena_printf(arena, "%s; with %s", to->shipped->title,
		reader_need(to->reader, layer, "", "title")));
	if (json_length(documents) > 0) {
		struct json *all = overlay_list(to, "documents");
		for (size_t i = 0; i < json_length(documents); i++)
			json_append(all, json_at(documents, i));
	}
}

const struct json *
layer_put(struct reader *reader, const struct json *profile,
    const struct profile *read, const struct json *layer)
{
	static const char *const names[] = {"layer", "title", "documents",
	    "members", "defaults", "settings", "assertion_audience", "rules",
	    "discovery", "request", NULL};
	const char *name = reader_need(reader, layer, "", "layer");
	struct json *all = json_copy(reader->arena, profile);
	const struct overlay_change to = {reader, all, read,
	    arena_printf(
		reader->arena, "the layer %s", name != NULL ? name : "")};

	reader_known_keys(reader, layer, "", names);
	add_name(&to, layer);
	add_members(&to, json_get(layer, "members"));
	layer_narrow(&to, json_get(layer, "settings"));
	if (reader->why == NULL) {
		add_defaults(&to, json_get(layer, "defaults"));
		add_audience(&to, layer);
		add_rules(&to, json_get(layer, "rules"));
		add_discovery(&to, json_get(layer, "discovery"));
	}
	return all;
}

/* A mistake is told with the name of the layer. */
static const struct json *
apply(struct reader *reader, const struct json *profile,
    const struct profile *read, const char *name)
{
	struct reader own = {.arena = reader->arena,
	    .file = arena_printf(
		reader->arena, "%s: layer %s", reader->file, name)};
	const struct json *layer = find(&own, name);

	if (layer != NULL)
		profile = layer_put(&own, profile, read, layer);
	if (reader->why == NULL)
		reader->why = own.why;
	return profile;
}

const struct json *
layer_apply(struct reader *reader, const struct json *profile,
    const struct json *names, const struct profile **read)
{
	struct profile *before;

	for (size_t i = json_length(names); i > 0 && reader->why == NULL; i--) {
		before = arena_alloc(reader->arena, sizeof(*before));
		profile_read(reader, profile, before);
		if (*read == NULL)
			*read = before;
		if (reader->why == NULL)
			profile = apply(reader, profile, before,
			    json_string(json_at(names, i - 1)));
	}
	return profile;
}
