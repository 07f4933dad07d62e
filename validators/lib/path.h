/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_PATH_H
#define VALIDATORS_LIB_PATH_H

struct arena;
struct json;

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

/* The one that counts; the first when none leads anywhere. */
const char *path_choose(
    struct arena *arena, const struct json *object, const char *paths);

/* The path as an RFC 6901 pointer below `root`, without what it picks by. */
const char *path_pointer(
    struct arena *arena, const char *root, const char *path);

#endif
