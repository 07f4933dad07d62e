/* SPDX-License-Identifier: ISC */
/* Proves the key "status_lists": what a directory's lists of its members look
 * like. */
#include <string.h>
#include <strings.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/lib/status_list.h"
#include "validators/profile/private.h"

/* A list that is being read, and where it stands. */
struct place {
	struct reader *reader;
	const struct json *list;
	const char *prefix; /* "status_lists.software." */
};

static void
wrong(const struct place *place, const char *name, const char *what)
{
	reader_wrong(place->reader,
	    arena_printf(place->reader->arena, "%s%s", place->prefix, name),
	    what);
}

static void
read_pointer(const struct place *place, const struct json *object,
    const char *name, bool each, bool needed)
{
	const char *text = json_string(json_get(object, name));

	if (json_get(object, name) == NULL && !needed)
		return;
	if (text == NULL || !status_pointer_sound(text, each))
		wrong(place, name,
		    each ? "must be a JSON pointer, in which * stands for "
			   "each element of an array"
			 : "must be a JSON pointer without *");
}

static const char *
word_of(const struct json *value)
{
	if (json_type(value) != JSON_BOOLEAN)
		return json_string(value);
	return json_true(value) ? "true" : "false";
}

/* Strings and truths, of which none has been met in another of the three. */
static void
read_words(const struct place *place, const char *name, struct json *met)
{
	const struct json *words = json_get(place->list, name);

	if (words != NULL &&
	    (json_type(words) != JSON_ARRAY || json_length(words) == 0))
		wrong(place, name, "must be an array, not empty");
	for (size_t i = 0; i < json_length(words); i++) {
		const char *word = word_of(json_at(words, i));
		if (word == NULL || *word == '\0') {
			wrong(place, name,
			    "must hold strings, true or false only");
			return;
		}
		for (size_t k = 0; k < json_length(met); k++)
			if (strcasecmp(json_string(json_at(met, k)), word) == 0)
				wrong(place, name,
				    "must not hold a word twice, nor one that "
				    "means something else as well");
		json_append_string(met, word);
	}
}

static void
read_all_words(const struct place *place)
{
	struct json *met = json_new_array(place->reader->arena);

	read_words(place, "active", met);
	if (json_length(met) == 0)
		wrong(place, "active", "is missing");
	read_words(place, "suspended", met);
	read_words(place, "removed", met);
}

static void
read_choice(
    const struct place *place, const char *name, const char *a, const char *b)
{
	const struct json *value = json_get(place->list, name);
	const char *text = json_string(value);

	if (value != NULL &&
	    (text == NULL || (strcmp(text, a) != 0 && strcmp(text, b) != 0)))
		wrong(place, name,
		    arena_printf(place->reader->arena,
			"must be one of: \"%s\", \"%s\"", a, b));
}

static void
read_total(const struct place *place)
{
	static const char *const names[] = {"at", "of", NULL};
	const struct json *total = json_get(place->list, "total");
	const char *prefix =
	    arena_printf(place->reader->arena, "%stotal.", place->prefix);
	const struct place inside = {place->reader, total, prefix};

	if (total == NULL)
		return;
	if (json_type(total) != JSON_OBJECT)
		wrong(place, "total", "must be an object");
	reader_known_keys(place->reader, total, prefix, names);
	read_pointer(&inside, total, "at", false, true);
	read_pointer(&inside, total, "of", true, true);
}

/* What is sent as it stands must be a header and nothing behind it (RFC 9110
 * section 5.5). */
static void
read_headers(const struct place *place)
{
	static const char token[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
	const struct json *headers = json_get(place->list, "headers"), *value;
	const char *name;

	if (headers != NULL && !json_is_object_of(headers, JSON_STRING))
		wrong(place, "headers", "must be an object of strings");
	for (struct json_each each = json_each(headers);
	     json_next(&each, &name, &value);) {
		const char *text = json_string(value);
		if (*name == '\0' || name[strspn(name, token)] != '\0')
			wrong(place, "headers",
			    "must have names of letters, digits and -");
		for (; text != NULL && *text != '\0'; text++)
			if (*text < ' ' || *text > '~')
				wrong(place, "headers",
				    "must have values of visible ASCII");
	}
}

static void
read_list(struct reader *reader, const char *name, const struct json *list)
{
	static const char *const names[] = {"title", "clause", "entries", "id",
	    "status", "active", "suspended", "removed", "absent", "total",
	    "next", "time", "form", "headers", NULL};
	const struct place place = {reader, list,
	    arena_printf(reader->arena, "status_lists.%s.", name)};

	if (json_type(list) != JSON_OBJECT)
		reader_wrong(reader,
		    arena_printf(reader->arena, "status_lists.%s", name),
		    "must be an object");
	reader_known_keys(reader, list, place.prefix, names);
	(void)reader_need(reader, list, place.prefix, "title");
	(void)reader_need(reader, list, place.prefix, "clause");
	read_pointer(&place, list, "entries", true, true);
	read_pointer(&place, list, "id", false, true);
	read_pointer(&place, list, "status", false, true);
	read_all_words(&place);
	read_choice(&place, "absent", "kept", "removed");
	read_choice(&place, "form", "json", "jws");
	read_total(&place);
	read_pointer(&place, list, "next", false, false);
	read_pointer(&place, list, "time", false, false);
	read_headers(&place);
}

void
profile_check_status_lists(struct reader *reader, const struct json *root)
{
	static const char *const names[] = {
	    "software", "organisation", "legal_entity", NULL};
	const struct json *lists = json_get(root, "status_lists"), *list;
	const char *name;

	if (lists != NULL && json_type(lists) != JSON_OBJECT)
		reader_wrong(reader, "status_lists", "must be an object");
	reader_known_keys(reader, lists, "status_lists.", names);
	for (struct json_each each = json_each(lists);
	     json_next(&each, &name, &list);)
		read_list(reader, name, list);
}
