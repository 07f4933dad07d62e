/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_PRIVATE_H
#define VALIDATORS_LIB_PRIVATE_H

#include <stdbool.h>

#include "kit/json.h"
#include "validators/lib/member_rule.h"
#include "validators/lib/metadata.h"

struct arena;
struct normalised;
struct normalised_of;
struct profile;
struct submission;
struct verdict;

/* What the files of this room share, and nobody else. */

/*
 * Where a claim is inside a statement: member names joined by dots, each of
 * which may pick from an array by the values of members, as in
 *
 *	organisation_competent_authority_claims.status
 *	authorisations[member_state=GB].roles
 *	software_statement_roles[authorisation_domain=X][status=Active].role
 *	software_roles[]
 *
 * [] picks all, and takes a value that is no array for the only one.  A path
 * that picks answers an array of all that it found, arrays among the found
 * laid end to end; any other path answers the value or NULL.  Of paths with |
 * between, the first that leads somewhere counts.
 */
const struct json *path_get(
    struct arena *arena, const struct json *object, const char *paths);

/* Of paths with | between the one that counts; the first when none leads
 * anywhere. */
const char *path_choose(
    struct arena *arena, const struct json *object, const char *paths);

/* The path as an RFC 6901 pointer below `root`, without what it picks by. */
const char *path_pointer(
    struct arena *arena, const char *root, const char *path);

/*
 * Is this the name of a member in a language, "client_name#pt-BR" (RFC 7591
 * section 2.2): one that the profile has so, and behind the # what has the form
 * of a language tag (RFC 5646 section 2.1)?  Without such a form it is some
 * unknown member.
 */
bool tagged_member(const struct profile *profile, const char *name);

/* Is `name` the name of `member` in a language? */
bool tagged_is_of(
    const struct profile *profile, const char *name, const char *member);

/* Client metadata that are being made. */
struct metadata_making {
	const struct submission *s;
	struct metadata_member *members;
	size_t count;
	struct json *overruled; /* s->overruled, to be written; or NULL */
	const struct metadata_dropped *dropped;
};

/* Takes out of what was made what the profile's rules ignore or narrow: true,
 * if that is more than was overruled before, so that what depends on it must
 * be made anew.  The submission has these very metadata. */
bool member_rules_drop(struct metadata_making *to);

/* Is the value looked at string by string, or, of a scope that is narrowed,
 * word by word (RFC 6749 section 3.3)?  Then those strings; else NULL. */
const struct json *member_parts(const struct submission *s,
    const struct member_rule *rule, const struct json *given, const char *name);

/* Does the value, or one string of it, pass the test of the rule? */
bool member_passes(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given);

/* How metadata_make() finds what becomes of a member. */
struct metadata_found {
	const struct json *value; /* NULL: nothing */
	enum metadata_from from;
	const char *claim; /* as in struct metadata_member */
};

/* What becomes of one member. */
struct metadata_found metadata_find(
    const struct submission *s, const char *member);

/* What statement or request say of a member, without a default. */
struct metadata_found metadata_given(
    const struct submission *s, const char *member);

/*
 * The default of grant_types that goes with the response types that are given,
 * and that of response_types with the grants (RFC 7591 section 2.1): `value`
 * with the grants that these need, or an empty array where the grants do not
 * lead to it.
 */
const struct json *metadata_default_grants(
    const struct submission *s, const struct json *value);
const struct json *metadata_default_types(
    const struct submission *s, const struct json *value);

/* Has the client a grant or a response type that redirects users?  Where the
 * profile does not say which do, each does. */
bool metadata_redirects(const struct submission *s);

/* Is this one of the names that mean nothing without a key of the client's
 * (validators/lib/normalised.h)? */
bool normalised_needs_keys(const char *name);

/* A claim by its path, or by our name for it; NULL where it says nothing, or
 * there are no claims. */
const struct json *normalised_claim_at(
    struct arena *arena, const struct json *claims, const char *path);
const struct json *normalised_claim(struct arena *arena,
    const struct profile *profile, const struct json *claims, const char *name);

/* Fills in what no standard of registrations knows. */
void normalised_beside(struct arena *arena, const struct profile *profile,
    const struct normalised_of *of, struct normalised *all);

/* What a profile may say behind the name of a test: NULL when it is right,
 * else what it must be. */
const char *member_form_true(const struct json *value);
const char *member_form_strings(const struct json *value);
const char *member_form_name(const struct json *value);
const char *member_form_pattern(const struct json *value);
const char *member_form_length(const struct json *value);
const char *member_form_range(const struct json *value);
const char *member_form_type(const struct json *value);

const char *member_form_constant(const struct json *value);
const char *member_form_keys(const struct json *value);

/* The type, and the words for it, that a value of the test "type" names. */
enum json_type member_type(const struct json *value);
const char *member_type_words(const struct json *value);

/* What a rule or a condition is about; NULL: it is not there. */
const struct json *member_value(
    const struct submission *s, enum member_source source, const char *name);

/* Is the rule of this submission, and the conditions in words: " with scope",
 * or "". */
bool member_applies(const struct submission *s, const struct member_rule *rule);
const char *member_because(
    const struct submission *s, const struct member_rule *rule);

/* The test "same_origin". */
bool member_holds_same_origin(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given);

/* The test "keys", and its words. */
bool member_holds_keys(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given);
const char *member_keys_words(struct arena *arena, const struct json *value);

#endif
