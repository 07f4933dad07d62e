/* SPDX-License-Identifier: ISC */
/* dcr stats: numbers about the store, as text, as JSON, or for Prometheus. */
#include <inttypes.h>
#include <stdio.h>

#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "kit/json.h"
#include "store/store.h"

/* Figures are told as a whole or not at all: half of them would look like
 * less. */
struct figures {
	struct arena *arena;
	struct json *all;
};

static void
take(void *context, const char *name, int64_t value)
{
	const struct figures *figures = context;

	json_set_integer(figures->all, name, value);
}

/* A line for each figure; or the text format of Prometheus, 0.0.4, where all
 * are gauges: a restart or a recovery sets back those that would be
 * counters. */
static void
print(const struct figures *figures, bool prometheus)
{
	const struct json *value;
	const char *name, *text;
	int64_t number;

	for (struct json_each each = json_each(figures->all);
	     json_next(&each, &name, &value);) {
		text = json_string(value);
		if (prometheus)
			printf("# TYPE dcr_%s gauge\n", name);
		if (text != NULL)
			printf(prometheus ? "dcr_%s{kind=\"%s\"} 1\n"
					  : "%-28s %s\n",
			    name, text);
		else if (json_integer(value, &number))
			printf(prometheus ? "dcr_%s %" PRId64 "\n"
					  : "%-28s %" PRId64 "\n",
			    name, number);
	}
}

int
stats_command(int argc, char **argv, struct arena *arena)
{
	struct figures figures = {arena, json_new_object(arena)};
	bool json = false, prometheus = false;
	const struct option options[] = {
	    {"--json", .flag = &json},
	    {"--prometheus", .flag = &prometheus},
	    {0},
	};

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	if (json && prometheus)
		return command_misuse("--json goes without --prometheus");
	struct store *store = clients_open(arena);
	if (store == NULL)
		return EXIT_WRONG;
	json_set_string(figures.all, "store", store->ops->name);
	enum stored stored = store->ops->figures(store, take, &figures);
	store_close(store);
	if (stored != STORED_OK)
		return command_fail(EXIT_UNABLE, "the store cannot be counted");
	if (json)
		puts(json_text(arena, figures.all));
	else
		print(&figures, prometheus);
	return EXIT_PASS;
}
