/* SPDX-License-Identifier: ISC */
/* The pages about how the service is, and about its rules. */
#include "front/console/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/keyring/keyring.h"
#include "kit/signing/signers.h"
#include "kit/signing/signing.h"
#include "kit/x509/revocation.h"
#include "pages/html.h"
#include "pages/outbox.h"
#include "pages/page.h"
#include "pages/rules.h"
#include "pages/table.h"
#include "validators/lib/profile.h"

enum { LANES_MOST = 100 };

/* `good`: what is said where it is well. */
static void
put_check(FILE *out, const char *what, const char *why, const char *good)
{
	html(out,
	    "<tr><th scope=\"row\"><bdi>%s</bdi></th><td><span "
	    "class=\"tag %s\">%s</span></td><td class=\"text\"><bdi>%s</bdi>"
	    "</td></tr>\n",
	    what, why == NULL ? "good" : "bad",
	    why == NULL ? "good" : "not good", why == NULL ? good : why);
}

static bool
stop(void *context, const struct stored_row *row)
{
	(void)context;
	(void)row;
	return false;
}

static enum stored
check_store(const struct console *console)
{
	const struct stored_range range = {.table = TABLE_CLIENTS};
	const enum stored stored =
	    console->store->ops->rows(console->store, &range, stop, NULL);

	put_check(console->out, "Store",
	    stored == STORED_OK ? NULL : "cannot be read; the log says why",
	    "it can be read");
	return stored;
}

/* As a registration would: a set that is too old is fetched. */
static void
check_directories(const struct console *console)
{
	const struct judge *judge = &console->service->judge;
	const struct config_directory *d =
	    console->service->config->directories;
	const struct keys *keys;

	for (; d->issuer != NULL; d++) {
		const char *why = NULL;

		if (d->keys == NULL)
			continue;
		if (keyring_directory(judge->keyring, d->keys, KEYRING_CACHED,
			console->now, console->arena, &keys,
			&why) == KEYRING_FOUND)
			why = NULL;
		else if (why == NULL)
			why = "its keys cannot be had";
		put_check(console->out,
		    arena_printf(
			console->arena, "Keys of directory %s", d->issuer),
		    why, d->keys);
	}
}

static void
check_signing(const struct console *console)
{
	const struct service *service = console->service;
	const char *why = NULL, *signs = NULL;
	const struct signer *signer;

	if (service->signing == NULL)
		return;
	signer = signing_own(service->signing, console->arena, &why);
	for (; signer != NULL && signer->kid != NULL; signer++)
		if (signer->state == SIGNER_SIGNING)
			signs = signer->kid;
	if (signs == NULL && why == NULL)
		why = "no key signs";
	put_check(console->out, "Key that signs access tokens and events",
	    signs != NULL ? NULL : why, signs);
}

enum stored
console_health(struct console *console)
{
	static const struct column columns[] = {{"What", false},
	    {"State", false}, {"Why, or which", false}, {NULL, false}};
	const char *why = NULL;
	FILE *out = console->out;
	enum stored stored;

	table_begin(out, "What serving needs", columns);
	put_check(out, "Configuration", NULL, console->service->config->path);
	stored = check_store(console);
	check_directories(console);
	check_signing(console);
	if (judge_has_revocation(
		&console->service->judge, console->arena, &why))
		why = NULL;
	put_check(out, "Revocation lists", why,
	    console->service->config->revocation.mode == REVOCATION_OFF
		? "nobody is asked"
		: "they are at hand");
	table_end(out);
	html(out, "<p>dcr doctor, on the machine itself, looks at more: the "
		  "files of the store, certificates that end soon, the "
		  "clock.</p>\n");
	if (stored != STORED_OK)
		return STORED_OK;
	page_heading(out, "deliveries", "Deliveries");
	return outbox_put(out, console->store, console->arena,
	    console->service->config, console->now, 0, true);
}

enum stored
console_outbox(struct console *console)
{
	page_heading(console->out, "receivers", "Receivers");
	return outbox_put(console->out, console->store, console->arena,
	    console->service->config, console->now, LANES_MOST, true);
}

enum stored
console_rules(struct console *console)
{
	static const struct rules_beside nothing;

	html(console->out, "<p>%s: %s</p>\n", console->profile->name,
	    console->profile->title);
	rules_contents(console->out, console->profile);
	rules_put(console->out, console->arena, console->profile, &nothing);
	rules_put_others(console->out, console->arena, &nothing);
	return STORED_OK;
}
