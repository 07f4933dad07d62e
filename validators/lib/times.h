/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_TIMES_H
#define VALIDATORS_LIB_TIMES_H

#include <stdint.h>

struct json;
struct rule;
struct submission;
struct verdict;

/* The rules that both JWS share; a validator's own follow TIMES_RULES. */
enum times_rule {
	TIMES_IAT,     /* missing, or no NumericDate */
	TIMES_FUTURE,  /* issued later than now and the setting "skew" */
	TIMES_EXP,     /* missing where demanded, or no NumericDate */
	TIMES_EXPIRED, /* now is exp or later */
	TIMES_NBF,     /* no NumericDate, or later than now and the skew */
	TIMES_RULES
};

struct times {
	int64_t iat, exp; /* seconds since the epoch, rounded down; -1 when
			     there is none that could be read */
};

/*
 * iat, exp and nbf of a verified payload (RFC 7519 section 4.1).  Refuses
 * what is wrong with them; `times` then holds what could be read.
 */
void times_check(const struct submission *s, struct verdict *v,
    const struct json *payload, const struct rule *rules, const char *root,
    struct times *times);

#endif
