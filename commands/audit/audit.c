/* SPDX-License-Identifier: ISC */
/* dcr audit: picks what is done with the audit trail, and prints its
 * records. */
#include "commands/audit/private.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/lib/since.h"
#include "commands/lib/who.h"
#include "kit/arena.h"
#include "kit/hex.h"
#include "kit/json.h"
#include "store/lib/journal.h"
#include "store/lib/rows.h"

/* A follower looks each second, and as soon as a client has changed where the
 * store tells that for nothing; 20 times a second it asks. */
enum { LOOK_MILLISECONDS = 1000, ASK_MILLISECONDS = 50 };

struct audit {
	struct audit_filter filter;
	const char *after; /* the key behind which it begins; NULL: not said */
	bool json, csv, count, follow, verify, seal, prune;
	bool shown; /* a record was */
	struct audit_counts counts;
	int64_t before; /* of prune; -1: not said */
	const char *as; /* likewise, who prunes; NULL: not said */
	bool leave;	/* a signal has come */
	char last[17];	/* the key that was read last; "": none */
};

/* --follow has no end, a chain is verified or sealed as a whole, and what is
 * pruned is told by --before alone. */
static bool
goes_together(const struct audit *audit, int argc)
{
	if (audit->verify || audit->seal)
		return argc == 2;
	if (audit->after != NULL && audit->prune)
		return false;
	if (audit->prune || audit->before >= 0)
		return audit->prune && audit->before >= 0 &&
		       argc == (audit->as != NULL ? 6 : 4);
	if (audit->as != NULL)
		return false;
	if ((audit->json && audit->csv) || (audit->count && audit->follow))
		return false;
	return !audit->follow || audit->filter.until == INT64_MAX;
}

static int
parse(struct audit *audit, int argc, char **argv)
{
	const char *since = NULL, *until = NULL, *before = NULL;
	const struct option options[] = {
	    {"--client", .value = &audit->filter.client_id},
	    {"--after", .value = &audit->after},
	    {"--since", .value = &since},
	    {"--until", .value = &until},
	    {"--rule", .value = &audit->filter.rule},
	    {"--follow", .flag = &audit->follow},
	    {"--json", .flag = &audit->json},
	    {"--csv", .flag = &audit->csv},
	    {"--count", .flag = &audit->count},
	    {"--verify", .flag = &audit->verify},
	    {"--seal", .flag = &audit->seal},
	    {"--prune", .flag = &audit->prune},
	    {"--before", .value = &before},
	    {"--as", .value = &audit->as},
	    {0},
	};
	const int64_t now = time(NULL);
	int code;

	*audit = (struct audit){
	    .filter = {.since = -1, .until = INT64_MAX}, .before = -1};
	if (!options_read(argc, argv, options) || !who_take(audit->as))
		return EXIT_WRONG;
	if (audit->after != NULL && !hex_is(audit->after, 8))
		return command_fail(EXIT_WRONG,
		    "--after: '%s' is no key of a record; a key is 16 "
		    "hexadecimal digits",
		    audit->after);
	code = since_read("--since", since, now, &audit->filter.since);
	if (code == EXIT_PASS)
		code = since_read("--until", until, now, &audit->filter.until);
	if (code == EXIT_PASS)
		code = since_read("--before", before, now, &audit->before);
	if (code == EXIT_PASS && !goes_together(audit, argc))
		return command_misuse("these options do not go together");
	if (code == EXIT_PASS && audit->before > now)
		return command_fail(
		    EXIT_WRONG, "--before: must be a time that is over");
	return code;
}

/* The signals that end --follow are blocked all the time, and fetched by
 * told_to_leave(), so that none is lost between a look and a sleep. */
static sigset_t
goodbyes(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	return set;
}

static bool
told_to_leave(int milliseconds)
{
	const struct timespec patience = {.tv_sec = milliseconds / 1000,
	    .tv_nsec = milliseconds % 1000 * 1000000L};
	const sigset_t set = goodbyes();

	return sigtimedwait(&set, NULL, &patience) > 0;
}

/* NULL where the text is not a JSON object with members, which every record
 * is. */
static const struct json *
read_record(struct arena *arena, const char *text)
{
	const struct json *json = json_parse(arena, text, strlen(text), NULL);

	return *text == '{' && json_length(json) > 0 ? json : NULL;
}

