/* SPDX-License-Identifier: ISC */
/* Compares the keys of two profiles but for validators and rules. */
#include <string.h>

#include "commands/profile/private.h"
#include "kit/arena.h"

/* The keys of which it is known which way is stricter. */
static const struct {
	const char *key, *inside; /* NULL: the key itself */
	enum setting_tighter way;
} ways[] = {
    {"content_types", NULL, TIGHTER_FEWER},
    {"effective_roles", NULL, TIGHTER_MORE},
    {"access_tokens", "most", TIGHTER_LESS},
    {"client_credentials", "scopes", TIGHTER_FEWER},
    {"client_credentials", "without_scope", TIGHTER_FALSE},
    {"management", "access_token", TIGHTER_FALSE},
    {"management", "bound", TIGHTER_TRUE},
    {"management", "rotate", TIGHTER_TRUE},
};

/* Words, the loosest first.  The first one counts where the key is absent. */
static const struct {
	const char *key, *absent;
	const char *words[4];
} orders[] = {
    {"assertion_audience", "ours", {"any", "ours", "issuer"}},
    {"duplicates", "allow", {"allow", "existing", "refuse"}},
    {"locations", "hosts", {"statement", "hosts"}},
};

static enum setting_tighter
way_of(const char *key, const char *inside)
{
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strcmp(ways[i].key, key) == 0 &&
		    (inside == NULL ? ways[i].inside == NULL
				    : ways[i].inside != NULL &&
					  strcmp(ways[i].inside, inside) == 0))
			return ways[i].way;
	return TIGHTER_NEVER;
}

static int
rank_of(size_t order, const struct json *value)
{
	const char *word = json_string(value);
	int rank = 0;

	if (value == NULL)
		word = orders[order].absent;
	while (rank < 4 && orders[order].words[rank] != NULL &&
	       (word == NULL || strcmp(orders[order].words[rank], word) != 0))
		rank++;
	return rank < 4 && orders[order].words[rank] != NULL ? rank : -1;
}

/* False: the key is none of those with words in an order. */
static bool
is_ordered(struct differences *to, const char *key, const struct json *was,
    const struct json *is)
{
	const char *absent;
	int before, now;
	size_t i = 0;

	while (i < sizeof(orders) / sizeof(orders[0]) &&
	       strcmp(orders[i].key, key) != 0)
		i++;
	if (i == sizeof(orders) / sizeof(orders[0]))
		return false;
	before = rank_of(i, was);
	now = rank_of(i, is);
	if (before < 0 || now < 0)
		return false;
	absent = orders[i].absent;
	if (before != now)
		difference_add(to, now > before ? STRICTER : LOOSER, key,
		    arena_printf(to->arena, "%s instead of %s",
			is != NULL ? json_string(is) : absent,
			was != NULL ? json_string(was) : absent));
	return true;
}

static const struct json *
inside(const struct json *object, const char *name)
{
	return json_type(object) == JSON_OBJECT ? json_get(object, name) : NULL;
}

static void
compare_inside(struct differences *to, const char *key, const struct json *was,
    const struct json *is)
{
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(was);
	     json_next(&each, &name, &value);)
		difference_value(to,
		    arena_printf(to->arena, "%s.%s", key, name),
		    way_of(key, name), value, inside(is, name));
	for (struct json_each each = json_each(is);
	     json_next(&each, &name, &value);)
		if (inside(was, name) == NULL)
			difference_value(to,
			    arena_printf(to->arena, "%s.%s", key, name),
			    way_of(key, name), NULL, value);
}

static void
compare(struct differences *to, const char *key, const struct json *was,
    const struct json *is)
{
	const bool objects = (was == NULL || json_type(was) == JSON_OBJECT) &&
			     (is == NULL || json_type(is) == JSON_OBJECT);

	if (is_ordered(to, key, was, is))
		return;
	if (objects)
		compare_inside(to, key, was, is);
	else
		difference_value(to, key, way_of(key, NULL), was, is);
}

/* Compared by themselves, or no part of what is taken. */
static bool
is_apart(const char *key)
{
	static const char *const apart[] = {"name", "title", "validators",
	    "rules", "versions", "known", "documents"};

	for (size_t i = 0; i < sizeof(apart) / sizeof(apart[0]); i++)
		if (strcmp(apart[i], key) == 0)
			return true;
	return false;
}

void
difference_of_keys(
    struct differences *to, const struct json *was, const struct json *is)
{
	const struct json *value;
	const char *key;

	for (struct json_each each = json_each(was);
	     json_next(&each, &key, &value);)
		if (!is_apart(key))
			compare(to, key, value, json_get(is, key));
	for (struct json_each each = json_each(is);
	     json_next(&each, &key, &value);)
		if (!is_apart(key) && json_get(was, key) == NULL)
			compare(to, key, NULL, value);
}
