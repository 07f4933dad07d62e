/* SPDX-License-Identifier: ISC */
#ifndef KIT_RESERVED_H
#define KIT_RESERVED_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Names of client metadata, and of what travels beside it, that are not for
 * everybody to set, to see or to carry over: one table for all who must know.
 * A language tag (RFC 7591 section 2.2) does not make another name.
 */
enum reserved {
	/* The server alone decides: no request and no claim sets it. */
	RESERVED_SERVER = 1,
	/* RFC 7592 section 2.2: an update that brings it is refused. */
	RESERVED_UPDATE = 2,
	/* An external validator cannot set it. */
	RESERVED_SET = 4,
	/* An external validator is not told it. */
	RESERVED_TOLD = 8,
	/* No record of the audit trail tells it. */
	RESERVED_RECORD = 16,
	/* Another server has decided it: an import leaves it behind. */
	RESERVED_IMPORT = 32
};

/* Is the name reserved in this way? */
bool reserved_is(const char *name, enum reserved way);

/* The names that are reserved in this way, one by one from *at = 0; NULL
 * ends. */
const char *reserved_next(size_t *at, enum reserved way);

#endif
