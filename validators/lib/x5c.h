/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_X5C_H
#define VALIDATORS_LIB_X5C_H

#include <stdbool.h>

struct arena;
struct cert;
struct json;

enum { X5C_MOST = 5 };

/*
 * The certificates in the header of a JWS, that of the key first (RFC 7515
 * section 4.1.6), and NULL behind them; the arena's.  False: there is no such
 * member, or it holds more than X5C_MOST or anything else.  Nothing is proved
 * of them.
 */
bool x5c_read(struct arena *arena, const struct json *header,
    const struct cert *chain[X5C_MOST + 1]);

#endif
