/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

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

const char *
facts_prove(struct arena *arena, const struct profile *profile)
{
	const struct profile_question *questions = profile->questions;
	unsigned given = profile->given;

	for (; questions->validator != NULL; questions++) {
		const struct validator *validator = questions->validator;
		unsigned missing = validator->needs & ~given;
		if (missing != 0)
			return arena_printf(arena,
			    "%s needs %s, which nothing before it gives",
			    validator->name, facts_text(arena, missing));
		given |= validator->gives;
	}
	unsigned missing = FACTS_FOR_A_REGISTRATION & ~given;
	if (missing == 0)
		return NULL;
	return arena_printf(arena,
	    "no validator in it gives %s, which a registration requires",
	    facts_text(arena, missing));
}
