/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/request.h"
#include "validators/external/private.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

/*
 * What somebody else answered.  It is judged as strictly as a request: what
 * is not understood is no consent.
 */
enum { POINTER_MAX = 200 };

static bool
knows_only(const struct json *object, const char *const *names)
{
	const struct json *value;
	const char *name;

	for (size_t i = 0; json_member(object, i, &name, &value); i++) {
		const char *const *n = names;
		while (*n != NULL && strcmp(*n, name) != 0)
			n++;
		if (*n == NULL)
			return false;
	}
	return json_type(object) == JSON_OBJECT;
}

bool
external_is_pointer(const char *text)
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

/* By its whole name or by what is behind the validator's. */
static const struct rule *
rule_named(const struct profile_question *question, const char *name)
{
	for (const struct rule *r = question->rules; r->id != NULL; r++)
		if (strcmp(r->id, name) == 0 ||
		    strcmp(strchr(r->id, '.') + 1, name) == 0)
			return r;
	return NULL;
}

/* NULL when it was taken; else what is wrong with it. */
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
		return "a finding has a member that is not known";
	const struct rule *rule =
	    name != NULL ? rule_named(question, name) : NULL;
	if (rule == NULL)
		return arena_printf(s->arena,
		    "a finding's rule, %s, is not declared",
		    name != NULL ? quoted(s->arena, name) : "which is no text");
	if (at == NULL || !external_is_pointer(at))
		return "a finding's pointer is none";
	if (text == NULL)
		return "a finding's detail is no text";
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
		return "it refuses without a finding";
	for (size_t i = 0; why == NULL && i < json_length(findings); i++)
		why = take_finding(s, v, question, json_at(findings, i));
	return why;
}

/* Those that need not be there: what is there must be right. */
static const char *
wrong_head(const struct submission *s, const struct json *answer)
{
	static const char *const names[] = {
	    "dcr", "id", "outcome", "findings", "metadata", NULL};
	const struct json *version = json_get(answer, "dcr");
	const struct json *id = json_get(answer, "id");
	const char *ours = s->request->id != NULL ? s->request->id : "-";
	int64_t number = 1;

	if (!knows_only(answer, names))
		return "it has a member that is not known";
	if (version != NULL && (!json_integer(version, &number) || number != 1))
		return "it is of another version of the protocol";
	if (id != NULL &&
	    (json_string(id) == NULL || strcmp(json_string(id), ours) != 0))
		return "it answers another question";
	if (json_string(json_get(answer, "outcome")) == NULL)
		return "it has no outcome";
	return NULL;
}

static const char *
wrong_pass(const struct json *answer)
{
	const struct json *findings = json_get(answer, "findings");
	const struct json *metadata = json_get(answer, "metadata");

	if (findings != NULL &&
	    (json_type(findings) != JSON_ARRAY || json_length(findings) > 0))
		return "it passes and has findings";
	if (metadata != NULL && json_type(metadata) != JSON_OBJECT)
		return "its metadata is no object";
	return NULL;
}

void
external_answer(const struct submission *s, struct verdict *v,
    const struct profile_question *question, const struct json *answer)
{
	const char *why = wrong_head(s, answer);
	const char *outcome = json_string(json_get(answer, "outcome"));

	if (why == NULL && strcmp(outcome, "refuse") == 0)
		why = take_findings(s, v, question, answer);
	else if (why == NULL && strcmp(outcome, "pass") == 0)
		why = wrong_pass(answer);
	else if (why == NULL)
		why = "its outcome is neither pass nor refuse";
	if (why != NULL)
		unable(v, "%s: its answer is none: %s",
		    question->external->name, why);
	else if (v->outcome == OUTCOME_PASS)
		external_take(
		    s, v, question->external, json_get(answer, "metadata"));
}
