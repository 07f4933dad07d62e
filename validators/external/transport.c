/* SPDX-License-Identifier: ISC */
/* Opens the transport of an entry by its kind, and asks by it. */
#include "validators/external/private.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"

enum { MILLISECONDS = 2000, MILLISECONDS_MOST = 15000 };

/* The keys that every kind has, and those of each. */
#define COMMON                                                        \
	"name", "kind", "before", "after", "needs", "on", "question", \
	    "clause", "rules", "settings", "milliseconds"

static const struct kind {
	const char *name;
	void (*open)(struct transport *transport, struct reader *reader);
	const char *keys[24];
} kinds[] = {
    {"command", transport_command, {COMMON, "argv", NULL}},
    {"coprocess", transport_coprocess, {COMMON, "argv", NULL}},
    {"service", transport_service,
	{COMMON, "url", "ca", "certificate", "key", "basic", "bearer",
	    "client_data", "existing_client_data", NULL}},
};

static const struct kind *
kind_named(const char *name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
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
	transport->milliseconds = reader_number(&reader, entry, "",
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

const char *
external_out_of_reach(
    const struct external_validator *external, struct arena *arena)
{
	struct transport *transport = external->transport;

	return transport == NULL ? NULL : transport->look(transport, arena);
}
