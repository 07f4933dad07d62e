/* SPDX-License-Identifier: ISC */
/* Reads the parameters of a form (application/x-www-form-urlencoded). */
#include <string.h>

#include "kit/arena.h"
#include "kit/limits.h"
#include "kit/parameters.h"
#include "kit/percent.h"
#include "kit/utf8.h"

struct pair {
	const char *name, *value;
};

struct parameters {
	size_t count;
	struct pair pairs[LIMIT_PARAMETERS];
};

/* Decodes in place, where an escaped byte of zero would end the text. */
static bool
decode(char *text)
{
	char *out = text;

	for (const char *at = text; *at != '\0'; at++) {
		int byte = *at == '+' ? ' ' : *at;

		if (byte == '%') {
			byte = percent_byte(at);
			if (byte <= 0)
				return false;
			at += 2;
		}
		*out++ = (char)byte;
	}
	*out = '\0';
	return utf8_valid(text);
}

static const struct pair *
find(const struct parameters *parameters, const char *name)
{
	const struct pair *pair = parameters->pairs;

	for (size_t i = 0; i < parameters->count; i++, pair++)
		if (strcmp(pair->name, name) == 0)
			return pair;
	return NULL;
}

static bool
add(struct parameters *parameters, char *text)
{
	char *equals = text + strcspn(text, "=");
	char *value = *equals != '\0' ? equals + 1 : equals;

	*equals = '\0';
	if (!decode(text) || !decode(value) || *text == '\0' ||
	    find(parameters, text) != NULL ||
	    parameters->count == LIMIT_PARAMETERS)
		return false;
	parameters->pairs[parameters->count++] = (struct pair){text, value};
	return true;
}

/* The two empty pairs of "a&&b&" are passed over, as the format's own parser
 * does (WHATWG URL, section 5.1). */
const struct parameters *
parameters_parse(struct arena *arena, const char *text, size_t length)
{
	struct parameters *parameters = arena_alloc(arena, sizeof *parameters);
	char *rest = arena_strndup(arena, text, length), *pair;

	if (strlen(rest) != length)
		return NULL;
	while ((pair = strsep(&rest, "&")) != NULL)
		if (*pair != '\0' && !add(parameters, pair))
			return NULL;
	return parameters;
}

const char *
parameter(const struct parameters *parameters, const char *name)
{
	const struct pair *pair = find(parameters, name);

	return pair != NULL && *pair->value != '\0' ? pair->value : NULL;
}

bool
parameters_other(const struct parameters *parameters, const char *const *names)
{
	for (size_t i = 0; i < parameters->count; i++) {
		const char *const *name = names;

		while (*name != NULL &&
		       strcmp(*name, parameters->pairs[i].name) != 0)
			name++;
		if (*name == NULL)
			return true;
	}
	return false;
}
