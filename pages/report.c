/* SPDX-License-Identifier: ISC */
/* Writes the report of a period. */
#include "pages/report.h"

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "pages/activity.h"
#include "pages/activity_put.h"
#include "pages/clients.h"
#include "pages/html.h"
#include "pages/outbox.h"
#include "pages/page.h"
#include "pages/rules.h"
#include "pages/ranking.h"
#include "validators/lib/profile.h"

enum { LANES_MOST = 100 };

static void
put_facts(FILE *out, const struct report *report)
{
	html(out,
	    "<dl class=\"facts\">\n<dt>Issuer</dt><dd>%s</dd>\n"
	    "<dt>Profile</dt><dd>%s: %s</dd>\n<dt>Period</dt><dd>",
	    report->config->issuer, report->profile->name,
	    report->profile->title);
	html_time(out, report->since > 0 ? report->since : 1);
	html(out, " to ");
	html_time(out, report->until);
	html(out, " (UTC)</dd>\n<dt>Made</dt><dd>");
	html_time(out, report->now);
	html(out,
	    " (UTC)</dd>\n<dt>Program</dt><dd>dcr %s</dd>\n"
	    "<dt>Store</dt><dd><code>%s</code></dd>\n</dl>\n",
	    DCR_VERSION, json_string(json_get(report->told, "store")));
}

static void
put_tile(FILE *out, const char *name, int64_t number)
{
	html(out, "<div><dt>%s</dt><dd>", name);
	html_number(out, number);
	html(out, "</dd></div>\n");
}

static void
put_tiles(
    FILE *out, const struct census *census, const struct activity *activity)
{
	html(out, "<dl class=\"tiles\">\n");
	put_tile(out, "Clients", census->clients);
	put_tile(out, "Active", census->states[CLIENT_ACTIVE]);
	put_tile(out, "Suspended", census->states[CLIENT_SUSPENDED]);
	put_tile(out, "Pending", census->states[CLIENT_PENDING]);
	put_tile(out, "Expired", census->states[CLIENT_EXPIRED]);
	put_tile(out, "Registered in the period",
	    ranking_total(activity->events, "registered"));
	put_tile(out, "Deleted in the period",
	    ranking_total(activity->events, "deleted"));
	put_tile(out, "Refused in the period", activity->refused);
	html(out, "</dl>\n");
	if (activity->unreadable > 0)
		html(out,
		    "<p class=\"note\">%lld records of the audit trail cannot "
		    "be read; dcr audit --verify says more.</p>\n",
		    (long long)activity->unreadable);
}

static void
put_contents(FILE *out)
{
	static const char *const sections[][2] = {{"changes", "What was done"},
	    {"rules-broken", "What was refused"},
	    {"organisations-refused", "Who was refused"},
	    {"validators", "The bank's own validators"},
	    {"organisations", "Organisations"}, {"suspended", "Suspended"},
	    {"clients", "Clients"}, {"outbox", "Deliveries"},
	    {"rules", "Rules in force"}, {"configuration", "Configuration"}};

	html(out, "<ol class=\"toc\" aria-label=\"Contents\">\n");
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		html(out, "<li><a href=\"#%s\">%s</a></li>\n", sections[i][0],
		    sections[i][1]);
	html(out, "</ol>\n");
}

/* Rule -> how often it refused. */
static const struct json *
refused_of(struct arena *arena, const struct activity *activity)
{
	struct json *all = json_new_object(arena);

	for (size_t i = 0; i < activity->rules->count; i++)
		json_set_integer(all, activity->rules->names[i]->name,
		    activity->rules->names[i]->total);
	return all;
}

static void
put_rules(FILE *out, struct arena *arena, const struct report *report,
    const struct activity *activity)
{
	const struct rules_beside beside = {
	    .refused = refused_of(arena, activity)};

	page_heading(out, "rules", "Rules in force");
	rules_contents(out, report->profile);
	rules_put(out, arena, report->profile, &beside);
	rules_put_others(out, arena, &beside);
}

static enum stored
put_clients(FILE *out, const struct report *report, const struct census *census)
{
	enum stored stored;

	page_heading(out, "organisations", "Organisations");
	census_put(out, census);
	page_heading(out, "suspended", "Suspended clients");
	stored = clients_put(
	    out, report->store, report->profile, true, report->clients);
	if (stored != STORED_OK)
		return stored;
	page_heading(out, "clients", "Clients");
	return clients_put(
	    out, report->store, report->profile, false, report->clients);
}

static enum stored
put_sections(FILE *out, struct arena *arena, const struct report *report,
    const struct census *census, const struct activity *activity)
{
	enum stored stored;

	put_tiles(out, census, activity);
	put_contents(out);
	activity_put(out, arena, report->profile, activity);
	page_heading(out, "validators", "The bank's own validators");
	activity_put_external(out, report->profile, activity);
	stored = put_clients(out, report, census);
	if (stored != STORED_OK)
		return stored;
	page_heading(out, "outbox", "Deliveries");
	stored = outbox_put(out, report->store, arena, report->config,
	    report->now, LANES_MOST, false);
	if (stored != STORED_OK)
		return stored;
	put_rules(out, arena, report, activity);
	page_heading(out, "configuration", "Configuration");
	html(out,
	    "<p>What is in force, defaults included, from <code>%s</code>; "
	    "secrets are in files of their own and not in here.</p>\n"
	    "<pre tabindex=\"0\" aria-label=\"Configuration\">%s</pre>\n",
	    report->config->path, json_text_pretty(arena, report->told));
	return STORED_OK;
}

enum stored
report_put(FILE *out, struct arena *arena, const struct report *report)
{
	const struct page page = {.title = "Report on registrations",
	    .of = report->config->issuer,
	    .made = moment_text(arena, report->now)};
	struct activity activity;
	struct census census;
	enum stored stored =
	    census_read(report->store, arena, report->profile, &census);

	if (stored == STORED_OK)
		stored = activity_read(report->store, arena, report->since,
		    report->until, INT64_MAX, &activity);
	if (stored != STORED_OK)
		return stored;
	page_begin(out, arena, &page);
	put_facts(out, report);
	stored = put_sections(out, arena, report, &census, &activity);
	page_end(out, &page);
	return stored;
}
