/* SPDX-License-Identifier: ISC */
/* Matches texts with shapes, the plainest of regular expressions. */
#include "kit/shape.h"

#include <limits.h>
#include <string.h>

#include "kit/arena.h"

enum {
	STEPS_MOST = 64,
	TIMES_MOST = 255, /* RE_DUP_MAX is that at least */
	CHARACTERS = UCHAR_MAX + 1
};

/* One class of characters, and how often it comes. */
struct step {
	bool has[CHARACTERS]; /* never NUL */
	unsigned least, most; /* UINT_MAX: as often as you like */
};

struct shape {
	size_t count;
	struct step steps[];
};

static const struct {
	const char *name;
	const char *ranges; /* of the C locale: first and last, and so on */
} classes[] = {
    {"[:alnum:]", "09AZaz"},
    {"[:alpha:]", "AZaz"},
    {"[:digit:]", "09"},
    {"[:lower:]", "az"},
    {"[:punct:]", "!/:@[`{~"},
    {"[:space:]", "\t\r  "},
    {"[:upper:]", "AZ"},
    {"[:xdigit:]", "09AFaf"},
};

static void
add_range(struct step *step, char first, char last)
{
	for (char c = first; c <= last; c++)
		step->has[(unsigned char)c] = true;
}

/* Each function that takes something returns what is behind it, or NULL where
 * the pattern is no shape. */
static const char *
take_class(struct step *step, const char *at)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		const size_t length = strlen(classes[i].name);
		if (strncmp(at, classes[i].name, length) != 0)
			continue;
		for (const char *r = classes[i].ranges; *r != '\0'; r += 2)
			add_range(step, r[0], r[1]);
		return at + length;
	}
	return NULL;
}

/* What a letter of a list may be that stands for itself, or for the end of a
 * range: not what means something else at another place. */
static bool
is_plain(char c)
{
	return c >= ' ' && c <= '~' && strchr("[]\\-", c) == NULL;
}

static const char *
take_range(struct step *step, const char *at)
{
	if (!is_plain(*at))
		return NULL;
	if (at[1] != '-' || at[2] == ']') { /* such a - is the last one */
		add_range(step, *at, *at);
		return at + 1;
	}
	if (!is_plain(at[2]) || *at > at[2])
		return NULL;
	add_range(step, *at, at[2]);
	return at + 3;
}

static void
take_others(struct step *step)
{
	for (int c = 1; c < CHARACTERS; c++)
		step->has[c] = !step->has[c];
}

/* Takes what is behind a "[". */
static const char *
take_list(struct step *step, const char *at)
{
	const bool others = *at == '^';

	at += others;
	if (*at == '-' || *at == ']')
		step->has[(unsigned char)*at++] = true;
	if (*at == '-')
		return NULL;
	while (at != NULL && *at != ']') {
		if (*at == '-' && at[1] == ']')
			step->has[(unsigned char)*at++] = true;
		else
			at = *at == '[' ? take_class(step, at)
					: take_range(step, at);
	}
	if (at != NULL && others)
		take_others(step);
	return at != NULL ? at + 1 : NULL;
}

static const char *
take_characters(struct step *step, const char *at)
{
	if (*at == '[')
		return take_list(step, at + 1);
	if (*at == '.') {
		take_others(step);
		return at + 1;
	}
	if (*at == '\\' && at[1] != '\0' && strchr(".[\\()*+?{|^$", at[1]))
		at++;
	else if (*at < ' ' || *at > '~' || strchr("\\()*+?{}|^$]", *at))
		return NULL;
	step->has[(unsigned char)*at] = true;
	return at + 1;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *
take_number(unsigned *number, const char *at)
{
	if (!is_digit(*at))
		return NULL;
	for (*number = 0; is_digit(*at); at++)
		if ((*number = *number * 10 + (unsigned)(*at - '0')) >
		    TIMES_MOST)
			return NULL;
	return at;
}

/* Takes what is behind a "{". */
static const char *
take_bounds(struct step *step, const char *at)
{
	at = take_number(&step->least, at);
	if (at == NULL)
		return NULL;
	step->most = step->least;
	if (*at == ',' && at[1] == '}') {
		step->most = UINT_MAX;
		at++;
	} else if (*at == ',') {
		at = take_number(&step->most, at + 1);
	}
	return at != NULL && *at == '}' && step->most > 0 &&
		       step->least <= step->most
		   ? at + 1
		   : NULL;
}

static const char *
take_times(struct step *step, const char *at)
{
	step->least = *at != '*' && *at != '?';
	step->most = *at == '*' || *at == '+' ? UINT_MAX : 1;
	if (*at == '{')
		return take_bounds(step, at + 1);
	return *at != '\0' && strchr("*+?", *at) != NULL ? at + 1 : at;
}

static bool
have_common(const struct step *a, const struct step *b)
{
	for (int c = 1; c < CHARACTERS; c++)
		if (a->has[c] && b->has[c])
			return true;
	return false;
}

/* Where a class ends is plain to see: no character that may be one more of it
 * can be the first of what follows. */
static bool
is_plain_end(const struct shape *shape, size_t i)
{
	const struct step *step = &shape->steps[i];

	if (step->least == step->most)
		return true;
	while (++i < shape->count) {
		if (have_common(step, &shape->steps[i]))
			return false;
		if (shape->steps[i].least > 0)
			return true;
	}
	return true;
}

const struct shape *
shape_read(struct arena *arena, const char *pattern)
{
	const size_t most = strlen(pattern);
	struct shape *shape;

	if (*pattern++ != '^' || most > STEPS_MOST)
		return NULL;
	shape =
	    arena_alloc(arena, sizeof(*shape) + most * sizeof(shape->steps[0]));
	while (strcmp(pattern, "$") != 0) {
		struct step *step = &shape->steps[shape->count++];
		pattern = take_characters(step, pattern);
		if (pattern != NULL)
			pattern = take_times(step, pattern);
		if (pattern == NULL)
			return NULL;
	}
	for (size_t i = 0; i < shape->count; i++)
		if (!is_plain_end(shape, i))
			return NULL;
	return shape;
}

bool
shape_fits(const struct shape *shape, const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	for (size_t i = 0; i < shape->count; i++) {
		const struct step *step = &shape->steps[i];
		unsigned times = 0;

		while (times < step->most && step->has[*at]) {
			times++;
			at++;
		}
		if (times < step->least)
			return false;
	}
	return *at == '\0';
}
