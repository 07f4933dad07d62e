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

/* NULL when the text is none: a broken escape, an escaped NUL or one that is
 * no UTF-8, a name that is empty or comes twice, more than LIMIT_PARAMETERS.
 * Memory is the arena's. */
const struct parameters *parameters_parse(
    struct arena *arena, const char *text, size_t length);

/* The value; NULL when it is not there or empty, which is the same (RFC 6749
 * section 3.2). */
const char *parameter(const struct parameters *parameters, const char *name);

#endif
