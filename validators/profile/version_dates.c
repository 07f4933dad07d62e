/* SPDX-License-Identifier: ISC */
/* Reads the key "versions", and finds the one that is in force at a time. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "kit/reader.h"
#include "validators/profile/load.h"
#include "validators/profile/private.h"

static const char *const words[] = {"from", "until", "set", "is", NULL};

/* Has the version dates, or is it another profile?  Else its object is the
 * changes alone. */
static bool
has_words(const struct json *entry)
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (json_get(entry, words[i]) != NULL)
			return true;
	return false;
}

static int64_t
read_moment(struct reader *reader, const struct json *entry, const char *prefix,
    const char *name, int64_t none)
{
	const char *text = reader_string(reader, entry, prefix, name);
	int64_t moment = none;

	if (text != NULL && !moment_read(text, &moment))
		reader_wrong(reader,
		    arena_printf(reader->arena, "%s%s", prefix, name),
		    "must be a day, as 2027-03-01, or a time, as "
		    "2027-03-01T08:00:00Z");
	return moment;
}

static void
read_dated(struct reader *reader, const struct json *entry,
    struct profile_version *version)
{
	const char *prefix =
	    arena_printf(reader->arena, "versions.%s.", version->name);

	reader_known_keys(reader, entry, prefix, words);
	version->changes = json_get(entry, "set");
	version->is = reader_string(reader, entry, prefix, "is");
	version->from = read_moment(reader, entry, prefix, "from", INT64_MIN);
	version->until = read_moment(reader, entry, prefix, "until", INT64_MAX);
	version->dated =
	    json_get(entry, "from") != NULL || json_get(entry, "until") != NULL;
	if (version->changes != NULL &&
	    json_type(version->changes) != JSON_OBJECT)
		reader_wrong(reader,
		    arena_printf(reader->arena, "%sset", prefix),
		    "must be an object: paths and values");
	if (version->from >= version->until)
		reader_wrong(reader,
		    arena_printf(reader->arena, "%suntil", prefix),
		    "must be later than from");
}

/* At most one version is in force at any time. */
static void
check_overlap(struct reader *reader, const struct profile_version *versions,
    const struct profile_version *version)
{
	for (; versions != version; versions++)
		if (versions->dated && version->dated &&
		    versions->from < version->until &&
		    version->from < versions->until)
			reader_wrong(reader,
			    arena_printf(
				reader->arena, "versions.%s", version->name),
			    arena_printf(reader->arena,
				"must not be in force together with version %s",
				versions->name));
}

const struct profile_version *
profile_read_versions(struct reader *reader, const struct json *root)
{
	const struct json *all = json_get(root, "versions"), *entry;
	struct profile_version *versions = arena_alloc(
	    reader->arena, (json_length(all) + 1) * sizeof(*versions));
	struct profile_version *version = versions;

	if (all != NULL && json_type(all) != JSON_OBJECT)
		reader_wrong(reader, "versions", "must be an object");
	for (struct json_each each = json_each(all);
	     json_next(&each, &version->name, &entry); version++) {
		*version = (struct profile_version){.name = version->name,
		    .changes = entry,
		    .from = INT64_MIN,
		    .until = INT64_MAX};
		if (json_type(entry) != JSON_OBJECT)
			reader_wrong(reader, "versions",
			    "must be an object of objects: paths and values");
		if (has_words(entry))
			read_dated(reader, entry, version);
		check_overlap(reader, versions, version);
	}
	version->name = NULL;
	return versions;
}

const struct profile_version *
profile_version_named(struct reader *reader,
    const struct profile_version *versions, const char *name)
{
	const char *all = "";

	for (; versions->name != NULL; versions++) {
		if (strcmp(versions->name, name) == 0)
			return versions;
		all = arena_printf(reader->arena, "%s %s", all, versions->name);
	}
	reader_wrong(reader, "versions",
	    arena_printf(reader->arena, "no such version; there are:%s",
		*all != '\0' ? all : " none"));
	return NULL;
}

const struct profile_version *
profile_version_at(const struct profile_version *versions, int64_t at)
{
	for (; versions->name != NULL; versions++)
		if (versions->dated && versions->from <= at &&
		    at < versions->until)
			return versions;
	return NULL;
}

static bool
is_next(int64_t boundary, int64_t at, int64_t next)
{
	return boundary > at && boundary < next;
}

int64_t
profile_version_end(const struct profile_version *versions, int64_t at)
{
	int64_t next = INT64_MAX;

	for (; versions->name != NULL; versions++) {
		if (versions->dated && is_next(versions->from, at, next))
			next = versions->from;
		if (versions->dated && is_next(versions->until, at, next))
			next = versions->until;
	}
	return next;
}

const char *
profile_coming(struct arena *arena, const struct profile *profile)
{
	const struct profile_version *next;

	if (profile->ends == INT64_MAX)
		return NULL;
	next = profile_version_at(profile->versions, profile->ends);
	return arena_printf(arena, "on %s %s%s comes into force",
	    moment_text(arena, profile->ends),
	    next != NULL ? "version " : "the text without a version",
	    next != NULL ? next->name : "");
}
