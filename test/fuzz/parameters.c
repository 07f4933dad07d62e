/* SPDX-License-Identifier: ISC */
/* Fuzzes forms: the pairs that are read are those that were sent. */
#include "test/fuzz/fuzz.h"

#include <locale.h>

/* For the pairs that were read. */
#include "kit/parameters.c"

static void
check_pairs(const struct parameters *parameters)
{
	MUST(parameters->count <= LIMIT_PARAMETERS);
	for (size_t i = 0; i < parameters->count; i++) {
		const struct pair *pair = &parameters->pairs[i];
		const char *value = parameter(parameters, pair->name);

		MUST(*pair->name != '\0' &&
		     find(parameters, pair->name) == pair);
		MUST(value == (*pair->value != '\0' ? pair->value : NULL));
		MUST(mbstowcs(NULL, pair->name, 0) != (size_t)-1);
		MUST(mbstowcs(NULL, pair->value, 0) != (size_t)-1);
	}
}

static char *
escape(char *out, const char *text)
{
	for (; *text != '\0'; text++)
		out += sprintf(out, "%%%02x", (unsigned char)*text);
	return out;
}

/* All pairs with each byte escaped, which is three times as long at most. */
static char *
spell(struct arena *arena, const struct parameters *parameters, size_t size)
{
	char *text = arena_alloc(arena, 3 * size + LIMIT_PARAMETERS + 3);
	char *out = text;

	for (size_t i = 0; i < parameters->count; i++) {
		out = escape(out, parameters->pairs[i].name);
		*out++ = '=';
		out = escape(out, parameters->pairs[i].value);
		*out++ = '&';
	}
	return text;
}

/* Another spelling is the same; with a pair in it twice it is refused. */
static void
check_again(struct arena *arena, const struct parameters *parameters,
    const char *text, size_t size)
{
	const char *spelt = spell(arena, parameters, size), *twice;
	const struct parameters *again =
	    parameters_parse(arena, spelt, strlen(spelt));

	MUST(again != NULL && again->count == parameters->count);
	for (size_t i = 0; i < again->count; i++) {
		const struct pair *one = &parameters->pairs[i];
		const struct pair *other = &again->pairs[i];

		MUST(strcmp(one->name, other->name) == 0);
		MUST(strcmp(one->value, other->value) == 0);
	}
	twice = arena_printf(arena, "%s%.*s", spelt, (int)size, text);
	MUST(parameters->count == 0 ||
	     parameters_parse(arena, twice, strlen(twice)) == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool ready;
	struct arena *arena = arena_new();
	const char *text = (const char *)data;
	const struct parameters *parameters =
	    parameters_parse(arena, text, size);

	if (!ready)
		MUST(setlocale(LC_CTYPE, "C.UTF-8") != NULL);
	ready = true;
	if (parameters != NULL) {
		check_pairs(parameters);
		check_again(arena, parameters, text, size);
		fuzz_reached("a form");
	}
	arena_free(arena);
	return 0;
}
