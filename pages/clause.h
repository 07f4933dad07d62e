/* SPDX-License-Identifier: ISC */
#ifndef PAGES_CLAUSE_H
#define PAGES_CLAUSE_H

#include <stdio.h>

struct arena;

/* The clause of a rule, "RFC 7591 section 2.3; UK DCR, Data Dictionary", each
 * part of it a link where its document has an address: a specification that is
 * known here, or an https URI that stands in the part. */
void clause_put(FILE *out, struct arena *arena, const char *clause);

/* The address of one part; NULL: it has none. */
const char *clause_address(struct arena *arena, const char *part);

#endif
