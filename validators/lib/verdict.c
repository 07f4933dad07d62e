/* SPDX-License-Identifier: ISC */
/* Collects what the questions find, and quotes what came from outside. */
#include "validators/lib/verdict.h"

#include <stdarg.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/shown.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

enum { QUOTED_MAX = 60, WHOLE_MAX = 300, VALUES_MAX = 4 };

void
verdict_init(struct verdict *verdict, struct arena *arena)
{
	*verdict = (struct verdict){.arena = arena};
	verdict->tail = &verdict->findings;
}

static void
worsen(struct verdict *verdict, enum outcome outcome)
{
	if (verdict->outcome < outcome)
		verdict->outcome = outcome;
}

/* The rule with the error that the profile has for it. */
static const struct rule *
as_answered(const struct profile_question *question, const struct rule *rule)
{
	const struct rule *first =
	    question != NULL && question->external == NULL
		? question->validator->rules
		: NULL;

	return first == NULL || question->rules == NULL ||
		       question->rules == first
		   ? rule
		   : question->rules + (rule - first);
}

void
refuse(struct verdict *verdict, const struct rule *rule, const char *pointer,
    const char *format, ...)
{
	va_list ap;

	if (profile_rule_is_off(verdict->question, rule)) {
		if (verdict->question->validator->gives != 0)
			unable(verdict, "%s has no clause", rule->id);
		return;
	}
	worsen(verdict, OUTCOME_REFUSE);
	if (verdict->count++ >= LIMIT_FINDINGS)
		return;
	struct finding *finding = arena_alloc(verdict->arena, sizeof(*finding));
	finding->rule = as_answered(verdict->question, rule);
	finding->pointer = arena_strdup(verdict->arena, pointer);
	va_start(ap, format);
	finding->detail = arena_vprintf(verdict->arena, format, ap);
	va_end(ap);
	if (verdict->question != NULL)
		finding->description = json_string(
		    json_get(verdict->question->descriptions, rule->id));
	*verdict->tail = finding;
	verdict->tail = &finding->next;
}

void
unable(struct verdict *verdict, const char *format, ...)
{
	va_list ap;

	worsen(verdict, OUTCOME_UNABLE);
	if (verdict->unable != NULL)
		return;
	va_start(ap, format);
	verdict->unable = arena_vprintf(verdict->arena, format, ap);
	va_end(ap);
}

const char *
in_ascii(struct arena *arena, const char *text, size_t most)
{
	return shown(arena, text, most);
}

const char *
quoted(struct arena *arena, const char *text)
{
	return arena_printf(arena, "'%s'", in_ascii(arena, text, QUOTED_MAX));
}

const char *
quoted_whole(struct arena *arena, const char *text)
{
	char *out = arena_printf(arena, "'%s'", shown(arena, text, WHOLE_MAX));

	for (size_t i = 0; i < WHOLE_MAX && text[i] != '\0'; i++)
		if (text[i] == '&')
			out[1 + i] = '&';
	return out;
}

const char *
quoted_value(struct arena *arena, const struct json *value)
{
	const size_t count = json_length(value);
	const char *text = "", *one;

	if (json_string(value) != NULL)
		return quoted_whole(arena, json_string(value));
	if (json_type(value) != JSON_ARRAY || count == 0)
		return json_is_empty(value) ? "missing" : "no string";
	for (size_t i = 0; i < count && i < VALUES_MAX; i++) {
		one = json_string(json_at(value, i));
		text = arena_printf(arena, "%s%s%s", text, i > 0 ? ", " : "",
		    one != NULL ? quoted_whole(arena, one) : "no string");
	}
	return count > VALUES_MAX ? arena_printf(arena, "[%s and %zu more]",
					text, count - VALUES_MAX)
				  : arena_printf(arena, "[%s]", text);
}

const char *
listed(struct arena *arena, const struct json *strings)
{
	char *all = arena_strdup(arena, "");
	const char *one;

	for (size_t i = 0; i < json_length(strings); i++)
		if ((one = json_string(json_at(strings, i))) != NULL)
			all = arena_printf(
			    arena, "%s%s%s", all, i > 0 ? ", " : "", one);
	for (char *c = all; *c != '\0'; c++) /* roles are a claim */
		if (*c < ' ' || *c > '~')
			*c = '?';
	return all;
}

const char *
pointer_name(struct arena *arena, const char *pointer)
{
	const char *name = "";

	while (*pointer == '/') {
		size_t length = strcspn(++pointer, "/");
		if (length > 0 && strspn(pointer, "0123456789") == length)
			name = arena_printf(
			    arena, "%s[%.*s]", name, (int)length, pointer);
		else
			name = arena_printf(arena, "%s%s%.*s", name,
			    *name != '\0' ? "." : "", (int)length, pointer);
		pointer += length;
	}
	return *name != '\0' ? name : "request";
}
