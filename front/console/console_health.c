/* SPDX-License-Identifier: ISC */
/* The pages about how the service is, and about its rules. */
#include "front/console/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "pages/html.h"
#include "pages/outbox.h"
#include "pages/page.h"
#include "pages/rules.h"
#include "pages/table.h"
#include "validators/lib/profile.h"

enum { LANES_MOST = 100 };

static void
put_check(FILE *out, const char *what, bool good, const char *why)
{
	html(out,
	    "<tr><th scope=\"row\">%s</th><td><span class=\"tag %s\">%s"
	    "</span></td><td class=\"text\"><bdi>%s</bdi></td></tr>\n",
	    what, good ? "good" : "bad", good ? "good" : "not good",
	    why != NULL ? why : "");
}

enum stored
console_health(struct console *console)
{
	static const struct column columns[] = {
	    {"What", false}, {"State", false}, {"Why", false}, {NULL, false}};
	const struct judge *judge = &console->service->judge;
	const char *why = NULL;
	FILE *out = console->out;
	bool good;

	table_begin(out, "What serving needs", columns);
	put_check(out, "This process serves", true, NULL);
	good = judge_has_directories(judge, console->arena, &why);
	put_check(out, "The keys of directories", good, good ? NULL : why);
	good = judge_has_revocation(judge, console->arena, &why);
	put_check(out, "Revocation lists", good, good ? NULL : why);
	table_end(out);
	html(out, "<p>dcr doctor, on the machine itself, looks at more: the "
		  "files of the store, certificates that end soon, the "
		  "clock.</p>\n");
	page_heading(out, "deliveries", "Deliveries");
	return outbox_put(out, console->store, console->arena,
	    console->service->config, console->now, 0);
}

enum stored
console_outbox(struct console *console)
{
	return outbox_put(console->out, console->store, console->arena,
	    console->service->config, console->now, LANES_MOST);
}

enum stored
console_rules(struct console *console)
{
	static const struct rules_beside nothing;

	html(console->out, "<p>%s: %s</p>\n", console->profile->name,
	    console->profile->title);
	rules_contents(console->out, console->profile);
	rules_put(console->out, console->arena, console->profile, &nothing);
	return STORED_OK;
}
