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
 * What the files of kit/signing share.  Owner, mode and type are those of what
 * was opened, and are looked at before anything is read.  *why is one line
 * that names the file.
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

/* False with a NULL *why: there is no such file.  It stays open until the
 * arena is freed, so that no later file can have its inode. */
bool signers_folder_read(struct arena *arena,
    const struct signers_folder *folder, const char *name,
    struct signers_file *file, const char **why);

/* Waits for the lock, and holds it until the arena is freed. */
bool signers_folder_lock(
    struct arena *arena, const struct signers_folder *folder, const char **why);

bool signers_is_kid(const char *text, size_t length);

/* "KID.pem". */
const char *signers_private_name(struct arena *arena, const char *kid);

/* keys.json; no private key is looked at. */
const struct signer *signers_read(struct arena *arena,
    const struct signers_folder *folder, struct stat *stamp, const char **why);

/* What is known of other machines' keys. */
struct signers_told {
	struct arena *arena; /* owns the others */
	const struct signer *others;
};

/* From others.json; without it, or when it is broken, there are none. */
void signers_told_recall(struct signers_told *told, const char *path);
void signers_told_remember(const struct signers_told *told, const char *path);

/* Whether it is another machine's, and published at `now`: one that is ours as
 * well has the state that it has here. */
bool signers_told_counts(
    const struct signer *other, const struct signer *own, int64_t now);

/* False: that is what was known. */
bool signers_told_keep(struct signers_told *told, const struct signer *others);

/* The private half of a key that signs or will. */
struct issue_signer *signers_private(struct arena *arena,
    const struct signers_folder *folder, const struct signer *signer,
    struct stat *stamp, const char **why);

/*
 * For who holds the lock: writes the list, and before it the private half of
 * the last signer when that one is new (`pem`, which is wiped), then removes
 * the private keys that nobody needs any more.  In this order whoever is
 * killed leaves a key too many and never one too few; the next change removes
 * it.  False when nothing was changed.
 */
bool signers_write(struct arena *arena, const struct signers_folder *folder,
    const struct signer *signers, char *pem, const char **why);

#endif
