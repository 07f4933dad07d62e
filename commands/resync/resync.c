/* SPDX-License-Identifier: ISC */
/* dcr resync: suspends and resumes clients as their directory does. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/resync/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/net/exchange.h"
#include "store/store.h"

/* So many clients are suspended at once without a question, and always two: a
 * bank that has three could lose none otherwise. */
enum { PERCENT_USUAL = 10, ALWAYS = 2 };

void
resync_fail(struct resync *resync, int code, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	code =
	    command_fail(code, "%s", arena_vprintf(resync->arena, format, ap));
	va_end(ap);
	if (code > resync->code)
		resync->code = code;
}

static bool
read_percent(const char *text, int64_t *percent)
{
	char *end;

	*percent = PERCENT_USUAL;
	if (text == NULL)
		return true;
	*percent = strtol(text, &end, 10);
	return *text >= '0' && *text <= '9' && *end == '\0' && *percent <= 100;
}

/* How many of a directory's clients may be suspended. */
static size_t
most(const struct resync *resync, const struct resync_directory *directory)
{
	const size_t part = directory->active * (size_t)resync->percent / 100;

	return resync->percent > 0 && part < ALWAYS ? ALWAYS : part;
}

/* Would more clients lose their access than their directory is likely to send
 * away?  Then nothing is done. */
static bool
too_many(struct resync *resync)
{
	const struct resync_directory *d = resync->directories;
	bool refused = false;

	for (; d->config != NULL; d++) {
		if (resync->force || d->suspend <= most(resync, d))
			continue;
		refused = true;
		resync_fail(resync, EXIT_REFUSED,
		    "%s: would suspend %zu of %zu clients, %zu %%, where "
		    "--limit is %d %%: refused; nothing was done",
		    d->config->issuer, d->suspend, d->active,
		    d->suspend * 100 / d->active, (int)resync->percent);
	}
	return refused;
}

static void
tell_sums(const struct resync *resync)
{
	const char *would = resync->dry ? "would be " : "";

	printf("%zu clients: %zu %ssuspended, %zu %sresumed, %zu about whom a "
	       "source said nothing\n",
	    resync->count, resync->suspend, would, resync->resume, would,
	    resync->unsure);
}

static int
run(struct resync *resync)
{
	int code = resync_read(resync);

	if (code != EXIT_PASS)
		return code;
	resync_lists(resync);
	if (!resync_decide(resync))
		return command_fail(
		    EXIT_UNABLE, "interrupted; nothing was done");
	if (too_many(resync))
		return resync->code;
	resync_apply(resync);
	if (!resync->dry)
		resync_lists_remember(resync);
	tell_sums(resync);
	return resync->code;
}

static bool
open_all(struct resync *resync, const struct config *config)
{
	struct keyring_setup *setup =
	    arena_alloc(resync->arena, sizeof(*setup));
	const char *why = NULL;

	*setup = (struct keyring_setup){.policy = &config->fetch,
	    .mirrors = config->mirrors,
	    .cache = config->cache};
	resync->asker = (struct keyring_asker){.setup = setup,
	    .exchanger = exchange_open(&config->fetch, resync->arena, &why),
	    .now = resync->now};
	if (resync->asker.exchanger != NULL &&
	    judge_open(&resync->judge, config, resync->arena, &why))
		return true;
	(void)command_fail(EXIT_WRONG, "%s", why);
	return false;
}

int
resync_command(int argc, char **argv, struct arena *arena)
{
	struct resync resync = {.arena = arena, .now = time(NULL)};
	const char *directory = NULL, *limit = NULL;
	const struct option options[] = {
	    {"--dry-run", .flag = &resync.dry},
	    {"--directory", .value = &directory},
	    {"--limit", .value = &limit},
	    {"--force", .flag = &resync.force},
	    {0},
	};
	int code;

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	if (limit != NULL && resync.force)
		return command_misuse("--limit goes without --force");
	if (!read_percent(limit, &resync.percent))
		return command_misuse("--limit: must be 0 to 100");
	resync.partial = directory != NULL;
	const struct config *config = command_config(arena);
	if (config == NULL || !open_all(&resync, config) ||
	    !resync_directories(&resync, directory))
		return EXIT_WRONG;
	resync.store = clients_open_of(arena, config);
	if (resync.store == NULL)
		return EXIT_WRONG;
	progress_catch();
	code = run(&resync);
	store_close(resync.store);
	return code;
}
