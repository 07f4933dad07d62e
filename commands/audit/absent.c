/* SPDX-License-Identifier: ISC */
/* Says why no record was printed: a rule or a client that is not known. */
#include <string.h>

#include "commands/audit/private.h"
#include "commands/lib/command.h"
#include "commands/lib/rule_known.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "store/lib/rows.h"

struct search {
	const struct audit_filter *filter;
	bool found;
};

static bool
look(void *context, const struct stored_record *record)
{
	struct search *search = context;
	struct arena *arena = arena_new();
	const struct json *json =
	    json_parse(arena, record->text, strlen(record->text), NULL);

	search->found =
	    json_get(json, "at") != NULL && audit_wanted(search->filter, json);
	arena_free(arena);
	return !search->found;
}

/* Is there such a record at any time? */
static enum stored
find(struct store *store, const struct audit_filter *filter, bool *found)
{
	struct search search = {.filter = filter};
	const enum stored stored =
	    rows_records(store, TABLE_AUDIT, NULL, look, &search);

	*found = search.found;
	return stored;
}

static int
absent_rule(struct store *store, const struct config *config, const char *rule,
    struct arena *arena)
{
	const struct audit_filter whenever = {
	    .rule = rule, .since = -1, .until = INT64_MAX};
	const char *like;
	bool found;

	if (rule_known(arena, config, rule))
		return EXIT_PASS;
	if (find(store, &whenever, &found) != STORED_OK)
		return command_fail(EXIT_UNABLE, "the store cannot be read");
	if (found)
		return EXIT_PASS;
	like = rule_like(arena, config, rule);
	return command_fail(EXIT_REFUSED,
	    "--rule: there is no rule '%s', and no record of one%s%s%s; dcr "
	    "rules lists the rules",
	    rule, like != NULL ? " (is it " : "", like != NULL ? like : "",
	    like != NULL ? "?)" : "");
}

static int
absent_client(struct store *store, const char *client_id, struct arena *arena)
{
	const struct audit_filter whenever = {
	    .client_id = client_id, .since = -1, .until = INT64_MAX};
	struct client client;
	bool found = true;
	enum stored stored = store->ops->get(store, client_id, arena, &client);

	if (stored == STORED_MISSING)
		stored = find(store, &whenever, &found);
	if (stored != STORED_OK)
		return command_fail(EXIT_UNABLE, "the store cannot be read");
	if (found)
		return EXIT_PASS;
	return command_fail(EXIT_REFUSED,
	    "--client: there is no client '%s', and no record of one; dcr list "
	    "has the clients",
	    client_id);
}

int
audit_absent(struct store *store, const struct config *config,
    const struct audit_filter *filter, struct arena *arena)
{
	int code = EXIT_PASS;

	if (filter->rule != NULL)
		code = absent_rule(store, config, filter->rule, arena);
	if (code == EXIT_PASS && filter->client_id != NULL)
		code = absent_client(store, filter->client_id, arena);
	if (code == EXIT_PASS &&
	    (filter->rule != NULL || filter->client_id != NULL))
		return command_fail(
		    EXIT_PASS, "no record is what was asked for");
	return code;
}
