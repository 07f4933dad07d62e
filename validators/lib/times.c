/* SPDX-License-Identifier: ISC */
/* Judges iat, exp and nbf of a JWS. */
#include "validators/lib/times.h"

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "validators/lib/setting.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

enum date { DATE_ABSENT, DATE_WRONG, DATE_GIVEN };

static enum date
read_date(const struct json *payload, const char *name, int64_t *out)
{
	const struct json *value = json_get(payload, name);
	const int64_t seconds = moment_numeric(value);

	if (json_type(value) == JSON_ABSENT)
		return DATE_ABSENT;
	if (seconds < 0)
		return DATE_WRONG;
	*out = seconds;
	return DATE_GIVEN;
}

/* What stands in the place of a time. */
static const char *
kind(const struct json *value)
{
	switch (json_type(value)) {
	case JSON_ABSENT:
		return "missing";
	case JSON_STRING:
		return "a string: leave out the quotes";
	case JSON_NUMBER:
		return "a number out of range";
	default:
		return "something else";
	}
}

static const char *
inside(const struct submission *s, const char *root, const char *name)
{
	return arena_printf(s->arena, "%s/%s", root, name);
}

/* What a number is that can be no time in seconds. */
static const char *
hint(const struct submission *s, int64_t seconds)
{
	return seconds / 100 > (int64_t)s->now
		   ? " (this looks like milliseconds; seconds are wanted)"
		   : "";
}

static void
refuse_future(const struct submission *s, struct verdict *v,
    const struct rule *rule, const char *place, int64_t seconds)
{
	refuse(v, rule, place,
	    "%s is in the future%s: the time here is %s, and %lld seconds of "
	    "leeway are given",
	    moment_text(s->arena, seconds), hint(s, seconds),
	    moment_text(s->arena, s->now),
	    (long long)setting_integer(s, "skew"));
}

static void
check_iat(const struct submission *s, struct verdict *v,
    const struct json *payload, const struct rule *rules, const char *root,
    struct times *times)
{
	int64_t skew = setting_integer(s, "skew");

	if (read_date(payload, "iat", &times->iat) != DATE_GIVEN)
		refuse(v, &rules[TIMES_IAT], inside(s, root, "iat"),
		    "must be a number of seconds since 1970, and is %s",
		    kind(json_get(payload, "iat")));
	else if (times->iat > s->now + skew)
		refuse_future(s, v, &rules[TIMES_FUTURE],
		    inside(s, root, "iat"), times->iat);
}

static void
check_exp(const struct submission *s, struct verdict *v,
    const struct json *payload, const struct rule *rules, const char *root,
    struct times *times)
{
	enum date date = read_date(payload, "exp", &times->exp);

	if (date == DATE_ABSENT && !setting_true(s, "require_exp"))
		return;
	if (date != DATE_GIVEN)
		refuse(v, &rules[TIMES_EXP], inside(s, root, "exp"),
		    "must be a number of seconds since 1970, and is %s",
		    kind(json_get(payload, "exp")));
	else if (s->now >= times->exp)
		refuse(v, &rules[TIMES_EXPIRED], inside(s, root, "exp"),
		    "expired at %s: the time here is %s",
		    moment_text(s->arena, times->exp),
		    moment_text(s->arena, s->now));
}

static void
check_nbf(const struct submission *s, struct verdict *v,
    const struct json *payload, const struct rule *rules, const char *root)
{
	int64_t skew = setting_integer(s, "skew"), nbf = 0;
	enum date date = read_date(payload, "nbf", &nbf);

	if (date == DATE_WRONG)
		refuse(v, &rules[TIMES_NBF], inside(s, root, "nbf"),
		    "must be a number of seconds since 1970, and is %s",
		    kind(json_get(payload, "nbf")));
	else if (date == DATE_GIVEN && nbf > s->now + skew)
		refuse_future(
		    s, v, &rules[TIMES_NBF], inside(s, root, "nbf"), nbf);
}

void
times_check(const struct submission *s, struct verdict *v,
    const struct json *payload, const struct rule *rules, const char *root,
    struct times *times)
{
	*times = (struct times){.iat = -1, .exp = -1};
	check_iat(s, v, payload, rules, root, times);
	check_exp(s, v, payload, rules, root, times);
	check_nbf(s, v, payload, rules, root);
}
