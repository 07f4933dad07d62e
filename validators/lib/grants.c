/* SPDX-License-Identifier: ISC */
/* Tells which scopes a client gets for itself, without a user. */
#include "validators/lib/grants.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/words.h"
#include "validators/lib/profile.h"

/* The next word of the list, and the list becomes what is behind the word;
 * NULL: there are no more. */
static const char *
next(struct arena *arena, const char **list)
{
	const char *at = *list != NULL ? *list + strspn(*list, " ") : "";
	const size_t length = strcspn(at, " ");

	*list = at + length;
	return length > 0 ? arena_strndup(arena, at, length) : NULL;
}

/* The scope of registrations is one that a client gets for itself or not at
 * all. */
static bool
is_userless(const struct profile *profile, const char *word)
{
	const char *managing = profile->management.scope;

	return json_has_string(profile->userless, word) ||
	       (managing != NULL && strcmp(managing, word) == 0);
}

const char *
grants_userless(
    struct arena *arena, const struct profile *profile, const char *list)
{
	char *granted = arena_alloc(arena, list != NULL ? strlen(list) + 1 : 1);
	char *end = granted;
	const char *word;

	while ((word = next(arena, &list)) != NULL)
		if (is_userless(profile, word) &&
		    !words_have(granted, word, strlen(word)))
			end =
			    stpcpy(stpcpy(end, end > granted ? " " : ""), word);
	return granted;
}

const char *
grants_needing_user(
    struct arena *arena, const struct profile *profile, const char *list)
{
	const char *word;

	while ((word = next(arena, &list)) != NULL)
		if (!is_userless(profile, word) &&
		    !json_has_string(profile->ignored, word))
			return word;
	return NULL;
}

const char *
grants_misfit(struct arena *arena, const struct config *config,
    const struct profile *profile)
{
	const struct json *known =
	    json_get(profile->discovery, "scopes_supported");
	const struct config_protected *rule = config->authorizer;

	if (config->issuing == NULL || known == NULL)
		return NULL;
	for (; rule != NULL && rule->path != NULL; rule++)
		if (rule->scope != NULL && !json_has_string(known, rule->scope))
			return arena_printf(arena,
			    "authorizer[].scope: no client can have \"%s\"; "
			    "the profile knows: %s",
			    rule->scope, json_text(arena, known));
	return NULL;
}
