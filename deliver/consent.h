/* SPDX-License-Identifier: ISC */
#ifndef DELIVER_CONSENT_H
#define DELIVER_CONSENT_H

#include <stdint.h>

#include "deliver/courier.h"

struct arena;
struct client;
struct config;
struct config_receiver;
struct profile;

/*
 * Asks the receivers that dcr.conf has "check" for whether they would take a
 * client as it is about to be registered: an event "check", which has no key of
 * the trail and changes nothing there.  NULL: they would, or nobody is to be
 * asked.  Else the first that would not, and in *out its words: SENT_REFUSED, or
 * it cannot say.
 */
const struct config_receiver *consent_ask(const struct config *config,
    const struct profile *profile, const struct client *client, int64_t now,
    struct arena *arena, struct sent *out);

#endif
