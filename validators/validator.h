/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_VALIDATOR_H
#define VALIDATORS_VALIDATOR_H

#include <stdbool.h>

#include "validators/lib/facts.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

/*
 * A validator asks one question of a submission.  It judges and never writes:
 * no clock but submission->now, no file, no network but submission->keys_at,
 * no store.  Its name is its file, its key in a profile, the prefix of its
 * rules and its test cases, and its tag in the log.
 */

/* A key that a profile must give to the validator, and its form. */
enum setting_form {
	SETTING_STRING,
	SETTING_PATTERN, /* an extended regular expression, POSIX 9.4 */
	SETTING_STRINGS, /* an array of strings, not empty */
	SETTING_STRINGS_OR_NONE,
	SETTING_INTEGER, /* 0 or more */
	SETTING_BOOLEAN,
	SETTING_STRING_MAP,  /* an object of strings */
	SETTING_STRINGS_MAP, /* an object of arrays of strings */
	SETTING_EQUATIONS,   /* an array of objects of strings: alternatives */
	SETTING_BOOLEAN_IF_ANY,	   /* absent is false */
	SETTING_STRINGS_MAP_IF_ANY /* absent is empty */
};

/* Which way a bank may change a setting beside a shipped profile (its overlay):
 * the other way, more would be accepted than the regime allows. */
enum setting_tighter {
	TIGHTER_NEVER, /* no way is known to be stricter */
	TIGHTER_LESS,  /* a smaller number */
	TIGHTER_FEWER, /* some of the strings or alternatives; of a map some of
			  its names, each with some of its strings */
	TIGHTER_MORE,  /* all of the strings, and further ones */
	TIGHTER_TRUE,  /* from false to true */
	TIGHTER_FALSE
};
struct setting {
	const char *name; /* NULL ends */
	enum setting_form form;
	enum setting_tighter tighter;
};

struct validator {
	const char *name;
	const char *question;
	unsigned needs, gives;		/* of enum fact */
	const struct rule *rules;	/* every refusal it can make; NULL id
					   ends; NULL: the profile says them */
	const struct setting *settings; /* NULL: none */

	bool cancels; /* asked as well of a request that registers nothing and
			 cancels (profile.h); what proves something always
			 is */

	/* NULL: the store answers while it writes (design: uniqueness). */
	void (*check)(const struct submission *, struct verdict *);
};

#endif
