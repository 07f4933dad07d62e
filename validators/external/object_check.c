/* SPDX-License-Identifier: ISC */
/* Lets a shared object ask, refuse and add through a table of functions, so
 * that the program exports no symbol and an object sees what a command would be
 * told. */
#include <stdarg.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/x509/cert.h"
#include "validators/external/dcr_validator.h"
#include "validators/external/private.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

struct dcr_call {
	const struct submission *s;
	struct verdict *v;
	struct json *metadata;
};

_Static_assert((int)DCR_TYPE_ABSENT == (int)JSON_ABSENT &&
		   (int)DCR_TYPE_OBJECT == (int)JSON_OBJECT,
    "types");

static const struct json *
json_of(const struct dcr_value *value)
{
	return (const struct json *)value;
}

static const struct dcr_value *
value_of(const struct json *value)
{
	return (const struct dcr_value *)value;
}

static const struct dcr_value *
disclosed(
    const struct dcr_call *call, const char *name, const struct json *value)
{
	if (json_type(value) <= JSON_NULL)
		return NULL;
	return value_of(
	    external_question_disclosed(call->s->arena, name, value));
}

static const char *
call_method(const struct dcr_call *call)
{
	return method_name(call->s->method);
}

static int64_t
call_now(const struct dcr_call *call)
{
	return call->s->now;
}

static const struct dcr_value *
call_asked(const struct dcr_call *call, const char *member)
{
	return disclosed(call, member, asked(call->s, member));
}

static const struct dcr_value *
call_claim(const struct dcr_call *call, const char *name)
{
	if ((call->s->facts & STATEMENT_SOUND) == 0)
		return NULL;
	return disclosed(call, name, claim(call->s, name));
}

static const struct dcr_value *
call_stored(const struct dcr_call *call, const char *member)
{
	return disclosed(
	    call, member, json_get(replaced_metadata(call->s), member));
}

static const struct dcr_value *
call_setting(const struct dcr_call *call, const char *name)
{
	return value_of(json_get(call->s->settings, name));
}

static const struct cert *
cert_of(const struct dcr_call *call)
{
	return (call->s->facts & CLIENT_KNOWN) != 0 ? call->s->cert : NULL;
}

static const char *
call_subject(const struct dcr_call *call)
{
	return cert_of(call) != NULL ? cert_subject(cert_of(call)) : NULL;
}

static const char *
call_sha256(const struct dcr_call *call)
{
	return cert_of(call) != NULL ? cert_sha256_hex(cert_of(call)) : NULL;
}

static const char *
call_attribute(const struct dcr_call *call, const char *name)
{
	return cert_of(call) != NULL ? cert_attribute(cert_of(call), name)
				     : NULL;
}

static enum dcr_type
value_type(const struct dcr_value *value)
{
	return (enum dcr_type)json_type(json_of(value));
}

static const char *
value_string(const struct dcr_value *value)
{
	return json_string(json_of(value));
}

static bool
value_integer(const struct dcr_value *value, int64_t *out)
{
	return json_integer(json_of(value), out);
}

static bool
value_truth(const struct dcr_value *value)
{
	return json_true(json_of(value));
}

static size_t
value_length(const struct dcr_value *value)
{
	return json_length(json_of(value));
}

static const struct dcr_value *
value_at(const struct dcr_value *array, size_t index)
{
	return value_of(json_at(json_of(array), index));
}

static const struct dcr_value *
value_get(const struct dcr_value *object, const char *name)
{
	return value_of(json_get(json_of(object), name));
}

static bool
value_has_string(const struct dcr_value *array, const char *string)
{
	return json_has_string(json_of(array), string);
}

static void *
call_alloc(struct dcr_call *call, size_t size)
{
	return arena_alloc(call->s->arena, size);
}

/* The rule of the question for one of the object's own rules; NULL when the
 * object has no such rule. */
static const struct rule *
rule_of(const struct dcr_call *call, const struct dcr_rule *rule)
{
	const struct profile_question *q = call->v->question;
	const struct dcr_rule *own = q->external->object->rules;

	for (size_t i = 0; own[i].id != NULL; i++)
		if (&own[i] == rule)
			return &q->rules[i];
	return NULL;
}

static void __attribute__((format(printf, 4, 5)))
call_refuse(struct dcr_call *call, const struct dcr_rule *rule,
    const char *pointer, const char *format, ...)
{
	const struct rule *ours = rule_of(call, rule);
	const char *detail;
	va_list ap;

	if (ours == NULL || pointer == NULL ||
	    !external_answer_is_pointer(pointer)) {
		unable(call->v, "%s: refuses %s",
		    call->v->question->validator->name,
		    ours == NULL ? "by a rule that is not its own"
				 : "at a pointer that is no JSON pointer "
				   "(RFC 6901)");
		return;
	}
	va_start(ap, format);
	detail = arena_vprintf(call->s->arena, format, ap);
	va_end(ap);
	refuse(call->v, ours, pointer, "%s",
	    in_ascii(call->s->arena, detail, EXTERNAL_DETAIL_MAX));
}

static void __attribute__((format(printf, 2, 3)))
call_unable(struct dcr_call *call, const char *format, ...)
{
	const char *why;
	va_list ap;

	va_start(ap, format);
	why = arena_vprintf(call->s->arena, format, ap);
	va_end(ap);
	unable(call->v, "%s: %s", call->v->question->validator->name,
	    in_ascii(call->s->arena, why, EXTERNAL_DETAIL_MAX));
}

static void
call_add(struct dcr_call *call, const char *member, const struct json *value)
{
	if (value == NULL || member == NULL)
		unable(call->v, "%s: adds a member whose value is no JSON",
		    call->v->question->validator->name);
	else
		json_set(call->metadata, member, value);
}

static void
call_add_json(struct dcr_call *call, const char *member, const char *text)
{
	call_add(
	    call, member, json_parse(call->s->arena, text, strlen(text), NULL));
}

/* A string of a shared object may hold bytes that JSON may not. */
static void
call_add_string(struct dcr_call *call, const char *member, const char *string)
{
	call_add_json(call, member,
	    json_text(call->s->arena, json_new_string(call->s->arena, string)));
}

static const struct dcr_functions functions = {
    .method = call_method,
    .now = call_now,
    .asked = call_asked,
    .claim = call_claim,
    .stored = call_stored,
    .setting = call_setting,
    .subject = call_subject,
    .sha256 = call_sha256,
    .attribute = call_attribute,
    .type = value_type,
    .string = value_string,
    .integer = value_integer,
    .truth = value_truth,
    .length = value_length,
    .at = value_at,
    .get = value_get,
    .has_string = value_has_string,
    .alloc = call_alloc,
    .refuse = call_refuse,
    .unable = call_unable,
    .add_string = call_add_string,
    .add_json = call_add_json,
};

void
object_check(const struct submission *s, struct verdict *v)
{
	const struct external_validator *external = v->question->external;
	struct dcr_call call = {
	    .s = s, .v = v, .metadata = json_new_object(s->arena)};

	external->object->check(&functions, &call);
	if (v->outcome == OUTCOME_PASS)
		external_metadata_take(s, v, external, call.metadata);
}
