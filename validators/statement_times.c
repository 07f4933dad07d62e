/* SPDX-License-Identifier: ISC */
/* Asks whether the software statement is fresh. */
#include "kit/conf/config.h"
#include "kit/moment.h"
#include "validators/lib/setting.h"
#include "validators/lib/times.h"
#include "validators/validator.h"

enum { AGE = TIMES_RULES };

static const struct rule rules[] = {
    [TIMES_IAT] = {"statement_times.iat", ERROR_STATEMENT,
	"the software statement says when it was issued (iat)",
	"get a new statement from the directory"},
    [TIMES_FUTURE] = {"statement_times.future", ERROR_STATEMENT,
	"the software statement was not issued in the future",
	"get a new statement; if it comes back, tell the bank"},
    [TIMES_EXP] = {"statement_times.exp", ERROR_STATEMENT,
	"the exp of the software statement is a time, and is there if the "
	"profile demands one",
	"get a new statement from the directory"},
    [TIMES_EXPIRED] = {"statement_times.expired", ERROR_STATEMENT,
	"the software statement has not expired",
	"get a new statement from the directory"},
    [TIMES_NBF] = {"statement_times.nbf", ERROR_STATEMENT,
	"the validity of the software statement (nbf), if it has a "
	"beginning, has begun",
	"wait until the statement is valid, or get a new one"},
    [AGE] = {"statement_times.age", ERROR_STATEMENT,
	"the software statement is not older than the profile or the bank's "
	"policy allows",
	"get a new statement right before you register"},
    {0}};

static const struct setting settings[] = {
    {"skew", SETTING_INTEGER, TIGHTER_LESS},
    {"maximum_age", SETTING_INTEGER, TIGHTER_LESS},
    {"require_exp", SETTING_BOOLEAN, TIGHTER_TRUE},
    /* true: the bank decides on the age, and not the regime */
    {"age_is_policy", SETTING_BOOLEAN, TIGHTER_FALSE},
    {0},
};

/* dcr.conf decides on the age where the regime leaves that to the bank;
 * elsewhere dcr.conf can only be stricter. */
static int64_t
maximum_age(const struct submission *s)
{
	int64_t seconds = setting_integer(s, "maximum_age");

	if (s->config->statement_max_age != 0 &&
	    (setting_true(s, "age_is_policy") ||
		s->config->statement_max_age < seconds))
		return s->config->statement_max_age;
	return seconds;
}

static void
check(const struct submission *s, struct verdict *v)
{
	struct times times;
	int64_t most = maximum_age(s);

	times_check(s, v, s->statement.jws.payload, rules,
	    "/software_statement", &times);
	if (times.iat >= 0 && s->now - times.iat > most)
		refuse(v, &rules[AGE], "/software_statement/iat",
		    "issued %s; may be %lld seconds old at most, and the time "
		    "here is %s",
		    moment_text(s->arena, times.iat), (long long)most,
		    moment_text(s->arena, s->now));
}

const struct validator statement_times = {
    .name = "statement_times",
    .question = "Is the software statement fresh?",
    .needs = STATEMENT_TRUE,
    .rules = rules,
    .settings = settings,
    .check = check,
};
