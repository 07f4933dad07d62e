/* SPDX-License-Identifier: ISC */
#ifndef KIT_SIGNING_PRIVATE_H
#define KIT_SIGNING_PRIVATE_H

#include <sys/stat.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kit/signing/signers.h"

struct arena;
struct issue_signer;

/*
 * What the files of kit/signing share.  Owner, mode and type are looked at on
 * what was opened, before anything is read.  *why is one line that names the
 * file.
 */
#define SIGNERS_LIST "keys.json"
#define SIGNERS_OTHERS "others.json"
#define SIGNERS_LOCK "lock"
#define SIGNERS_KID 43 /* letters of a SHA-256 in base64url */

struct signers_folder {
	const char *path;
	int fd; /* closed with the arena */
	struct stat stamp;
};

const struct signers_folder *signers_folder_open(
    struct arena *arena, const char *path, const char **why);

struct signers_file {
	const char *path;
	char *text;
	size_t length;
	struct stat stamp;
};

/* Reads a file of the folder; false with a NULL *why: there is no such file.
 * The file stays open until the arena is freed, so that no later file can have
 * its inode. */
bool signers_folder_read(struct arena *arena,
    const struct signers_folder *folder, const char *name,
    struct signers_file *file, const char **why);

/* Waits for the lock, and holds it until the arena is freed. */
bool signers_folder_lock(
    struct arena *arena, const struct signers_folder *folder, const char **why);

bool signers_is_kid(const char *text, size_t length);

/* The name of the file of a private key, "KID.pem". */
const char *signers_private_name(struct arena *arena, const char *kid);

/* Reads keys.json; no private key is looked at. */
const struct signer *signers_read(struct arena *arena,
    const struct signers_folder *folder, struct stat *stamp, const char **why);

/* The keys of other machines that are known. */
struct signers_told {
	struct arena *arena; /* owns the others */
	const struct signer *others;
};

/* Is the key, of ours, one that is told to everybody? */
bool signers_published(const struct signer *own, int64_t now);

/* Reads others.json, once; without it, or when it is broken, no others are
 * known. */
void signers_told_recall(struct signers_told *told, const char *path);
void signers_told_remember(const struct signers_told *told, const char *path);

/* Is this key another machine's, and published at `now`?  A key that is ours as
 * well has the state that it has here. */
bool signers_told_counts(
    const struct signer *other, const struct signer *own, int64_t now);

/* Keeps what is known of others from now on; false: the same was known. */
bool signers_told_keep(struct signers_told *told, const struct signer *others);

/* Opens the private half of a key that signs or will. */
struct issue_signer *signers_private(struct arena *arena,
    const struct signers_folder *folder, const struct signer *signer,
    struct stat *stamp, const char **why);

/*
 * Writes the list, and before it the private half of the last signer when that
 * one is new (`pem`, which is wiped), then removes the private keys that nobody
 * needs any more.  The caller holds the lock.  In this order a process that is
 * killed leaves a key too many and never one too few; the next change removes
 * it.  False when nothing was changed.
 */
bool signers_write(struct arena *arena, const struct signers_folder *folder,
    const struct signer *signers, char *pem, const char **why);

#endif
