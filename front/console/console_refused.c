/* SPDX-License-Identifier: ISC */
/* The page of refused requests: when, by which rule, and why. */
#include "front/console/private.h"
#include "kit/arena.h"
#include "kit/hex.h"
#include "kit/parameters.h"
#include "pages/history.h"
#include "pages/html.h"
#include "store/lib/journal.h"

static void
put_form(const struct console *console, int64_t days)
{
	html(console->out,
	    "<form method=\"get\" action=\"refused\" role=\"search\">\n"
	    "<div><label for=\"q\">Request-Id, organisation, client, "
	    "certificate or any other word</label><input id=\"q\" name=\"q\" "
	    "type=\"search\" maxlength=\"200\" value=\"%s\"></div>\n"
	    "<div><label for=\"rule\">Rule</label><input id=\"rule\" "
	    "name=\"rule\" maxlength=\"200\" value=\"%s\"></div>\n",
	    console_asked(console, "q"), console_asked(console, "rule"));
	console_put_days(console, days);
	html(console->out, "<button>Search</button>\n</form>\n");
}

static void
put_end(
    const struct console *console, const struct history *history, int64_t days)
{
	FILE *out = console->out;

	if (history->matches > (int64_t)history->count)
		html(out,
		    "<p class=\"note\">These are the newest %lld of %lld; dcr "
		    "audit lists all.</p>\n",
		    (long long)history->count, (long long)history->matches);
	if (history->cut)
		html(out,
		    "<p class=\"pages\"><a href=\"refused?q=%s&amp;rule=%s"
		    "&amp;days=%lld&amp;after=%s\">Later records</a></p>\n",
		    console_quoted(console, console_asked(console, "q")),
		    console_quoted(console, console_asked(console, "rule")),
		    (long long)days, history->last);
}

enum stored
console_refused(struct console *console)
{
	const int64_t days = console_days(console, 7);
	const char *after = console_asked(console, "after");
	const struct history_search search = {.scan = CONSOLE_RECORDS,
	    .after = hex_is(after, 8) ? after
				      : journal_before(console->arena,
					    console->now - days * 86400),
	    .text = parameter(console->asked, "q"),
	    .rule = parameter(console->asked, "rule"),
	    .refused = true};
	struct history history;
	enum stored stored;

	put_form(console, days);
	stored =
	    history_find(console->store, console->arena, &search, &history);
	if (stored != STORED_OK)
		return stored;
	history_put(console->out, console->profile, &history,
	    "Refused requests, the newest first", true);
	put_end(console, &history, days);
	return STORED_OK;
}
