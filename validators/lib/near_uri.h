/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_NEAR_URI_H
#define VALIDATORS_LIB_NEAR_URI_H

#include <stdbool.h>

struct arena;
struct json;

/*
 * What to say of a URI that is outside of a list, one string or an array of
 * them, which are compared byte for byte: the one that nearly matches and what the
 * two differ in (scheme, port, slash, letter case, percent-encoding, query,
 * ...), else what is in the list, unless *told, which is set then: once is
 * enough for all URIs of a request.  URIs are told whole, and few of many.
 */
const char *near_uri(
    struct arena *arena, const char *text, const struct json *list, bool *told);

/* The difference of two URIs in words, "the slash at the end"; NULL: the two
 * have no more in common than others. */
const char *near_uri_difference(
    struct arena *arena, const char *given, const char *wanted);

#endif
