/* SPDX-License-Identifier: ISC */
/* Suspends or resumes all clients of a software or an organisation. */
#include <stdio.h>
#include <string.h>

#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/holder.h"
#include "commands/operation/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/identifier.h"
#include "store/lib/rows.h"
#include "validators/judge/judge.h"
#include "validators/lib/certified.h"
#include "validators/lib/directory.h"
#include "validators/lib/facts.h"
#include "validators/lib/profile.h"

struct found {
	const char *client_id;
	struct found *next;
};

struct many {
	const struct judge *judge;
	struct store *store;
	struct operation operation;
	const struct operation_whom *whom;
	const char *directory;
	struct arena *arena;
	struct found *first, **last; /* in the order of the store */
	size_t count, done, already;
	int code; /* the worst so far */
};

/* The directory that the operator means; NULL after saying what is wrong. */
static const char *
directory_meant(const struct judge *judge, const char *named)
{
	const struct config_directory *d = judge->config->directories;
	const bool certified = profile_is_qualified(judge->profile);

	if (named == NULL && certified)
		return CERTIFIED_ISSUER;
	if (named == NULL && d[0].issuer != NULL && d[1].issuer == NULL)
		return d[0].issuer;
	if (named == NULL)
		(void)command_fail(EXIT_WRONG,
		    "--directory is needed: the configuration has several");
	else if (certified ? strcmp(named, CERTIFIED_ISSUER) == 0
			   : directory_of(judge->config, named) != NULL)
		return named;
	else
		(void)command_fail(EXIT_WRONG,
		    "--directory: the configuration has no directory %s",
		    named);
	return NULL;
}

/* Is it a client of that software or organisation? */
static bool
is_meant(void *context, const struct client *client)
{
	const struct many *many = context;
	const struct operation_whom *whom = many->whom;
	struct arena *arena = arena_new();
	struct holder holder;
	const char *id, *wanted;
	bool meant;

	holder_read(many->judge, arena, client, &holder);
	id = whom->software != NULL ? holder.software : holder.organisation;
	wanted = whom->software != NULL ? whom->software : whom->organisation;
	meant = id != NULL && strcmp(id, wanted) == 0 &&
		strcmp(holder.directory, many->directory) == 0;
	arena_free(arena);
	return meant;
}

static bool
collect(void *context, const struct client *client)
{
	struct many *many = context;
	struct found *found;

	/* One that waits is let in by its own name. */
	if (!is_meant(many, client) ||
	    (client->state == CLIENT_PENDING &&
		many->operation.kind == CHANGE_REPLACE &&
		many->operation.state == CLIENT_ACTIVE))
		return true;
	found = arena_alloc(many->arena, sizeof(*found));
	found->client_id = arena_strdup(many->arena, client->client_id);
	*many->last = found;
	many->last = &found->next;
	many->count++;
	return true;
}

/* What would be done, without doing it. */
static enum operated
foresee(const struct many *many, const char *client_id, struct arena *arena,
    struct client *client)
{
	const enum stored stored =
	    many->store->ops->get(many->store, client_id, arena, client);

	if (stored != STORED_OK)
		return stored == STORED_MISSING ? OPERATED_MISSING
						: OPERATED_UNREAD;
	return operate_would(&many->operation, client);
}

static void
do_one(struct many *many, const char *client_id)
{
	struct arena *arena = arena_new();
	struct client client;
	enum operated operated;
	int code;

	if (many->whom->dry)
		operated = foresee(many, client_id, arena, &client);
	else
		operated = operate(
		    many->store, &many->operation, client_id, arena, &client);
	if (operated == OPERATED) {
		many->done++;
		printf("%s %s%s\n", client_id,
		    many->whom->dry ? "would be " : "", many->operation.event);
	} else if (operated == OPERATED_ALREADY) {
		many->already++;
		operation_tell_unchanged(&client, arena);
	}
	code = operate_exit(operated, client_id);
	if (code > many->code)
		many->code = code;
	arena_free(arena);
}

static int
do_all(struct many *many)
{
	const struct operation_whom *whom = many->whom;

	if (many->count == 0)
		return command_fail(EXIT_REFUSED, "no client of %s '%s'",
		    whom->software != NULL ? "software" : "organisation",
		    whom->software != NULL ? whom->software
					   : whom->organisation);
	for (const struct found *f = many->first; f != NULL; f = f->next)
		do_one(many, f->client_id);
	printf("%zu client%s: %zu %s%s, %zu already\n", many->count,
	    many->count == 1 ? "" : "s", many->done,
	    whom->dry ? "would be " : "", many->operation.event, many->already);
	return many->code;
}

int
operation_many(const struct config *config, struct store *store,
    const struct operation *operation, const struct operation_whom *whom,
    struct arena *arena)
{
	struct judge judge;
	const char *why = NULL, *key = NULL;
	struct many many = {.judge = &judge,
	    .store = store,
	    .operation = *operation,
	    .whom = whom,
	    .arena = arena};
	int code;

	if (!judge_open(&judge, config, arena, &why))
		return command_fail(EXIT_WRONG, "%s", why);
	many.directory = directory_meant(&judge, whom->directory);
	if (many.directory == NULL)
		return EXIT_WRONG;
	many.last = &many.first;
	many.operation.fits = is_meant;
	many.operation.context = &many;
	if (whom->software != NULL)
		key = identifier_key(arena, whom->software, many.directory);
	code = clients_read(
	    rows_clients(store, INDEX_SOFTWARE, key, collect, &many));
	return code == EXIT_PASS ? do_all(&many) : code;
}
