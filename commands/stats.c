/* SPDX-License-Identifier: ISC */
/* dcr stats: numbers about the store, as text, as JSON, or for Prometheus. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "deliver/standing.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "kit/json.h"
#include "store/store.h"

/* Figures are told as a whole or not at all: half of them would look like
 * less. */
struct figures {
	struct arena *arena;
	struct json *all;
	struct json *receivers; /* NULL: there are none */
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

struct receivers {
	struct json *numbers; /* of one, or of each by its name */
	bool prometheus;
};

static void
take_number(void *context, const char *name, int64_t number)
{
	const struct receivers *receivers = context;

	json_set_integer(receivers->numbers, name, number);
}

/* The numbers of each receiver of the configuration, as an object of its
 * name. */
static enum stored
take_receivers(
    struct figures *figures, const struct config *config, struct store *store)
{
	struct json *all = json_new_object(figures->arena);
	const struct config_receiver *receiver = config->receivers;
	enum stored stored = STORED_OK;
	struct standing standing;

	for (; stored == STORED_OK && receiver->name != NULL; receiver++) {
		struct receivers of = {json_new_object(figures->arena), false};

		stored = standing_of(store, receiver->name, time(NULL),
		    figures->arena, &standing);
		standing_numbers(&standing, take_number, &of);
		json_set(all, receiver->name, of.numbers);
	}
	if (json_length(all) > 0)
		figures->receivers = all;
	return stored;
}

/* One of the numbers, of each receiver. */
static void
print_number(void *context, const char *name, int64_t number)
{
	struct receivers *printing = context;
	const struct json *value;
	const char *receiver;

	(void)number;
	if (printing->prometheus)
		printf("# TYPE dcr_receiver_%s gauge\n", name);
	for (struct json_each each = json_each(printing->numbers);
	     json_next(&each, &receiver, &value);) {
		(void)json_integer(json_get(value, name), &number);
		if (printing->prometheus)
			printf("dcr_receiver_%s{receiver=\"%s\"} %" PRId64 "\n",
			    name, receiver, number);
		else
			printf("receiver_%s.%-*s %" PRId64 "\n", name,
			    28 - (int)strlen("receiver_.") - (int)strlen(name),
			    receiver, number);
	}
}

static void
print_receivers(const struct figures *figures, bool prometheus)
{
	static const struct standing names = {.known = false};
	struct receivers printing = {figures->receivers, prometheus};

	if (figures->receivers != NULL)
		standing_numbers(&names, print_number, &printing);
}

int
stats_command(int argc, char **argv, struct arena *arena)
{
	struct figures figures = {arena, json_new_object(arena), NULL};
	const struct config *config;
	struct store *store;
	enum stored stored;
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
	config = command_config(arena);
	store = config == NULL ? NULL : clients_open_of(arena, config);
	if (store == NULL)
		return EXIT_WRONG;
	json_set_string(figures.all, "store", store->ops->name);
	stored = store->ops->figures(store, take, &figures);
	if (stored == STORED_OK)
		stored = take_receivers(&figures, config, store);
	store_close(store);
	if (stored != STORED_OK)
		return command_fail(EXIT_UNABLE, "the store cannot be counted");
	if (json) {
		if (figures.receivers != NULL)
			json_set(figures.all, "receivers", figures.receivers);
		puts(json_text(arena, figures.all));
		return EXIT_PASS;
	}
	print(&figures, prometheus);
	print_receivers(&figures, prometheus);
	return EXIT_PASS;
}
