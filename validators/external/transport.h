/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_EXTERNAL_TRANSPORT_H
#define VALIDATORS_EXTERNAL_TRANSPORT_H

struct arena;
struct json;

/*
 * The way to an added validator that is no code of ours: a command, a
 * co-process or a service (dcr-validator(7) has the protocol).  A transport
 * carries one question there and the answer back, within a deadline; what the
 * answer means, and whether it is one, is for the asker.
 */
struct transport; /* with one added validator of kind command, coprocess or
		    service; the arena's, which closes it */

/* entry: the object of "added"; NULL and *why (one line, names the key) when
 * it is wrong.  Starts nothing. */
struct transport *transport_open(struct arena *arena, const char *kind,
    const struct json *entry, const char **why);

/* NULL and *answer, a JSON object in the protocol's form whatever the kind; or
 * why nobody can say (never the content of a token). */
const char *transport_ask(struct transport *transport,
    const struct json *question, struct arena *arena,
    const struct json **answer);

#endif
