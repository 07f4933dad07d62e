/* SPDX-License-Identifier: ISC */
/* Shows every rule of a profile, and what it allows, for people. */
#include "pages/rules.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "pages/allowed.h"
#include "pages/clause.h"
#include "pages/html.h"
#include "pages/page.h"
#include "validators/external/external.h"
#include "validators/lib/member_rule.h"
#include "validators/lib/profile.h"
#include "validators/refusals/refusals.h"
#include "validators/validator.h"

/* A rule that the profile itself says in data; NULL: it is a validator's. */
static const struct member_rule *
said(const struct profile *profile, const struct rule *rule)
{
	const struct member_rule *r = profile->member_rules;

	while (r->rule != NULL && strcmp(r->rule->id, rule->id) != 0)
		r++;
	return r->rule != NULL ? r : NULL;
}

static void
put_cases(FILE *out, const struct json *cases)
{
	if (json_length(json_get(cases, "trip")) == 0)
		return;
	html(out, "<dt>cases</dt><dd>refused: ");
	allowed_value(out, json_get(cases, "trip"));
	html(out, "; passed: ");
	allowed_value(out, json_get(cases, "pass"));
	html(out, "</dd>\n");
}

static void
put_refused(FILE *out, const struct rules_beside *beside, const char *id)
{
	int64_t count = 0;

	if (beside->refused == NULL)
		return;
	(void)json_integer(json_get(beside->refused, id), &count);
	html(out, "<dt>refused</dt><dd>");
	if (count == 0)
		html(out, "<span class=\"none\">nothing</span>");
	else
		html_number(out, count);
	html(out, "%s%s</dd>\n", count == 1 ? " request" : "",
	    count > 1 ? " requests" : "");
}

/* Begins the entry of a rule; the list of what is said of it is open then. */
static void
put_head(FILE *out, struct arena *arena, const struct rule *rule,
    const char *clause, const struct rules_beside *beside)
{
	html(out,
	    "<li id=\"%s\"><h3><a class=\"id\" href=\"#%s\">%s</a> "
	    "<span class=\"tag\">%s</span></h3>\n<p>%s</p>\n"
	    "<dl class=\"facts\">\n",
	    rule->id, rule->id, rule->id, rule->error, rule->meaning);
	if (clause != NULL) {
		html(out, "<dt>clause</dt><dd>");
		clause_put(out, arena, clause);
		html(out, "</dd>\n");
	}
	if (rule->remedy != NULL)
		html(out, "<dt>remedy</dt><dd>%s</dd>\n", rule->remedy);
	put_refused(out, beside, rule->id);
}

static void
put_rule(FILE *out, struct arena *arena, const struct profile *profile,
    const struct rule *rule, const struct rules_beside *beside)
{
	const struct member_rule *data = said(profile, rule);

	put_head(out, arena, rule, profile_clause(profile, rule), beside);
	if (data != NULL) {
		html(out, "<dt>allowed</dt><dd>");
		allowed_by_rule(out, profile, data);
		html(out, "</dd>\n");
	}
	put_cases(out, json_get(beside->cases, rule->id));
	html(out, "</dl></li>\n");
}

static void
put_refusals(FILE *out, struct arena *arena, const struct refusal *refusals,
    const struct rules_beside *beside)
{
	for (const struct refusal *r = refusals; r->rule.id != NULL; r++) {
		put_head(out, arena, &r->rule, r->clause, beside);
		html(out, "<dt>status</dt><dd>%lld</dd>\n</dl></li>\n",
		    (long long)r->status);
	}
}

void
rules_put_others(
    FILE *out, struct arena *arena, const struct rules_beside *beside)
{
	html(out,
	    "<section aria-labelledby=\"q-others\">\n"
	    "<h2 id=\"q-others\">Refused outside of the questions</h2>\n"
	    "<p>These rules hold in every regime: of what a request may be, "
	    "who authenticates how, and which access token counts.</p>\n"
	    "<ul class=\"rules\">\n");
	for (const struct refusal_table *t = refusal_tables; t->prefix != NULL;
	     t++)
		put_refusals(out, arena, t->refusals, beside);
	html(out, "</ul>\n</section>\n");
}

static size_t
count_rules(const struct profile_question *q)
{
	size_t count = 0;

	for (const struct rule *r = q->rules; r->id != NULL; r++)
		count += !profile_rule_is_off(q, r);
	return count;
}

static void
put_question(FILE *out, struct arena *arena, const struct profile *profile,
    const struct profile_question *q, const struct rules_beside *beside)
{
	html(out,
	    "<section aria-labelledby=\"q-%s\">\n<h2 id=\"q-%s\">%s</h2>\n",
	    q->validator->name, q->validator->name, q->validator->question);
	if (q->external != NULL)
		html(out,
		    "<p class=\"note\">This question is the bank's own: it is "
		    "asked by the external validator <code>%s</code>, a %s at "
		    "<code>%s</code>.</p>\n",
		    q->external->name, q->external->kind, q->external->origin);
	allowed_settings(out, q);
	html(out, "<ul class=\"rules\">\n");
	for (const struct rule *r = q->rules; r->id != NULL; r++)
		if (!profile_rule_is_off(q, r))
			put_rule(out, arena, profile, r, beside);
	html(out, "</ul>\n</section>\n");
}

void
rules_put(FILE *out, struct arena *arena, const struct profile *profile,
    const struct rules_beside *beside)
{
	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++)
		if (count_rules(q) > 0)
			put_question(out, arena, profile, q, beside);
}

static void
put_documents(FILE *out, const struct json *documents)
{
	if (json_length(documents) == 0)
		return;
	html(out, "<p>The profile was checked against these documents:</p>\n"
		  "<ul class=\"documents\">\n");
	for (size_t i = 0; i < json_length(documents); i++) {
		const struct json *d = json_at(documents, i);
		const char *date = json_string(json_get(d, "date"));
		const char *at = json_string(json_get(d, "address"));
		const char *title = json_string(json_get(d, "title"));

		html(out, "<li>");
		if (at != NULL)
			html(out, "<a href=\"%s\">%s</a>", at, title);
		else
			html(out, "%s", title);
		html(out, ", version %s", json_string(json_get(d, "version")));
		if (date != NULL)
			html(out, " of %s", date);
		html(out, "; checked on %s</li>\n",
		    json_string(json_get(d, "checked")));
	}
	html(out, "</ul>\n");
}

void
rules_contents(FILE *out, const struct profile *profile)
{
	size_t questions = 0, rules = 0;

	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++) {
		questions += count_rules(q) > 0;
		rules += count_rules(q);
	}
	html(out,
	    "<p>A registration is asked %lld questions, in this order, and is "
	    "refused where one of %lld rules is broken.  A rule says what must "
	    "hold, and which clause of which document demands it; what the "
	    "settings of a question allow stands below the question.</p>\n"
	    "<ol class=\"toc\" aria-label=\"Questions\">\n",
	    (long long)questions, (long long)rules);
	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++)
		if (count_rules(q) > 0)
			html(out, "<li><a href=\"#q-%s\">%s</a></li>\n",
			    q->validator->name, q->validator->question);
	html(out, "</ol>\n");
	put_documents(out, profile->documents);
}

void
rules_page(FILE *out, struct arena *arena, const struct profile *profile,
    const struct rules_beside *beside, const char *made)
{
	const struct page page = {.title = profile->title,
	    .of = arena_printf(
		arena, "The rules of the profile %s", profile->name),
	    .made = made};

	page_begin(out, arena, &page);
	rules_contents(out, profile);
	rules_put(out, arena, profile, beside);
	page_end(out, &page);
}
