/* SPDX-License-Identifier: ISC */
/* dcr migrate: the store's tables brought to the form that this program
 * needs. */
#include <stdio.h>

#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "store/store.h"

struct steps {
	bool dry;
	size_t count;
};

static void
tell(void *context, const char *step)
{
	struct steps *steps = context;

	steps->count++;
	printf("%s: %s\n", steps->dry ? "to be done" : "done", step);
}

static int
finish(enum stored stored, const struct steps *steps)
{
	if (stored != STORED_OK)
		return command_fail(EXIT_UNABLE,
		    "the store cannot be %s; each step is done as a whole, "
		    "or not at all",
		    steps->dry ? "looked at" : "migrated");
	if (steps->count == 0)
		puts("there is nothing to be migrated");
	return EXIT_PASS;
}

static int
run_dry(struct store *store, struct steps *steps, struct arena *arena)
{
	const char *why = NULL;
	struct store *snapshot = store->ops->snapshot(store, arena, &why);
	enum stored stored;

	if (snapshot == NULL)
		return command_fail(EXIT_UNABLE, "%s", why);
	stored = snapshot->ops->migrate(snapshot, tell, steps);
	store_close(snapshot);
	return finish(stored, steps);
}

/* The tables are the bank's: they are changed when it says so, and at no
 * other time. */
int
migrate_command(int argc, char **argv, struct arena *arena)
{
	struct steps steps = {0};
	const struct option options[] = {
	    {"--dry-run", .flag = &steps.dry}, {0}};
	struct store *store;
	int code;

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	store = clients_open(arena);
	if (store == NULL)
		return EXIT_WRONG;
	if (store->ops->migrate == NULL)
		code = finish(STORED_OK, &steps);
	else if (steps.dry)
		code = run_dry(store, &steps, arena);
	else
		code = finish(store->ops->migrate(store, tell, &steps), &steps);
	store_close(store);
	return code;
}
