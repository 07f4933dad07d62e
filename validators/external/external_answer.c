/* SPDX-License-Identifier: ISC */
/* Reads and judges the answer of an external validator: as strictly as a
 * request, since an answer that is not understood is no consent. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "validators/external/private.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

enum { POINTER_MAX = 200 };

static bool
knows_only(const struct json *object, const char *const *names)
{
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(object);
	     json_next(&each, &name, &value);) {
		const char *const *n = names;
		while (*n != NULL && strcmp(*n, name) != 0)
			n++;
		if (*n == NULL)
			return false;
	}
	return json_type(object) == JSON_OBJECT;
}

static bool
is_version_1(const struct json *version)
{
	int64_t number;

	return json_type(version) == JSON_ABSENT ||
	       (json_integer(version, &number) && number == 1);
}

const char *
external_answer_read(const struct json *question, const char *text,
    size_t length, bool must_echo, struct arena *arena,
    const struct json **answer)
{
	struct json_error error = {0};
	const struct json *said = json_parse(arena, text, length, &error), *id;
	struct json *plain;

	if (said == NULL)
		return arena_printf(arena, "answers no JSON: %s", error.what);
	if (json_type(said) != JSON_OBJECT)
		return "answers no JSON object";
	if (!is_version_1(json_get(said, "dcr")))
		return "answers in another version than 1";
	id = json_get(said, "id");
	if ((must_echo || json_type(id) != JSON_ABSENT) &&
	    !json_equal(id, json_get(question, "id")))
		return "answers another question: id must be that of this one";
	plain = json_copy(arena, said);
	json_remove(plain, "dcr");
	json_remove(plain, "id");
	*answer = plain;
	return NULL;
}

bool
external_answer_is_pointer(const char *text)
{
	if (strlen(text) > POINTER_MAX || (*text != '\0' && *text != '/'))
		return false;
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text > '~' ||
		    strchr("'\"\\<>&", *text) != NULL ||
		    (*text == '~' && text[1] != '0' && text[1] != '1'))
			return false;
	return true;
}

/* The rule that a finding names, in whole or by the part behind the name of
 * the validator; NULL when the entry declares no such rule. */
static const struct rule *
rule_named(const struct profile_question *question, const char *name)
{
	for (const struct rule *r = question->rules; r->id != NULL; r++)
		if (strcmp(r->id, name) == 0 ||
		    strcmp(strchr(r->id, '.') + 1, name) == 0)
			return r;
	return NULL;
}

/* NULL when the finding was taken; else what is wrong with the finding. */
static const char *
take_finding(const struct submission *s, struct verdict *v,
    const struct profile_question *question, const struct json *finding)
{
	static const char *const names[] = {"rule", "pointer", "detail", NULL};
	const struct json *pointer = json_get(finding, "pointer");
	const struct json *detail = json_get(finding, "detail");
	const char *name = json_string(json_get(finding, "rule"));
	const char *at = pointer != NULL ? json_string(pointer) : "";
	const char *text = detail != NULL ? json_string(detail) : "is refused";

	if (!knows_only(finding, names))
		return "refuses by a finding that is not an object of rule, "
		       "pointer and detail alone";
	const struct rule *rule =
	    name != NULL ? rule_named(question, name) : NULL;
	if (rule == NULL)
		return arena_printf(s->arena,
		    "refuses by the rule %s, which is not declared in its "
		    "entry",
		    name != NULL ? quoted(s->arena, name) : "without a name");
	if (at == NULL || !external_answer_is_pointer(at))
		return arena_printf(s->arena,
		    "refuses by %s at a pointer that must be a JSON pointer "
		    "(RFC 6901) of %d printable characters at most",
		    rule->id, POINTER_MAX);
	if (text == NULL)
		return arena_printf(s->arena,
		    "refuses by %s with a detail that must be a string",
		    rule->id);
	refuse(
	    v, rule, at, "%s", in_ascii(s->arena, text, EXTERNAL_DETAIL_MAX));
	return NULL;
}

static const char *
take_findings(const struct submission *s, struct verdict *v,
    const struct profile_question *question, const struct json *answer)
{
	const struct json *findings = json_get(answer, "findings");
	const char *why = NULL;

	if (json_type(findings) != JSON_ARRAY || json_length(findings) == 0)
		return "refuses without a finding";
	for (size_t i = 0; why == NULL && i < json_length(findings); i++)
		why = take_finding(s, v, question, json_at(findings, i));
	return why;
}

/* A pass may have metadata, and findings if they are empty. */
static const char *
wrong_pass(const struct json *answer)
{
	const struct json *findings = json_get(answer, "findings");
	const struct json *metadata = json_get(answer, "metadata");

	if (findings != NULL &&
	    (json_type(findings) != JSON_ARRAY || json_length(findings) > 0))
		return "passes and has findings, which only a refusal may have";
	if (metadata != NULL && json_type(metadata) != JSON_OBJECT)
		return "passes with metadata that are no object";
	return NULL;
}

static const char *
take(const struct submission *s, struct verdict *v,
    const struct profile_question *question, const struct json *answer)
{
	static const char *const names[] = {
	    "outcome", "findings", "metadata", NULL};
	const char *outcome = json_string(json_get(answer, "outcome"));

	if (!knows_only(answer, names))
		return "answers with a member that is not known: there are "
		       "dcr, id, outcome, findings and metadata";
	if (outcome == NULL)
		return "answers with no outcome, which must be pass or refuse";
	if (strcmp(outcome, "refuse") == 0)
		return take_findings(s, v, question, answer);
	if (strcmp(outcome, "pass") == 0)
		return wrong_pass(answer);
	return "answers with an outcome that is neither pass nor refuse";
}

void
external_answer(const struct submission *s, struct verdict *v,
    const struct profile_question *question, const struct json *answer)
{
	const struct external_validator *external = question->external;
	const char *why = take(s, v, question, answer);

	if (why != NULL)
		unable(v, "%s: %s", external->name, why);
	else if (v->outcome == OUTCOME_PASS)
		external_metadata_take(
		    s, v, external, json_get(answer, "metadata"));
}
