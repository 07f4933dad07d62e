/* SPDX-License-Identifier: ISC */
#ifndef FRONT_SERVING_H
#define FRONT_SERVING_H

#include <stdbool.h>

#include "front/lib/service.h"

struct stamps;

/*
 * The service of a process of many requests.  When its configuration, or a file
 * that was read for it, has changed, or another version of the profile comes into
 * force, another service takes its place between two requests; where that other
 * one would not do, it stays.
 */
struct serving {
	struct service service;
	struct arena *arena;   /* of the service */
	struct stamps *stamps; /* of what was read for the service, or for one
				   that came after it and would not do */
	struct arena *noted;   /* of the stamps */
	int64_t looked;	       /* the second of the last look */
	int64_t ends;	       /* the second with which the profile of the
				  service may be another version, or with which
				  that is tried once more; INT64_MAX: never */
};

/* False after a line in the log: nothing can be served as it is configured. */
bool serving_open(struct serving *serving);

/* Called between two requests: looks at the files, once a second at most, and
 * at once when `told` to.  Whatever becomes of it is a line in the log. */
void serving_look(struct serving *serving, bool told);

void serving_close(struct serving *serving);

#endif
