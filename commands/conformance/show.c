/* SPDX-License-Identifier: ISC */
/* What was sent and got as people may read it: JWTs opened, no secret told. */
#include <string.h>

#include "commands/conformance/private.h"
#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/json.h"

enum { DEPTH = 3, SECRET_LEAST = 8, SECRETS = 1024 };

static const char hidden[] = "(hidden)";

static const struct json *open_claims(
    struct arena *arena, const char *text, int depth);

/* The payload of a text that looks like a JWT; NULL: it does not. */
static const struct json *
payload_of(struct arena *arena, const char *text)
{
	const char *first = strchr(text, '.');
	const char *second = first != NULL ? strchr(first + 1, '.') : NULL;
	const struct json *claims;
	struct bytes bytes;

	if (second == NULL || strchr(second + 1, '.') != NULL ||
	    !base64url_decode(
		arena, first + 1, (size_t)(second - first - 1), &bytes))
		return NULL;
	claims =
	    json_parse(arena, (const char *)bytes.data, bytes.length, NULL);
	return json_type(claims) == JSON_OBJECT ? claims : NULL;
}

/* The object, with the JWTs among its members opened. */
static const struct json *
open_members(struct arena *arena, const struct json *object, int depth)
{
	struct json *copy = json_copy(arena, object);
	const struct json *value, *opened;
	const char *name;

	for (struct json_each each = json_each(object);
	     json_next(&each, &name, &value);) {
		if (json_string(value) == NULL)
			continue;
		opened = open_claims(arena, json_string(value), depth + 1);
		if (opened != NULL)
			json_set(copy, name, opened);
	}
	return copy;
}

static const struct json *
open_claims(struct arena *arena, const char *text, int depth)
{
	const struct json *claims;

	if (depth > DEPTH)
		return NULL;
	claims = *text == '{' && depth == 0
		     ? json_parse(arena, text, strlen(text), NULL)
		     : payload_of(arena, text);
	return json_type(claims) == JSON_OBJECT
		   ? open_members(arena, claims, depth)
		   : NULL;
}

/* The first of the JWTs in an array, which is the sender's own. */
static const struct json *
open_first(struct arena *arena, const char *body)
{
	const struct json *all = json_parse(arena, body, strlen(body), NULL);
	const char *first = json_string(json_at(all, 0));

	return first != NULL ? open_claims(arena, first, 1) : NULL;
}

const struct json *
conformance_claims(struct arena *arena, const char *body)
{
	if (body == NULL)
		return NULL;
	return *body == '[' ? open_first(arena, body)
			    : open_claims(arena, body, 0);
}

/* What a path of names leads to, with dots between them. */
static const struct json *
at_path(struct arena *arena, const struct json *object, const char *path)
{
	while (object != NULL && *path != '\0') {
		const size_t length = strcspn(path, ".");

		object = json_get(object, arena_strndup(arena, path, length));
		path += length + (path[length] == '.');
	}
	return object;
}

const struct json *
conformance_get(
    struct arena *arena, const struct json *object, const char *path)
{
	const struct json *value = json_get(object, path);

	return value != NULL ? value : at_path(arena, object, path);
}

const char *
conformance_last(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot != NULL ? dot + 1 : path;
}

static bool
is_secret(const char *name)
{
	static const char *const ends[] = {
	    "token", "secret", "password", "assertion"};
	const size_t length = strlen(name);

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (length >= strlen(ends[i]) &&
		    strcmp(name + length - strlen(ends[i]), ends[i]) == 0)
			return true;
	return false;
}

void
conformance_learn_text(struct conformance_run *run, const char *secret)
{
	if (secret != NULL && strlen(secret) >= SECRET_LEAST &&
	    json_length(run->secrets) <= SECRETS)
		json_append_string(run->secrets, secret);
}

void
conformance_learn(struct conformance_run *run, const struct json *value)
{
	const struct json *member;
	const char *name;

	for (size_t i = 0;
	     json_type(value) == JSON_ARRAY && i < json_length(value); i++)
		conformance_learn(run, json_at(value, i));
	if (json_type(value) != JSON_OBJECT)
		return;
	for (struct json_each each = json_each(value);
	     json_next(&each, &name, &member);) {
		if (is_secret(name))
			conformance_learn_text(run, json_string(member));
		conformance_learn(run, member);
	}
}

/* The text without one secret, wherever in it that is. */
static const char *
without(struct arena *arena, const char *text, const char *secret)
{
	const char *all = "", *at;

	while ((at = strstr(text, secret)) != NULL) {
		all = arena_printf(
		    arena, "%s%.*s%s", all, (int)(at - text), text, hidden);
		text = at + strlen(secret);
	}
	return *all != '\0' ? arena_printf(arena, "%s%s", all, text) : text;
}

/* Past so many secrets a server only plays with us, and nothing is shown. */
const char *
conformance_hide_text(struct conformance_run *run, const char *text)
{
	if (json_length(run->secrets) > SECRETS)
		return hidden;
	for (size_t i = 0; i < json_length(run->secrets); i++)
		text = without(
		    run->arena, text, json_string(json_at(run->secrets, i)));
	return text;
}

static const struct json *
hide_string(struct conformance_run *run, const char *text)
{
	if (payload_of(run->arena, text) != NULL)
		return json_new_string(
		    run->arena, arena_printf(run->arena, "(a JWT of %zu bytes)",
				    strlen(text)));
	return json_new_string(run->arena, conformance_hide_text(run, text));
}

static const struct json *
hide_array(struct conformance_run *run, const struct json *value)
{
	struct json *array = json_new_array(run->arena);

	for (size_t i = 0; i < json_length(value); i++)
		json_append(array, conformance_hide(run, json_at(value, i)));
	return array;
}

static const struct json *
hide_object(struct conformance_run *run, const struct json *value)
{
	struct json *object = json_new_object(run->arena);
	const struct json *member;
	const char *name;

	for (struct json_each each = json_each(value);
	     json_next(&each, &name, &member);) {
		const char *shown = conformance_hide_text(run, name);

		if (is_secret(name) && json_string(member) != NULL)
			json_set_string(object, shown, hidden);
		else
			json_set(object, shown, conformance_hide(run, member));
	}
	return object;
}

/* The depth is bounded by the parser. */
const struct json *
conformance_hide(struct conformance_run *run, const struct json *value)
{
	switch (json_type(value)) {
	case JSON_STRING:
		return hide_string(run, json_string(value));
	case JSON_ARRAY:
		return hide_array(run, value);
	case JSON_OBJECT:
		return hide_object(run, value);
	default:
		return value;
	}
}

struct json *
conformance_tell_sent(struct conformance_run *run,
    struct conformance_test *test, const struct json *filled, const char *body)
{
	static const char *const changes[] = {
	    "request", "statement", "assertion", "form", "again"};
	struct json *sent = json_new_object(run->arena);
	const struct json *claims = conformance_claims(run->arena, body);
	const char *who = json_string(json_get(filled, "as"));

	json_set_string(sent, "as", who != NULL ? who : "tpp");
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		if (json_get(filled, changes[i]) != NULL)
			json_set(sent, changes[i],
			    conformance_hide(
				run, json_get(filled, changes[i])));
	if (claims != NULL)
		json_set(sent, "claims", conformance_hide(run, claims));
	json_set(test->told, "sent", sent);
	return sent;
}
