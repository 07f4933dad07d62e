/* SPDX-License-Identifier: ISC */
#ifndef FRONT_ROUTE_H
#define FRONT_ROUTE_H

#include <stddef.h>
#include <sys/types.h>

struct arena;
struct service;

/* A door is how a request comes in, CGI, FastCGI or a test's memory: this is how
 * it is read. */
struct door {
	void *context;

	/* As read(2): 0 at the end, -1 when interrupted or broken. */
	ssize_t (*read)(void *context, char *buffer, size_t size);

	/* All variables as NAME=VALUE, in the order in which they came; NULL
	 * ends. */
	char *const *all;
};

/*
 * One request from a door to the text of its response, and one line in the
 * log.  This is the straight line that every request takes.
 */
const char *route_serve(const struct service *service, const struct door *door,
    struct arena *arena, size_t *length);

#endif
