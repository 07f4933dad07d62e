/* SPDX-License-Identifier: ISC */
/* What a receiver says that it has, and what of that is not so. */
#include <stdlib.h>
#include <string.h>

#include "commands/deliver/private.h"
#include "kit/arena.h"

struct one {
	const char *client_id;
	int64_t version;
	bool differs;
};

struct known {
	struct arena *arena;
	struct one *all; /* by client_id */
	size_t count, room;
	bool (*go_on)(void *context);
	void *context;
};

enum { FIRST_ROOM = 1024, OFTEN = 256 };

static void
make_room(struct known *known)
{
	const size_t room = known->room > 0 ? 2 * known->room : FIRST_ROOM;
	struct one *all;

	if (known->count < known->room)
		return;
	all = arena_room(known->arena, room * sizeof(*all));
	if (known->count > 0)
		memcpy(all, known->all, known->count * sizeof(*all));
	known->all = all;
	known->room = room;
}

static bool
take(void *context, const struct courier_known *told)
{
	struct known *known = context;

	make_room(known);
	known->all[known->count++] =
	    (struct one){arena_strdup(known->arena, told->client_id),
		told->version, told->differs};
	return known->count % OFTEN != 0 || known->go_on == NULL ||
	       known->go_on(known->context);
}

static int
compare(const void *a, const void *b)
{
	const struct one *one = a, *other = b;

	return strcmp(one->client_id, other->client_id);
}

struct known *
known_read(const struct config_receiver *receiver, struct arena *arena,
    bool (*go_on)(void *context), void *context, const char **why)
{
	struct known *known = arena_alloc(arena, sizeof(*known));
	struct courier *courier = courier_open(receiver, arena, why);

	known->arena = arena;
	known->go_on = go_on;
	known->context = context;
	if (courier == NULL || !courier_can_list(courier) ||
	    !courier_list(courier, take, known, arena, why))
		return NULL;
	if (known->count > 0)
		qsort(known->all, known->count, sizeof(*known->all), compare);
	return known;
}

bool
known_same(const struct known *known, const char *client_id, uint64_t version)
{
	const struct one key = {client_id, 0, false};
	const struct one *found = known->count == 0
				      ? NULL
				      : bsearch(&key, known->all, known->count,
					    sizeof(*known->all), compare);

	return found != NULL && !found->differs && found->version >= 0 &&
	       (uint64_t)found->version == version;
}

size_t
known_count(const struct known *known)
{
	return known->count;
}

bool
known_gone(const struct known *known, struct store *store,
    bool (*each)(void *context, const char *client_id), void *context)
{
	for (size_t i = 0; i < known->count; i++) {
		struct arena *arena = arena_new();
		struct client client;
		const char *id = known->all[i].client_id;
		const enum stored stored =
		    store->ops->get(store, id, arena, &client);

		arena_free(arena);
		if (stored == STORED_UNABLE)
			return false;
		if (stored == STORED_MISSING && !each(context, id))
			return true;
	}
	return true;
}
