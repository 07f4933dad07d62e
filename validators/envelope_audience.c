/* SPDX-License-Identifier: ISC */
/* Asks whether the registration request names this bank as its audience. */
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

#include <string.h>

enum { NOT_US };

static const struct rule rules[] = {
    [NOT_US] = {"envelope_audience.not_us", ERROR_METADATA,
	"the registration request names this bank as its audience (aud)",
	"put the bank's issuer, as its discovery document has it, into aud"},
    {0}};

static const struct setting settings[] = {
    /* aud must be the registration endpoint alone */
    {"endpoint", SETTING_BOOLEAN_IF_ANY, TIGHTER_TRUE},
    {0},
};

/* aud is a string or an array of strings (RFC 7519 section 4.1.3). */
static bool
names(const struct json *aud, const char *us)
{
	const char *text = json_string(aud);

	return text != NULL ? strcmp(text, us) == 0 : json_has_string(aud, us);
}

/* Where no other spelling will do: the endpoint, as a string. */
static void
check_endpoint(
    const struct submission *s, struct verdict *v, const struct json *aud)
{
	const char *text = json_string(aud);

	if (text == NULL || strcmp(text, s->config->registration_endpoint) != 0)
		refuse(v, &rules[NOT_US], "/aud",
		    "must be the registration endpoint, %s; it is %s",
		    s->config->registration_endpoint,
		    quoted_value(s->arena, aud));
}

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *aud = asked(s, "aud");
	const char *all = "";

	if (setting_true(s, "endpoint")) {
		check_endpoint(s, v, aud);
		return;
	}
	for (const char *const *us = s->config->audience; *us != NULL; us++) {
		if (names(aud, *us))
			return;
		all = arena_printf(
		    s->arena, "%s%s%s", all, *all != '\0' ? ", " : "", *us);
	}
	refuse(v, &rules[NOT_US], "/aud", "must name one of: %s; it is %s", all,
	    quoted_value(s->arena, aud));
}

const struct validator envelope_audience = {
    .name = "envelope_audience",
    .question = "Is the registration request meant for this bank?",
    .needs = ENVELOPE_TRUE,
    .settings = settings,
    .cancels = true,
    .rules = rules,
    .check = check,
};
