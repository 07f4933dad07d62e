/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_REGISTERED_H
#define VALIDATORS_LIB_REGISTERED_H

#include <stdbool.h>
#include <stddef.h>

struct json;
struct rule;
struct submission;
struct verdict;

/*
 * How a rule reads what would be registered (validators/lib/metadata.h).
 * asked() and claim() are for rules about the request or the statement as
 * such, and for those that compare the two.
 */

/* The member that would be registered; NULL: there is none, or not both of
 * request and statement are proved. */
const struct json *registered(const struct submission *s, const char *member);

/* The member as its source spells it. */
const struct json *registered_came(
    const struct submission *s, const char *member);

/* Is the member the statement's word? */
bool registered_is_vouched(const struct submission *s, const char *member);

/* Has the client a flow that redirects users?  RFC 7591 section 2 has such a
 * client register redirect URIs, and nobody else. */
bool registered_redirects(const struct submission *s);

/* The pointer of a member: "/scope", or where in the statement it is. */
const char *registered_place(const struct submission *s, const char *member);

/* refuse(), with the place where the value came from; the detail says of a
 * default that it is one.  `index` is that in an array, or REGISTERED_WHOLE. */
#define REGISTERED_WHOLE ((size_t)-1)
void registered_refuse(const struct submission *s, struct verdict *v,
    const struct rule *rule, const char *member, size_t index,
    const char *format, ...) __attribute__((format(printf, 6, 7)));

/* A member that must be one of some strings. */
struct choice {
	const char *member;
	const char *setting;	    /* which strings */
	const struct rule *missing; /* NULL: it need not be there */
	const char *because;	    /* " with private_key_jwt"; or NULL */
	const struct rule *type, *value;
};

/* The member; NULL when it is absent or was refused. */
const char *registered_choice(
    const struct submission *s, struct verdict *v, const struct choice *choice);

/* A member that must be an array of at least one distinct string.  Refuses by
 * `type`; NULL then, or when it is absent. */
const struct json *registered_strings(const struct submission *s,
    struct verdict *v, const char *member, const struct rule *type);

#endif
