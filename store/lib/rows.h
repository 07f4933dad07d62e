/* SPDX-License-Identifier: ISC */
#ifndef STORE_LIB_ROWS_H
#define STORE_LIB_ROWS_H

#include "store/store.h"

/* The operation `rows` of a whole table; of the clients under a key of an index
 * (NULL: of all); and of the records of audit trail or seals behind a key
 * (NULL: of all). */
enum stored rows_all(struct store *store, enum stored_table table,
    store_row_fn *each, void *context);
enum stored rows_clients(struct store *store, enum stored_index index,
    const char *key, bool (*each)(void *context, const struct client *client),
    void *context);
enum stored rows_records(struct store *store, enum stored_table table,
    const char *after,
    bool (*each)(void *context, const struct stored_record *record),
    void *context);

/* How many records there are behind a key (NULL: all). */
enum stored rows_count(struct store *store, enum stored_table table,
    const char *after, size_t *number);

/* For back ends, before a load: each row has what change_sound() asks for, and
 * a version and a key that can be kept.  Logs the first that has not. */
bool rows_sound(const struct stored_row *rows, size_t count);

/* Whether two clients are the same in every member. */
bool rows_same_client(const struct client *a, const struct client *b);

#endif
