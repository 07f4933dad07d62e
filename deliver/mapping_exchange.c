/* SPDX-License-Identifier: ISC */
/* Makes the request of a step. */
#include "deliver/kind.h"
#include "deliver/mapping.h"
#include "deliver/mapping_parts.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/net/exchange.h"

static bool
fail(struct mapping_run *run, const struct mapping_step *step, enum sent_as as,
    const char *why)
{
	courier_say(run->out, as,
	    arena_printf(run->arena, "%s: %s", step->name, why), run->arena);
	return false;
}

/* NULL and *why, or none where there is no body. */
static const char *
body_of(
    struct mapping_run *run, const struct mapping_step *step, const char **why)
{
	const struct json *body = NULL;

	if (step->sends_record)
		body =
		    mapping_record(run->arena, run->mapping, run->context, why);
	else if (step->body != NULL)
		body = mapping_fill_json(
		    run->arena, run->context, step->body, why);
	return body != NULL ? json_text(run->arena, body) : NULL;
}

bool
mapping_exchange(struct mapping_run *run, const struct mapping_step *step,
    struct exchanged *answer)
{
	const char *why = NULL;
	struct exchange what = {.method = step->method,
	    .type = "application/json",
	    .limit = LIMIT_RECEIVED};

	what.uri = mapping_fill_uri(run->arena, run->context, step, &why);
	if (why == NULL)
		what.headers =
		    mapping_fill_headers(run->arena, run->context, step, &why);
	if (why == NULL)
		what.body = body_of(run, step, &why);
	if (why != NULL)
		return fail(run, step, SENT_REFUSED, why);
	switch (run->caller->make(
	    run->caller->context, &what, run->arena, answer, &why)) {
	case FETCHED_OK:
		return true;
	case FETCHED_UNREACHED:
		return fail(run, step, SENT_AWAY, why);
	default:
		return fail(run, step, SENT_LATER, why);
	}
}
