/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_EXTERNAL_EXTERNAL_H
#define VALIDATORS_EXTERNAL_EXTERNAL_H

#include <stdbool.h>

#include "validators/lib/method.h"

struct arena;
struct dcr_validator;
struct transport;
struct json;
struct profile;
struct profile_question;
struct reader;
struct submission;
struct verdict;

/*
 * A bank's own validator: a shared object, or a program or web service that is
 * asked by the protocol of dcr-validator(7).  An external validator is asked
 * among the built-in ones and may refuse, and may add metadata that contradict
 * nothing; it gives no fact, and is told no token.
 */
struct external_validator {
	const char *name;
	const char *kind;   /* "object", "command", "coprocess", "service" */
	const char *origin; /* path, program or URL */
	const char *before, *after;  /* its neighbour; one at most */
	unsigned on;		     /* of enum method */
	const struct json *settings; /* an object */
	struct transport *transport; /* NULL: an object */
	const struct dcr_validator *object;
};

/*
 * Reads the entries (an array; NULL: none), opens what they name and puts
 * them into the questions of the profile, each at its place.  Nothing is
 * started.  The first mistake is in the reader.
 */
void external_place(
    struct reader *reader, const struct json *entries, struct profile *profile);

/* Is the question asked of such requests?  True of a built-in validator's. */
bool external_is_asked(
    const struct profile_question *question, enum method method);

/* Could the validator be asked now?  Its program can be run, its co-process
 * greets, its service gives an answer of HTTP and takes our credentials; nothing
 * is asked.  NULL, or why not (the arena's). */
const char *external_out_of_reach(
    const struct external_validator *external, struct arena *arena);

/* Has the profile an external validator that is asked of such requests? */
bool external_any(const struct profile *profile, enum method method);

/* NULL when these members may be added to what is registered; else why not. */
const char *external_metadata_contradiction(
    const struct submission *s, const struct json *metadata);

#endif
