/* SPDX-License-Identifier: ISC */
/* Names the facts that validators prove. */
#include "validators/lib/facts.h"

#include <string.h>

#include "kit/arena.h"

static const struct {
	enum fact fact;
	const char *name;
} names[] = {
    {CLIENT_KNOWN, "CLIENT_KNOWN"},
    {STATEMENT_TRUE, "STATEMENT_TRUE"},
    {VOUCHED, "VOUCHED"},
    {ENVELOPE_TRUE, "ENVELOPE_TRUE"},
    {SAME_PARTY, "SAME_PARTY"},
    {ENVELOPE_READ, "ENVELOPE_READ"},
    {STATEMENT_READ, "STATEMENT_READ"},
    {STATEMENT_SOUND, "STATEMENT_SOUND"},
    {REQUEST_SIGNED, "REQUEST_SIGNED"},
    {REQUEST_PLAIN, "REQUEST_PLAIN"},
    {STATEMENT_SIGNED, "STATEMENT_SIGNED"},
    {STATEMENT_CERTIFIED, "STATEMENT_CERTIFIED"},
    {REQUEST_ENTITY, "REQUEST_ENTITY"},
    {STATEMENT_CHAINED, "STATEMENT_CHAINED"},
    {CONNECTION_PLAIN, "CONNECTION_PLAIN"},
    {REQUEST_WRAPPED, "REQUEST_WRAPPED"},
};

const char *
facts_text(struct arena *arena, unsigned facts)
{
	const char *text = "";

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((facts & names[i].fact) != 0)
			text = arena_printf(arena, "%s%s%s", text,
			    *text != '\0' ? " " : "", names[i].name);
	return *text != '\0' ? text : "-";
}

unsigned
facts_named(const char *name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].fact;
	return 0;
}
