/* SPDX-License-Identifier: ISC */
/* Loads what a deployment judges by, and proves that it proves enough. */
#include "validators/judge/regime.h"

#include <time.h>

#include "kit/arena.h"
#include "kit/reader.h"
#include "validators/external/external.h"
#include "validators/lib/binding.h"
#include "validators/lib/profile.h"
#include "validators/profile/load.h"
#include "validators/validator.h"

/* What would be asked of a certificate that the connection does not bring. */
static const char *
needless(const struct profile *profile)
{
	static const char *const of_connection[] = {
	    "client_certificate", "certificate_binding", "envelope_party"};

	if (!profile_connection_is_plain(profile))
		return NULL;
	for (size_t i = 0; i < 3; i++)
		if (profile_question_of(profile->questions, of_connection[i]) !=
		    NULL)
			return "client_certificate, certificate_binding and "
			       "envelope_party must not be asked where the "
			       "connection is plain";
	return NULL;
}

/* What is missing where a need is not given earlier, or the whole does not
 * prove a registration; NULL: nothing. */
static const char *
unproved(struct arena *arena, const struct profile *profile)
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
		return needless(profile);
	return arena_printf(arena,
	    "no validator of the profile gives %s, which a registration "
	    "requires",
	    facts_text(arena, missing));
}

static void
place_and_prove(struct reader *reader, struct profile *profile)
{
	const char *why;

	external_place(reader, profile->external, profile);
	if (reader->why != NULL)
		return;
	why = unproved(reader->arena, profile);
	if (why == NULL)
		why = binding_wrong(profile);
	if (why != NULL)
		reader_wrong(reader, "validators", why);
}

const struct profile *
regime_load_at(struct arena *arena, const char *which, const char *overlay,
    int64_t at, const char **why)
{
	struct reader reader = {
	    .arena = arena,
	    .file = arena_printf(arena, "profile %s", which),
	};
	struct profile *profile = profile_load(&reader, which, overlay, at);

	if (profile != NULL)
		place_and_prove(&reader, profile);
	*why = reader.why;
	return reader.why == NULL ? profile : NULL;
}

const struct profile *
regime_load(struct arena *arena, const char *which, const char *overlay,
    const char **why)
{
	return regime_load_at(arena, which, overlay, time(NULL), why);
}
