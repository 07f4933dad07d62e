/* SPDX-License-Identifier: ISC */
/* Takes an event to a product: chooses the steps for it. */
#include <string.h>

#include "deliver/kind.h"
#include "deliver/mapping.h"
#include "deliver/mapping_parts.h"
#include "kit/arena.h"
#include "kit/json.h"

/* What becomes of the client there. */
static enum mapping_event
action_of(const struct mapping *mapping, const struct json *event)
{
	const char *state = json_string(json_get(event, "state"));
	const char *name = json_string(json_get(event, "event"));
	enum mapping_event action = ACTION_PUT;

	if (state != NULL && strcmp(state, "deleted") == 0)
		return ACTION_REMOVE;
	if (state != NULL && strcmp(state, "suspended") == 0)
		action = ACTION_SUSPEND;
	else if (name != NULL && strcmp(name, "resumed") == 0)
		action = ACTION_RESUME;
	return mapping->actions[action].count > 0 ? action : ACTION_PUT;
}

static const char *
unfit(const struct mapping_run *run)
{
	const char *why = mapping_inexpressible(
	    run->arena, run->mapping, json_get(run->context, "client"));

	if (why == NULL)
		(void)mapping_record(
		    run->arena, run->mapping, run->context, &why);
	return why;
}

/* A client that is suspended and cannot be expressed, as it is now, must not
 * stay there as it was: it is removed. */
void
mapping_send(const struct mapping *mapping, const struct json *event,
    const struct mapping_caller *caller, struct arena *arena, struct sent *out)
{
	struct mapping_run run = {.mapping = mapping,
	    .caller = caller,
	    .arena = arena,
	    .context = json_copy(arena, event),
	    .taken = json_new_object(arena),
	    .out = out};
	enum mapping_event action = action_of(mapping, event);
	const char *why;

	*out = (struct sent){.words = ""};
	json_set(run.context, "taken", run.taken);
	json_set(run.context, "values", mapping->values);
	mapping_look(&run);
	why = action != ACTION_REMOVE ? unfit(&run) : NULL;
	if (why != NULL &&
	    strcmp(json_string(json_get(event, "state")), "suspended") != 0) {
		courier_say(out, SENT_REFUSED, why, arena);
		return;
	}
	if (why != NULL)
		action = ACTION_REMOVE;
	mapping_run_action(&run, &mapping->actions[action]);
}
