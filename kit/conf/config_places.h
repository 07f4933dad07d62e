/* SPDX-License-Identifier: ISC */
#ifndef KIT_CONF_CONFIG_PLACES_H
#define KIT_CONF_CONFIG_PLACES_H

#include <sys/stat.h>

struct arena;

/* A folder that dcr writes to or keeps keys in, and whose it is. */
struct config_place {
	const char *key;  /* of dcr.conf: "cache", "store", "keys"; NULL ends */
	const char *path; /* absolute */
	struct stat status;
};
enum { CONFIG_PLACES = 4 };

/* The folders that a configuration names, as far as they are there, without
 * following a link of anybody's but root's: for root, before it is somebody
 * else.  A file that is no configuration has none; config_load() says why. */
void config_places(struct arena *arena, const char *path,
    struct config_place places[CONFIG_PLACES + 1]);

#endif
