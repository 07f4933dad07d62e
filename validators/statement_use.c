/* SPDX-License-Identifier: ISC */
/* Asks whether the software statement was made for this bank, and for this once:
 * whom it names, how long it lives, and by what it is known again. */
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/moment.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { NOT_US, LIFETIME, SPENT };

static const struct rule rules[] = {
    [NOT_US] = {"statement_use.not_us", ERROR_STATEMENT,
	"the software statement names this bank as its audience (aud)",
	"get a statement from the directory for this very bank"},
    [LIFETIME] = {"statement_use.lifetime", ERROR_STATEMENT,
	"the software statement lives no longer from iat to exp than the "
	"profile allows",
	"get a statement from the directory that expires sooner"},
    [SPENT] = {"statement_use.spent", ERROR_STATEMENT,
	"the software statement has a jti, and was not used before",
	"get a new statement from the directory for each request"},
    {0}};

static const struct setting settings[] = {
    {"lifetime", SETTING_INTEGER, TIGHTER_LESS},
    {0},
};

static bool
names_us(const struct submission *s, const struct json *aud)
{
	const char *text = json_string(aud);

	for (const char *const *us = s->config->audience; *us != NULL; us++)
		if (text != NULL ? strcmp(text, *us) == 0
				 : json_has_string(aud, *us))
			return true;
	return false;
}

static bool
is_identifier(const char *jti)
{
	if (jti == NULL || *jti == '\0' || strlen(jti) > LIMIT_IDENTIFIER)
		return false;
	for (; *jti != '\0'; jti++)
		if (*jti < '!' || *jti > '~')
			return false;
	return true;
}

static void
check_lifetime(const struct submission *s, struct verdict *v)
{
	const int64_t most = setting_integer(s, "lifetime");
	const int64_t iat = moment_numeric(claim(s, "iat"));
	const int64_t exp = moment_numeric(claim(s, "exp"));

	if (iat < 0 || exp < 0)
		refuse(v, &rules[LIFETIME], claim_pointer(s, "exp"),
		    "iat and exp are required, as times");
	else if (exp - iat > most)
		refuse(v, &rules[LIFETIME], claim_pointer(s, "exp"),
		    "may be %lld seconds after iat at most, and is %lld",
		    (long long)most, (long long)(exp - iat));
}

/* That it was not used is the store's to say, in the transaction. */
static void
check(const struct submission *s, struct verdict *v)
{
	if (!names_us(s, claim(s, "aud")))
		refuse(v, &rules[NOT_US], claim_pointer(s, "aud"),
		    "must name %s; it is %s", s->config->audience[0],
		    quoted_value(s->arena, claim(s, "aud")));
	check_lifetime(s, v);
	if (!is_identifier(json_string(claim(s, "jti"))))
		refuse(v, &rules[SPENT], claim_pointer(s, "jti"),
		    "must be a string of 1 to %d printable ASCII characters",
		    LIMIT_IDENTIFIER);
}

const struct validator statement_use = {
    .name = "statement_use",
    .question = "Is the software statement for this bank, and for this once?",
    .needs = STATEMENT_TRUE,
    .rules = rules,
    .settings = settings,
    .check = check,
};
