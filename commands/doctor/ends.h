/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_DOCTOR_ENDS_H
#define COMMANDS_DOCTOR_ENDS_H

#include <stdint.h>

#include "commands/doctor/private.h"

struct arena;
struct client;
struct config;
struct fetch_policy;
struct profile;

/* So many hosts of key sets are told of. */
enum { ENDS_HOSTS = 16 };

/*
 * What of registered software ends within DOCTOR_SOON_SECONDS, and whose keys
 * nobody may fetch: the first few by name, the others counted.
 */
struct ending {
	const char *what; /* "have a statement that ends within 30 days" */
	unsigned count, named;
	const char *names[DOCTOR_NAMED];
};

struct ends {
	struct doctor *doctor;
	const struct config *config;
	const struct fetch_policy *named; /* for what a statement names; or
					     NULL */
	int64_t now;
	struct ending statements, certificates, ended;
	unsigned hosts;
	const char *host[ENDS_HOSTS]; /* from which keys may not be fetched */
};

void ends_begin(struct ends *ends, struct doctor *doctor,
    const struct config *config, const struct profile *profile, int64_t now);
void ends_look(
    struct ends *ends, const struct client *client, struct arena *arena);
void ends_tell(struct ends *ends);

#endif
