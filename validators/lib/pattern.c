/* SPDX-License-Identifier: ISC */
/* Matches texts with the patterns of a profile. */
#include "validators/lib/pattern.h"

#include <regex.h>
#include <stddef.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/shape.h"
#include "validators/lib/profile.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

/* As its automaton meets new texts, regexec() makes new states and keeps them
 * in the regex_t: who sends the texts could make it as large as he likes. */
enum { TEXTS_MOST = 256 };

struct pattern {
	const char *text;
	const struct shape *shape; /* NULL: it takes a regular expression, */
	regex_t regex;
	unsigned texts; /* that has so many texts left; 0: is not there */
	struct pattern *next;
};

struct patterns {
	struct arena *arena;
	struct pattern *first;
};

static void
forget(void *context)
{
	struct pattern *pattern = context;

	if (pattern->texts > 0)
		regfree(&pattern->regex);
	pattern->texts = 0;
}

struct patterns *
patterns_new(struct arena *arena)
{
	struct patterns *patterns = arena_alloc(arena, sizeof(*patterns));

	patterns->arena = arena;
	return patterns;
}

static struct pattern *
pattern_of(struct patterns *patterns, const char *text)
{
	struct pattern *pattern = patterns->first;

	while (pattern != NULL && strcmp(pattern->text, text) != 0)
		pattern = pattern->next;
	if (pattern != NULL)
		return pattern;
	pattern = arena_alloc(patterns->arena, sizeof(*pattern));
	pattern->text = text;
	pattern->shape = shape_read(patterns->arena, text);
	pattern->next = patterns->first;
	patterns->first = pattern;
	arena_defer(patterns->arena, forget, pattern);
	return pattern;
}

static bool
is_regex(const char *text)
{
	regex_t regex;

	if (regcomp(&regex, text, REG_EXTENDED | REG_NOSUB) != 0)
		return false;
	regfree(&regex);
	return true;
}

bool
pattern_is_one(const char *text)
{
	struct arena *room;
	bool is;

	if (text == NULL || *text == '\0')
		return false;
	room = arena_new();
	is = shape_read(room, text) != NULL || is_regex(text);
	arena_free(room);
	return is;
}

static bool
matches(struct pattern *pattern, struct verdict *v, const char *text)
{
	if (pattern->texts == 0) {
		if (regcomp(&pattern->regex, pattern->text,
			REG_EXTENDED | REG_NOSUB) != 0) {
			unable(v, "no memory for a pattern");
			return true;
		}
		pattern->texts = TEXTS_MOST;
	}
	bool fits = regexec(&pattern->regex, text, 0, NULL, 0) == 0;
	if (--pattern->texts == 0)
		regfree(&pattern->regex);
	return fits;
}

bool
pattern_fits(const struct submission *s, struct verdict *v, const char *pattern,
    const char *text)
{
	struct pattern *of = pattern_of(s->profile->patterns, pattern);

	return of->shape != NULL ? shape_fits(of->shape, text)
				 : matches(of, v, text);
}
