/* SPDX-License-Identifier: ISC */
/* dcr list: the registered clients, all or some, a line each. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/csv.h"
#include "commands/lib/holder.h"
#include "commands/lib/options.h"
#include "commands/lib/since.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "store/lib/rows.h"
#include "validators/judge/judge.h"

#define COLUMNS "%-32s  %-20s  %-9s  %-22s  %s\n"

struct list {
	bool json, csv;
	const char *state, *organisation, *software; /* NULL: any */
	int64_t since; /* registered then or later; -1: whenever */
	int64_t now;
	struct judge judge;
	bool told; /* a client was */
};

/* Each client has an arena of its own: there may be a million of them. */
struct one {
	const struct client *client;
	const struct json *metadata;
	struct holder holder;
	const char *state;
	struct arena *arena;
};

static const char *
text_of(const struct one *one, const char *name)
{
	return json_string(json_get(one->metadata, name));
}

static const char *
time_of(const struct one *one, int64_t seconds)
{
	return moment_text(one->arena, seconds);
}

static void
print_csv(const struct one *one)
{
	const struct client *client = one->client;
	const char *const cells[] = {client->client_id,
	    time_of(one, client->registered), time_of(one, client->changed),
	    one->state, time_of(one, client->state_since), client->state_by,
	    client->state_why, one->holder.software,
	    text_of(one, "client_name"), one->holder.directory,
	    one->holder.organisation, one->holder.name, client->subject,
	    client->profile,
	    client->expires != 0 ? time_of(one, client->expires) : ""};

	csv_row(cells, sizeof cells / sizeof *cells);
}

static void
print_row(const struct one *one)
{
	const char *organisation = text_of(one, "org_name");

	printf(COLUMNS, one->client->client_id,
	    time_of(one, one->client->registered), one->state,
	    clients_software_id(one->arena, one->client),
	    organisation != NULL ? organisation : "-");
}

/* An organisation is asked for by its identifier, or by its name whatever the
 * case of that. */
static bool
is_wanted(const struct list *list, const struct one *one)
{
	const char *id = one->holder.organisation;
	const char *name = one->holder.name;

	if (list->since >= 0 && one->client->registered < list->since)
		return false;
	if (list->state != NULL && strcmp(list->state, one->state) != 0)
		return false;
	if (list->software != NULL &&
	    (one->holder.software == NULL ||
		strcmp(list->software, one->holder.software) != 0))
		return false;
	return list->organisation == NULL ||
	       (id != NULL && strcmp(id, list->organisation) == 0) ||
	       (name != NULL && strcasecmp(name, list->organisation) == 0);
}

static bool
show(void *context, const struct client *client)
{
	struct list *list = context;
	struct one one = {.client = client, .arena = arena_new()};

	one.state = client_state_name(client_state_at(client, list->now));
	one.metadata = json_parse(
	    one.arena, client->metadata, strlen(client->metadata), NULL);
	if (list->judge.config != NULL)
		holder_read(&list->judge, one.arena, client, &one.holder);
	if (is_wanted(list, &one)) {
		list->told = true;
		if (list->csv)
			print_csv(&one);
		else if (list->json)
			puts(json_text(
			    one.arena, clients_json(one.arena, client)));
		else
			print_row(&one);
	}
	arena_free(one.arena);
	return !ferror(stdout);
}

static void
print_heading(const struct list *list)
{
	static const char *const names[] = {"client_id", "registered",
	    "changed", "state", "state_since", "state_by", "state_why",
	    "software_id", "client_name", "directory", "organisation_id",
	    "organisation_name", "certificate_subject", "profile", "expires"};

	if (list->csv)
		csv_row(names, sizeof names / sizeof *names);
	else if (!list->json)
		printf(COLUMNS, "CLIENT_ID", "REGISTERED", "STATE",
		    "SOFTWARE_ID", "ORGANISATION");
}

static int
parse(struct list *list, int argc, char **argv)
{
	const char *since = NULL;
	const struct option options[] = {
	    {"--csv", .flag = &list->csv},
	    {"--json", .flag = &list->json},
	    {"--organisation", .value = &list->organisation},
	    {"--since", .value = &since},
	    {"--software", .value = &list->software},
	    {"--state", .value = &list->state},
	    {0},
	};

	enum client_state state;

	*list = (struct list){.since = -1, .now = time(NULL)};
	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	if (list->json && list->csv)
		return command_misuse("these options do not go together");
	if (list->state != NULL && !client_state_named(list->state, &state))
		return command_fail(EXIT_WRONG,
		    "--state: '%s' is no state of a client; states are active, "
		    "suspended, pending and expired",
		    list->state);
	return since_read("--since", since, list->now, &list->since);
}

/* Whose a client is says its statement, by the profile; the plain list does
 * without, and works where the profile does not. */
static int
open_judge(struct list *list, const struct config *config, struct arena *arena)
{
	const char *why = NULL;

	if (!list->csv && list->organisation == NULL && list->software == NULL)
		return EXIT_PASS;
	if (judge_open(&list->judge, config, arena, &why))
		return EXIT_PASS;
	return command_fail(EXIT_WRONG, "%s", why);
}

/* What was asked for, and nobody is. */
static int
tell_none(const struct list *list)
{
	if (list->told || (list->state == NULL && list->organisation == NULL &&
			      list->software == NULL && list->since < 0))
		return EXIT_PASS;
	return command_fail(EXIT_PASS, "no client is what was asked for");
}

int
list_command(int argc, char **argv, struct arena *arena)
{
	struct list list;
	int code = parse(&list, argc, argv);

	if (code != EXIT_PASS)
		return code;
	const struct config *config = command_config(arena);
	struct store *store =
	    config != NULL ? clients_open_of(arena, config) : NULL;
	if (store == NULL)
		return EXIT_WRONG;
	code = open_judge(&list, config, arena);
	if (code == EXIT_PASS) {
		print_heading(&list);
		code = clients_read(
		    rows_clients(store, INDEX_SOFTWARE, NULL, show, &list));
	}
	store_close(store);
	return code == EXIT_PASS ? tell_none(&list) : code;
}
