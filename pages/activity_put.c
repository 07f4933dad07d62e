/* SPDX-License-Identifier: ISC */
/* Shows what was done and refused in a period. */
#include "pages/activity_put.h"

#include <string.h>

#include "pages/activity.h"
#include "pages/html.h"
#include "pages/page.h"
#include "pages/plot.h"
#include "pages/rule_named.h"
#include "pages/table.h"
#include "pages/ranking.h"
#include "validators/external/external.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

enum { ROWS_MOST = 100 };

static const struct column by_rule[] = {{"Rule", false}, {"Requests", true},
    {"Share of refusals", false}, {"Last", false}, {"What must hold", false},
    {NULL, false}};
static const struct column by_organisation[] = {{"Organisation", false},
    {"Requests", true}, {"Share of refusals", false}, {"Last", false},
    {NULL, false}};

static void
put_share(FILE *out, int64_t part, int64_t all)
{
	const double share = all > 0 ? 100.0 * (double)part / (double)all : 0;

	html(out,
	    "<td class=\"nowrap\"><svg class=\"bar\" viewBox=\"0 0 100 6\" "
	    "preserveAspectRatio=\"none\" aria-hidden=\"true\">"
	    "<rect class=\"s0\" width=\"%.1f\" height=\"6\"/></svg>"
	    "%.1f %%</td>",
	    share, share);
}

static void
put_row(
    FILE *out, const struct ranked *name, const char *shown, int64_t refused)
{
	html(out, "<tr><th scope=\"row\"><bdi>%s</bdi></th><td class=\"num\">",
	    shown);
	html_number(out, name->total);
	html(out, "</td>");
	put_share(out, name->total, refused);
	html(out, "<td>");
	html_time(out, name->last);
	html(out, "</td>");
}

static void
put_rest(FILE *out, const struct ranking *ranking)
{
	if (ranking->count <= ROWS_MOST && ranking->others.total == 0)
		return;
	html(out, "<p class=\"note\">The table has the %lld most frequent ",
	    (long long)(ranking->count < ROWS_MOST ? ranking->count
						   : ROWS_MOST));
	html(out, "of %s%lld.</p>\n", ranking->others.total > 0 ? "over " : "",
	    (long long)ranking->count);
}

static void
put_rules(
    FILE *out, const struct profile *profile, const struct activity *activity)
{
	const struct ranking *ranking = activity->rules;
	const struct rule *rule;

	if (ranking->count == 0)
		return;
	table_begin(out, "Refused requests by rule", by_rule);
	for (size_t i = 0; i < ranking->count && i < ROWS_MOST; i++) {
		const struct ranked *name = ranking->names[i];

		put_row(out, name, name->name, activity->refused);
		rule = rule_named(profile, name->name);
		html(out, "<td class=\"text\">%s</td></tr>\n",
		    rule != NULL ? rule->meaning : "");
	}
	table_end(out);
	put_rest(out, ranking);
}

static void
put_organisations(FILE *out, const struct activity *activity)
{
	const struct ranking *ranking = activity->organisations;

	if (ranking->count == 0)
		return;
	table_begin(out, "Refused requests by organisation", by_organisation);
	for (size_t i = 0; i < ranking->count && i < ROWS_MOST; i++) {
		put_row(out, ranking->names[i], ranking->names[i]->name,
		    activity->refused);
		html(out, "</tr>\n");
	}
	table_end(out);
	put_rest(out, ranking);
}

void
activity_put(FILE *out, struct arena *arena, const struct profile *profile,
    const struct activity *activity)
{
	static const struct plot done = {"p-done", "Changes over time",
	    "changes", "No client was changed in this time."};
	static const struct plot rules = {"p-rules",
	    "Refused requests over time, by rule", "broken rules",
	    "No request was refused in this time."};
	static const struct plot organisations = {"p-organisations",
	    "Refused requests over time, by organisation", "requests",
	    "No request was refused in this time."};

	page_heading(out, "changes", "What was done");
	plot_put(out, arena, &done, &activity->slots, activity->events);
	page_heading(out, "rules-broken", "What was refused");
	html(out,
	    "<p>A request that breaks several rules counts for each of them. "
	    "Of one party at most 100 refusals a day are on record.</p>\n");
	plot_put(out, arena, &rules, &activity->slots, activity->rules);
	put_rules(out, profile, activity);
	page_heading(out, "organisations-refused", "Who was refused");
	html(out,
	    "<p>The organisation is the one of the software statement where "
	    "that was proved, and else the one that the certificate "
	    "names.</p>\n");
	plot_put(out, arena, &organisations, &activity->slots,
	    activity->organisations);
	put_organisations(out, activity);
}

static int64_t
refused_by(const struct profile_question *q, const struct ranking *rules)
{
	int64_t sum = 0;

	for (const struct rule *r = q->rules; r->id != NULL; r++)
		sum += ranking_total(rules, r->id);
	return sum;
}

static void
put_external(FILE *out, const struct profile_question *q,
    const struct activity *activity)
{
	const struct external_validator *external = q->external;
	const char *separator = "";

	html(out,
	    "<tr><th scope=\"row\">%s</th><td>%s</td><td><code>%s</code></td>"
	    "<td>",
	    external->name, external->kind, external->origin);
	for (const struct rule *r = q->rules; r->id != NULL; r++) {
		html(out, "%s<a class=\"id\" href=\"#%s\">%s</a>", separator,
		    r->id, r->id);
		separator = ", ";
	}
	html(out, "</td><td class=\"num\">");
	html_number(out, refused_by(q, activity->rules));
	html(out, "</td></tr>\n");
}

void
activity_put_external(
    FILE *out, const struct profile *profile, const struct activity *activity)
{
	static const struct column columns[] = {{"Validator", false},
	    {"Kind", false}, {"Where", false}, {"Rules", false},
	    {"Broken rules", true}, {NULL, false}};
	size_t count = 0;

	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++) {
		if (q->external == NULL)
			continue;
		if (count++ == 0)
			table_begin(out,
			    "The bank's own validators, and how often their "
			    "rules were broken",
			    columns);
		put_external(out, q, activity);
	}
	if (count > 0)
		table_end(out);
	else
		html(out, "<p class=\"note\">There are none: the profile's own "
			  "rules are all that is asked.</p>\n");
}
