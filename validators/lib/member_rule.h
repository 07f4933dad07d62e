/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_MEMBER_RULE_H
#define VALIDATORS_LIB_MEMBER_RULE_H

#include <stdbool.h>

struct json;
struct profile;
struct rule;
struct submission;
struct verdict;

/*
 * A rule that a profile says in data: one test of one member of what would be
 * registered, of one member of the request or of one claim of the statement,
 * perhaps only under a condition.
 */
enum member_source {
	SOURCE_MEMBER,	/* registered; what the profile does not register, and
			   the statement does not bring, of the request */
	SOURCE_REQUEST, /* of the request, whatever is registered */
	SOURCE_CLAIM	/* a claim, by our name */
};

enum member_condition_kind {
	CONDITION_NONE,	   /* ends */
	CONDITION_HAS,	   /* is one of these strings, or has one of them */
	CONDITION_LACKS,   /* is and has none of them */
	CONDITION_IS,	   /* is this very value */
	CONDITION_PRESENT, /* is there at all */
	CONDITION_ABSENT,
	CONDITION_GIVEN,   /* request or statement say it */
	CONDITION_UNGIVEN, /* neither does: absent, or a default */
};

struct member_condition {
	enum member_condition_kind kind;
	const char *name;
	enum member_source source;
	const struct json *value; /* HAS, LACKS: an array of strings */
};

/* What becomes of a member that breaks a rule. */
enum member_otherwise {
	OTHERWISE_REFUSE,
	OTHERWISE_IGNORE, /* the member is not registered */
	OTHERWISE_NARROW  /* of its strings, or a scope's words, those that
			     pass are; if none are left, it is refused */
};

struct member_rule {
	const struct rule *rule;  /* NULL ends */
	const struct json *names; /* of members, or ours of claims: strings */
	enum member_source source;
	bool self_asserted; /* not of what the statement vouches for */
	enum member_otherwise otherwise;
	unsigned verbs; /* of which requests: bits of enum method */
	/* The rule is of submissions of which all of the former conditions
	 * hold, and not all of the latter; NULL: there are none. */
	const struct member_condition *when, *unless;
	const struct member_test *test;
	const struct json *value; /* what the profile says behind the test's
				     name, in the test's form */
};

/* What a test looks at.  An absent value passes all but the first kind. */
enum member_scope {
	MEMBER_PRESENCE,
	MEMBER_WHOLE,
	MEMBER_EACH_STRING, /* the value itself, or each of an array; what is
			       no string does not pass */
	MEMBER_TOGETHER	    /* all members of the rule at once */
};

/* How the words of a test end. */
enum member_argument {
	MEMBER_NOTHING,
	MEMBER_VALUE, /* what the profile says */
	MEMBER_CLAIM, /* the regime's name of the claim that it names */
	MEMBER_TYPE,
	MEMBER_KEYS, /* what a key is for */
	MEMBER_NAMES /* of the rule's members */
};

/* Of which values of the request a test is besides. */
enum member_reach {
	MEMBER_ALONE,
	MEMBER_EMPTY,	/* an empty value, too, where it is not registered */
	MEMBER_COMPARED /* with the statement: what the request says, too, where
			   another value is registered */
};

/* Whose name the string behind a test is. */
enum member_names { NAMES_NOTHING, NAMES_MEMBER, NAMES_CLAIM };

struct member_test {
	const char *name; /* its key in a profile; NULL ends */
	enum member_scope scope;

	/* NULL when a profile may say this; else what it must be. */
	const char *(*form)(const struct json *value);
	bool (*holds)(const struct submission *s, struct verdict *v,
	    const struct member_rule *rule, const struct json *given);
	const char *words; /* what is demanded, for the sender */
	enum member_argument argument;
	enum member_reach reach;

	enum member_names names;
	const char *remedy; /* of a rule that says none itself */
};

extern const struct member_test member_tests[];

/* Refuses when the member breaks the rule. */
void member_rule_check(const struct submission *s, struct verdict *v,
    const struct member_rule *rule);

/* Can the rule be asked of a registration that is kept: is it about registered
 * members and claims alone, without a look at keys? */
bool member_rule_is_of_kept(
    const struct profile *profile, const struct member_rule *rule);

/* Is the rule of every submission? */
bool member_rule_is_of_all(const struct member_rule *rule);

/* Does a condition of the rule turn on the member, registered or of the
 * request? */
bool member_rule_turns_on(const struct member_rule *rule, const char *member);

#endif
