/* SPDX-License-Identifier: ISC */
/* Compares an answer with what a test wants. */
#include <stdarg.h>
#include <string.h>

#include "commands/conformance/private.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/shown.h"
#include "validators/lib/verdict.h"

enum { SHOWN = 200 };

void
conformance_fault(struct conformance_run *run, struct conformance_test *test,
    const char *format, ...)
{
	const char *text;
	va_list ap;

	va_start(ap, format);
	text = arena_vprintf(run->arena, format, ap);
	va_end(ap);
	test->why = test->why == NULL
			? text
			: arena_printf(run->arena, "%s; %s", test->why, text);
	test->outcome = CONFORMANCE_FAILED;
}

bool
conformance_allows(const struct json *wanted, const struct json *value)
{
	return json_type(wanted) == JSON_ARRAY ? json_has(wanted, value)
					       : json_equal(wanted, value);
}

/* A value as words: what an array allows, one or the other. */
static const char *
words_of(struct arena *arena, const struct json *value)
{
	const char *all = "";

	if (value == NULL)
		return "missing";
	if (json_string(value) != NULL)
		return json_string(value);
	if (json_type(value) != JSON_ARRAY || json_length(value) == 0)
		return json_text(arena, value);
	for (size_t i = 0; i < json_length(value); i++)
		all = arena_printf(arena, "%s%s%s", all, i > 0 ? ", " : "",
		    words_of(arena, json_at(value, i)));
	return all;
}

/* A value for a message. */
static const char *
told(struct conformance_run *run, const struct json *value)
{
	return shown(run->arena,
	    words_of(run->arena, conformance_hide(run, value)), SHOWN);
}

/* The words of a scope, or of an array, as a set. */
static const struct json *
as_set(struct arena *arena, const char *name, const struct json *value)
{
	const char *text = json_string(value);
	struct json *array;
	size_t length;

	if (text == NULL || strcmp(name, "scope") != 0)
		return value;
	array = json_new_array(arena);
	for (; *text != '\0'; text += length) {
		text += strspn(text, " ");
		length = strcspn(text, " ");
		if (length > 0)
			json_append_string(
			    array, arena_strndup(arena, text, length));
	}
	return array;
}

static bool
is_part(const struct json *part, const struct json *whole)
{
	for (size_t i = 0; i < json_length(part); i++)
		if (!conformance_allows(whole, json_at(part, i)))
			return false;
	return true;
}

/* Are both the same?  The order of an array and of a scope's words means
 * nothing. */
static bool
is_same(struct arena *arena, const char *name, const struct json *a,
    const struct json *b)
{
	a = as_set(arena, name, a);
	b = as_set(arena, name, b);
	if (json_type(a) == JSON_ARRAY && json_type(b) == JSON_ARRAY)
		return is_part(a, b) && is_part(b, a);
	return a != NULL && json_equal(a, b);
}

static void
compare_one(struct conformance_run *run, struct conformance_test *test,
    const char *name, const struct json *wanted, const struct json *body,
    const char *words)
{
	const struct json *got = conformance_get(run->arena, body, name);

	if (!is_same(run->arena, conformance_last(name), wanted, got))
		conformance_fault(run, test, "%s: is %s, %s %s", name,
		    told(run, got), words, told(run, wanted));
}

void
conformance_compare_members(struct conformance_run *run,
    struct conformance_test *test, const struct json *wanted,
    const struct json *claims, const struct json *body)
{
	const struct json *has = json_get(wanted, "has");
	const struct json *lacks = json_get(wanted, "lacks");
	const struct json *as_sent = json_get(wanted, "as_sent");
	const struct json *value;
	const char *name;

	for (size_t i = 0; i < json_length(has); i++) {
		name = json_string(json_at(has, i));
		if (json_is_empty(conformance_get(run->arena, body, name)))
			conformance_fault(run, test, "%s: is missing", name);
	}
	for (size_t i = 0; i < json_length(lacks); i++) {
		name = json_string(json_at(lacks, i));
		value = conformance_get(run->arena, body, name);
		if (value != NULL)
			conformance_fault(run, test,
			    "%s: must not be there: %s", name,
			    told(run, value));
	}
	for (struct json_each each = json_each(json_get(wanted, "equal"));
	     json_next(&each, &name, &value);)
		compare_one(run, test, name, value, body, "not");
	for (size_t i = 0; i < json_length(as_sent); i++) {
		name = json_string(json_at(as_sent, i));
		value = conformance_get(run->arena, claims, name);
		if (value != NULL)
			compare_one(
			    run, test, name, value, body, "and was sent as");
	}
}

