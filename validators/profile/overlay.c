/* SPDX-License-Identifier: ISC */
/* Puts a bank's overlay into a profile, and proves that it loosens nothing. */
#include <errno.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/reader.h"
#include "validators/profile/private.h"
#include "validators/table.h"

static const struct json *
read_file(struct reader *reader, const char *path)
{
	static const char *const names[] = {"rules", "settings", "external",
	    "known", "members", "status_lists", NULL};
	struct json_error error = {0};
	size_t length = 0;
	char *text = file_read(reader->arena, path, LIMIT_FILE, &length);

	if (text == NULL) {
		reader_wrong(reader, "cannot read", strerror(errno));
		return NULL;
	}
	const struct json *root =
	    json_parse_commented(reader->arena, text, length, &error);
	if (json_type(root) != JSON_OBJECT) {
		reader_wrong(reader,
		    arena_printf(reader->arena, "line %zu",
			root == NULL ? error.line : 1),
		    root == NULL ? error.what : "must be one JSON object");
		return NULL;
	}
	if (json_get(root, "kind") == NULL) {
		root = profile_renamed(reader, root);
		reader_known_keys(reader, root, "", names);
		return root;
	}
	/* The file may be one entry alone, as it was tried out. */
	struct json *entries = json_new_array(reader->arena);
	struct json *all = json_new_object(reader->arena);
	json_append(entries, root);
	json_set(all, "external", entries);
	return all;
}

/* Puts the overlay's array of that name behind the profile's. */
static void
append(struct reader *reader, struct json *profile, const struct json *overlay,
    const char *name)
{
	const struct json *before = json_get(profile, name);
	const struct json *more = json_get(overlay, name);
	struct json *all = json_new_array(reader->arena);

	if (more == NULL)
		return;
	if (json_type(more) != JSON_ARRAY ||
	    (before != NULL && json_type(before) != JSON_ARRAY)) {
		reader_wrong(reader, name, "must be an array");
		return;
	}
	for (size_t i = 0; i < json_length(before); i++)
		json_append(all, json_at(before, i));
	for (size_t i = 0; i < json_length(more); i++)
		json_append(all, json_at(more, i));
	if (json_length(all) > 0)
		json_set(profile, name, all);
}

/* What a profile registers a bank may refuse, and not change. */
static void
check_rules(struct reader *reader, const struct json *rules)
{
	for (size_t i = 0; i < json_length(rules); i++)
		if (json_get(json_at(rules, i), "otherwise") != NULL)
			profile_rule_wrong(reader, json_at(rules, i),
			    "otherwise",
			    "must be absent: a rule of an overlay refuses");
}

/* Adds the names that the overlay's rules are about. */
static void
add_known(
    struct reader *reader, struct json *profile, const struct json *overlay)
{
	static const char *const names[] = {"members", "claims", NULL};
	const struct json *before = json_get(profile, "known");
	const struct json *more = json_get(overlay, "known");
	struct json *all = before != NULL ? json_copy(reader->arena, before)
					  : json_new_object(reader->arena);

	if (more == NULL)
		return;
	if (json_type(more) != JSON_OBJECT)
		reader_wrong(reader, "known", "must be an object");
	reader_known_keys(reader, more, "known.", names);
	for (size_t i = 0; names[i] != NULL; i++)
		append(reader, all, more, names[i]);
	json_set(profile, "known", all);
}

/* Adds what lists look like of which the profile says nothing. */
static void
add_status_lists(
    struct reader *reader, struct json *profile, const struct json *overlay)
{
	const struct json *before = json_get(profile, "status_lists");
	const struct json *more = json_get(overlay, "status_lists"), *list;
	struct json *all = before != NULL ? json_copy(reader->arena, before)
					  : json_new_object(reader->arena);
	const char *name;

	if (more == NULL)
		return;
	if (json_type(more) != JSON_OBJECT)
		reader_wrong(reader, "status_lists", "must be an object");
	for (struct json_each each = json_each(more);
	     json_next(&each, &name, &list);) {
		if (json_get(before, name) != NULL)
			reader_wrong(reader,
			    arena_printf(
				reader->arena, "status_lists.%s", name),
			    "the profile has that already");
		json_set(all, name, list);
	}
	json_set(profile, "status_lists", all);
}

