/* SPDX-License-Identifier: ISC */
/* dcr profile diff: what one profile takes and another one does not. */
#include <stdio.h>
#include <string.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/profile/private.h"
#include "kit/arena.h"
#include "validators/lib/profile.h"
#include "validators/profile/tighter.h"

static const char *const kinds[] = {
    [STRICTER] = "stricter", [LOOSER] = "looser", [OTHER] = "other"};

void
difference_add(struct differences *to, enum difference_kind kind,
    const char *place, const char *what)
{
	struct json *one = json_new_object(to->arena);

	json_set_string(one, "place", place);
	json_set_string(one, "what", what);
	json_append(to->kinds[kind], one);
}

static const char *
text_of(struct arena *arena, const struct json *value)
{
	return value != NULL ? json_text(arena, value) : "nothing";
}

/* Those of one list that the other one has not. */
static const char *
rest_of(struct arena *arena, const struct json *list, const struct json *other)
{
	struct json *rest = json_new_array(arena);

	for (size_t i = 0; i < json_length(list); i++) {
		const char *one = json_string(json_at(list, i));
		if (!json_has_string(other, one))
			json_append_string(rest, one);
	}
	return listed(arena, rest);
}

/* Of lists, what came and what went; of anything else, both. */
static const char *
change_in_words(
    struct arena *arena, const struct json *was, const struct json *is)
{
	const char *more, *less;

	if (!json_is_array_of(was, JSON_STRING, 0) ||
	    !json_is_array_of(is, JSON_STRING, 0))
		return arena_printf(arena, "%s instead of %s",
		    text_of(arena, is), text_of(arena, was));
	more = rest_of(arena, is, was);
	less = rest_of(arena, was, is);
	if (*more == '\0' && *less == '\0')
		return "in another order";
	return arena_printf(arena, "%s%s%s%s%s",
	    *less != '\0' ? "without " : "", less,
	    *less != '\0' && *more != '\0' ? ", " : "",
	    *more != '\0' ? "with " : "", more);
}

void
difference_value(struct differences *to, const char *place,
    enum setting_tighter way, const struct json *was, const struct json *is)
{
	enum difference_kind kind = OTHER;

	if (was == is || json_equal(was, is))
		return;
	if (was != NULL && is != NULL && tighter_is(way, was, is))
		kind = STRICTER;
	else if (was != NULL && is != NULL && tighter_is(way, is, was))
		kind = LOOSER;
	if (kind == STRICTER && tighter_is(way, is, was))
		kind = OTHER; /* the same, in another order */
	difference_add(to, kind, place, change_in_words(to->arena, was, is));
}

static bool
print_json(const struct differences *all)
{
	struct json *object = json_new_object(all->arena);
	size_t count = 0;

	for (int i = STRICTER; i <= OTHER; i++) {
		json_set(object, kinds[i], all->kinds[i]);
		count += json_length(all->kinds[i]);
	}
	puts(json_text_pretty(all->arena, object));
	return count > 0;
}

static bool
print_text(const struct differences *all)
{
	const char *between = "";

	for (int i = STRICTER; i <= OTHER; i++) {
		if (json_length(all->kinds[i]) == 0)
			continue;
		printf("%s%s\n", between, kinds[i]);
		between = "\n";
		for (size_t k = 0; k < json_length(all->kinds[i]); k++) {
			const struct json *one = json_at(all->kinds[i], k);
			printf("  %s: %s\n",
			    json_string(json_get(one, "place")),
			    json_string(json_get(one, "what")));
		}
	}
	return *between != '\0';
}

int
profile_diff(int argc, char **argv, struct arena *arena)
{
	const char *a = NULL, *b = NULL;
	bool json = false;
	const struct option options[] = {{"--json", .flag = &json},
	    {"A", .value = &a, .kind = OPERAND},
	    {"B", .value = &b, .kind = OPERAND}, {0}};
	struct differences all = {.arena = arena};

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	const struct profile *was = command_profile(arena, a, NULL);
	const struct profile *is =
	    was != NULL ? command_profile(arena, b, NULL) : NULL;
	if (is == NULL)
		return EXIT_WRONG;
	for (int i = STRICTER; i <= OTHER; i++)
		all.kinds[i] = json_new_array(arena);
	difference_of_keys(&all, was->text, is->text);
	difference_of_validators(&all, was, is);
	difference_of_rules(
	    &all, json_get(was->text, "rules"), json_get(is->text, "rules"));
	return (json ? print_json : print_text)(&all) ? EXIT_REFUSED
						      : EXIT_PASS;
}
