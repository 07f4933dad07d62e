/* SPDX-License-Identifier: ISC */
#ifndef FRONT_ACCESS_PUBLISHED_H
#define FRONT_ACCESS_PUBLISHED_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct service;

/*
 * Where several machines share a store, each signs access tokens with keys of
 * its own, and every machine takes the tokens of all: the public keys are in
 * the store.  With a store of one machine there is nothing to be told or
 * learned, and each of these functions succeeds at once.
 */

struct published *published_open(struct arena *arena);

/* The age, in seconds, up to which what is known of other machines' keys serves.
 * Who rotates keys lets more time go by between telling of a key and signing
 * with it. */
#define PUBLISHED_FRESH 1
#define PUBLISHED_KNOWN 30

/* Learns what the other machines sign with, if what is known is older than
 * `seconds`.  False: the store cannot be read; what was known stays known. */
bool published_learn(
    const struct service *service, int64_t now, int64_t seconds);

/* Learns likewise, for a caller who must not wait for the store: half a second
 * at most, and only while the store answers. */
void published_glance(const struct service *service, int64_t now);

/* Called before a token is signed: the other machines know this one's keys for as
 * long as what is signed now can live.  False: they could not be told. */
bool published_tell(
    const struct service *service, int64_t now, struct arena *arena);

#endif
