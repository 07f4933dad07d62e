/* SPDX-License-Identifier: ISC */
#ifndef DELIVER_WAIT_H
#define DELIVER_WAIT_H

struct config;
struct store;

/*
 * Waits until the receivers that dcr.conf has wait_milliseconds for have been
 * told the change of this client, whose audit record has this key, each so long
 * at most.  A receiver that has refused it, is away, or that nobody delivers to
 * is not waited for.  Without such receivers this does nothing.
 */
void wait_until_told(struct store *store, const struct config *config,
    const char *client_id, const char *key);

#endif
