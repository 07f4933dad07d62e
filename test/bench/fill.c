/* SPDX-License-Identifier: ISC */

/*
 * fill STORE N METADATA: adds N clients to a store, each with what is in the
 * file METADATA as its metadata, and software and certificate of its own.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/file.h"
#include "kit/limits.h"
#include "store/store.h"

static void
add(struct store *store, long number, const char *metadata)
{
	struct arena *arena = arena_new();
	const char *name = arena_printf(arena, "filled %ld", number);
	struct client client = {
	    .client_id =
		arena_strndup(arena, digest_hex(arena, name, strlen(name)), 32),
	    .software = name,
	    .certificate = digest_hex(arena, name, strlen(name)),
	    .registered = 1,
	    .changed = 1,
	    .state_why = "",
	    .metadata = metadata,
	};
	struct stored_change change = {
	    .kind = STORED_ADD,
	    .client = &client,
	    .now = time(NULL),
	    .audit = "{\"event\":\"registered\"}",
	};

	if (store->ops->change(store, &change) != STORED_OK)
		errx(1, "client %ld was not stored", number);
	arena_free(arena);
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	const char *why = NULL;
	size_t length;

	if (argc != 4)
		errx(2, "usage: fill STORE N METADATA");
	char *metadata = file_read(arena, argv[3], LIMIT_FILE, &length);
	struct store *store = store_open(argv[1], arena, &why);
	if (metadata == NULL)
		err(1, "%s", argv[3]);
	if (store == NULL)
		errx(1, "%s", why);
	metadata[strcspn(metadata, "\n")] = '\0';
	for (long i = 0; i < atol(argv[2]); i++)
		add(store, i, metadata);
	store_close(store);
	arena_free(arena);
	return 0;
}
