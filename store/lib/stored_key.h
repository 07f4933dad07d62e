/* SPDX-License-Identifier: ISC */
#ifndef STORE_LIB_STORED_KEY_H
#define STORE_LIB_STORED_KEY_H

#include <stdint.h>

/* A public key that one of several machines signs with.  A copy of a store has
 * none of these keys: each machine publishes its own. */
struct stored_key {
	const char *kid;
	const char *jwk; /* a line of JSON */
	int64_t until;	 /* seconds since the epoch */
};

#endif
