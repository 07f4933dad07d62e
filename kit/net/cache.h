/* SPDX-License-Identifier: ISC */
#ifndef KIT_NET_CACHE_H
#define KIT_NET_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct arena;

/*
 * A thing in the cache folder, which all processes share: a key set (.jwks) or
 * the list of a sector (.sector), named by the SHA-256 of its URI, or an OCSP
 * answer (.ocsp), named by the issuer and serial number of the certificate.
 * Beside the body, which is kept as it came, an empty file (.failed) says that
 * a fetch did not work.  The mtime of both is the caller's clock at the fetch.
 * The folder is believed because nobody but us can write to it.
 */
struct cached {
	const char *directory;
	const char *name; /* 64 hex digits */
	const char *body; /* path */
	const char *failure;
};

/* May this folder be believed and written to?  *why (the arena's) if not. */
bool cache_usable(const char *directory, struct arena *arena, const char **why);

/* The thing of that name, of 64 hex digits, whose body has an ending such as
 * "jwks". */
struct cached cache_named(const char *directory, const char *name,
    const char *ending, struct arena *arena);

/* Is `then` less than so many seconds ago?  What lies in the future is not. */
bool cache_recent(time_t then, time_t now, int seconds);

/* When was the body fetched?  False when there is no body. */
bool cache_time(const struct cached *cached, time_t *fetched);

/* cache_write keeps a body, and cache_fail that a fetch has failed.  A cache
 * that cannot be written to costs fetches and is told to the log.  Both also
 * remove old files. */
void cache_write(
    const struct cached *cached, const char *body, size_t length, time_t now);
void cache_fail(const struct cached *cached, time_t now);

/* Holds the folder's lock, so that no other process that holds it replaces what
 * is there while this one looks at it and does so.  -1, which may be released:
 * there is no lock. */
int cache_hold(const struct cached *cached);
void cache_release(int hold);

/* Marks the latest time of something in the folder.  A mark stays when its name
 * is of another form than 64 digits.  False when a later time was marked
 * before; true also where no mark can be made, which is told to the log. */
bool cache_mark(const char *directory, const char *name, time_t time);

/* Has a fetch failed within LIMIT_KEYS_FAILURE_SECONDS? */
bool cache_failed(const struct cached *cached, time_t now);

#endif
