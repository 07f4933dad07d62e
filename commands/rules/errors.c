/* SPDX-License-Identifier: ISC */
/* dcr rules --errors: docs/errors, every refusal by its error. */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "commands/lib/command.h"
#include "commands/rules/private.h"
#include "kit/arena.h"
#include "validators/judge/regime.h"
#include "validators/lib/profile.h"
#include "validators/profile/layer.h"
#include "validators/profile/load.h"
#include "validators/refusals/refusals.h"
#include "validators/validator.h"

enum { COLUMNS = 80, INDENT = 8 };

/* A refusal, and the profiles that have it. */
struct entry {
	const struct rule *rule;
	int status;
	const char *where; /* "au br uk", or a clause */
	struct entry *next;
};

struct errors {
	struct arena *arena;
	struct entry *first, **tail;
};

static const char head[] =
    "ERRORS\n\n"
    "Every refusal of dcr: what must hold, and what to do where it does not "
    "(>).\n"
    "The answer names the error; its error_description says what was found "
    "and what\n"
    "would be right; the line of the log and the record of the audit trail "
    "(rules=)\n"
    "name the rule.  The bank finds both by the Request-Id of the answer.\n\n"
    "\"dcr rules\" prints the rules of one profile with their clauses, \"dcr "
    "rules\n"
    "--explain RULE\" one of them, and \"dcr rules --errors\" this page.  "
    "Behind a rule\n"
    "are the shipped profiles that have it, or a layer (+fapi2); what has none "
    "holds\nin all of them.  A bank's own rules and validators come on top "
    "(docs/profiles,\nvalidators/README).\n\n"
    "A certificate that is refused is 400 at the token endpoint (RFC 6749 "
    "section\n5.2).\n\n503 temporarily_unavailable is no refusal: the world is "
    "at fault, "
    "nothing was\n"
    "changed, and the same request may be sent again after Retry-After.\n";

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void
add(struct errors *to, const struct rule *rule, int status, const char *where)
{
	struct entry *e = to->first;

	while (e != NULL && !(same(e->rule->id, rule->id) &&
				same(e->rule->error, rule->error) &&
				same(e->rule->meaning, rule->meaning) &&
				same(e->rule->remedy, rule->remedy)))
		e = e->next;
	if (e != NULL) {
		e->where = arena_printf(to->arena, "%s %s", e->where, where);
		return;
	}
	e = arena_alloc(to->arena, sizeof(*e));
	*e = (struct entry){rule, status, where, NULL};
	*to->tail = e;
	to->tail = &e->next;
}

static bool
add_profile(struct errors *to, const char *name, const char **why)
{
	const struct profile *profile = regime_load(to->arena, name, NULL, why);

	if (profile == NULL)
		return false;
	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++)
		for (const struct rule *r = q->rules; r->id != NULL; r++)
			if (!profile_rule_is_off(q, r))
				add(to, r,
				    strcmp(r->error, ERROR_CLIENT) == 0 ? 401
									: 400,
				    name);
	return true;
}

static bool
is_told(const struct errors *of, const char *id)
{
	const struct entry *e = of->first;

	while (e != NULL && strcmp(e->rule->id, id) != 0)
		e = e->next;
	return e != NULL;
}

/* The rules that the layer adds to a profile, if it goes with that one. */
static void
add_under(struct errors *to, const char *profile, const char *layer)
{
	const char *why = NULL;
	const char *where = arena_printf(to->arena, "+%s", layer);
	const struct profile *under = regime_load(to->arena,
	    arena_printf(to->arena, "%s%s", profile, where), NULL, &why);
	const struct profile_question *own =
	    under != NULL
		? profile_question_of(under->questions, "member_rules")
		: NULL;

	for (const struct rule *r = own != NULL ? own->rules : NULL;
	     r != NULL && r->id != NULL; r++)
		if (!is_told(to, r->id))
			add(to, r, 400, where);
}

static void
add_layers(struct errors *to)
{
	for (const struct profile_text *l = profile_texts; l->name != NULL; l++)
		for (const struct profile_text *p = profile_texts;
		     layer_is(l) && p->name != NULL; p++)
			if (strchr(p->name, '.') == NULL)
				add_under(
				    to, p->name, layer_name(to->arena, l));
}

/* Prints words within the columns, after so many blanks. */
static void
print_folded(const char *mark, const char *text)
{
	size_t column = 0;

	while (*text != '\0') {
		size_t length = strcspn(text, " ");
		if (column == 0 || column + 1 + length > COLUMNS - 1) {
			printf("%s%*s%s", column > 0 ? "\n" : "", INDENT, "",
			    column == 0 ? mark : "  ");
			column = INDENT + 2;
		} else {
			putchar(' ');
			column++;
		}
		printf("%.*s", (int)length, text);
		column += length;
		text += length + (text[length] == ' ');
	}
	putchar('\n');
}

/* The profiles behind the name, or below it where they are too many. */
static void
print_entry(struct arena *arena, const struct entry *e)
{
	const char *title =
	    arena_printf(arena, "    %d %s", e->status, e->rule->id);
	const char *where = arena_printf(arena, "(%s)", e->where);
	const bool fits = strlen(title) + 1 + strlen(where) <= COLUMNS;

	printf("\n%s%s%s\n", title, *e->where != '\0' && fits ? " " : "",
	    *e->where != '\0' && fits ? where : "");
	if (!fits)
		print_folded("  ", where);
	print_folded("  ", e->rule->meaning);
	if (e->rule->remedy != NULL)
		print_folded("> ", e->rule->remedy);
}

/* All with the error of the first, and takes these out. */
static void
print_error(struct errors *of)
{
	const char *error = of->first->rule->error;
	struct entry **at = &of->first;

	printf("\n\n%s\n", error);
	while (*at != NULL)
		if (strcmp((*at)->rule->error, error) == 0) {
			print_entry(of->arena, *at);
			*at = (*at)->next;
		} else {
			at = &(*at)->next;
		}
}

int
errors_print(struct arena *arena)
{
	struct errors of = {.arena = arena, .tail = &of.first};
	const char *why = NULL;

	for (const struct profile_text *t = profile_texts; t->name != NULL; t++)
		if (strchr(t->name, '.') == NULL &&
		    !add_profile(&of, t->name, &why))
			return command_fail(EXIT_WRONG, "%s", why);
	add_layers(&of);
	for (const struct refusal_table *t = refusal_tables; t->prefix != NULL;
	     t++)
		for (const struct refusal *r = t->refusals; r->rule.id != NULL;
		     r++)
			add(&of, &r->rule, r->status, "");
	fputs(head, stdout);
	while (of.first != NULL)
		print_error(&of);
	return EXIT_PASS;
}
