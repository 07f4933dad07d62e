/* SPDX-License-Identifier: ISC */
#ifndef KIT_NET_CACHE_H
#define KIT_NET_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct arena;

/*
 * The shared directory of a keyring, of OCSP and of revocation lists; nothing
 * but kit/keyring/keyring.c, kit/x509/ocsp_ask.c and kit/x509/crl_mark.c includes
 * this.  A URI has two files in it, named by its SHA-256: .jwks is the body as
 * it came, .failed is empty and says that a fetch did not work.  A certificate
 * has .ocsp and .failed, named by its issuer and serial number.  Their mtime
 * is the caller's clock at the fetch.  What is in there is believed because
 * nobody but us can write to it.
 */
struct cached {
	const char *directory;
	const char *name; /* 64 hex digits */
	const char *body; /* path */
	const char *failure;
};

/* May this directory be believed and written to?  *why (the arena's) if not. */
bool cache_usable(const char *directory, struct arena *arena, const char **why);

/* By a name of 64 hex digits, and with an ending such as "jwks". */
struct cached cache_named(const char *directory, const char *name,
    const char *ending, struct arena *arena);

/* Is `then` less than so many seconds ago?  What lies in the future is not. */
bool cache_recent(time_t then, time_t now, int seconds);

/* When the body was fetched; false when there is none. */
bool cache_time(const struct cached *cache, time_t *fetched);

/* These two keep what they can: a cache that cannot be written to costs
 * fetches and is told to the log.  They also remove old files. */
void cache_write(
    const struct cached *cache, const char *body, size_t length, time_t now);
void cache_fail(const struct cached *cache, time_t now);

/* Keeps others from replacing what is in the directory while this process looks
 * at it and does: whoever wants the same waits.  -1, which is fine to release:
 * it cannot be kept. */
int cache_hold(const struct cached *cache);
void cache_release(int hold);

/* Marks the latest time of something in the directory, by a name that is no 64
 * digits, so that the mark stays.  False when a later one was marked before;
 * true also where no mark can be made, which is told to the log. */
bool cache_mark(const char *directory, const char *name, time_t time);

/* Did a fetch fail within LIMIT_KEYS_FAILURE_SECONDS? */
bool cache_failed(const struct cached *cache, time_t now);

#endif
