/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_KEYS_AT_H
#define VALIDATORS_LIB_KEYS_AT_H

#include "kit/keyring/keyring.h"

struct keys;
struct rule;
struct submission;
struct verdict;

/* The key set at a URI that a statement names, as claim() has it: NULL before
 * its signature is proved.  NULL after refusing by `forbidden` (a place that
 * the configuration lets nobody fetch from) or being unable. */
const struct keys *keys_at(const struct submission *s, struct verdict *v,
    const char *uri, enum keyring_wish wish, const struct rule *forbidden);

/* The key set of a directory, at a path or URI of the configuration's.  NULL
 * after being unable. */
const struct keys *directory_keys(const struct submission *s, struct verdict *v,
    const char *place, enum keyring_wish wish);

#endif
