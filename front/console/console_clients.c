/* SPDX-License-Identifier: ISC */
/* The page of all clients, and of those that somebody looks for. */
#include <string.h>

#include "deliver/told.h"
#include "front/console/private.h"
#include "kit/arena.h"
#include "kit/identifier.h"
#include "kit/limits.h"
#include "kit/parameters.h"
#include "kit/trail.h"
#include "pages/clients.h"
#include "pages/html.h"

struct searching {
	struct console *console;
	const char *text;  /* NULL: all clients */
	const char *state; /* likewise */
	int64_t shown, scanned;
	char *last; /* the client_id that was looked at last; or NULL */
	bool more;  /* there are clients behind it */
};

static void
show(struct searching *searching, const struct client *client)
{
	if (searching->shown++ == 0)
		clients_begin(searching->console->out, "Clients");
	clients_row(
	    searching->console->out, searching->console->profile, client, true);
}

static bool
has(const char *where, const char *text)
{
	return where != NULL && strcasestr(where, text) != NULL;
}

static bool
is_wanted(const struct searching *searching, const struct client *client)
{
	const char *text = searching->text;
	struct arena *arena;
	bool wanted;

	if (searching->state != NULL &&
	    strcmp(searching->state, client_state_name(client_state_at(client,
					 searching->console->now))) != 0)
		return false;
	if (text == NULL || has(client->client_id, text) ||
	    has(client->software, text) || has(client->subject, text) ||
	    has(client->certificate, text))
		return true;
	arena = arena_new();
	const struct trail_facts *facts = told_facts(
	    arena, searching->console->profile, client, client->version, NULL);
	wanted = has(facts->organisation_name, text) ||
		 has(facts->organisation_id, text);
	arena_free(arena);
	return wanted;
}

static bool
look(void *context, const struct stored_row *row)
{
	struct searching *searching = context;

	if (searching->shown == CONSOLE_ROWS ||
	    searching->scanned == CONSOLE_CLIENTS) {
		searching->more = true;
		return false;
	}
	searching->scanned++;
	if (is_wanted(searching, &row->client))
		show(searching, &row->client);
	(void)stpncpy(searching->last, row->client.client_id, LIMIT_IDENTIFIER);
	return true;
}

static void
put_form(const struct console *console)
{
	const char *state = console_asked(console, "state");
	const char *name;

	html(console->out,
	    "<form method=\"get\" action=\"clients\" role=\"search\">\n"
	    "<div><label for=\"q\">Client, software, organisation or "
	    "certificate</label><input id=\"q\" name=\"q\" type=\"search\" "
	    "maxlength=\"200\" value=\"%s\"></div>\n"
	    "<div><label for=\"state\">State</label>"
	    "<select id=\"state\" name=\"state\"><option value=\"\">any"
	    "</option>",
	    console_asked(console, "q"));
	for (size_t i = 0; i < CLIENT_STATES; i++) {
		name = client_state_name((enum client_state)i);
		html(console->out, "<option value=\"%s\"%s>%s</option>", name,
		    strcmp(state, name) == 0 ? " selected" : "", name);
	}
	html(console->out, "</select></div>\n"
			   "<button>Search</button>\n</form>\n");
}

static void
put_more(const struct searching *searching)
{
	const struct console *console = searching->console;

	html(console->out, "<p class=\"pages\"><a href=\"clients\">From the "
			   "first on</a>");
	if (searching->more)
		html(console->out,
		    " <a rel=\"next\" href=\"clients?q=%s&amp;state=%s"
		    "&amp;after=%s\">%s</a>",
		    console_quoted(console, console_asked(console, "q")),
		    console_quoted(console, console_asked(console, "state")),
		    console_quoted(console, searching->last),
		    searching->shown == CONSOLE_ROWS ? "The next ones"
						     : "Search on");
	html(console->out, "</p>\n");
}

static void
put_end(const struct searching *searching)
{
	FILE *out = searching->console->out;

	if (searching->shown > 0)
		clients_end(out);
	else
		html(out, "<p class=\"note\">No client was found%s.</p>\n",
		    searching->more ? " so far" : "");
	if (searching->more && searching->shown < CONSOLE_ROWS)
		html(out,
		    "<p class=\"note\">%lld clients were looked at; there are "
		    "more.</p>\n",
		    (long long)searching->scanned);
	put_more(searching);
}

enum stored
console_clients(struct console *console)
{
	const char *after = parameter(console->asked, "after");
	struct searching searching = {.console = console,
	    .text = parameter(console->asked, "q"),
	    .state = parameter(console->asked, "state"),
	    .last = arena_alloc(console->arena, LIMIT_IDENTIFIER + 1)};
	const struct stored_range range = {
	    .table = TABLE_CLIENTS, .after = after};
	enum stored stored;

	put_form(console);
	if (after != NULL && !identifier_is_client(after, strlen(after))) {
		html(console->out,
		    "<p class=\"note\">There is no such place to go on "
		    "from.</p>\n");
		return STORED_OK;
	}
	stored =
	    console->store->ops->rows(console->store, &range, look, &searching);
	put_end(&searching);
	return stored;
}