static void
print_record(struct audit *audit, const struct stored_record *record,
    const struct json *json, struct arena *arena)
{
	audit->shown = true;
	if (audit->count)
		audit_count(&audit->counts, record, json, audit->filter.rule);
	else if (audit->csv)
		audit_csv(arena, record, json);
	else if (audit->json)
		audit_line(record, json);
	else
		audit_row(arena, json);
	if (audit->follow)
		(void)fflush(stdout);
}

/* Each record has an arena of its own: there may be years of them. */
static bool
show(void *context, const struct stored_record *record)
{
	struct audit *audit = context;
	struct arena *arena = arena_new();
	const struct json *json = read_record(arena, record->text);

	if (audit_wanted(&audit->filter, json))
		print_record(audit, record, json, arena);
	memcpy(audit->last, record->key, sizeof(audit->last));
	arena_free(arena);
	audit->leave = audit->follow && told_to_leave(0);
	return !audit->leave && !ferror(stdout);
}

/* Waits until there may be something new since the store had that number; false
 * when a signal has come. */
static bool
wait_for_news(struct store *store, uint64_t generation)
{
	int waited = 0;

	if (generation == 0)
		return !told_to_leave(LOOK_MILLISECONDS);
	for (; waited < LOOK_MILLISECONDS; waited += ASK_MILLISECONDS) {
		if (told_to_leave(ASK_MILLISECONDS))
			return false;
		if (store->ops->generation(store) != generation)
			break;
	}
	return true;
}

static void
begin(struct audit *audit)
{
	if (audit->count)
		audit_count_begin(&audit->counts, audit->csv	? AUDIT_CSV
						  : audit->json ? AUDIT_JSON
								: AUDIT_ROWS);
	else if (audit->csv)
		audit_csv_heading();
	else if (!audit->json)
		audit_heading();
}

static int
show_all(struct audit *audit, struct store *store, const char *after)
{
	uint64_t generation = store->ops->generation(store);
	enum stored stored;

	begin(audit);
	stored = rows_records(store, TABLE_AUDIT, after, show, audit);
	while (stored == STORED_OK && audit->follow && !ferror(stdout) &&
	       fflush(stdout) == 0 && !audit->leave &&
	       wait_for_news(store, generation)) {
		if (*audit->last != '\0')
			after = audit->last;
		generation = store->ops->generation(store);
		stored = rows_records(store, TABLE_AUDIT, after, show, audit);
	}
	if (audit->count)
		audit_count_end(&audit->counts);
	return clients_read(stored);
}

/* The later one of two keys; NULL is before all. */
static const char *
later(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == NULL ? b : a;
	return strcmp(a, b) > 0 ? a : b;
}

/* --follow begins now, unless --since or --after says otherwise. */
static int
print(struct audit *audit, struct store *store, const struct config *config,
    struct arena *arena)
{
	int64_t start = audit->filter.since;
	int code;

	if (audit->follow) {
		const sigset_t set = goodbyes();
		if (start < 0 && audit->after == NULL)
			start = time(NULL);
		(void)sigprocmask(SIG_BLOCK, &set, NULL);
	}
	code = show_all(
	    audit, store, later(audit->after, journal_before(arena, start)));
	return code == EXIT_PASS && !audit->shown && !audit->follow
		   ? audit_absent(store, config, &audit->filter, arena)
		   : code;
}

static int
prune(const struct audit *audit, struct store *store,
    const struct config *config, struct arena *arena)
{
	const int code = audit_told(store, config, audit->before, arena);

	return code == EXIT_PASS ? audit_prune(store, audit->before, arena)
				 : code;
}

int
audit_command(int argc, char **argv, struct arena *arena)
{
	struct audit audit;
	int code = parse(&audit, argc, argv);

	if (code != EXIT_PASS)
		return code;
	const struct config *config = command_config(arena);
	struct store *store =
	    config != NULL ? clients_open_of(arena, config) : NULL;
	if (store == NULL)
		return EXIT_WRONG;
	if (audit.verify)
		code = audit_verify(store, arena);
	else if (audit.seal)
		code = audit_seal(store);
	else if (audit.prune)
		code = prune(&audit, store, config, arena);
	else
		code = print(&audit, store, config, arena);
	store_close(store);
	return code;
}
