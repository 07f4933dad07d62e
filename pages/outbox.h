/* SPDX-License-Identifier: ISC */
#ifndef PAGES_OUTBOX_H
#define PAGES_OUTBOX_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "store/store.h"

struct arena;
struct config;

/* How each receiver of the configuration stands, and which events it has not
 * taken, `most` of each at most; with `link` the client_ids lead to the pages of
 * the clients. */
enum stored outbox_put(FILE *out, struct store *store, struct arena *arena,
    const struct config *config, int64_t now, int64_t most, bool link);

#endif
