/* SPDX-License-Identifier: ISC */
/* Fuzzes profiles: a profile that loads can judge a request. */
#include "test/fuzz/world.h"

#include "validators/judge/regime.h"
#include "validators/lib/metadata.h"
#include "validators/lib/profile.h"
#include "validators/profile/load.h"

static struct world world;

/* Sets the member that "a.b.c=JSON" names. */
static void
edit(struct arena *arena, struct json *object, char *line)
{
	char *text = strchr(line, '='), *dot;
	struct json *child;

	if (text == NULL)
		return;
	*text++ = '\0';
	while ((dot = strchr(line, '.')) != NULL) {
		*dot = '\0';
		if (json_type(json_get(object, line)) != JSON_OBJECT)
			return;
		child = json_copy(arena, json_get(object, line));
		json_set(object, line, child);
		object = child;
		line = dot + 1;
	}
	json_set(object, line, json_parse(arena, text, strlen(text), NULL));
}

/* The shipped profile, changed line by line. */
static const char *
edited(struct arena *arena, char *lines)
{
	const char *text = profile_texts[0].text;
	struct json *root =
	    json_copy(arena, json_parse(arena, text, strlen(text), NULL));
	char *end;

	for (; lines != NULL; lines = end) {
		end = strchr(lines, '\n');
		if (end != NULL)
			*end++ = '\0';
		edit(arena, root, lines);
	}
	return json_text(arena, root);
}

static void
check(struct arena *arena, const struct profile *profile)
{
	struct world other = world;
	struct submission s;
	struct verdict v;

	other.judge.profile = profile;
	if (world_judge(&other, &world.good, arena, &s, &v) == OUTCOME_PASS) {
		MUST((FACTS_FOR_A_REGISTRATION & ~s.facts) == 0);
		MUST(json_text(arena, metadata_registered(&s)) != NULL);
		fuzz_reached("a profile that registers");
	}
	for (const struct finding *f = v.findings; f != NULL; f = f->next)
		MUST(profile_clause(profile, f->rule) != NULL);
}

/* A profile that loads can judge: whole, or as changes to the shipped one. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	char *lines = arena_strndup(arena, (const char *)data, size);
	const char *path, *text, *why = NULL;
	const struct profile *profile;
	FILE *file;

	if (world.arena == NULL)
		world_open(&world);
	path = fuzz_path(arena, "fuzz.json");
	text = *lines == '{' ? lines : edited(arena, lines);
	file = fopen(path, "w");
	MUST(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
	profile = regime_load(arena, path, NULL, &why);
	MUST((profile == NULL) == (why != NULL));
	MUST(why == NULL || strchr(why, '\n') == NULL);
	if (profile != NULL)
		check(arena, profile);
	arena_free(arena);
	return 0;
}
