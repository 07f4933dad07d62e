/* SPDX-License-Identifier: ISC */
#ifndef KIT_KEYRING_KEYRING_H
#define KIT_KEYRING_KEYRING_H

#include <stdbool.h>
#include <time.h>

struct arena;
struct fetch_policy;
struct json;
struct keys;

/*
 * Key sets by where they are: an https URI, or a file of the configuration's.
 *
 * Fetched sets are kept in memory and in a directory, which all processes
 * share and which outlives them, one file per URI named by its SHA-256.  They
 * serve for LIMIT_KEYS_FRESH_SECONDS and never longer: a directory that is
 * down past that is UNREACHABLE, since a withdrawn key might still be in the
 * old set.  A file is read again when it has changed.
 *
 * A mirror maps URIs to a local folder that somebody else keeps up to date:
 * what starts with `prefix` is read from `folder` and never fetched.
 */
struct keyring;

struct keyring_mirror {
	const char *prefix; /* ends with '/' */
	const char *folder;
};

struct keyring_setup {
	const struct fetch_policy *policy;
	const struct keyring_mirror *mirrors; /* a NULL prefix ends; or NULL */
	const char *cache;		      /* directory */
	const struct fetch_policy *named; /* what may be fetched besides where
					     a true statement names it; or
					     NULL: nothing */
};

/* The setup must outlive the ring.  NULL, and *why (the arena's), when the
 * cache directory is missing, not writable by us, or writable by others. */
struct keyring *keyring_open(
    const struct keyring_setup *setup, struct arena *arena, const char **why);
void keyring_close(struct keyring *ring);

/* By which algorithms a directory signs, an array of strings that outlives the
 * ring; without a call, PS256 and ES256. */
void keyring_accept(struct keyring *ring, const struct json *algorithms);

enum keyring_answer {
	KEYRING_FOUND,
	KEYRING_FORBIDDEN,  /* the policy has no such host, or the URI names
			       no file of its mirror */
	KEYRING_UNREACHABLE /* the world; *why says what */
};

enum keyring_wish {
	KEYRING_CACHED,	       /* whatever is fresh enough */
	KEYRING_CACHED_IF_ANY, /* the same; where the host says that there is
				  none (404, 410), or the mirror has no such
				  file, a set without keys */
	KEYRING_NEWER /* a kid was not in it: fetch again, but not within
			   LIMIT_KEYS_REFETCH_SECONDS of the last fetch, when
			   the same set comes back */
};

/*
 * A set that was cached may be older than the key that is looked for: true,
 * and the wish is for a newer set, when nothing was found in a cached one.
 *
 *	enum keyring_wish wish = KEYRING_CACHED;
 *
 *	do
 *		look into the set that keyring_at() has for this wish
 *	while (keyring_again(found, &wish));
 */
bool keyring_again(bool found, enum keyring_wish *wish);

/* The key set of a URI.  *keys is the ring's and stands until the next call for
 * the same source, or until LIMIT_KEY_SETS - 1 other sources have been asked
 * for; *why is static or lives as long as the arena. */
enum keyring_answer keyring_at(struct keyring *ring, const char *source,
    enum keyring_wish wish, time_t now, struct arena *arena,
    const struct keys **keys, const char **why);

/* The same of a URI in a statement whose signature has been proved, and which
 * is read for that alone: the setup may let such a URI be fetched from hosts
 * that nobody has named beforehand. */
enum keyring_answer keyring_named(struct keyring *ring, const char *source,
    enum keyring_wish wish, time_t now, struct arena *arena,
    const struct keys **keys, const char **why);

/* When the set of that URI was fetched which keyring_at() answered with last;
 * 0: it is none that is fetched, but a file's, or nobody has asked for it. */
time_t keyring_fetched(const struct keyring *ring, const char *source);

/* Whatever JSON is at a URI, under the policy and the mirrors of key sets, and
 * kept in the cache folder for as long as those; `named` says that the URI is
 * as for keyring_named().  *document is the arena's; NULL when FOUND and the
 * text there is not JSON. */
enum keyring_answer keyring_document(struct keyring *ring, const char *uri,
    bool named, enum keyring_wish wish, time_t now, struct arena *arena,
    const struct json **document, const char **why);

/* The same as text, which is the arena's. */
enum keyring_answer keyring_text(struct keyring *ring, const char *uri,
    bool named, enum keyring_wish wish, time_t now, struct arena *arena,
    const char **text, size_t *length, const char **why);

/* The key set of a file.  keyring_at() does not read files, so that no URI out
 * of a statement can be a path: only the configuration names files. */
enum keyring_answer keyring_file(struct keyring *ring, const char *path,
    struct arena *arena, const struct keys **keys, const char **why);

/* The key set of a directory: of a file, or of an https URI of the
 * configuration's.  A set in which no key could verify anything is UNREACHABLE:
 * the fault is the directory's, and not a client's. */
enum keyring_answer keyring_directory(struct keyring *ring, const char *source,
    enum keyring_wish wish, time_t now, struct arena *arena,
    const struct keys **keys, const char **why);

#endif
