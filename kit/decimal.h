/* SPDX-License-Identifier: ISC */
#ifndef KIT_DECIMAL_H
#define KIT_DECIMAL_H

#include <stdint.h>

/* What a number of 64 bits takes: its digits and a sign. */
enum { DECIMAL_ROOM = 20 };

/* Writes the number so that it ends in front of `end`, where DECIMAL_ROOM bytes
 * are free; where it begins.  No NUL is written.  Much faster than printf(3),
 * for what each request prints. */
char *decimal_before(char *end, int64_t number);

#endif
