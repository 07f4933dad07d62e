/* SPDX-License-Identifier: ISC */
/* Prints findings, each with what somebody does about it. */
#include <stdarg.h>
#include <stdio.h>

#include "commands/doctor/private.h"
#include "kit/arena.h"
#include "kit/json.h"

static const char *
word_of(enum finding_state state)
{
	switch (state) {
	case FINDING_GOOD:
		return "ok";
	case FINDING_POOR:
		return "look";
	case FINDING_BAD:
		return "bad";
	case FINDING_MENDED:
		break;
	}
	return "mended";
}

/* What is well needs nothing, and neither does what was mended. */
static const char *
remedy_of(const struct store_finding *finding, const char *remedy)
{
	if (finding->state != FINDING_BAD && finding->state != FINDING_POOR)
		return NULL;
	return remedy != NULL ? remedy : doctor_remedy(finding->what);
}

static void
print_json(const struct store_finding *finding, const char *remedy)
{
	struct arena *arena = arena_new();
	struct json *all = json_new_object(arena);

	json_set_string(all, "state", word_of(finding->state));
	json_set_string(all, "what", finding->what);
	json_set_string(all, "detail", finding->detail);
	if (remedy != NULL)
		json_set_string(all, "remedy", remedy);
	puts(json_text(arena, all));
	arena_free(arena);
}

/* A place that is asked may take its time: what is known by then is shown. */
static void
print(struct doctor *doctor, const struct store_finding *finding,
    const char *remedy)
{
	remedy = remedy_of(finding, remedy);
	progress_end(&doctor->progress);
	doctor->bad |= finding->state == FINDING_BAD;
	if (doctor->json) {
		print_json(finding, remedy);
	} else {
		printf("%-6s  %-13s  %s\n", word_of(finding->state),
		    finding->what, finding->detail);
		if (remedy != NULL)
			printf("%-6s  %-13s  %s\n", "", "remedy", remedy);
	}
	(void)fflush(stdout);
}

void
doctor_say(struct doctor *doctor, enum finding_state state, const char *what,
    const char *remedy, const char *format, ...)
{
	struct store_finding finding = {.state = state, .what = what};
	va_list ap;

	va_start(ap, format);
	finding.detail = arena_vprintf(doctor->arena, format, ap);
	va_end(ap);
	print(doctor, &finding, remedy);
}

void
doctor_take(void *context, const struct store_finding *finding)
{
	print(context, finding, NULL);
}
