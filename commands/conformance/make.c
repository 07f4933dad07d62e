/* SPDX-License-Identifier: ISC */
/* Makes what a test sends: a right request of the sandbox's kind, changed as the
 * test says. */
#include <string.h>

#include "commands/conformance/private.h"
#include "commands/sandbox/sandbox.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/percent.h"

enum { WORDS = 128 };

#define BEARER_ASSERTION \
	"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

/* The arguments of a verb of dcr sandbox. */
struct words {
	struct arena *arena;
	char *argv[WORDS];
	int argc;
};

static enum conformance_ready
lacks(struct conformance_test *test, const char *why)
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
		return lacks(
		    test, arena_printf(run->arena, "there is no %s", name));
	*filled = sandbox_fill(run->arena, data, run->variables);
	return *filled != NULL ? CONFORMANCE_READY : CONFORMANCE_BROKEN;
}

static void
add(struct words *words, const char *option, const char *value)
{
	if (value == NULL || words->argc + 2 > WORDS)
		return;
	words->argv[words->argc++] = arena_strdup(words->arena, option);
	words->argv[words->argc++] = arena_strdup(words->arena, value);
}

/* "@+60" is a moment and no string. */
static const char *
value_text(struct arena *arena, const struct json *value)
{
	const char *text = json_string(value);

	return text != NULL && text[0] == '@' &&
		       (text[1] == '+' || text[1] == '-')
		   ? text
		   : json_text(arena, value);
}

static void
add_members(struct words *words, const char *option, const struct json *members)
{
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(members);
	     json_next(&each, &name, &value);)
		add(words, option,
		    arena_printf(words->arena, "%s=%s", name,
			value_text(words->arena, value)));
}

static void
add_names(struct words *words, const char *option, const struct json *names)
{
	for (size_t i = 0; i < json_length(names); i++)
		add(words, option, json_string(json_at(names, i)));
}

/* The changes of a test, as options. */
static void
add_edits(struct words *words, const struct json *edits)
{
	static const char *const alone[][2] = {{"alg", "--alg"},
	    {"kid", "--kid"}, {"key", "--key"}, {"raw_header", "--raw-header"},
	    {"raw_payload", "--raw-payload"}, {"tpp", "--tpp"}};

	for (size_t i = 0; i < sizeof(alone) / sizeof(alone[0]); i++)
		add(words, alone[i][1],
		    json_string(json_get(edits, alone[i][0])));
	add_members(words, "--set", json_get(edits, "set"));
	add_names(words, "--unset", json_get(edits, "unset"));
	add_members(words, "--header", json_get(edits, "header"));
	add_names(words, "--unheader", json_get(edits, "unheader"));
}

/* A key of the edits is a file of the world, and nothing beside it. */
static enum conformance_ready
check_edits(const struct conformance_run *run, struct conformance_test *test,
    const struct json *edits, const struct json **out)
{
	const char *key = json_string(json_get(edits, "key"));
	struct json *copy;

	*out = edits;
	if (key == NULL && json_get(edits, "tpp") == NULL)
		return CONFORMANCE_READY;
	if (run->party.dir == NULL)
		return lacks(test, "this takes a sandbox (--sandbox)");
	if (key == NULL)
		return CONFORMANCE_READY;
	if (*key == '/' || strstr(key, "..") != NULL)
		return lacks(test, "its key is no file of the sandbox");
	copy = json_copy(run->arena, edits);
	json_set_string(copy, "key",
	    arena_printf(run->arena, "%s/%s", run->party.dir, key));
	*out = copy;
	return CONFORMANCE_READY;
}

static struct words
words_of(const struct conformance_run *run)
{
	struct words words = {.arena = run->arena};

	words.argv[words.argc++] = arena_strdup(
	    run->arena, run->party.dir != NULL ? run->party.dir : ".");
	return words;
}

/* With credentials of one's own, these sign. */
static void
add_signer(struct words *words, const struct conformance_role *party)
{
	add(words, "--key", party->signing_key);
	add(words, "--kid", party->kid);
	add(words, "--alg", party->algorithm);
}

