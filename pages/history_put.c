/* SPDX-License-Identifier: ISC */
/* Shows records of the audit trail: what happened, by whom, and why. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/percent.h"
#include "pages/history.h"
#include "pages/html.h"
#include "pages/organisation.h"
#include "pages/rule_named.h"
#include "pages/table.h"
#include "store/lib/journal.h"
#include "validators/validator.h"

struct showing {
	FILE *out;
	const struct profile *profile;
	bool link;
};

enum { VALUE_MOST = 300 }; /* bytes of a member that are shown */

static const char *
text_of(const struct json *record, const char *name)
{
	const char *text = json_string(json_get(record, name));

	return text != NULL && *text != '\0' ? text : NULL;
}

static void
put_rule(const struct showing *showing, const char *id)
{
	const struct rule *rule = rule_named(showing->profile, id);

	if (rule == NULL) {
		html(showing->out, "<div class=\"id\"><bdi>%s</bdi></div>", id);
		return;
	}
	if (showing->link)
		html(showing->out,
		    "<div><a class=\"id\" href=\"rules#%s\">%s</a></div>", id,
		    id);
	else
		html(showing->out, "<div class=\"id\">%s</div>", id);
	html(showing->out, "<div class=\"soft\">broken: %s</div>",
	    rule->meaning);
	if (rule->remedy != NULL)
		html(showing->out, "<div class=\"soft\">remedy: %s</div>",
		    rule->remedy);
}

static void
put_value(FILE *out, struct arena *arena, const struct json *value)
{
	const char *text = value != NULL ? json_text(arena, value) : "nothing";

	html(out, "<code><bdi>%s</bdi></code>",
	    strlen(text) > VALUE_MOST
		? arena_printf(arena, "%.*s ...", VALUE_MOST, text)
		: text);
}

/* Of an update the record has the members that changed, before and after. */
static void
put_changes(const struct showing *showing, struct arena *arena,
    const struct json *record)
{
	const struct json *before = json_get(record, "before");
	const struct json *after = json_get(record, "after"), *value;
	const char *name;

	if (before == NULL || after == NULL)
		return;
	for (struct json_each each = json_each(before);
	     json_next(&each, &name, &value);) {
		html(showing->out, "<div><code>%s</code> was ", name);
		put_value(showing->out, arena, value);
		html(showing->out, ", is ");
		put_value(showing->out, arena, json_get(after, name));
		html(showing->out, "</div>");
	}
	for (struct json_each each = json_each(after);
	     json_next(&each, &name, &value);)
		if (json_get(before, name) == NULL) {
			html(showing->out,
			    "<div><code>%s</code> is new: ", name);
			put_value(showing->out, arena, value);
			html(showing->out, "</div>");
		}
}

static void
put_what(const struct showing *showing, struct arena *arena,
    const struct json *record)
{
	const struct json *rules = json_get(record, "rules");
	const char *why = text_of(record, "why");

	html(showing->out, "<td class=\"text\">");
	for (size_t i = 0; i < json_length(rules); i++)
		if (json_string(json_at(rules, i)) != NULL)
			put_rule(showing, json_string(json_at(rules, i)));
	if (why != NULL)
		html(showing->out, "<div><bdi>%s</bdi></div>", why);
	put_changes(showing, arena, record);
	html(showing->out, "</td>");
}

static void
put_who(const struct showing *showing, struct arena *arena,
    const struct json *record)
{
	const char *client_id = text_of(record, "client_id");
	const char *by = text_of(record, "by");
	const char *person = text_of(record, "operator");

	html(showing->out, "<td>");
	if (client_id != NULL && showing->link)
		html(showing->out,
		    "<div><a class=\"id nowrap\" "
		    "href=\"client?id=%s\">%s</a></div>",
		    percent_encode(arena, client_id, "-._~"), client_id);
	else if (client_id != NULL)
		html(showing->out, "<div class=\"id\"><bdi>%s</bdi></div>",
		    client_id);
	html(showing->out, "<div><bdi>%s</bdi></div></td><td><bdi>%s</bdi>",
	    organisation_of_record(arena, record),
	    person != NULL ? person
	    : by != NULL   ? by
			   : "");
	html(showing->out, "</td>");
}

static const char *
tag_of(const char *event)
{
	static const char *const tags[][2] = {{"refused", "bad"},
	    {"suspended", "poor"}, {"deleted", "poor"}, {"registered", "good"},
	    {"resumed", "good"}, {"imported", "good"}};

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (strcmp(event, tags[i][0]) == 0)
			return tags[i][1];
	return "";
}

static void
put_row(const struct showing *showing, const struct stored_record *row)
{
	struct arena *arena = arena_new();
	const struct json *record =
	    json_parse(arena, row->text, strlen(row->text), NULL);
	const char *event = text_of(record, "event");

	if (event == NULL)
		event = "unreadable";
	html(showing->out, "<tr><th scope=\"row\">");
	html_time(showing->out, journal_moment(row->key));
	html(showing->out, "</th><td><span class=\"tag %s\">%s</span></td>",
	    tag_of(event), event);
	put_who(showing, arena, record);
	put_what(showing, arena, record);
	html(showing->out, "<td class=\"id nowrap\"><bdi>%s</bdi></td></tr>\n",
	    text_of(record, "request"));
	arena_free(arena);
}

void
history_put(FILE *out, const struct profile *profile,
    const struct history *history, const char *caption, bool link)
{
	static const struct column columns[] = {{"Time (UTC)", false},
	    {"Event", false}, {"Of", false}, {"By", false},
	    {"Rules and reasons", false}, {"Request", false}, {NULL, false}};
	const struct showing showing = {out, profile, link};

	if (history->count == 0) {
		html(out, "<p class=\"note\">Nothing was found.</p>\n");
		return;
	}
	table_begin(out, caption, columns);
	for (size_t i = history->count; i-- > 0;)
		put_row(&showing,
		    &history->rows[(history->first + i) % HISTORY_ROWS]);
	table_end(out);
}
