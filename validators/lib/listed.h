/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_LISTED_H
#define VALIDATORS_LIB_LISTED_H

#include <stdbool.h>

/* Names of client metadata, of which every member of every registration is
 * asked whether it is one. */
struct listed {
	const char *const *names; /* in the order of their first letters, which
				     are a to z; NULL ends */
	bool ready;
	unsigned char first[27]; /* of each letter: the place of its first name;
				    made with the first question */
};

/* Is it one of the names, with a language tag (RFC 7591 section 2.2) or
 * without? */
bool listed_has(struct listed *listed, const char *name);

#endif
