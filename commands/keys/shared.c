/* SPDX-License-Identifier: ISC */
/* The signing keys of all machines that share a store. */
#include "commands/keys/private.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands/lib/command.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/moment.h"
#include "kit/signing/signers.h"
#include "store/store.h"
#include "store/lib/stored_key.h"

/* A machine that is asked for the keys answers what it has read from the store
 * within the last second (front/access/published.h). */
#define KNOWN_SECONDS 2

int
keys_shared_open(struct keys_shared *shared, const struct config *config)
{
	const struct store_ops *ops = store_kind(config->store);
	const char *why = NULL;

	shared->folder = config->keys;
	if (ops != NULL && ops->publish == NULL)
		return EXIT_PASS;
	shared->store = store_open(config->store, shared->arena, &why);
	if (shared->store == NULL)
		return command_fail(EXIT_WRONG, "%s: %s", config->path, why);
	return EXIT_PASS;
}

void
keys_shared_close(struct keys_shared *shared)
{
	if (shared->store != NULL)
		store_close(shared->store);
	shared->store = NULL;
}

int
keys_shared_tell(const struct keys_shared *shared)
{
	const struct signer *own;
	struct stored_key keys[LIMIT_KEYS];
	const char *why;
	size_t count = 0;

	if (shared->store == NULL)
		return EXIT_PASS;
	own = signers_public(shared->arena, shared->folder, &why);
	if (own == NULL)
		return command_fail(EXIT_WRONG, "%s", why);
	for (; own->kid != NULL; own++)
		if (signers_until(own, shared->now) > shared->now)
			keys[count++] = (struct stored_key){own->kid,
			    json_text(shared->arena, own->jwk),
			    signers_until(own, shared->now)};
	if (shared->store->ops->publish(
		shared->store, keys, count, shared->now) == STORED_OK)
		return EXIT_PASS;
	return command_fail(EXIT_UNABLE,
	    "the store cannot write: the other machines do not know of the "
	    "keys here; do it again");
}

int
keys_shared_tell_first(const struct keys_shared *shared)
{
	const int code = keys_shared_tell(shared);

	if (code == EXIT_PASS && shared->store != NULL)
		sleep(KNOWN_SECONDS);
	return code;
}

const struct signer *
keys_shared_find(const struct signer *signers, const char *kid)
{
	while (signers->kid != NULL && strcmp(signers->kid, kid) != 0)
		signers++;
	return signers->kid != NULL ? signers : NULL;
}

struct listing {
	struct arena *arena;
	const struct signer *own;
	struct signer *others;
	size_t count;
};

static bool
list_one(void *context, const struct stored_key *key)
{
	struct listing *listing = context;

	if (keys_shared_find(listing->own, key->kid) == NULL &&
	    signers_other(listing->arena,
		arena_strdup(listing->arena, key->kid), key->jwk, key->until,
		&listing->others[listing->count]))
		listing->count++;
	return listing->count < LIMIT_KEYS;
}

const struct signer *
keys_shared_list(const struct keys_shared *shared)
{
	struct listing listing = {.arena = shared->arena};
	const char *why;

	listing.others = arena_alloc(
	    shared->arena, (LIMIT_KEYS + 1) * sizeof(*listing.others));
	if (shared->store == NULL)
		return listing.others;
	listing.own = signers_public(shared->arena, shared->folder, &why);
	if (listing.own == NULL) {
		command_fail(EXIT_WRONG, "%s", why);
		return NULL;
	}
	if (shared->store->ops->published(
		shared->store, shared->now, list_one, &listing) == STORED_OK) {
		listing.others[listing.count].kid = NULL;
		return listing.others;
	}
	command_fail(EXIT_UNABLE,
	    "the store cannot be read: the keys of other machines are not "
	    "listed");
	return NULL;
}

int
keys_shared_retire(const struct keys_shared *shared, const char *kid)
{
	if (shared->store == NULL)
		return EXIT_REFUSED;
	switch (shared->store->ops->unpublish(shared->store, kid)) {
	case STORED_OK:
		return EXIT_PASS;
	case STORED_MISSING:
		return EXIT_REFUSED;
	case STORED_CONFLICT:
	case STORED_UNABLE:
		break;
	}
	return command_fail(EXIT_UNABLE,
	    "the store cannot write: the other machines still know of %s; do "
	    "it again, with --at-once",
	    kid);
}

int
keys_shared_retire_other(
    const struct keys_shared *shared, const struct signer *other, bool at_once)
{
	int code;

	if (!at_once)
		return command_fail(EXIT_REFUSED,
		    "%s is another machine's, whose tokens may be alive until "
		    "%s; --at-once ends them",
		    other->kid, moment_text(shared->arena, other->until));
	code = keys_shared_retire(shared, other->kid);
	if (code == EXIT_PASS)
		printf("%s retired\n", other->kid);
	else if (code == EXIT_REFUSED)
		command_fail(code, "no key '%.80s'", other->kid);
	return code;
}