/* Changes settings of one validator: each is there already, and gets
 * tighter. */
static const struct json *
tighten(struct reader *reader, const struct validator *validator,
    const struct json *was, const struct json *by)
{
	struct json *all = json_copy(reader->arena, was);
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(by);
	     json_next(&each, &name, &value);) {
		const char *key = arena_printf(
		    reader->arena, "settings.%s.%s", validator->name, name);
		const struct setting *setting =
		    profile_setting_named(validator, name);
		if (setting == NULL) {
			reader_wrong(
			    reader, key, "is no setting of this validator");
			continue;
		}
		const char *loosens = tighter_loosens(
		    reader->arena, setting, json_get(was, name), value);
		if (loosens != NULL)
			reader_wrong(reader, key, loosens);
		json_set(all, name, value);
	}
	return all;
}

static void
tighten_all(
    struct reader *reader, struct json *profile, const struct json *settings)
{
	struct json *all =
	    json_copy(reader->arena, json_get(profile, "validators"));
	const struct json *by;
	const char *name;

	for (struct json_each each = json_each(settings);
	     json_next(&each, &name, &by);) {
		const char *key =
		    arena_printf(reader->arena, "settings.%s", name);
		const struct validator *validator = validator_named(name);
		const struct json *was = json_get(all, name);
		if (validator == NULL)
			reader_wrong(reader, key, "there is no such validator");
		else if (json_type(was) != JSON_OBJECT)
			reader_wrong(
			    reader, key, "the profile does not ask it");
		else if (json_type(by) != JSON_OBJECT)
			reader_wrong(
			    reader, key, "must be an object of settings");
		else
			json_set(
			    all, name, tighten(reader, validator, was, by));
	}
	json_set(profile, "validators", all);
}

const struct json *
overlay_apply(struct reader *reader, const struct json *profile,
    const struct profile *shipped, const char *path,
    const struct json **members)
{
	struct reader own = {
	    .arena = reader->arena,
	    .file = arena_printf(reader->arena, "overlay %s", path),
	};
	struct json *all = json_copy(reader->arena, profile);
	const struct overlay_change to = {&own, all, shipped, "the overlay"};
	const struct json *overlay = read_file(&own, path);
	const struct json *settings = json_get(overlay, "settings");

	append(&own, all, overlay, "rules");
	check_rules(&own, json_get(overlay, "rules"));
	add_known(&own, all, overlay);
	append(&own, all, overlay, "external");
	*members = json_get(overlay, "members");
	overlay_members(&to, *members);
	add_status_lists(&own, all, overlay);
	if (settings != NULL && json_type(settings) != JSON_OBJECT)
		reader_wrong(&own, "settings",
		    "must be an object of validators and their settings");
	else if (settings != NULL &&
		 json_type(json_get(profile, "validators")) == JSON_OBJECT)
		tighten_all(&own, all, settings);
	if (reader->why == NULL)
		reader->why = own.why;
	reader->file = arena_printf(
	    reader->arena, "%s with overlay %s", reader->file, path);
	return reader->why == NULL ? all : NULL;
}

static bool
all_allowed(const struct json *value, const struct json *allowed)
{
	if (json_string(value) != NULL)
		return json_has_string(allowed, json_string(value));
	for (size_t i = 0; i < json_length(value); i++)
		if (!json_has_string(allowed, json_string(json_at(value, i))))
			return false;
	return true;
}

void
overlay_check_defaults(struct reader *reader, const struct profile *profile)
{
	const struct profile_question *q = profile->questions;

	for (; reader->why == NULL && q->validator != NULL; q++) {
		const char *name = q->validator->name;
		const struct json *allowed = json_get(q->settings, "allowed");
		const struct json *value =
		    json_get(json_get(profile->defaults, name), "value");
		if (q->external == NULL && allowed != NULL && value != NULL &&
		    !all_allowed(value, allowed))
			reader_wrong(reader,
			    arena_printf(
				reader->arena, "settings.%s.allowed", name),
			    arena_printf(reader->arena,
				"must hold what the profile registers where "
				"the request has none: %s",
				json_text(reader->arena, value)));
	}
}
