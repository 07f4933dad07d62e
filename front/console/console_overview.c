/* SPDX-License-Identifier: ISC */
/* The first page: what there is, and what was done and refused of late. */
#include "front/console/private.h"
#include "pages/activity.h"
#include "pages/activity_put.h"
#include "pages/html.h"
#include "pages/ranking.h"
#include "store/lib/rows.h"

struct counting {
	int64_t clients, now;
	int64_t states[CLIENT_STATES];
	bool cut;
};

static bool
count(void *context, const struct client *client)
{
	struct counting *counting = context;

	if (counting->clients == CONSOLE_RECORDS) {
		counting->cut = true;
		return false;
	}
	counting->clients++;
	counting->states[client_state_at(client, counting->now)]++;
	return true;
}

static void
put_tile(FILE *out, const char *name, int64_t number, bool cut)
{
	html(out, "<div><dt>%s</dt><dd>", name);
	html_number(out, number);
	html(out, "%s</dd></div>\n", cut ? "+" : "");
}

static void
put_form(const struct console *console, int64_t days)
{
	html(console->out, "<form method=\"get\" action=\"./\">\n");
	console_put_days(console, days);
	html(console->out, "<button>Show</button>\n</form>\n");
}

static void
put_figures(const struct console *console, const struct counting *counting,
    const struct activity *activity)
{
	FILE *out = console->out;

	html(out, "<dl class=\"tiles\">\n");
	put_tile(out, "Clients", counting->clients, counting->cut);
	put_tile(out, "Active", counting->states[CLIENT_ACTIVE], counting->cut);
	put_tile(out, "Suspended", counting->states[CLIENT_SUSPENDED],
	    counting->cut);
	put_tile(
	    out, "Pending", counting->states[CLIENT_PENDING], counting->cut);
	put_tile(
	    out, "Expired", counting->states[CLIENT_EXPIRED], counting->cut);
	put_tile(out, "Registered in the period",
	    ranking_total(activity->events, "registered"), activity->cut);
	put_tile(
	    out, "Refused in the period", activity->refused, activity->cut);
	html(out, "</dl>\n");
	if (activity->cut)
		html(out,
		    "<p class=\"note\">The period has more than %lld records: "
		    "the first of them were counted. dcr report counts "
		    "all.</p>\n",
		    (long long)activity->records);
}

enum stored
console_overview(struct console *console)
{
	const int64_t days = console_days(console, 7);
	struct counting counting = {.now = console->now};
	struct activity activity;
	enum stored stored = rows_clients(
	    console->store, INDEX_SOFTWARE, NULL, count, &counting);

	if (stored == STORED_OK)
		stored = activity_read(console->store, console->arena,
		    console->now - days * 86400, console->now + 1,
		    CONSOLE_COUNTED, &activity);
	if (stored != STORED_OK)
		return stored;
	put_form(console, days);
	put_figures(console, &counting, &activity);
	activity_put(console->out, console->arena, console->profile, &activity);
	return STORED_OK;
}
