/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_DOCTOR_PRIVATE_H
#define COMMANDS_DOCTOR_PRIVATE_H

#include <stdbool.h>

#include "store/store.h"

struct arena;
struct config;
struct profile;

/* How findings are told, a line each, and whether any is bad. */
struct doctor {
	struct arena *arena;
	bool json, repair;
	bool bad; /* a finding is */
};

void doctor_say(struct doctor *doctor, enum finding_state state,
    const char *what, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Looks at each client: can it be served, is its directory known, and has that
 * directory signed its software statement? */
void doctor_clients(
    struct doctor *doctor, const struct config *config, struct store *store);

/* Looks at each receiver: is it told, does it answer, what has it refused? */
void doctor_receivers(
    struct doctor *doctor, const struct config *config, struct store *store);

/* Looks at the revocation lists. */
void doctor_revocation(struct doctor *doctor, const struct config *config);

/* Looks whether dcr resync runs, where a directory has lists of statuses. */
void doctor_status(struct doctor *doctor, const struct config *config,
    const struct profile *profile);

/* Looks at all that the configuration names but the store. */
void doctor_deployment(struct doctor *doctor, const struct config *config);

#endif
