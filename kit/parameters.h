/* SPDX-License-Identifier: ISC */
#ifndef KIT_PARAMETERS_H
#define KIT_PARAMETERS_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * The parameters of an application/x-www-form-urlencoded body, as OAuth 2.0
 * has them (RFC 6749 section 3.2 and appendix B).
 */
struct parameters;

/* Reads a body; NULL when it has a broken escape, an escaped NUL, a text other
 * than UTF-8, a name that is empty or comes twice, or more than
 * LIMIT_PARAMETERS.  Memory is the arena's. */
const struct parameters *parameters_parse(
    struct arena *arena, const char *text, size_t length);

/* The value of a parameter; NULL when it is absent or empty, which is the same
 * (RFC 6749 section 3.2). */
const char *parameter(const struct parameters *parameters, const char *name);

/* Is there a parameter of another name than these (NULL ends)? */
bool parameters_other(
    const struct parameters *parameters, const char *const *names);

#endif
