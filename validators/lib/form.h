/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_FORM_H
#define VALIDATORS_LIB_FORM_H

struct rule;
struct submission;
struct submitted;
struct verdict;

/* The rules that both JWS share; a validator's own follow FORM_RULES. */
enum form_rule {
	FORM_NOT_COMPACT,
	FORM_ENCODING,
	FORM_HEADER,
	FORM_CRITICAL,
	FORM_TYPE,
	FORM_NESTED,
	FORM_PAYLOAD,
	FORM_ALGORITHM, /* not in the setting "algorithms" */
	FORM_RULES
};

/* Is the JWS one whose signature would be tried?  `root` is the pointer of its
 * inside: "" or "/software_statement". */
void form_check(const struct submission *s, struct verdict *v,
    const struct submitted *submitted, const struct rule *rules,
    const char *root);

#endif
