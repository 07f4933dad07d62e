/* SPDX-License-Identifier: ISC */
/* Reads whose a client is out of what is kept of it. */
#include "commands/lib/holder.h"

#include <string.h>
#include <time.h>

#include "kit/arena.h"
#include "kit/identifier.h"
#include "kit/json.h"
#include "kit/request.h"
#include "validators/judge/judge.h"
#include "validators/lib/profile.h"

/* A string by our name for it: a claim of the statement, or else a member of
 * what was registered. */
static const char *
text_of(const struct submission *s, const struct json *metadata,
    struct arena *arena, const char *name)
{
	const char *text = json_string(claim(s, name));

	if (text == NULL)
		text = json_string(json_get(metadata, claim_name(s, name)));
	return text != NULL && *text != '\0' ? arena_strdup(arena, text) : NULL;
}

static void
read_revoked(
    const struct submission *s, struct arena *arena, struct holder *out)
{
	const struct json *sets =
	    profile_setting_of(s->profile->questions, "revoked_keys", "sets");
	size_t count = 0;

	for (size_t i = 0; i < json_length(sets) && count < HOLDER_REVOKED;
	     i++) {
		const char *uri =
		    json_string(claim(s, json_string(json_at(sets, i))));
		if (uri != NULL)
			out->revoked[count++] = arena_strdup(arena, uri);
	}
}

/* What is parsed on the way goes with an arena of its own: there may be a
 * million clients. */
void
holder_read(const struct judge *judge, struct arena *arena,
    const struct client *client, struct holder *out)
{
	static const struct request nobody = {.id = NULL};
	struct arena *passing = arena_new();
	const struct json *metadata = json_parse(
	    passing, client->metadata, strlen(client->metadata), NULL);
	struct submission s;

	judge_registered(judge, &nobody,
	    json_string(json_get(metadata, "software_statement")), passing,
	    time(NULL), &s);
	*out = (struct holder){
	    .software = identifier_of_key(arena, client->software),
	    .directory =
		arena_strdup(arena, identifier_directory(client->software)),
	    .organisation = text_of(&s, metadata, arena, "org_id"),
	    .name = text_of(&s, metadata, arena, "org_name"),
	    .legal_entity = text_of(&s, metadata, arena, "legal_entity_id"),
	    .keys = text_of(&s, metadata, arena, "jwks_uri"),
	};
	read_revoked(&s, arena, out);
	arena_free(passing);
}

static bool
same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool
holder_same(const struct holder *a, const struct holder *b)
{
	for (size_t i = 0; i < HOLDER_REVOKED; i++)
		if (!same(a->revoked[i], b->revoked[i]))
			return false;
	return same(a->software, b->software) &&
	       same(a->directory, b->directory) &&
	       same(a->organisation, b->organisation) &&
	       same(a->legal_entity, b->legal_entity) && same(a->keys, b->keys);
}
