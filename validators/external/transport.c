/* SPDX-License-Identifier: ISC */
#include "validators/external/transport.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/child.h"
#include "kit/json.h"
#include "validators/external/transport_parts.h"
#include "validators/lib/verdict.h"

enum { MILLISECONDS = 2000, MILLISECONDS_MOST = 15000 };

/* The keys that every kind has, and those of each. */
#define COMMON                                                        \
	"name", "kind", "before", "after", "needs", "on", "question", \
	    "clause", "rules", "settings", "milliseconds"

static const struct kind {
	const char *name;
	void (*open)(struct transport *transport, struct reader *reader);
	const char *keys[20];
} kinds[] = {
    {"command", transport_command, {COMMON, "argv", NULL}},
    {"coprocess", transport_coprocess, {COMMON, "argv", NULL}},
    {"service", web_service_open,
	{COMMON, "url", "ca", "certificate", "key", "basic", "bearer", NULL}},
};

static const struct kind *
kind_named(const char *name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

const char *
transport_read_path(struct reader *reader, const struct json *object,
    const char *prefix, const char *name)
{
	const char *path = reader_string(reader, object, prefix, name);

	if (path != NULL && *path != '/')
		reader_wrong(reader,
		    arena_printf(reader->arena, "%s%s", prefix, name),
		    "must be an absolute path");
	return path;
}

void
transport_read_argv(struct transport *transport, struct reader *reader)
{
	transport->argv =
	    reader_strings(reader, transport->entry, "argv", "argv");
	if (transport->argv == NULL)
		reader_wrong(reader, "argv", "is missing");
	else if (reader->why == NULL && *transport->argv[0] != '/')
		reader_wrong(reader, "argv",
		    "must begin with the absolute path of a program");
}

struct transport *
transport_open(struct arena *arena, const char *kind, const struct json *entry,
    const char **why)
{
	const char *name = json_string(json_get(entry, "name"));
	struct transport *transport = arena_alloc(arena, sizeof(*transport));
	struct reader reader = {.arena = arena, .file = kind};
	const struct kind *is = kind_named(kind);

	if (is == NULL) {
		reader_wrong(&reader, "kind",
		    "must be one of: \"command\", \"coprocess\", \"service\"");
		*why = reader.why;
		return NULL;
	}
	transport->name = name != NULL ? name : "?";
	transport->entry = entry;
	reader_known_keys(&reader, entry, "", is->keys);
	transport->milliseconds = reader_number(&reader, entry, "milliseconds",
	    "milliseconds", 1, MILLISECONDS_MOST, MILLISECONDS);
	is->open(transport, &reader);
	*why = reader.why;
	return reader.why == NULL ? transport : NULL;
}

const char *
transport_ask(struct transport *transport, const struct json *question,
    struct arena *arena, const struct json **answer)
{
	const char *why;

	*answer = NULL;
	why = transport->ask(transport, question, arena, answer);
	if (why != NULL)
		*answer = NULL;
	return why;
}

static bool
is_version_1(const struct json *version)
{
	int64_t number;

	return json_type(version) == JSON_ABSENT ||
	       (json_integer(version, &number) && number == 1);
}

const char *
transport_read(const struct json *question, const char *text, size_t length,
    bool must_echo, struct arena *arena, const struct json **answer)
{
	struct json_error error = {0};
	const struct json *said = json_parse(arena, text, length, &error), *id;
	struct json *plain;

	if (said == NULL)
		return arena_printf(arena, "answers no JSON: %s", error.what);
	if (json_type(said) != JSON_OBJECT)
		return "answers no JSON object";
	if (!is_version_1(json_get(said, "dcr")))
		return "answers in another version than 1";
	id = json_get(said, "id");
	if ((must_echo || json_type(id) != JSON_ABSENT) &&
	    !json_equal(id, json_get(question, "id")))
		return "answers another question: id is not that of this one";
	plain = json_copy(arena, said);
	json_remove(plain, "dcr");
	json_remove(plain, "id");
	*answer = plain;
	return NULL;
}

const char *
transport_with_words(
    const char *why, const struct child *child, struct arena *arena)
{
	char *words = arena_strndup(arena, child->said, child->said_length);
	size_t length = strlen(words);

	while (length > 0 && strchr(" \r\n", words[length - 1]) != NULL)
		words[--length] = '\0';
	if (strrchr(words, '\n') != NULL)
		words = strrchr(words, '\n') + 1;
	if (*words == '\0')
		return why;
	return arena_printf(
	    arena, "%s, and says %s", why, quoted(arena, words));
}
