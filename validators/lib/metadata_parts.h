/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_METADATA_PARTS_H
#define VALIDATORS_LIB_METADATA_PARTS_H

#include <stdbool.h>

#include "validators/lib/metadata.h"

/* Between validators/lib/metadata*.c. */

struct metadata_found {
	const struct json *value; /* NULL: nothing */
	enum metadata_from from;
	const char *place;
};

/* What becomes of one member. */
struct metadata_found metadata_find(
    const struct submission *s, const char *member);

/* The same without a default: what statement or request say. */
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

/* Has it a grant or a response type that redirects users?  Where the profile
 * does not say which do, each does. */
bool metadata_redirects(const struct submission *s);

#endif
