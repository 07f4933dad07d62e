/* SPDX-License-Identifier: ISC */
/* dcr report: a page about a period, to be handed over. */
#include "pages/report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "commands/config/config.h"
#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/lib/since.h"
#include "kit/conf/config.h"
#include "store/store.h"
#include "validators/judge/judge.h"

enum { DAYS = 30, CLIENTS = 1000 };

static int
read_clients(const char *text, int64_t *out)
{
	char *end;
	long long number;

	*out = CLIENTS;
	if (text == NULL)
		return EXIT_PASS;
	errno = 0;
	number = strtoll(text, &end, 10);
	if (*text < '0' || *text > '9' || *end != '\0' || errno != 0)
		return command_fail(EXIT_WRONG,
		    "--clients: '%s' is no number of clients", text);
	*out = number;
	return EXIT_PASS;
}

static int
parse(struct report *report, int argc, char **argv)
{
	const char *since = NULL, *until = NULL, *clients = NULL;
	bool html = false;
	const struct option options[] = {
	    {"--html", .flag = &html},
	    {"--since", .value = &since},
	    {"--until", .value = &until},
	    {"--clients", .value = &clients},
	    {0},
	};
	int code;

	report->now = time(NULL);
	report->until = report->now + 1; /* what has just happened is in it */
	report->since = report->now - DAYS * INT64_C(86400);
	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	if (!html)
		return command_misuse("a report is a page: --html");
	code = since_read("--since", since, report->now, &report->since);
	if (code == EXIT_PASS)
		code =
		    since_read("--until", until, report->now, &report->until);
	if (code == EXIT_PASS)
		code = read_clients(clients, &report->clients);
	if (code == EXIT_PASS && report->since >= report->until)
		return command_fail(
		    EXIT_WRONG, "--since must be before --until");
	return code;
}

int
report_command(int argc, char **argv, struct arena *arena)
{
	struct report report = {0};
	const char *why = NULL;
	struct judge judge;
	int code = parse(&report, argc, argv);

	if (code != EXIT_PASS)
		return code;
	report.config = command_config(arena);
	if (report.config == NULL)
		return EXIT_WRONG;
	if (!judge_open(&judge, report.config, arena, &why))
		return command_fail(EXIT_WRONG, "%s", why);
	report.profile = judge.profile;
	report.told = config_in_force(report.config, &judge, arena);
	report.store = clients_open_of(arena, report.config);
	if (report.store == NULL)
		return EXIT_WRONG;
	code = clients_read(report_put(stdout, arena, &report));
	store_close(report.store);
	return code;
}
