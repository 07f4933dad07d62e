/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_KEYS_PRIVATE_H
#define COMMANDS_KEYS_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct config;
struct signer;

/* Print what dcr keys list prints: a line for each key, under a heading, or as
 * JSON. */
void keys_print_heading(void);
void keys_print(struct arena *arena, const struct signer *signers, bool json);

/*
 * The keys of all machines, for dcr keys, where several share a store.  With a
 * store of one machine nothing is told to anybody, and there are no others.
 */
struct keys_shared {
	struct arena *arena;
	struct store *store; /* NULL: of one machine */
	const char *folder;
	int64_t now;
};

/* Opens the store; an exit code, other than EXIT_PASS after saying what is
 * wrong. */
int keys_shared_open(struct keys_shared *shared, const struct config *config);
void keys_shared_close(struct keys_shared *shared);

/* Tells the other machines of the folder's keys; an exit code likewise. */
int keys_shared_tell(const struct keys_shared *shared);

/* Tells the other machines as keys_shared_tell() does, and waits until all who
 * ask them have learned of the keys. */
int keys_shared_tell_first(const struct keys_shared *shared);

/* The keys of the other machines; NULL after saying that the store cannot be
 * read. */
const struct signer *keys_shared_list(const struct keys_shared *shared);

/* The key of that kid among `signers`, or NULL. */
const struct signer *keys_shared_find(
    const struct signer *signers, const char *kid);

/* Takes a key away from all machines; a machine that still signs with it
 * tells it again.  EXIT_REFUSED, and nothing said, when there is no key of
 * that kid. */
int keys_shared_retire(const struct keys_shared *shared, const char *kid);

/* Takes a key of keys_shared_list() away: whether its machine signs with it
 * cannot be known, but the machine may be gone.  An exit code, after saying
 * what was done. */
int keys_shared_retire_other(
    const struct keys_shared *shared, const struct signer *other, bool at_once);

#endif
