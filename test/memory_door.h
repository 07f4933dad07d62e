/* SPDX-License-Identifier: ISC */
#ifndef TEST_MEMORY_DOOR_H
#define TEST_MEMORY_DOOR_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "front/route.h"

/* A request that comes from memory, in the place of a web server. */
struct memory_door {
	struct {
		const char *name, *value; /* value NULL: it is absent */
	} variables[10];		  /* a NULL name ends them */
	bool environment; /* all others are those of the environment */
	const char *body; /* CONTENT_LENGTH is its length, unless told */
	size_t read;	  /* how much of it */
	char length[24];
};

static inline const char *
memory_variable(void *context, const char *name)
{
	struct memory_door *from = context;

	for (size_t i = 0; i < 10 && from->variables[i].name != NULL; i++)
		if (strcmp(from->variables[i].name, name) == 0)
			return from->variables[i].value;
	if (strcmp(name, "CONTENT_LENGTH") != 0)
		return from->environment ? getenv(name) : NULL;
	(void)snprintf(
	    from->length, sizeof(from->length), "%zu", strlen(from->body));
	return from->length;
}

static inline ssize_t
memory_read(void *context, char *buffer, size_t size)
{
	struct memory_door *from = context;
	const size_t left = strlen(from->body) - from->read;
	const size_t part = left < size ? left : size;

	memcpy(buffer, from->body + from->read, part);
	from->read += part;
	return (ssize_t)part;
}

/* The text of the answer, the arena's. */
static inline const char *
memory_serve(const struct service *service, struct memory_door *from,
    struct arena *arena, size_t *length)
{
	const struct door door = {from, memory_variable, memory_read, NULL};

	from->read = 0;
	return route_serve(service, &door, arena, length);
}

#endif
