/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_CHECK_PRIVATE_H
#define COMMANDS_CHECK_PRIVATE_H

#include <stdbool.h>

struct json;
struct libjwt;
struct submission;

/*
 * What libjwt says of both signatures of a request that was judged: an array of
 * objects with the members
 *
 *	signature	"software statement" or "registration request"
 *	algorithm	of its header
 *	dcr		"valid" or "not valid"; absent when no key was asked
 *	libjwt		"agrees", "disagrees" or "was not asked"
 *	why		why libjwt was not asked
 *
 * *dispute says whether libjwt disagrees anywhere.
 */
const struct json *opinion_of(
    const struct submission *s, const struct libjwt *libjwt, bool *dispute);

/* Prints a line for each opinion. */
void opinion_print(const struct json *opinions);

#endif
