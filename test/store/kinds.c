/* SPDX-License-Identifier: ISC */
/* The kinds of store that a test program knows: those of the product, and two
 * for tests alone.  It is linked in place of store/kinds.c. */
#include "test/store/kinds.h"

const struct store_ops *const stores[] = {
    &store_bdb,
#ifdef DCR_POSTGRESQL
    &store_postgresql,
#endif
    &store_memory,
    &store_broken,
    NULL,
};
