/* SPDX-License-Identifier: ISC */
#ifndef FRONT_ACCESS_PUBLISHED_H
#define FRONT_ACCESS_PUBLISHED_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct service;

/*
 * Where several machines share a store, each signs tokens with keys of its own
 * and all of them take the tokens of all: the public keys are in the store.
 * With a store of one machine there is nothing to be told or learned, and all
 * of this succeeds at once.
 */

struct published *published_open(struct arena *arena);

/* How old that may be which is known of others, in seconds.  Who rotates lets
 * more time go by between telling of a key and signing with it. */
#define PUBLISHED_FRESH 1
#define PUBLISHED_KNOWN 30

/* Learns what the others sign with, if what is known is older than that.
 * False: the store cannot be read; what was known stays known. */
bool published_learn(
    const struct service *service, int64_t now, int64_t seconds);

/* The same for who must not wait for the store: for half a second at most, and
 * only while it answers. */
void published_glance(const struct service *service, int64_t now);

/* Before something is signed: all others know of our keys, for as long as what
 * is signed now can live.  False: they could not be told. */
bool published_tell(
    const struct service *service, int64_t now, struct arena *arena);

#endif
