/* SPDX-License-Identifier: ISC */
/* Asks whether the registration request is fresh. */
#include "validators/lib/setting.h"
#include "validators/lib/times.h"
#include "validators/validator.h"

enum { LIFETIME = TIMES_RULES };

static const struct rule rules[] = {
    [TIMES_IAT] = {"envelope_times.iat", ERROR_METADATA,
	"the registration request says when it was issued (iat)",
	"put the time in seconds since 1970, a number, into iat"},
    [TIMES_FUTURE] = {"envelope_times.future", ERROR_METADATA,
	"the registration request was not issued in the future",
	"set your clock (NTP); iat is in seconds, not milliseconds"},
    [TIMES_EXP] = {"envelope_times.exp", ERROR_METADATA,
	"the exp of the registration request is a time, and is there if the "
	"profile demands one",
	"put a time in seconds since 1970, a number, into exp"},
    [TIMES_EXPIRED] = {"envelope_times.expired", ERROR_METADATA,
	"the registration request has not expired",
	"make and sign a new request for each attempt; set your clock"},
    [TIMES_NBF] = {"envelope_times.nbf", ERROR_METADATA,
	"the validity of the registration request (nbf), if it has a "
	"beginning, has begun",
	"leave nbf out, or let it be the time of signing"},
    [LIFETIME] = {"envelope_times.lifetime", ERROR_METADATA,
	"the registration request lives no longer from iat to exp than the "
	"profile allows",
	"let exp be closer to iat: five minutes will do"},
    {0}};

static const struct setting settings[] = {
    {"skew", SETTING_INTEGER, TIGHTER_LESS},
    {"lifetime", SETTING_INTEGER, TIGHTER_LESS},
    {"require_exp", SETTING_BOOLEAN, TIGHTER_TRUE},
    {0},
};

/* The longest lifetime bounds how long a spent jti must be remembered. */
static void
check(const struct submission *s, struct verdict *v)
{
	struct times times;
	int64_t most = setting_integer(s, "lifetime");

	times_check(s, v, s->envelope.jws.payload, rules, "", &times);
	if (times.iat >= 0 && times.exp >= 0 && times.exp - times.iat > most)
		refuse(v, &rules[LIFETIME], "/exp",
		    "may be %lld seconds after iat at most, and is %lld",
		    (long long)most, (long long)(times.exp - times.iat));
}

const struct validator envelope_times = {
    .name = "envelope_times",
    .question = "Is the registration request fresh?",
    .needs = ENVELOPE_TRUE,
    .cancels = true,
    .rules = rules,
    .settings = settings,
    .check = check,
};
