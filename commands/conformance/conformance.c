/* SPDX-License-Identifier: ISC */
/* dcr conformance: plays the TPP's side of a regime against a server. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/conformance/private.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/monotonic.h"
#include "kit/uri.h"
#include "validators/judge/regime.h"
#include "validators/lib/profile.h"

enum { SECONDS = 10, SECONDS_MOST = 60, RUN_SECONDS = 900 };

static bool
wrong(const char *what)
{
	(void)command_misuse("%s", what);
	return false;
}

static bool
check_wish(const struct conformance_wish *wish)
{
	if (wish->url == NULL)
		return wrong("--url is missing");
	if (wish->json && wish->junit)
		return wrong("--json goes without --junit");
	if ((wish->certificate == NULL) != (wish->key == NULL))
		return wrong("--cert and --key belong together");
	if (wish->sandbox != NULL)
		return true;
	if (wish->profile == NULL)
		return wrong("--profile is missing, or --sandbox");
	if (wish->certificate == NULL)
		return wrong("--cert and --key are missing, or --sandbox");
	if (wish->issuer == NULL)
		return wrong("--issuer is missing, or --sandbox");
	return true;
}

/* Each --host, of which there may be several. */
static bool
take_hosts(int argc, char **argv, struct conformance_wish *wish)
{
	for (int i = 1; i + 1 < argc; i++) {
		if (strcmp(argv[i], "--host") != 0)
			continue;
		if (wish->host_count == CONFORMANCE_HOSTS)
			return wrong("too many of --host");
		wish->hosts[wish->host_count++] = argv[++i];
	}
	return true;
}

static bool
read_wish(int argc, char **argv, struct conformance_wish *wish)
{
	const struct option options[] = {
	    {"--profile", .value = &wish->profile},
	    {"--pack", .value = &wish->pack},
	    {"--only", .value = &wish->only},
	    {"--url", .value = &wish->url},
	    {"--token-url", .value = &wish->token_url},
	    {"--host", .value = NULL},
	    {"--set", .value = NULL},
	    {"--unset", .value = NULL},
	    {"--ca", .value = &wish->ca},
	    {"--timeout", .value = &wish->timeout},
	    {"--sandbox", .value = &wish->sandbox},
	    {"--issuer", .value = &wish->issuer},
	    {"--cert", .value = &wish->certificate},
	    {"--key", .value = &wish->key},
	    {"--signing-key", .value = &wish->signing_key},
	    {"--signing-cert", .value = &wish->signing_certificate},
	    {"--kid", .value = &wish->kid},
	    {"--alg", .value = &wish->algorithm},
	    {"--statement", .value = &wish->statement},
	    {"--software", .value = &wish->software},
	    {"--json", .flag = &wish->json},
	    {"--junit", .flag = &wish->junit},
	    {0},
	};

	return options_read(argc, argv, options) &&
	       take_hosts(argc, argv, wish) && check_wish(wish);
}

/* "host" or "host:port" of a URI that was named. */
static bool
name_host(struct conformance_wish *wish, const char *option, const char *text)
{
	struct uri uri;

	if (text == NULL)
		return true;
	if (!uri_parse(wish->arena, text, &uri) || uri.userinfo != NULL ||
	    uri.fragment != NULL ||
	    (strcmp(uri.scheme, "https") != 0 &&
		!(strcmp(uri.scheme, "http") == 0 &&
		    uri_host_is_local(uri.host)))) {
		command_fail(EXIT_WRONG,
		    "conformance: %s %s: must be an https URI", option, text);
		return false;
	}
	if (wish->host_count == CONFORMANCE_HOSTS)
		return wrong("too many of --host");
	wish->hosts[wish->host_count++] =
	    arena_printf(wish->arena, "%s%s%s%s%s", uri.address ? "[" : "",
		uri.host, uri.address ? "]" : "", uri.port != NULL ? ":" : "",
		uri.port != NULL ? uri.port : "");
	return true;
}

/* Whole seconds; 0: they are none, or too many. */
static int64_t
seconds_of(const char *text)
{
	const size_t length = strspn(text, "0123456789");
	long long seconds;

	if (length == 0 || length > 4 || text[length] != '\0')
		return 0;
	seconds = strtoll(text, NULL, 10);
	return seconds <= SECONDS_MOST ? seconds : 0;
}

static bool
set_server(struct conformance_wish *wish, struct conformance_server *server)
{
	const int64_t seconds =
	    wish->timeout != NULL ? seconds_of(wish->timeout) : SECONDS;

	if (!name_host(wish, "--url", wish->url) ||
	    !name_host(wish, "--token-url", wish->token_url))
		return false;
	if (seconds == 0) {
		command_fail(EXIT_WRONG,
		    "conformance: --timeout %s: must be 1 to %d seconds",
		    wish->timeout, SECONDS_MOST);
		return false;
	}
	*server = (struct conformance_server){.url = wish->url,
	    .hosts = wish->hosts,
	    .ca = wish->ca,
	    .milliseconds = 1000 * seconds,
	    .deadline = monotonic_deadline(INT64_C(1000) * RUN_SECONDS)};
	return true;
}

static bool
open_run(struct conformance_wish *wish, struct conformance_run *run)
{
	const char *why = NULL;

	run->arena = wish->arena;
	run->secrets = json_new_array(wish->arena);
	run->variables = json_new_object(wish->arena);
	if (!conformance_party(wish, &run->party, run->variables))
		return false;
	run->profile = regime_load(wish->arena, wish->profile, NULL, &why);
	if (run->profile == NULL) {
		command_fail(EXIT_WRONG, "%s", why);
		return false;
	}
	run->pack = conformance_pack(
	    wish->arena, run->profile, wish->profile, wish->pack);
	if (run->pack == NULL)
		return false;
	if (conformance_choose(run->pack, wish->only))
		return true;
	command_fail(
	    EXIT_WRONG, "conformance: --only %s: no such test", wish->only);
	return false;
}

static void
report(const struct conformance_wish *wish, const struct conformance_run *run,
    const struct json *left)
{
	if (wish->json)
		conformance_print_json(run, wish->url, left);
	else if (wish->junit)
		conformance_print_junit(
		    run, arena_printf(run->arena, "dcr conformance %s",
			     run->profile->name));
	else
		conformance_print_sum(run->pack);
	for (size_t i = 0; i < json_length(left); i++)
		fprintf(stderr, "note: client %s is still registered there\n",
		    json_string(json_at(left, i)));
}

int
conformance_command(int argc, char **argv, struct arena *arena)
{
	struct conformance_wish wish = {.arena = arena};
	struct conformance_server server;
	struct conformance_run run = {.party = {.argc = argc, .argv = argv}};
	struct json *left = NULL;

	if (!read_wish(argc, argv, &wish) || !set_server(&wish, &server) ||
	    !open_run(&wish, &run))
		return EXIT_WRONG;
	if (!conformance_play(&run, &server,
		wish.json || wish.junit ? NULL : conformance_print, &left))
		return EXIT_WRONG;
	report(&wish, &run, left);
	return conformance_exit(run.pack);
}
