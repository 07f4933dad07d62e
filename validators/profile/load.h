/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_PROFILE_LOAD_H
#define VALIDATORS_PROFILE_LOAD_H

#include <stdint.h>

struct arena;
struct profile;
struct reader;

/*
 * The profile of that name (a shipped one, or the path of a file; "@VERSION"
 * behind it names one of its versions, else it is the one in force at the time
 * `at`, in seconds since the epoch; "+LAYER" behind all names a layer), with what
 * a bank has in the file
 * `overlay` beside it, unless NULL (docs/profiles).  The external validators
 * are not in their places yet: validators/judge/regime.h has the whole.  All
 * is the reader's arena's.
 *
 * NULL, and the first mistake is in the reader, when there is a key too many
 * or too few, a validator or a rule without a clause, or an overlay that would
 * loosen the profile.
 */
struct profile *profile_load(
    struct reader *reader, const char *which, const char *overlay, int64_t at);

/* What comes into force next, as a line: "on 2027-03-01T00:00:00Z version 2.1
 * comes into force"; NULL: nothing does, or the version was named. */
const char *profile_coming(struct arena *arena, const struct profile *profile);

/* The name or path alone, without a version and layers behind it. */
const char *profile_alone(struct arena *arena, const char *which);

/* The texts that are in the program, by name; a NULL name ends.  Beside each
 * profile there is more, by names with a dot. */
struct profile_text {
	const char *name, *text;
};
extern const struct profile_text profile_texts[];

#endif
