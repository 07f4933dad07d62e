/* SPDX-License-Identifier: ISC */
/* Shows how far each receiver has been told, and what it has not taken. */
#include "pages/outbox.h"

#include "deliver/ledger.h"
#include "deliver/standing.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "pages/html.h"
#include "pages/table.h"

static void
put_state(FILE *out, const struct standing *standing)
{
	if (!standing->known)
		html(out, "<span class=\"tag poor\">not begun</span>");
	else if (standing->failing_seconds > 0)
		html(out, "<span class=\"tag bad\">does not answer</span>");
	else if (!standing->held)
		html(out, "<span class=\"tag poor\">nobody delivers</span>");
	else if (standing->waiting + standing->parked > 0)
		html(out, "<span class=\"tag poor\">behind</span>");
	else
		html(out, "<span class=\"tag good\">told</span>");
}

/* "3 d 4 h", "5 min": as precise as anybody needs it. */
static const char *
lasting(struct arena *arena, int64_t seconds)
{
	if (seconds <= 0)
		return "";
	if (seconds < 120)
		return arena_printf(arena, "%d s", (int)seconds);
	if (seconds < 7200)
		return arena_printf(arena, "%d min", (int)(seconds / 60));
	if (seconds < 172800)
		return arena_printf(arena, "%d h", (int)(seconds / 3600));
	return arena_printf(arena, "%lld d", (long long)(seconds / 86400));
}

struct lanes {
	FILE *out;
	int64_t most, shown;
	bool link;
};

static void
lanes_begin(FILE *out)
{
	static const struct column columns[] = {{"Client", false},
	    {"Event", false}, {"Since", false}, {"Tries", true},
	    {"Next try", false}, {"Answer", false}, {NULL, false}};

	table_begin(out, "Events that were not taken so far", columns);
}

static bool
put_lane(void *context, const struct ledger_lane *lane)
{
	struct lanes *lanes = context;
	FILE *out = lanes->out;

	if (lanes->shown == lanes->most)
		return false;
	if (lanes->shown++ == 0)
		lanes_begin(out);
	html(out,
	    "<tr><th scope=\"row\" class=\"id nowrap\">%s</th><td>%s</td><td>",
	    lane->client_id, lane->event);
	html_time(out, lane->since);
	html(out, "</td><td class=\"num\">%lld</td><td>",
	    (long long)lane->attempts);
	if (lane->parked)
		html(out, "<span class=\"tag bad\">parked</span>");
	else
		html_time(out, lane->next);
	html(out, "</td><td class=\"text\"><bdi>%s</bdi></td></tr>\n",
	    lane->answer);
	return true;
}

static void
put_numbers(FILE *out, struct arena *arena, const struct standing *standing)
{
	html(out,
	    "<dl class=\"tiles\">\n"
	    "<div><dt>Events waiting</dt><dd>%lld</dd></div>\n"
	    "<div><dt>Events parked</dt><dd>%lld</dd></div>\n"
	    "<div><dt>Events behind</dt><dd>%lld</dd></div>\n"
	    "<div><dt>Clients to hand over</dt><dd>%lld</dd></div>\n"
	    "<div><dt>Oldest event</dt><dd>%s</dd></div>\n</dl>\n",
	    (long long)standing->waiting, (long long)standing->parked,
	    (long long)standing->events_behind,
	    (long long)standing->clients_behind,
	    standing->oldest_seconds > 0
		? lasting(arena, standing->oldest_seconds)
		: "-");
	if (standing->failing_seconds > 0)
		html(out, "<p>It has not answered for %s.</p>\n",
		    lasting(arena, standing->failing_seconds));
	if (*standing->last_error != '\0')
		html(out, "<p>The last error: <bdi>%s</bdi></p>\n",
		    standing->last_error);
}

static enum stored
put_receiver(struct lanes lanes, struct store *store, struct arena *arena,
    const char *name, int64_t now)
{
	struct standing standing;
	enum stored stored = standing_of(store, name, now, arena, &standing);
	FILE *out = lanes.out;
	const int64_t most = lanes.most;

	if (stored != STORED_OK)
		return stored;
	html(out, "<h3 id=\"r-%s\">%s ", name, name);
	put_state(out, &standing);
	html(out, "</h3>\n");
	put_numbers(out, arena, &standing);
	stored = ledger_lanes(store, name, put_lane, &lanes);
	if (lanes.shown > 0)
		table_end(out);
	if (lanes.shown == most && most > 0)
		html(out,
		    "<p class=\"note\">These are the first %lld; dcr "
		    "deliveries lists all.</p>\n",
		    (long long)most);
	return stored;
}

enum stored
outbox_put(FILE *out, struct store *store, struct arena *arena,
    const struct config *config, int64_t now, int64_t most, bool link)
{
	const struct config_receiver *receiver = config->receivers;
	const struct lanes lanes = {.out = out, .most = most, .link = link};
	enum stored stored = STORED_OK;

	if (receiver->name == NULL)
		html(out,
		    "<p class=\"note\">dcr.conf names no receiver: nobody is "
		    "told of changes.</p>\n");
	for (; stored == STORED_OK && receiver->name != NULL; receiver++)
		stored = put_receiver(lanes, store, arena, receiver->name, now);
	return stored;
}
