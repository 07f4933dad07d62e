/* SPDX-License-Identifier: ISC */
#ifndef KIT_KEYRING_PRIVATE_H
#define KIT_KEYRING_PRIVATE_H

#include <sys/stat.h>

#include <stddef.h>
#include <stdint.h>

#include "kit/keyring/keyring.h"
#include "kit/limits.h"

struct arena;
struct keys;

struct keyring_entry {
	char *source;
	struct keys *keys;
	uint64_t used;	   /* the ring's count of answers when it last served */
	time_t fetched;	   /* of a URI */
	struct stat stamp; /* of a file */
};

struct keyring {
	const struct keyring_setup *setup;
	const struct json *accepted; /* algorithms of directories; or NULL */
	uint64_t answers;
	size_t count;
	struct keyring_entry entries[LIMIT_KEY_SETS];
};

struct keyring_question {
	struct keyring *ring;
	const char *source;
	enum keyring_wish wish;
	time_t now;
	struct arena *arena;
	const struct keys **keys;
	const char **why;
	const struct fetch_policy *policy; /* that lets the source be fetched */
};

/* The policy by which a URI may be fetched, `named` by a true statement or not;
 * NULL: it may not. */
const struct fetch_policy *keyring_policy(
    const struct keyring_setup *setup, const char *uri, bool named);

/* The set that is held of that source; NULL: none is. */
struct keyring_entry *keyring_find(struct keyring *ring, const char *source);

/* Takes the keys over; when there is no room, those go that have not served for
 * longest. */
struct keyring_entry *keyring_keep(
    struct keyring *ring, const char *source, struct keys *keys);

enum keyring_answer keyring_found(
    const struct keyring_question *question, struct keyring_entry *entry);
enum keyring_answer keyring_unreachable(const struct keyring_question *question,
    const char *source, const char *what);

/* The set of a file of the configuration's, or of a mirror. */
enum keyring_answer keyring_in_file(
    const struct keyring_question *question, const char *path);

/* The first mirror that the URI belongs to, or NULL.  The list may be NULL. */
const struct keyring_mirror *keyring_mirror_of(
    const struct keyring_mirror *mirrors, const char *uri);

/* The path of the URI's file (the arena's); NULL unless what follows the prefix
 * is a plain relative path: segments of [A-Za-z0-9._-], none of them empty, "."
 * or "..". */
const char *keyring_mirror_path(
    const struct keyring_mirror *mirror, const char *uri, struct arena *arena);

/* With KEYRING_CACHED_IF_ANY a set that does not exist is taken for this
 * one. */
#define KEYRING_NO_KEYS "{\"keys\":[]}"

#endif
