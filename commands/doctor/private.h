/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_DOCTOR_PRIVATE_H
#define COMMANDS_DOCTOR_PRIVATE_H

#include <stdbool.h>

#include "store/store.h"

struct arena;
struct config;

/* What is told, a line each, and the worst of it. */
struct doctor {
	struct arena *arena;
	bool json, repair;
	bool bad; /* something is */
};

void doctor_say(struct doctor *doctor, enum finding_state state,
    const char *what, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Each client: can it be served, is its directory known, and is its software
 * statement signed by that? */
void doctor_clients(
    struct doctor *doctor, const struct config *config, struct store *store);

/* The revocation lists. */
void doctor_revocation(struct doctor *doctor, const struct config *config);

/* All but the store. */
void doctor_deployment(struct doctor *doctor, const struct config *config);

#endif
