/* SPDX-License-Identifier: ISC */
/* Makes a form for the token endpoint, with a client assertion. */
#include <string.h>

#include "commands/conformance/private.h"
#include "commands/sandbox/sandbox.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/percent.h"

#define BEARER_ASSERTION \
	"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

static enum conformance_ready
make_assertion(struct conformance_run *run, struct conformance_test *test,
    const struct json *filled, const char **assertion)
{
	struct conformance_words words = conformance_words(run);
	const char *id = json_string(json_get(run->variables, "client_id"));
	const struct json *edits;
	enum conformance_ready ready;

	ready =
	    conformance_edits(run, test, json_get(filled, "assertion"), &edits);
	if (ready != CONFORMANCE_READY)
		return ready;
	if (id == NULL)
		return conformance_lacks(test, "there is no client_id");
	conformance_words_sign(&words, &run->party);
	conformance_words_edit(&words, edits);
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

/* Does the client authenticate by assertions, as it was registered? */
static bool
is_asserting(const struct conformance_run *run)
{
	const char *method =
	    json_string(json_get(run->variables, "token_endpoint_auth_method"));

	return method != NULL && strcmp(method, "private_key_jwt") == 0;
}

enum conformance_ready
conformance_form(struct conformance_run *run, struct conformance_test *test,
    const struct json *filled, const char **body)
{
	const struct json *value;
	const char *name, *assertion = NULL, *form = "";
	enum conformance_ready ready = CONFORMANCE_READY;
	const bool asserts = is_asserting(run);

	if (json_get(filled, "assertion") != NULL && !asserts)
		return conformance_lacks(test, "the client has no assertions");
	if (asserts)
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
