/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_CONFIG_PRIVATE_H
#define COMMANDS_CONFIG_PRIVATE_H

#include <stdint.h>

struct arena;
struct config;
struct json;
struct judge;
struct profile;

/*
 * What the files of `dcr config` share.  Nothing outside commands/config
 * includes this.  A deployment that is warned about can be served all the same.
 */
struct warner {
	const struct config *config;
	const struct profile *profile;
	struct arena *arena;
	void (*tell)(void *context, const char *line);
	void *context;
};

void config_warn(struct warner *warner, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Each warns of what it is named after. */
void config_warn_metadata(struct warner *warner); /* what clients read */
void config_warn_calls(struct warner *warner);	  /* what opens APIs */
void config_warn_values(struct warner *warner);	  /* of other keys */
void config_warn_settings(struct warner *warner); /* of the profile */
void config_warn_places(struct warner *warner);	  /* that are not there */
void config_warn_files(struct warner *warner);	  /* who may read secrets */

/* Seconds for which a statement is taken, of dcr.conf or the profile; 0: no
 * bound. */
int64_t config_statement_age(
    const struct config *config, const struct profile *profile);

#endif
