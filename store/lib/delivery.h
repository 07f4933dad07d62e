/* SPDX-License-Identifier: ISC */
#ifndef STORE_LIB_DELIVERY_H
#define STORE_LIB_DELIVERY_H

#include "store/store.h"

/* For back ends, before a delivery is written: keys are printable and not too
 * long, texts are lines and not empty, and there are no more rows than one
 * transaction may have.  Logs what is not so. */
bool delivery_sound(const struct stored_delivery *was,
    const struct stored_delivery *rows, size_t count);

/* Whether these bytes are a key. */
bool delivery_key(const char *key, size_t length);

/* What a delivery came to.  When the answer to a commit was lost and the rows
 * are not as they should be now, it may have happened before somebody else
 * wrote them: that is no conflict, for a conflict has changed nothing. */
enum stored delivery_outcome(enum stored stored, bool unsure);

#endif
