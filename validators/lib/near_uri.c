/* SPDX-License-Identifier: ISC */
/* Tells in what a URI differs from one that it should be. */
#include "validators/lib/near_uri.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/percent.h"
#include "kit/uri.h"
#include "validators/lib/verdict.h"

enum { TOLD_MOST = 4, DIFFERENCES_MOST = 3 };

/* In what two paths may differ, and what to take away to see that. */
enum { SLASH = 1, CASE = 2, ESCAPES = 4, ALL = 7 };

struct difference {
	struct arena *arena;
	const char *words;
	int count;
};

static void
add(struct difference *to, const char *what)
{
	to->words = to->count++ == 0
			? what
			: arena_printf(to->arena, "%s and %s", to->words, what);
}

/* The path without escapes and without a slash at the end, as asked for. */
static const char *
without(struct arena *arena, const char *path, int what)
{
	char *out = arena_strdup(arena, path), *to = out;

	for (const char *at = path; *at != '\0'; at++) {
		const int byte =
		    *at == '%' && (what & ESCAPES) != 0 ? percent_byte(at) : -1;
		const unsigned char plain = (unsigned char)*at;

		if (byte > 0)
			at += 2;
		*to++ = (char)(unsigned char)(byte > 0 ? byte : plain);
	}
	if ((what & SLASH) != 0 && to > out && to[-1] == '/')
		to--;
	*to = '\0';
	return out;
}

static bool
same_path(struct arena *arena, const char *a, const char *b, int what)
{
	a = without(arena, a, what);
	b = without(arena, b, what);
	return ((what & CASE) != 0 ? strcasecmp(a, b) : strcmp(a, b)) == 0;
}

/* False when the paths lead to different places. */
static bool
compare_paths(struct difference *to, const char *a, const char *b)
{
	static const struct {
		int what;
		const char *words;
	} each[] = {{SLASH, "the slash at the end of the path"},
	    {CASE, "the letter case of the path"},
	    {ESCAPES, "the percent-encoding of the path"}};

	if (!same_path(to->arena, a, b, ALL))
		return false;
	for (size_t i = 0; i < sizeof(each) / sizeof(each[0]); i++)
		if (!same_path(to->arena, a, b, ALL & ~each[i].what))
			add(to, each[i].words);
	return true;
}

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool
compare(struct difference *to, const struct uri *a, const struct uri *b)
{
	if (strcmp(a->host, b->host) != 0)
		return false;
	if (strcmp(a->scheme, b->scheme) != 0)
		add(to, "the scheme");
	if (!same(a->userinfo, b->userinfo))
		add(to, "the user name");
	if (!same(a->port, b->port))
		add(to, "the port");
	if (strcmp(a->path, b->path) != 0 &&
	    !compare_paths(to, a->path, b->path))
		return false;
	if (!same(a->query, b->query))
		add(to, "the query");
	if (!same(a->fragment, b->fragment))
		add(to, "the fragment");
	if (to->count == 0)
		add(to, "the letter case of scheme or host");
	return to->count <= DIFFERENCES_MOST;
}

/* A text that cannot be taken apart may still have blanks around it, or other
 * letters. */
static const char *
compare_texts(struct arena *arena, const char *given, const char *wanted)
{
	static const char blanks[] = " \t\r\n";
	size_t length;

	given += strspn(given, blanks);
	length = strlen(given);
	while (length > 0 && strchr(blanks, given[length - 1]) != NULL)
		length--;
	if (strcmp(arena_strndup(arena, given, length), wanted) == 0)
		return "white space around it";
	return strcasecmp(given, wanted) == 0 ? "letter case" : NULL;
}

const char *
near_uri_difference(struct arena *arena, const char *given, const char *wanted)
{
	struct arena *scratch = arena_new();
	struct difference to = {.arena = scratch};
	const char *what = NULL;
	struct uri a, b;

	if (!uri_parse(scratch, given, &a) || !uri_parse(scratch, wanted, &b))
		what = compare_texts(scratch, given, wanted);
	else if (compare(&to, &a, &b))
		what = to.words;
	what = arena_strdup(arena, what);
	arena_free(scratch);
	return what;
}

static const char *
entry(const struct json *list, size_t index)
{
	return json_type(list) == JSON_ARRAY ? json_string(json_at(list, index))
	       : index == 0		     ? json_string(list)
					     : NULL;
}

static const char *
entries(struct arena *arena, const struct json *list, size_t count)
{
	const char *text = "", *one;

	for (size_t i = 0; i < count && i < TOLD_MOST; i++) {
		one = entry(list, i);
		text = arena_printf(arena, "%s%s%s", text, i > 0 ? ", " : "",
		    one != NULL ? quoted_whole(arena, one) : "no string");
	}
	return count > TOLD_MOST ? arena_printf(arena, "%s and %zu more", text,
				       count - TOLD_MOST)
				 : text;
}

const char *
near_uri(
    struct arena *arena, const char *text, const struct json *list, bool *told)
{
	const char *given = quoted_whole(arena, text), *what, *wanted;
	const size_t count =
	    json_type(list) == JSON_ARRAY ? json_length(list) : list != NULL;

	for (size_t i = 0; i < count && i < LIMIT_STRINGS; i++)
		if ((wanted = entry(list, i)) != NULL &&
		    (what = near_uri_difference(arena, text, wanted)) != NULL)
			return arena_printf(arena, "%s and %s differ in %s",
			    given, quoted_whole(arena, wanted), what);
	if (*told)
		return arena_printf(arena, "%s was sent", given);
	*told = true;
	return arena_printf(arena, "%s was sent, and there is %s", given,
	    count > 0 ? entries(arena, list, count) : "none");
}
