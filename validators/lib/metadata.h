/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_METADATA_H
#define VALIDATORS_LIB_METADATA_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct json;
struct members;
struct rule;
struct submission;

/*
 * What a submission registers, unless a rule refuses it: made once, as soon as
 * both signatures stand, and read by the rules and by the registration alike.
 * There is no other way from a request or a claim into what is stored and
 * answered.  All of it is the submission's arena's.
 */
enum metadata_from {
	METADATA_STATEMENT, /* a claim of the statement */
	METADATA_REQUEST,
	METADATA_DEFAULT /* the profile's */
};

struct metadata_member {
	const char *name;
	enum metadata_from from;
	const char *claim; /* of a claim that the profile names: our name for
			      it; NULL: the claim has the member's name */
	const struct json *came;  /* as its source spells it */
	const struct json *value; /* as it is registered; NULL: it is not */
};

/* A member of which less is registered than was said. */
struct metadata_dropped {
	const char *name;
	const struct rule *rule;    /* by which */
	const struct json *strings; /* that are not; NULL: nothing of it is */
	const struct metadata_dropped *next;
};

struct metadata {
	/* Members, software_statement and the claims that the profile echoes;
	 * without what the server alone says. */
	const struct metadata_member *members;
	size_t count;
	bool redirects; /* the client has a flow that redirects users */
	const struct metadata_dropped *dropped; /* the last one first; NULL:
						   all is registered */
};

/*
 * Each member of the profile: the statement's claim, else the request's
 * member, else the default (RFC 7591 sections 2.3 and 3.1.1); of a member that
 * the profile has in "narrowed" the request's comes first.  What is empty
 * (json_is_empty()) says nothing, nor does what a rule of the profile ignores.
 * What a rule has narrowed is less.  Needs ENVELOPE_TRUE and STATEMENT_TRUE.
 */
const struct metadata *metadata_make(const struct submission *s);

/*
 * What a submission that has passed registers, without what the server adds:
 * the very members that the rules have read, with what external validators have
 * added, which contradicts nothing.  As an object; NULL when not both signatures
 * stand.  Or put behind other members (kit/members.h).
 */
const struct json *metadata_registered(const struct submission *s);
void metadata_add_to(struct members *members, const struct submission *s);

/* The same without what was added. */
const struct json *metadata_judged(const struct submission *s);

/* What was dropped, for people and records: an array of objects with member,
 * rule and, of a part, dropped; NULL: nothing was. */
const struct json *metadata_dropped_told(
    struct arena *arena, const struct metadata *metadata);

/* The member of that name; NULL: no such member is registered. */
const struct metadata_member *metadata_member(
    const struct metadata *metadata, const char *name);

/*
 * The value as the profile spells it: the response types of
 * response_types.allowed whatever the order of their words (RFC 6749 section
 * 3.1.1), a scope with each word once.  The value itself when
 * the profile spells it so.
 */
const struct json *metadata_spelled(
    const struct submission *s, const char *member, const struct json *value);

/* Do both say the same of the member, is `part` a part of it?  What is a set,
 * response_types, grant_types and scope, is compared as one. */
bool metadata_same(const struct submission *s, const char *member,
    const struct json *a, const struct json *b);
bool metadata_part(const struct submission *s, const char *member,
    const struct json *part, const struct json *whole);

#endif
