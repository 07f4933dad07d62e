/* SPDX-License-Identifier: ISC */

/*
 * fill STORE N METADATA [TOKEN]: adds N clients to a store, each with what is
 * in the file METADATA as its metadata, software and certificate of its own,
 * and the registration access token TOKEN.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/file.h"
#include "kit/limits.h"
#include "store/store.h"

enum { BATCH = 200 };

/* Each with the record of it. */
static const char *token; /* its hash; NULL: none */

static void
make(struct stored_row rows[2], struct arena *arena, long number,
    const char *metadata)
{
	const char *name = arena_printf(arena, "filled %ld", number);
	const char *digest = digest_hex(arena, name, strlen(name));

	rows[0] = (struct stored_row){.table = TABLE_CLIENTS,
	    .client = {.client_id = arena_strndup(arena, digest, 32),
		.software = name,
		.certificate = digest,
		.registered = 1,
		.changed = 1,
		.version = 1,
		.state_why = "",
		.subject = "",
		.issuer = "",
		.state_by = "",
		.profile = "",
		.token = token,
		.metadata = metadata}};
	rows[1] = (struct stored_row){.table = TABLE_AUDIT,
	    .record = {.text = "{\"event\":\"registered\"}"}};
}

static void
add(struct store *store, long first, long end, const char *metadata)
{
	struct arena *arena = arena_new();
	struct stored_row rows[2 * BATCH];
	size_t count = 0, at;

	for (long i = first; i < end; i++, count += 2)
		make(&rows[count], arena, i, metadata);
	if (store->ops->load(store, rows, count, &at) != STORED_OK)
		errx(1, "client %ld or one of the next was not stored", first);
	arena_free(arena);
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	const char *why = NULL;
	size_t length;

	if (argc != 4 && argc != 5)
		errx(2, "usage: fill STORE N METADATA [TOKEN]");
	if (argc == 5)
		token = digest_hex(arena, argv[4], strlen(argv[4]));
	char *metadata = file_read(arena, argv[3], LIMIT_FILE, &length);
	struct store *store = store_open(argv[1], arena, &why);
	if (metadata == NULL)
		err(1, "%s", argv[3]);
	if (store == NULL)
		errx(1, "%s", why);
	metadata[strcspn(metadata, "\n")] = '\0';
	const long count = atol(argv[2]);
	for (long i = 0; i < count; i += BATCH)
		add(store, i, i + BATCH < count ? i + BATCH : count, metadata);
	store_close(store);
	arena_free(arena);
	return 0;
}
