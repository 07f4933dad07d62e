/* SPDX-License-Identifier: ISC */
/* The page of one client: what it is, and what happened to it. */
#include <string.h>

#include "deliver/told.h"
#include "front/console/private.h"
#include "kit/arena.h"
#include "kit/hex.h"
#include "kit/identifier.h"
#include "kit/json.h"
#include "kit/trail.h"
#include "pages/allowed.h"
#include "pages/clients.h"
#include "pages/history.h"
#include "pages/html.h"
#include "pages/page.h"

static void
put_fact(FILE *out, const char *name, const char *text)
{
	if (text != NULL && *text != '\0')
		html(out, "<dt>%s</dt><dd><bdi>%s</bdi></dd>\n", name, text);
}

static void
put_moment(FILE *out, const char *name, int64_t at)
{
	html(out, "<dt>%s</dt><dd>", name);
	html_time(out, at);
	html(out, "</dd>\n");
}

static void
put_state(FILE *out, const struct client *client)
{
	html(out, "<dt>State</dt><dd>");
	clients_state(out, client);
	html(out, " since ");
	html_time(out, client->state_since);
	if (*client->state_by != '\0')
		html(out, ", by the %s", client->state_by);
	if (*client->state_why != '\0')
		html(out, ": <bdi>%s</bdi>", client->state_why);
	html(out, "</dd>\n");
}

/* What a client has registered, in the names of standards, but for its keys. */
static void
put_metadata(FILE *out, const struct json *metadata)
{
	const struct json *value;
	const char *name;

	page_heading(out, "metadata", "What is registered");
	html(out, "<dl class=\"facts\">\n");
	for (struct json_each each = json_each(metadata);
	     json_next(&each, &name, &value);) {
		if (strcmp(name, "jwks") == 0)
			continue;
		html(out, "<dt><code>%s</code></dt><dd><bdi>", name);
		allowed_value(out, value);
		html(out, "</bdi></dd>\n");
	}
	html(out, "</dl>\n");
}

static void
put_client(struct console *console, const struct client *client)
{
	FILE *out = console->out;
	const struct json *told =
	    told_client(console->arena, console->profile, client);
	const struct trail_facts *facts = told_facts(
	    console->arena, console->profile, client, client->version, NULL);

	html(out, "<dl class=\"facts\">\n");
	put_fact(out, "client_id", client->client_id);
	put_state(out, client);
	put_fact(out, "Organisation", facts->organisation_name);
	put_fact(out, "Organisation's identifier", facts->organisation_id);
	put_fact(out, "Software", facts->software_id);
	put_fact(out, "Directory", facts->directory);
	if (json_length(facts->roles) > 0) {
		html(out, "<dt>Roles</dt><dd>");
		allowed_value(out, facts->roles);
		html(out, "</dd>\n");
	}
	put_fact(out, "Certificate", client->subject);
	put_fact(out, "Issued by", client->issuer);
	put_fact(out, "Its SHA-256", client->certificate);
	put_moment(out, "Registered", client->registered);
	put_moment(out, "Changed", client->changed);
	put_fact(out, "Judged by", client->profile);
	if (client->expires != 0)
		put_moment(out, "Expires", client->expires);
	html(
	    out, "<dt>Version</dt><dd>%lld</dd>\n", (long long)client->version);
	if (client_not_before(client) != 0)
		put_moment(out, "Tokens are dead from before",
		    client_not_before(client));
	html(out, "</dl>\n");
	put_metadata(out, json_get(told, "client"));
}

/* A key of the trail, out of the query; NULL: there is none that is one. */
static const char *
key_asked(const struct console *console, const char *name)
{
	const char *text = console_asked(console, name);

	return hex_is(text, 8) ? text : NULL;
}

static void
put_on(struct console *console, const struct history *history,
    const struct history_search *search, const char *id)
{
	FILE *out = console->out;

	if (history->cut)
		html(out,
		    "<p class=\"note\">The trail was looked at up to this "
		    "point; later records can be looked for.</p>\n");
	html(out, "<p class=\"pages\">");
	if (history->matches > (int64_t)history->count)
		html(out,
		    "<a href=\"client?id=%s&amp;after=%s&amp;until=%s"
		    "#history\">Earlier records</a> ",
		    console_quoted(console, id),
		    search->after != NULL ? search->after : "",
		    history_oldest(history));
	if (history->cut)
		html(out,
		    "<a href=\"client?id=%s&amp;after=%s#history\">Later "
		    "records</a> ",
		    console_quoted(console, id), history->last);
	html(out, "</p>\n");
}

/* What was refused before there was a client has no client_id: it is known by
 * the certificate. */
static enum stored
put_history(
    struct console *console, const char *id, const struct client *client)
{
	struct history_search search = {.scan = CONSOLE_RECORDS,
	    .texts = {arena_printf(console->arena, "\"%s\"", id)},
	    .after = key_asked(console, "after"),
	    .until = key_asked(console, "until")};
	struct history history;
	enum stored stored;

	if (client != NULL && hex_is(client->certificate, 32))
		search.texts[1] = client->certificate;
	page_heading(console->out, "history", "What happened");
	stored =
	    history_find(console->store, console->arena, &search, &history);
	if (stored != STORED_OK)
		return stored;
	history_put(console->out, console->profile, &history,
	    "Records of this client, and of its certificate", true);
	put_on(console, &history, &search, id);
	return STORED_OK;
}

enum stored
console_client(struct console *console)
{
	const char *id = console_asked(console, "id");
	struct client client;
	enum stored stored;

	if (!identifier_is_client(id, strlen(id))) {
		console->status = 404;
		html(console->out, "<p>There is no such client.</p>\n");
		return STORED_OK;
	}
	stored = console->store->ops->get(
	    console->store, id, console->arena, &client);
	if (stored == STORED_OK) {
		put_client(console, &client);
		return put_history(console, id, &client);
	}
	if (stored != STORED_MISSING)
		return stored;
	console->status = 404;
	html(console->out,
	    "<p>No client <code>%s</code> is registered now.</p>\n", id);
	return put_history(console, id, NULL);
}
