/* SPDX-License-Identifier: ISC */
/* Counts and lists clients. */
#include "pages/clients.h"

#include <time.h>

#include "deliver/told.h"
#include "kit/arena.h"
#include "kit/percent.h"
#include "kit/trail.h"
#include "pages/html.h"
#include "pages/organisation.h"
#include "pages/table.h"
#include "pages/ranking.h"
#include "store/lib/rows.h"

enum { ROWS_MOST = 100 };

struct counting {
	const struct profile *profile;
	struct census *census;
};

/* Each client has an arena of its own: there may be a million of them. */
static bool
count(void *context, const struct client *client)
{
	const struct counting *counting = context;
	struct census *census = counting->census;
	struct arena *arena = arena_new();
	const char *organisation =
	    organisation_of_client(arena, told_facts(arena, counting->profile,
					      client, client->version, NULL));
	const enum client_state state = client_state_at(client, time(NULL));

	census->clients++;
	census->states[state]++;
	ranking_add(census->organisations, organisation, (size_t)state,
	    client->registered);
	arena_free(arena);
	return true;
}

enum stored
census_read(struct store *store, struct arena *arena,
    const struct profile *profile, struct census *out)
{
	struct counting counting = {.profile = profile};
	enum stored stored;

	*out = (struct census){.organisations = ranking_new(arena)};
	counting.census = out;
	stored = rows_clients(store, INDEX_SOFTWARE, NULL, count, &counting);
	ranking_sort(out->organisations);
	return stored;
}

void
census_put(FILE *out, const struct census *census)
{
	static const struct column columns[] = {{"Organisation", false},
	    {"Clients", true}, {"Active", true}, {"Suspended", true},
	    {"Pending", true}, {"Expired", true}, {"Last registered", false},
	    {NULL, false}};
	const struct ranking *all = census->organisations;

	if (all->count == 0)
		return;
	table_begin(out, "Clients by organisation", columns);
	for (size_t i = 0; i < all->count && i < ROWS_MOST; i++) {
		const struct ranked *name = all->names[i];

		html(out,
		    "<tr><th scope=\"row\"><bdi>%s</bdi></th>"
		    "<td class=\"num\">%lld</td>",
		    name->name, (long long)name->total);
		for (size_t k = 0; k < CLIENT_STATES; k++)
			html(out, "<td class=\"num\">%lld</td>",
			    (long long)name->counts[k]);
		html(out, "<td>");
		html_time(out, name->last);
		html(out, "</td></tr>\n");
	}
	table_end(out);
	if (all->count > ROWS_MOST)
		html(out,
		    "<p class=\"note\">The table has the %lld organisations "
		    "with the most clients, of %s%lld.</p>\n",
		    (long long)ROWS_MOST,
		    all->others.total > 0 ? "more than " : "",
		    (long long)all->count);
}

void
clients_begin(FILE *out, const char *caption)
{
	static const struct column columns[] = {{"Client", false},
	    {"Organisation", false}, {"Software", false}, {"State", false},
	    {"Registered", false}, {"Changed", false}, {NULL, false}};

	table_begin(out, caption, columns);
}

void
clients_end(FILE *out)
{
	table_end(out);
}

void
clients_state(FILE *out, const struct client *client)
{
	const enum client_state state = client_state_at(client, time(NULL));

	html(out, "<span class=\"tag %s\">%s</span>",
	    state == CLIENT_ACTIVE ? "good" : "poor", client_state_name(state));
}

void
clients_row(FILE *out, const struct profile *profile,
    const struct client *client, bool link)
{
	struct arena *arena = arena_new();
	const struct trail_facts *facts =
	    told_facts(arena, profile, client, client->version, NULL);

	html(out, "<tr><th scope=\"row\" class=\"id nowrap\">");
	if (link)
		html(out, "<a href=\"client?id=%s\">%s</a>",
		    percent_encode(arena, client->client_id, "-._~"),
		    client->client_id);
	else
		html(out, "%s", client->client_id);
	html(out,
	    "</th><td><bdi>%s</bdi></td><td class=\"id\"><bdi>%s</bdi></td>"
	    "<td>",
	    organisation_of_client(arena, facts), facts->software_id);
	clients_state(out, client);
	html(out, "</td><td>");
	html_time(out, client->registered);
	html(out, "</td><td>");
	html_time(out, client->changed);
	html(out, "</td></tr>\n");
	arena_free(arena);
}

struct listing {
	FILE *out;
	const struct profile *profile;
	bool suspended; /* these alone */
	int64_t most, shown;
	bool more;
};

static bool
list(void *context, const struct client *client)
{
	struct listing *listing = context;

	if (listing->suspended && client->state != CLIENT_SUSPENDED)
		return true;
	if (listing->shown == listing->most) {
		listing->more = true;
		return false;
	}
	if (listing->shown++ == 0)
		clients_begin(listing->out,
		    listing->suspended ? "Suspended clients" : "Clients");
	clients_row(listing->out, listing->profile, client, false);
	return !ferror(listing->out);
}

enum stored
clients_put(FILE *out, struct store *store, const struct profile *profile,
    bool suspended, int64_t most)
{
	struct listing listing = {.out = out,
	    .profile = profile,
	    .suspended = suspended,
	    .most = most};
	const enum stored stored =
	    rows_clients(store, INDEX_SOFTWARE, NULL, list, &listing);

	if (listing.shown > 0)
		clients_end(out);
	else if (most > 0)
		html(out, "<p class=\"note\">There are none.</p>\n");
	if (listing.more)
		html(out,
		    "<p class=\"note\">These are the first %lld; there are "
		    "more.</p>\n",
		    (long long)most);
	return stored;
}
