/* SPDX-License-Identifier: ISC */
/* dcr sandbox certificate: a right certificate, or a wrong one. */
#include <stdio.h>
#include <string.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/sandbox/private.h"
#include "kit/arena.h"
#include "kit/file.h"
#include "kit/json.h"

struct wish {
	struct arena *arena;
	const char *dir;
	const char *subject, *from, *until, *purpose;
	const char *ca_key, *ca_cert, *key, *out;
	const char *psd2, *uri;
	bool self_signed, new_key, unqualified;
};

static bool
read_wish(int argc, char **argv, struct wish *wish)
{
	const struct option options[] = {
	    {"--subject", .value = &wish->subject},
	    {"--from", .value = &wish->from},
	    {"--until", .value = &wish->until},
	    {"--purpose", .value = &wish->purpose},
	    {"--psd2", .value = &wish->psd2},
	    {"--uri", .value = &wish->uri},
	    {"--unqualified", .flag = &wish->unqualified},
	    {"--ca-key", .value = &wish->ca_key},
	    {"--ca-cert", .value = &wish->ca_cert},
	    {"--self-signed", .flag = &wish->self_signed},
	    {"--key", .value = &wish->key},
	    {"--new-key", .flag = &wish->new_key},
	    {"--out", .value = &wish->out},
	    {0},
	};
	const char *wrong = NULL;

	if (!options_read(argc, argv, options))
		return false;
	if ((wish->ca_key == NULL) != (wish->ca_cert == NULL))
		wrong = "--ca-key and --ca-cert belong together";
	else if (wish->self_signed && wish->ca_key != NULL)
		wrong = "--self-signed goes without --ca-key";
	else if (wish->new_key && (wish->key != NULL || wish->out == NULL))
		wrong = "--new-key goes with --out and without --key";
	if (wrong != NULL)
		command_fail(EXIT_WRONG, "sandbox certificate: %s", wrong);
	return wrong == NULL;
}

static bool
set_purpose(const char *name, enum issue_purpose *out)
{
	static const char *const names[] = {
	    [ISSUE_CA] = "ca",
	    [ISSUE_CLIENT] = "client",
	    [ISSUE_SERVER] = "server",
	    [ISSUE_SIGNING] = "signing",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], name) == 0) {
			*out = (enum issue_purpose)i;
			return true;
		}
	}
	command_fail(EXIT_WRONG,
	    "sandbox: --purpose %s: must be client, server, signing or ca",
	    name);
	return false;
}

static bool
set_date(const char *option, const char *text, time_t now, time_t *out)
{
	if (text == NULL || sandbox_moment(text, now, out))
		return true;
	command_fail(
	    EXIT_WRONG, "sandbox: %s %s: must be @+N or @-N", option, text);
	return false;
}

/* What the plan of the world says of the first TPP's certificate for that
 * purpose: transport.pem or signing.pem. */
static bool
take_over(const struct wish *wish, struct issue_order *order)
{
	const struct json *plan = sandbox_plan_read(wish->arena, wish->dir);
	const struct json *party =
	    plan != NULL ? sandbox_party(plan, "tpp") : NULL;
	const struct json *entry = json_get(
	    plan, order->purpose == ISSUE_SIGNING ? "signing" : "transport");
	const char *subject = json_string(json_get(entry, "subject"));

	if (party == NULL || subject == NULL)
		return false;
	if (order->psd2 == NULL && !wish->unqualified)
		order->psd2 = json_string(json_get(entry, "psd2"));
	order->subject = sandbox_fill_text(wish->arena, subject, party);
	if (order->uri == NULL && json_get(entry, "uri") != NULL)
		order->uri = sandbox_fill_text(
		    wish->arena, json_string(json_get(entry, "uri")), party);
	return order->subject != NULL;
}

static const char *
read_own(const struct wish *wish, const char *given, const char *own)
{
	if (given == NULL)
		given = arena_printf(wish->arena, "%s/%s", wish->dir, own);
	return sandbox_read(wish->arena, given);
}

static const char *
own_key(const struct wish *wish)
{
	const char *key, *why;

	if (!wish->new_key)
		return read_own(wish, wish->key, "tpp/transport.key");
	key = issue_key(wish->arena, ISSUE_EC_P256, &why);
	if (key == NULL)
		command_fail(EXIT_UNABLE, "sandbox: %s", why);
	return key;
}

static bool
make_order(const struct wish *wish, struct issue_order *order)
{
	time_t now = time(NULL);

	order->not_before = now - SANDBOX_DAY;
	order->not_after = now + SANDBOX_YEAR;
	if (!set_date("--from", wish->from, now, &order->not_before) ||
	    !set_date("--until", wish->until, now, &order->not_after) ||
	    !set_purpose(wish->purpose, &order->purpose))
		return false;
	order->subject = wish->subject;
	order->psd2 = wish->psd2;
	order->uri = wish->uri;
	if (order->subject == NULL && !take_over(wish, order))
		return false;
	order->key = own_key(wish);
	if (order->key == NULL || wish->self_signed)
		return order->key != NULL;
	order->ca_key = read_own(wish, wish->ca_key, "client-ca.key");
	order->ca_cert = read_own(wish, wish->ca_cert, "client-ca.pem");
	return order->ca_key != NULL && order->ca_cert != NULL;
}

static int
put(const struct wish *wish, const char *suffix, const char *text,
    unsigned mode)
{
	const char *path = arena_printf(wish->arena, "%s%s", wish->out, suffix);

	if (file_replace(path, text, strlen(text), mode))
		return EXIT_PASS;
	return command_fail_file(EXIT_UNABLE, path);
}

int
sandbox_certificate(int argc, char **argv, struct arena *arena)
{
	struct wish wish = {
	    .arena = arena, .dir = argv[0], .purpose = "client"};
	struct issue_order order = {0};
	const char *pem, *why;
	int code = EXIT_PASS;

	if (!read_wish(argc, argv, &wish) || !make_order(&wish, &order))
		return EXIT_WRONG;
	pem = issue_certificate(arena, &order, &why);
	if (pem == NULL)
		return command_fail(EXIT_WRONG,
		    "sandbox: no certificate for %s: %s", order.subject, why);
	if (wish.out == NULL) {
		fputs(pem, stdout);
		return EXIT_PASS;
	}
	if (wish.new_key)
		code = put(&wish, ".key", order.key, 0600);
	return code == EXIT_PASS ? put(&wish, ".pem", pem, 0644) : code;
}
