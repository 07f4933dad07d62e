/* SPDX-License-Identifier: ISC */
#ifndef KIT_KEYRING_ASK_H
#define KIT_KEYRING_ASK_H

#include <stddef.h>
#include <time.h>

struct arena;
struct exchanger;
struct keyring_setup;

/*
 * What a host says of a key set at this moment, for those who draw conclusions
 * from a set that is gone.  Nothing is taken from memory or from the cache
 * folder, nor put there; policy and mirrors are those of the ring.
 */
enum keyring_said {
	KEYRING_SAID_THIS,   /* a text, which may be anything */
	KEYRING_SAID_ABSENT, /* the host has no such thing (404, 410).  A mirror
				without the file says nothing */
	KEYRING_SAID_NOTHING /* it cannot be had; *why says why */
};

struct keyring_asker {
	const struct keyring_setup *setup;
	struct exchanger *exchanger; /* of the setup's policy */
	time_t now;
};

/* *text, with a NUL behind it, and *why are the arena's; *why also says what is
 * absent. */
enum keyring_said keyring_ask(const struct keyring_asker *asker,
    const char *uri, struct arena *arena, const char **text, size_t *length,
    const char **why);

#endif
