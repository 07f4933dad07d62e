/* SPDX-License-Identifier: ISC */
/* Loads a profile, shipped or out of a file, and the overlay beside it. */
#include "validators/profile/load.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/lib/pattern.h"
#include "validators/profile/layer.h"
#include "validators/profile/private.h"

/* The version of "NAME@VERSION", of which NAME is left; NULL: no version is
 * named. */
static const char *
version_of(struct arena *arena, const char **which)
{
	const char *at = strrchr(*which, '@');

	if (at == NULL || strchr(at, '/') != NULL)
		return NULL;
	*which = arena_strndup(arena, *which, (size_t)(at - *which));
	return at + 1;
}

const char *
profile_alone(struct arena *arena, const char *which)
{
	(void)layer_names(arena, &which);
	(void)version_of(arena, &which);
	return which;
}

struct loading {
	struct reader *reader;
	const char *which;
	const char *version, *overlay; /* or NULL */
	const struct json *layers;     /* of names; may be empty */
	int64_t at;
	bool shipped;
	struct profile *profile;
};

/* Looks at what serving does not read: names that nobody knows, and the other
 * versions.  A shipped text is as test/unit/profile_shipped.c proved it. */
static void
prove(const struct loading *loading, const struct json *root,
    const struct json *chosen, const struct profile_question *questions)
{
	struct reader *reader = loading->reader;

	if (reader->why == NULL &&
	    (!loading->shipped || loading->overlay != NULL))
		profile_check_known(
		    reader, chosen, loading->profile, questions);
	if (reader->why == NULL &&
	    (!loading->shipped || loading->overlay != NULL))
		profile_check_status_lists(reader, chosen);
	if (reader->why == NULL && !loading->shipped)
		profile_check_documents(reader, chosen);
	if (reader->why == NULL && !loading->shipped)
		profile_check_versions(
		    reader, root, loading->profile->versions, loading->which);
}

/* A version that is named is in force for ever; else time decides, and another
 * one may be in force later. */
static const struct profile_version *
choose(const struct loading *loading, const struct json *root)
{
	struct profile *profile = loading->profile;
	const struct profile_version *version;

	profile->versions = profile_read_versions(loading->reader, root);
	profile->ends = INT64_MAX;
	if (loading->version != NULL)
		return profile_version_named(
		    loading->reader, profile->versions, loading->version);
	version = profile_version_at(profile->versions, loading->at);
	profile->ends = profile_version_end(profile->versions, loading->at);
	return version;
}

/* Layers stand behind the version. */
static const char *
judges_as(struct arena *arena, const struct profile *profile)
{
	const char *name = profile->name;
	const int length = (int)strcspn(name, "+");

	if (profile->version == NULL)
		return name;
	return arena_printf(
	    arena, "%.*s@%s%s", length, name, profile->version, name + length);
}

/* What stands in the text comes first: each version of it must be right by
 * itself, whatever a bank has beside it. */
static void
read_root(const struct loading *loading, const struct json *root)
{
	struct reader *reader = loading->reader;
	struct profile *profile = loading->profile, *shipped = profile;
	const struct profile *first = NULL; /* before any layer */
	const struct profile_version *version = choose(loading, root);
	const struct json *chosen = profile_renamed(
	    reader, profile_of_version(reader, root, version, loading->which));
	const struct json *members = NULL;

	if (reader->why == NULL)
		chosen = layer_apply(reader, chosen, loading->layers, &first);
	if (loading->overlay != NULL && reader->why == NULL) {
		shipped = arena_alloc(reader->arena, sizeof(*shipped));
		profile_read(reader, chosen, shipped);
		if (reader->why == NULL)
			chosen = overlay_apply(reader, chosen, shipped,
			    loading->overlay, &members);
	}
	if (chosen == NULL || reader->why != NULL)
		return;
	profile_read(reader, chosen, profile);
	if (reader->why != NULL)
		return;
	profile->version = version != NULL ? version->name : NULL;
	profile->judges_as = judges_as(reader->arena, profile);
	profile->overlaid = members;
	if (loading->overlay != NULL || first != NULL)
		overlay_check_defaults(reader, profile);
	prove(loading, root, chosen,
	    first != NULL ? first->questions : shipped->questions);
}

struct profile *
profile_load(
    struct reader *reader, const char *which, const char *overlay, int64_t at)
{
	struct profile *profile = arena_alloc(reader->arena, sizeof(*profile));
	struct loading loading = {
	    .reader = reader,
	    .overlay = overlay,
	    .at = at,
	    .profile = profile,
	};

	loading.layers = layer_names(reader->arena, &which);
	loading.version = version_of(reader->arena, &which);
	loading.which = which;
	loading.shipped = !profile_is_path(which);
	profile->patterns = patterns_new(reader->arena);
	const struct json *root = profile_text_root(reader, which, NULL);
	if (root != NULL)
		read_root(&loading, root);
	return reader->why == NULL ? profile : NULL;
}
