/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_PROFILE_LAYER_H
#define VALIDATORS_PROFILE_LAYER_H

#include <stdbool.h>

struct arena;
struct json;
struct profile;
struct profile_text;
struct reader;

/*
 * A layer narrows whichever profile it is put over ("uk+fapi2"): settings to
 * what both accept, further rules, a stricter audience.  Whatever is registered
 * under a layer the profile by itself would register as well, when it is asked
 * for in so many words (docs/profiles, LAYERS).
 */

/* Takes the names of layers off the end of a profile's; an array, the last
 * name first, which may be empty. */
const struct json *layer_names(struct arena *arena, const char **which);

/* Is it a layer, among the texts of the program?  Its name. */
bool layer_is(const struct profile_text *text);
const char *layer_name(struct arena *arena, const struct profile_text *text);

/* The text of a layer; NULL: there is none of that name. */
const char *layer_text(struct arena *arena, const char *name);

/* The profile under the layers; *read (NULL before) is what it was before the
 * first of them, and stays NULL where there are none.  NULL, or something
 * unfinished, when the mistake is in the reader. */
const struct json *layer_apply(struct reader *reader,
    const struct json *profile, const struct json *names,
    const struct profile **read);

#endif
