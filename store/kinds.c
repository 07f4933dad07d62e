/* SPDX-License-Identifier: ISC */
/*
 * The kinds of store that the program knows.  A file of its own, since a test
 * program links a longer list in its place (test/store/kinds.c).
 */
#include "store/store.h"

const struct store_ops *const stores[] = {
    &store_bdb,
#ifdef DCR_POSTGRESQL
    &store_postgresql,
#endif
    NULL,
};
