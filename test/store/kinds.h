/* SPDX-License-Identifier: ISC */
#ifndef TEST_STORE_KINDS_H
#define TEST_STORE_KINDS_H

#include "store/lib/rows.h"
#include "store/store.h"

/* "memory:" keeps what it holds for the life of a process, and "broken:"
 * answers every call with STORED_UNABLE. */
extern const struct store_ops store_memory;
extern const struct store_ops store_broken;

#endif
