/* SPDX-License-Identifier: ISC */
/* Makes what a test sends: a right request of the sandbox's kind, changed as the
 * test says. */
#include <string.h>

#include "commands/conformance/private.h"
#include "commands/sandbox/sandbox.h"
#include "kit/arena.h"
#include "kit/json.h"

enum conformance_ready
conformance_lacks(struct conformance_test *test, const char *why)
{
	test->why = why;
	return CONFORMANCE_NOT_NOW;
}

/* The first variable of a text that has no value; NULL: all have one. */
static const char *
missing(struct arena *arena, const char *text, const struct json *variables)
{
	while ((text = strstr(text, "${")) != NULL) {
		const char *name;

		text += 2;
		name = arena_strndup(arena, text, strcspn(text, ".}"));
		if (json_get(variables, name) == NULL)
			return name;
	}
	return NULL;
}

enum conformance_ready
conformance_fill(struct conformance_run *run, struct conformance_test *test,
    const struct json **filled)
{
	struct json *data = json_copy(run->arena, test->data);
	const char *name;

	/* What people read is text alone. */
	json_remove(data, "title");
	json_remove(data, "clause");
	name = missing(run->arena, json_text(run->arena, data), run->variables);
	if (name != NULL)
		return conformance_lacks(
		    test, arena_printf(run->arena, "there is no %s", name));
	*filled = sandbox_fill(run->arena, data, run->variables);
	return *filled != NULL ? CONFORMANCE_READY : CONFORMANCE_BROKEN;
}

enum conformance_ready
conformance_edits(const struct conformance_run *run,
    struct conformance_test *test, const struct json *edits,
    const struct json **out)
{
	const char *key = json_string(json_get(edits, "key"));
	struct json *copy;

	*out = edits;
	if (key == NULL && json_get(edits, "tpp") == NULL)
		return CONFORMANCE_READY;
	if (run->party.dir == NULL)
		return conformance_lacks(
		    test, "this takes a sandbox (--sandbox)");
	if (key == NULL)
		return CONFORMANCE_READY;
	if (*key == '/' || strstr(key, "..") != NULL)
		return conformance_lacks(
		    test, "its key is no file of the sandbox");
	copy = json_copy(run->arena, edits);
	json_set_string(copy, "key",
	    arena_printf(run->arena, "%s/%s", run->party.dir, key));
	*out = copy;
	return CONFORMANCE_READY;
}

/* A test of a member that the command line has taken out of each request says
 * nothing; NULL: it is not about one. */
static const char *
taken_away(const struct conformance_run *run, const struct json *edits)
{
	const struct conformance_role *party = &run->party;

	for (int i = 1; i + 1 < party->argc; i++)
		if (strcmp(party->argv[i], "--unset") == 0 &&
		    json_has_string(json_get(edits, "unset"), party->argv[++i]))
			return arena_printf(run->arena,
			    "this is about %s (--unset)", party->argv[i]);
	return NULL;
}

static enum conformance_ready
make_statement(struct conformance_run *run, struct conformance_test *test,
    const struct json *filled, const char **statement)
{
	struct conformance_words words = conformance_words(run);
	struct sandbox_given given = run->party.given;
	const struct json *edits;
	enum conformance_ready ready;

	ready =
	    conformance_edits(run, test, json_get(filled, "statement"), &edits);
	if (ready != CONFORMANCE_READY)
		return ready;
	if (run->party.dir == NULL || given.statement != NULL)
		return conformance_lacks(test,
		    "this takes the directory's key: a sandbox "
		    "without --statement");
	conformance_words_edit(&words, edits);
	*statement =
	    sandbox_statement_text(run->arena, words.argc, words.argv, &given);
	return *statement != NULL ? CONFORMANCE_READY : CONFORMANCE_BROKEN;
}

static enum conformance_ready
make_request(struct conformance_run *run, struct conformance_test *test,
    const struct json *filled, const char **body)
{
	struct conformance_words words = conformance_words(run);
	struct sandbox_given given = run->party.given;
	enum conformance_ready ready;
	const struct json *edits;

	ready =
	    conformance_edits(run, test, json_get(filled, "request"), &edits);
	if (ready == CONFORMANCE_READY && json_get(filled, "statement") != NULL)
		ready = make_statement(run, test, filled, &given.statement);
	if (ready != CONFORMANCE_READY)
		return ready;
	if (taken_away(run, edits) != NULL)
		return conformance_lacks(test, taken_away(run, edits));
	conformance_words_sign(&words, &run->party);
	conformance_words_wish(&words, &run->party);
	conformance_words_edit(&words, edits);
	*body =
	    sandbox_request_text(run->arena, words.argc, words.argv, &given);
	if (*body == NULL)
		return CONFORMANCE_BROKEN;
	conformance_learn_text(run, *body);
	return CONFORMANCE_READY;
}

enum conformance_ready
conformance_body(struct conformance_run *run, struct conformance_test *test,
    const struct json *filled, const char **body)
{
	const char *again = json_string(json_get(filled, "again"));
	const char *method = json_string(json_get(filled, "method"));

	*body = json_string(json_get(filled, "body"));
	if (*body != NULL)
		return CONFORMANCE_READY;
	if (again != NULL) {
		*body =
		    conformance_find(run->pack, again, run->pack->count)->sent;
		return *body != NULL ? CONFORMANCE_READY
				     : conformance_lacks(
					   test, "that was not sent before");
	}
	if (json_get(filled, "form") != NULL)
		return conformance_form(run, test, filled, body);
	if (method != NULL && strcmp(method, "POST") != 0 &&
	    strcmp(method, "PUT") != 0)
		return CONFORMANCE_READY;
	return make_request(run, test, filled, body);
}
