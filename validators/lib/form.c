/* SPDX-License-Identifier: ISC */
/* Judges the form of a JWS: whether its signature would be tried at all. */
#include "validators/lib/form.h"

#include "kit/arena.h"
#include "kit/json.h"
#include "validators/lib/setting.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

static enum form_rule
rule_of(enum jws_fault fault)
{
	switch (fault) {
	case JWS_NOT_COMPACT:
		return FORM_NOT_COMPACT;
	case JWS_ENCODING:
		return FORM_ENCODING;
	case JWS_HEADER:
		return FORM_HEADER;
	case JWS_CRITICAL:
		return FORM_CRITICAL;
	case JWS_TYPE:
		return FORM_TYPE;
	case JWS_NESTED:
		return FORM_NESTED;
	case JWS_PAYLOAD:
	case JWS_OK:
		break;
	}
	return FORM_PAYLOAD;
}

void
form_check(const struct submission *s, struct verdict *v,
    const struct submitted *submitted, const struct rule *rules,
    const char *root)
{
	const struct json *allowed = setting_strings(s, "algorithms");

	if (submitted->fault != JWS_OK) {
		refuse(v, &rules[rule_of(submitted->fault)], root, "%s",
		    jws_trouble(s->arena, &submitted->jws, submitted->fault));
		return;
	}
	if (!json_has_string(allowed, submitted->jws.algorithm))
		refuse(v, &rules[FORM_ALGORITHM],
		    arena_printf(s->arena, "%s/header/alg", root),
		    "%s is not one of: %s",
		    quoted(s->arena, submitted->jws.algorithm),
		    listed(s->arena, allowed));
}
