/* SPDX-License-Identifier: ISC */
/* Reads packs of tests, strictly, and picks those that are wanted. */
#include <string.h>

#include "commands/conformance/private.h"
#include "commands/lib/command.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/reader.h"
#include "validators/lib/profile.h"
#include "validators/lib/verdict.h"
#include "validators/profile/load.h"

static const char pack_end[] = ".pack.json", json_end[] = ".json";

static bool
ends_with(const char *text, size_t length, const char *end)
{
	const size_t size = strlen(end);

	return length > size && strncmp(text + length - size, end, size) == 0;
}

static const struct rule *
rule_of(const struct profile *profile, const char *id)
{
	for (const struct profile_question *q = profile->questions;
	     id != NULL && q->validator != NULL; q++)
		for (const struct rule *r = q->rules; r->id != NULL; r++)
			if (strcmp(r->id, id) == 0 &&
			    !profile_rule_is_off(q, r))
				return r;
	return NULL;
}

static void
check_edits(struct reader *reader, const struct json *edits, const char *prefix)
{
	static const char *const names[] = {"set", "unset", "header",
	    "unheader", "alg", "kid", "key", "raw_header", "raw_payload", "tpp",
	    NULL};

	if (edits == NULL)
		return;
	reader_known_keys(reader, edits, prefix, names);
	(void)reader_strings(reader, edits, prefix, "unset");
	(void)reader_strings(reader, edits, prefix, "unheader");
	for (const char *const *name = names + 4; *name != NULL; name++)
		(void)reader_string(reader, edits, prefix, *name);
}

static void
check_expect(struct reader *reader, const struct json *expect)
{
	static const char *const names[] = {"status", "error", "handshake",
	    "rules", "has", "lacks", "equal", "as_sent", "caching", NULL};

	if (expect == NULL)
		return;
	reader_known_keys(reader, expect, "tests[].expect.", names);
	(void)reader_strings(reader, expect, "tests[].expect.", "rules");
	(void)reader_strings(reader, expect, "tests[].expect.", "has");
	(void)reader_strings(reader, expect, "tests[].expect.", "lacks");
	(void)reader_strings(reader, expect, "tests[].expect.", "as_sent");
	(void)reader_string(reader, expect, "tests[].expect.", "caching");
	(void)reader_boolean(
	    reader, expect, "tests[].expect.", "handshake", false);
}

/* What a test needs, or sends again, comes before it. */
static void
check_earlier(struct reader *reader, const struct conformance_pack *pack,
    const struct conformance_test *test)
{
	const char *again =
	    reader_string(reader, test->data, "tests[].", "again");
	const size_t end = (size_t)(test - pack->tests);

	(void)reader_strings(reader, test->data, "tests[].", "needs");
	for (size_t i = 0; i < json_length(test->needs); i++)
		if (conformance_find(pack, json_string(json_at(test->needs, i)),
			end) == NULL)
			reader_wrong(reader, "tests[].needs",
			    "must name tests that come before");
	if (again != NULL && conformance_find(pack, again, end) == NULL)
		reader_wrong(reader, "tests[].again",
		    "must name a test that comes before");
}

/* What a test needs: what it says, or else what the pack says for all, once
 * that has come. */
static const struct json *
needs_of(const struct conformance_pack *pack, const struct json *data,
    const struct json *usual)
{
	if (json_get(data, "needs") != NULL)
		return json_get(data, "needs");
	for (size_t i = 0; i < json_length(usual); i++)
		if (conformance_find(pack, json_string(json_at(usual, i)),
			pack->count) == NULL)
			return NULL;
	return usual;
}

static void
read_test(struct reader *reader, const struct profile *profile,
    struct conformance_pack *pack, const struct json *data,
    const struct json *usual)
{
	static const char *const names[] = {"name", "title", "rule", "clause",
	    "needs", "as", "method", "uri", "bearer", "type", "request",
	    "statement", "body", "form", "assertion", "again", "keep",
	    "removes", "expect", NULL};
	struct conformance_test *test = &pack->tests[pack->count];
	const char *rule = reader_string(reader, data, "tests[].", "rule");

	reader_known_keys(reader, data, "tests[].", names);
	*test = (struct conformance_test){.data = data,
	    .needs = needs_of(pack, data, usual),
	    .rule = rule_of(profile, rule),
	    .name = reader_string(reader, data, "tests[].", "name"),
	    .title = reader_string(reader, data, "tests[].", "title"),
	    .clause = reader_string(reader, data, "tests[].", "clause"),
	    .told = json_new_object(reader->arena)};
	if (test->name == NULL)
		test->name = rule;
	if (test->rule != NULL && test->title == NULL)
		test->title = test->rule->meaning;
	if (test->rule != NULL && test->clause == NULL)
		test->clause = profile_clause(profile, test->rule);
	if (test->title == NULL)
		test->title = test->name;
	if (test->name == NULL || (rule == NULL && test->clause == NULL))
		reader_wrong(reader, "tests[]",
		    "must have a rule, or a name and a clause");
	else if (conformance_find(pack, test->name, pack->count) != NULL)
		reader_wrong(reader, "tests[].name",
		    arena_printf(
			reader->arena, "%s is there twice", test->name));
	check_edits(reader, json_get(data, "request"), "tests[].request.");
	check_edits(reader, json_get(data, "statement"), "tests[].statement.");
	check_edits(reader, json_get(data, "assertion"), "tests[].assertion.");
	(void)reader_boolean(reader, data, "tests[].", "removes", false);
	check_expect(reader, json_get(data, "expect"));
	check_earlier(reader, pack, test);
	pack->count++;
}

