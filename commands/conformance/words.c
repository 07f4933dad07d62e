/* SPDX-License-Identifier: ISC */
/* The changes of a test, as the arguments of a verb of dcr sandbox. */
#include <string.h>

#include "commands/conformance/private.h"
#include "kit/arena.h"
#include "kit/json.h"

enum { MOMENT = 12 };

static void
add(struct conformance_words *words, const char *option, const char *value)
{
	if (value == NULL || words->argc + 2 > CONFORMANCE_WORDS)
		return;
	words->argv[words->argc++] = arena_strdup(words->arena, option);
	words->argv[words->argc++] = arena_strdup(words->arena, value);
}

/* "@+60" is a moment and no string. */
static const char *
value_text(struct arena *arena, const struct json *value)
{
	const char *text = json_string(value);

	return text != NULL && text[0] == '@' &&
		       (text[1] == '+' || text[1] == '-') && text[2] != '\0' &&
		       strlen(text) < MOMENT &&
		       text[2 + strspn(text + 2, "0123456789")] == '\0'
		   ? text
		   : json_text(arena, value);
}

static void
add_members(struct conformance_words *words, const char *option,
    const struct json *members)
{
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(members);
	     json_next(&each, &name, &value);)
		add(words, option,
		    arena_printf(words->arena, "%s=%s", name,
			value_text(words->arena, value)));
}

static void
add_names(struct conformance_words *words, const char *option,
    const struct json *names)
{
	for (size_t i = 0; i < json_length(names); i++)
		add(words, option, json_string(json_at(names, i)));
}

/* The changes of a test, as options. */
void
conformance_words_edit(
    struct conformance_words *words, const struct json *edits)
{
	static const char *const alone[][2] = {{"alg", "--alg"},
	    {"kid", "--kid"}, {"key", "--key"}, {"raw_header", "--raw-header"},
	    {"raw_payload", "--raw-payload"}, {"tpp", "--tpp"}};

	for (size_t i = 0; i < sizeof(alone) / sizeof(alone[0]); i++)
		add(words, alone[i][1],
		    json_string(json_get(edits, alone[i][0])));
	add_members(words, "--set", json_get(edits, "set"));
	add_names(words, "--unset", json_get(edits, "unset"));
	add_members(words, "--header", json_get(edits, "header"));
	add_names(words, "--unheader", json_get(edits, "unheader"));
}

struct conformance_words
conformance_words(const struct conformance_run *run)
{
	struct conformance_words words = {.arena = run->arena};

	words.argv[words.argc++] = arena_strdup(
	    run->arena, run->party.dir != NULL ? run->party.dir : ".");
	return words;
}

/* With credentials of one's own, these sign. */
void
conformance_words_sign(
    struct conformance_words *words, const struct conformance_role *party)
{
	add(words, "--key", party->signing_key);
	add(words, "--kid", party->kid);
	add(words, "--alg", party->algorithm);
}

/* The changes of the command line to every request. */
void
conformance_words_wish(
    struct conformance_words *words, const struct conformance_role *party)
{
	for (int i = 1; i + 1 < party->argc; i++)
		if (strcmp(party->argv[i], "--set") == 0 ||
		    strcmp(party->argv[i], "--unset") == 0) {
			add(words, party->argv[i], party->argv[i + 1]);
			i++;
		}
}
