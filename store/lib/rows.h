/* SPDX-License-Identifier: ISC */
#ifndef STORE_LIB_ROWS_H
#define STORE_LIB_ROWS_H

#include "store/store.h"

/* The rows of a table, in the order of their keys: each, each_spent or read.
 * As `each`. */
enum stored store_rows(struct store *store, enum stored_table table,
    bool (*each)(void *context, const struct stored_row *row), void *context);

/* For back ends, before a load: what change_sound asks of it, and a version and
 * a key that can be kept.  Logs what is not. */
bool rows_sound(const struct stored_row *rows, size_t count);

/* Whether the two are the same in every member. */
bool store_same_client(const struct client *a, const struct client *b);

#endif
