/* SPDX-License-Identifier: ISC */
/* Reads, for the rules, what would be registered. */
#include "validators/lib/registered.h"

#include <stdarg.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "validators/lib/metadata.h"
#include "validators/lib/setting.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

const struct json *
registered(const struct submission *s, const char *member)
{
	const struct metadata_member *m = metadata_member(s->metadata, member);
	const struct json *value = m != NULL ? m->value : NULL;

	return json_type(value) == JSON_NULL ? NULL : value;
}

const struct json *
registered_came(const struct submission *s, const char *member)
{
	const struct metadata_member *m = metadata_member(s->metadata, member);

	return m != NULL ? m->came : NULL;
}

bool
registered_is_vouched(const struct submission *s, const char *member)
{
	const struct metadata_member *m = metadata_member(s->metadata, member);

	return m != NULL && m->from == METADATA_STATEMENT;
}

bool
registered_redirects(const struct submission *s)
{
	return s->metadata == NULL || s->metadata->redirects;
}

const char *
registered_place(const struct submission *s, const char *member)
{
	const struct metadata_member *m = metadata_member(s->metadata, member);

	if (m == NULL || m->from != METADATA_STATEMENT)
		return pointer_to(s, member);
	return m->claim != NULL
		   ? claim_pointer(s, m->claim)
		   : arena_printf(s->arena, "/software_statement/%s", member);
}

void
registered_refuse(const struct submission *s, struct verdict *v,
    const struct rule *rule, const char *member, size_t index,
    const char *format, ...)
{
	const struct metadata_member *m = metadata_member(s->metadata, member);
	const char *place = registered_place(s, member), *detail;
	va_list ap;

	va_start(ap, format);
	detail = arena_vprintf(s->arena, format, ap);
	va_end(ap);
	if (index != REGISTERED_WHOLE)
		place = arena_printf(s->arena, "%s/%zu", place, index);
	refuse(v, rule, place, "%s%s", detail,
	    m != NULL && m->from == METADATA_DEFAULT
		? " (neither request nor statement has it: this is the default)"
		: "");
}

const char *
registered_choice(
    const struct submission *s, struct verdict *v, const struct choice *choice)
{
	const struct json *given = registered(s, choice->member);
	const struct json *allowed = setting_strings(s, choice->setting);
	const char *text = json_string(given);

	if (given == NULL && choice->missing != NULL)
		registered_refuse(s, v, choice->missing, choice->member,
		    REGISTERED_WHOLE, "is required%s, one of: %s",
		    choice->because != NULL ? choice->because : "",
		    listed(s->arena, allowed));
	if (given == NULL)
		return NULL;
	if (text == NULL) {
		registered_refuse(s, v, choice->type, choice->member,
		    REGISTERED_WHOLE, "must be a string");
		return NULL;
	}
	if (json_has_string(allowed, text))
		return text;
	registered_refuse(s, v, choice->value, choice->member, REGISTERED_WHOLE,
	    "%s is not one of: %s", quoted(s->arena, text),
	    listed(s->arena, allowed));
	return NULL;
}

static bool
distinct_strings(const struct json *array)
{
	size_t count = json_length(array);

	if (count > LIMIT_STRINGS)
		return false;
	for (size_t i = 0; i < count; i++) {
		const char *text = json_string(json_at(array, i));
		if (text == NULL)
			return false;
		for (size_t k = 0; k < i; k++)
			if (strcmp(json_string(json_at(array, k)), text) == 0)
				return false;
	}
	return count > 0;
}

const struct json *
registered_strings(const struct submission *s, struct verdict *v,
    const char *member, const struct rule *type)
{
	const struct json *given = registered(s, member);

	if (given == NULL)
		return NULL;
	if (json_type(given) == JSON_ARRAY && distinct_strings(given))
		return given;
	registered_refuse(s, v, type, member, REGISTERED_WHOLE,
	    "must be an array of 1 to %d strings, each one once",
	    LIMIT_STRINGS);
	return NULL;
}
