/* SPDX-License-Identifier: ISC */
#ifndef TEST_MEMORY_DOOR_H
#define TEST_MEMORY_DOOR_H

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "front/route.h"
#include "kit/arena.h"

/* A request that comes from memory, in the place of a web server. */
struct memory_door {
	struct {
		const char *name, *value; /* value NULL: it is absent */
	} variables[10];		  /* a NULL name ends them */
	bool environment; /* all others are those of the environment */
	const char *body; /* CONTENT_LENGTH is its length, unless told */
	size_t read;	  /* how much of it */
};

/* NULL: it is absent, or not named. */
static inline const char *
memory_variable(const struct memory_door *from, const char *name)
{
	for (size_t i = 0; i < 10 && from->variables[i].name != NULL; i++)
		if (strcmp(from->variables[i].name, name) == 0)
			return from->variables[i].value;
	return NULL;
}

static inline bool
memory_names(const struct memory_door *from, const char *text)
{
	const size_t length = strcspn(text, "=");

	for (size_t i = 0; i < 10 && from->variables[i].name != NULL; i++)
		if (strlen(from->variables[i].name) == length &&
		    strncmp(from->variables[i].name, text, length) == 0)
			return true;
	return false;
}

/* Adds those of the environment that are not named. */
static inline void
memory_environment(const struct memory_door *from, char **to)
{
	for (char **at = environ; *at != NULL; at++)
		if (!memory_names(from, *at) &&
		    strncmp(*at, "CONTENT_LENGTH=", 15) != 0)
			*to++ = *at;
}

static inline char **
memory_variables(const struct memory_door *from, struct arena *arena)
{
	size_t most = 12;
	char **all, **to;

	for (char **at = environ; *at != NULL; at++)
		most++;
	all = to = arena_alloc(arena, most * sizeof(*all));
	for (size_t i = 0; i < 10 && from->variables[i].name != NULL; i++)
		if (from->variables[i].value != NULL)
			*to++ = arena_printf(arena, "%s=%s",
			    from->variables[i].name, from->variables[i].value);
	if (!memory_names(from, "CONTENT_LENGTH"))
		*to++ = arena_printf(
		    arena, "CONTENT_LENGTH=%zu", strlen(from->body));
	if (from->environment)
		memory_environment(from, to);
	return all;
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
	const struct door door = {
	    from, memory_read, memory_variables(from, arena)};

	from->read = 0;
	return route_serve(service, &door, arena, length);
}

#endif