/* Adds the tests of one text to the pack. */
static bool
add(struct conformance_pack *pack, const struct profile *profile,
    const char *file, const char *text, struct arena *arena)
{
	static const char *const names[] = {
	    "title", "needs", "type", "tests", NULL};
	struct reader reader = {.arena = arena, .file = file, .folder = "."};
	struct json_error error = {0};
	const struct json *root =
	    json_parse_commented(arena, text, strlen(text), &error);
	const struct json *tests = json_get(root, "tests");
	struct conformance_test *more;

	if (root == NULL) {
		command_fail(
		    EXIT_WRONG, "%s:%zu: %s", file, error.line, error.what);
		return false;
	}
	reader_known_keys(&reader, root, "", names);
	pack->title = reader_string(&reader, root, "", "title");
	pack->type = reader_string(&reader, root, "", "type");
	(void)reader_strings(&reader, root, "", "needs");
	if (!json_is_array_of(tests, JSON_OBJECT, 1))
		reader_wrong(&reader, "tests", "must be an array of objects");
	more = arena_alloc(
	    arena, (pack->count + json_length(tests) + 1) * sizeof(*more));
	if (pack->count > 0)
		memcpy(more, pack->tests, pack->count * sizeof(*more));
	pack->tests = more;
	for (size_t i = 0; reader.why == NULL && i < json_length(tests); i++)
		read_test(&reader, profile, pack, json_at(tests, i),
		    json_get(root, "needs"));
	if (reader.why != NULL)
		command_fail(EXIT_WRONG, "%s", reader.why);
	return reader.why == NULL;
}

bool
conformance_pack_add(struct conformance_pack *pack,
    const struct profile *profile, const char *path, struct arena *arena)
{
	size_t length = 0;
	const char *text = command_read(arena, path, LIMIT_FILE, &length);

	if (text == NULL) {
		(void)command_fail_file(EXIT_WRONG, path);
		return false;
	}
	if (strlen(text) == length)
		return add(pack, profile, path, text, arena);
	(void)command_fail(EXIT_WRONG, "%s: holds a NUL", path);
	return false;
}

/* "br@1" has its tests in br-1.pack, or else in br.pack. */
static const char *
shipped(struct arena *arena, const char *name)
{
	const size_t length = strcspn(name, "@+");
	const char *const names[] = {
	    name[length] == '@'
		? arena_printf(arena, "%.*s-%.*s.pack", (int)length, name,
		      (int)strcspn(name + length + 1, "+"), name + length + 1)
		: "",
	    arena_printf(arena, "%.*s.pack", (int)length, name)};

	for (size_t i = 0; i < 2; i++)
		for (const struct profile_text *t = profile_texts;
		     t->name != NULL; t++)
			if (strcmp(t->name, names[i]) == 0)
				return t->text;
	return NULL;
}

struct conformance_pack *
conformance_pack(struct arena *arena, const struct profile *profile,
    const char *name, const char *file)
{
	struct conformance_pack *pack = arena_alloc(arena, sizeof(*pack));
	const size_t length = strcspn(name, "@+");
	const char *text;

	if (file == NULL && strpbrk(name, "/.") != NULL)
		file = arena_printf(arena, "%.*s%s",
		    (int)(length - (ends_with(name, length, json_end)
					   ? strlen(json_end)
					   : 0)),
		    name, pack_end);
	if (file != NULL)
		return conformance_pack_add(pack, profile, file, arena) ? pack
									: NULL;
	text = shipped(arena, name);
	if (text == NULL) {
		command_fail(EXIT_WRONG,
		    "conformance: %s: this profile comes without a pack; "
		    "--pack FILE names one",
		    name);
		return NULL;
	}
	return add(pack, profile, arena_printf(arena, "the pack of %s", name),
		   text, arena)
		   ? pack
		   : NULL;
}
