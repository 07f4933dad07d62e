/* SPDX-License-Identifier: ISC */
#ifndef STORE_READING_H
#define STORE_READING_H

#include "store/store.h"

/* For back ends: what a snapshot answers to who would change it. */
enum stored reading_change(struct store *store, struct stored_change *change);
enum stored reading_seal(
    struct store *store, const struct stored_record *record);
enum stored reading_prune(
    struct store *store, const char *until, size_t *removed);
enum stored reading_load(struct store *store, const struct stored_row *rows,
    size_t count, size_t *at);
struct store *reading_snapshot(
    struct store *store, struct arena *arena, const char **why);

#endif