static enum conformance_ready
make_statement(struct conformance_run *run, struct conformance_test *test,
    const struct json *filled, const char **statement)
{
	struct words words = words_of(run);
	struct sandbox_given given = run->party.given;
	const struct json *edits;
	enum conformance_ready ready;

	ready = check_edits(run, test, json_get(filled, "statement"), &edits);
	if (ready != CONFORMANCE_READY)
		return ready;
	if (run->party.dir == NULL || given.statement != NULL)
		return lacks(test, "this takes the directory's key: a sandbox "
				   "without --statement");
	add_edits(&words, edits);
	*statement =
	    sandbox_statement_text(run->arena, words.argc, words.argv, &given);
	return *statement != NULL ? CONFORMANCE_READY : CONFORMANCE_BROKEN;
}

static enum conformance_ready
make_request(struct conformance_run *run, struct conformance_test *test,
    const struct json *filled, const char **body)
{
	struct words words = words_of(run);
	struct sandbox_given given = run->party.given;
	enum conformance_ready ready;
	const struct json *edits;

	ready = check_edits(run, test, json_get(filled, "request"), &edits);
	if (ready == CONFORMANCE_READY && json_get(filled, "statement") != NULL)
		ready = make_statement(run, test, filled, &given.statement);
	if (ready != CONFORMANCE_READY)
		return ready;
	add_signer(&words, &run->party);
	add_edits(&words, edits);
	*body =
	    sandbox_request_text(run->arena, words.argc, words.argv, &given);
	if (*body == NULL)
		return CONFORMANCE_BROKEN;
	conformance_learn_text(run, *body);
	return CONFORMANCE_READY;
}

static enum conformance_ready
make_assertion(struct conformance_run *run, struct conformance_test *test,
    const struct json *filled, const char **assertion)
{
	struct words words = words_of(run);
	const char *id = json_string(json_get(run->variables, "client_id"));
	const struct json *edits;
	enum conformance_ready ready;

	ready = check_edits(run, test, json_get(filled, "assertion"), &edits);
	if (ready != CONFORMANCE_READY)
		return ready;
	if (id == NULL)
		return lacks(test, "there is no client_id");
	add_signer(&words, &run->party);
	add_edits(&words, edits);
	memmove(words.argv + 2, words.argv + 1,
	    (size_t)(words.argc - 1) * sizeof(words.argv[0]));
	words.argv[1] = arena_strdup(run->arena, id);
	words.argc++;
	*assertion = sandbox_assertion_text(
	    run->arena, words.argc, words.argv, &run->party.given);
	if (*assertion == NULL)
		return CONFORMANCE_BROKEN;
	conformance_learn_text(run, *assertion);
	return CONFORMANCE_READY;
}

/* Adds a parameter to a form (application/x-www-form-urlencoded). */
static const char *
with_parameter(
    struct arena *arena, const char *form, const char *name, const char *value)
{
	return arena_printf(arena, "%s%s%s=%s", form, *form != '\0' ? "&" : "",
	    name, percent_encode(arena, value, "-._~"));
}

static enum conformance_ready
make_form(struct conformance_run *run, struct conformance_test *test,
    const struct json *filled, const char **body)
{
	const struct json *value;
	const char *name, *assertion = NULL, *form = "";
	enum conformance_ready ready = CONFORMANCE_READY;

	if (json_get(filled, "assertion") != NULL)
		ready = make_assertion(run, test, filled, &assertion);
	if (ready != CONFORMANCE_READY)
		return ready;
	for (struct json_each each = json_each(json_get(filled, "form"));
	     json_next(&each, &name, &value);)
		if (json_string(value) != NULL)
			form = with_parameter(
			    run->arena, form, name, json_string(value));
	if (assertion != NULL) {
		form = with_parameter(run->arena, form, "client_assertion_type",
		    BEARER_ASSERTION);
		form = with_parameter(
		    run->arena, form, "client_assertion", assertion);
	}
	*body = form;
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
				     : lacks(test, "that was not sent before");
	}
	if (json_get(filled, "form") != NULL)
		return make_form(run, test, filled, body);
	if (method != NULL && strcmp(method, "POST") != 0 &&
	    strcmp(method, "PUT") != 0)
		return CONFORMANCE_READY;
	return make_request(run, test, filled, body);
}
