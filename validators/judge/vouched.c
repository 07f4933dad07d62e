/* SPDX-License-Identifier: ISC */
/* Tells whether a directory has vouched for metadata that were kept. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/request.h"
#include "validators/judge/judge.h"
#include "validators/judge/private.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

/* What the first finding says, as a line. */
static const char *
finding_text(struct arena *arena, const struct verdict *v)
{
	const struct finding *first = v->findings;

	return arena_printf(arena, "%s: %s",
	    pointer_name(arena, first->pointer), first->detail);
}

static const char *
vouched(const struct judge *judge, const char *statement, struct arena *arena,
    time_t now, struct submission *s, bool *unable)
{
	static const struct request nobody = {.id = NULL};
	const unsigned wanted =
	    STATEMENT_READ | STATEMENT_TRUE | STATEMENT_SOUND;
	struct verdict v;

	*unable = false;
	judge_registered(judge, &nobody, statement, arena, now, s);
	if ((judge->profile->given & STATEMENT_SIGNED) == 0)
		return "software_statement: the profile takes no signed "
		       "statement, so that nobody can say whether this one is "
		       "true";
	s->facts = judge->profile->given | CLIENT_KNOWN | ENVELOPE_READ;
	verdict_init(&v, arena);
	judge_ask_for(s, &v, wanted);
	*unable = v.outcome == OUTCOME_UNABLE;
	if (*unable)
		return v.unable;
	return v.outcome == OUTCOME_PASS ? NULL : finding_text(arena, &v);
}

const char *
judge_vouched(const struct judge *judge, const char *metadata,
    const char *kept_under, struct arena *arena, time_t now, bool *unable)
{
	const struct json *kept =
	    json_parse(arena, metadata, strlen(metadata), NULL);
	const char *statement =
	    json_string(json_get(kept, "software_statement"));
	struct submission submission;

	*unable = false;
	if (statement == NULL)
		return NULL;
	const char *what =
	    vouched(judge, statement, arena, now, &submission, unable);
	if (what != NULL)
		return what;
	const char *software = software_of(&submission);
	return software != NULL && strcmp(software, kept_under) == 0
		   ? NULL
		   : "software_statement: is not that of the software that the "
		     "client is of";
}