/* The errors that the test takes: its own, or that of its rule. */
const struct json *
conformance_errors(struct conformance_run *run,
    const struct conformance_test *test, const struct json *wanted)
{
	const struct json *error = json_get(wanted, "error");

	if (json_type(error) == JSON_NULL)
		return NULL;
	if (error != NULL || test->rule == NULL ||
	    json_get(wanted, "status") != NULL)
		return error;
	return json_new_string(run->arena, test->rule->error);
}

/* A refusal by a rule, where the test says no more. */
static const struct json *
statuses_of(struct conformance_run *run, const struct json *wanted)
{
	const struct json *status = json_get(wanted, "status");
	struct json *usual;

	if (status != NULL)
		return status;
	usual = json_new_object(run->arena);
	json_set_integer(usual, "status", 400);
	return json_get(usual, "status");
}

bool
conformance_wants_success(
    struct conformance_run *run, const struct json *wanted)
{
	const struct json *statuses = statuses_of(run, wanted);
	int64_t status;

	if (json_type(statuses) == JSON_ARRAY)
		statuses = json_at(statuses, 0);
	return json_integer(statuses, &status) && status < 300;
}

void
conformance_tell_expected(struct conformance_run *run,
    struct conformance_test *test, const struct json *filled)
{
	const struct json *wanted = json_get(filled, "expect");
	struct json *expected = json_new_object(run->arena);
	const struct json *error = conformance_errors(run, test, wanted),
			  *value;
	const char *name;

	json_set(expected, "status", statuses_of(run, wanted));
	if (error != NULL)
		json_set(expected, "error", error);
	for (struct json_each each = json_each(wanted);
	     json_next(&each, &name, &value);)
		if (json_get(expected, name) == NULL)
			json_set(expected, name, value);
	json_set(test->told, "expected", conformance_hide(run, expected));
}

static void
compare_error(struct conformance_run *run, struct conformance_test *test,
    const struct json *wanted, const struct json *body)
{
	const struct json *errors = conformance_errors(run, test, wanted);
	const struct json *error = json_get(body, "error");

	if (errors != NULL && !conformance_allows(errors, error))
		conformance_fault(run, test, "error: is %s, not %s",
		    told(run, error), told(run, errors));
}

static void
compare_answer(struct conformance_run *run, struct conformance_test *test,
    const struct json *wanted, const struct json *claims,
    const struct conformance_answer *answer)
{
	const struct json *statuses = statuses_of(run, wanted);
	const char *caching = json_string(json_get(wanted, "caching"));
	struct json *got = json_new_object(run->arena);

	json_set_integer(got, "status", answer->status);
	test->done = conformance_allows(statuses, json_get(got, "status"));
	if (!test->done)
		conformance_fault(run, test, "status: is %d, not %s",
		    answer->status, told(run, statuses));
	compare_error(run, test, wanted, answer->body);
	if (!test->done)
		return;
	conformance_compare_members(run, test, wanted, claims, answer->body);
	if (caching != NULL && (answer->caching == NULL ||
				   strstr(answer->caching, caching) == NULL))
		conformance_fault(run, test, "Cache-Control: is %s, not %s",
		    answer->caching != NULL
			? shown(run->arena, answer->caching, SHOWN)
			: "missing",
		    caching);
}

void
conformance_compare(struct conformance_run *run, struct conformance_test *test,
    const struct json *filled, const char *body,
    const struct conformance_answer *answer)
{
	const struct json *wanted = json_get(filled, "expect");

	test->outcome = CONFORMANCE_PASSED;
	if (answer->refused != NULL) {
		if (answer->closed && json_true(json_get(wanted, "handshake")))
			return;
		test->outcome = CONFORMANCE_UNABLE;
		test->why = answer->refused;
		return;
	}
	compare_answer(
	    run, test, wanted, conformance_claims(run->arena, body), answer);
}
