/* SPDX-License-Identifier: ISC */
#ifndef DELIVER_REFUSED_H
#define DELIVER_REFUSED_H

#include <stdint.h>

#include "store/store.h"

struct arena;
struct config_receiver;
struct profile;

/*
 * A receiver has refused an event for good: a record `undelivered` says so in
 * the receiver's words (tamed, as of struct sent), and where dcr.conf has
 * "on_refusal": "suspend", an active client is suspended, with a record of its
 * own.  Once more for the same refusal is another record and no second
 * suspension.  STORED_UNABLE: the store cannot be written to; what was not done
 * is to be done again.  A record more than a day may have is left out.
 */
enum stored refused(struct store *store, const struct profile *profile,
    const struct config_receiver *receiver, const char *client_id,
    const char *key, const char *words, int64_t now);

#endif
