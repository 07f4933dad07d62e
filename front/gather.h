/* SPDX-License-Identifier: ISC */
#ifndef FRONT_GATHER_H
#define FRONT_GATHER_H

#include <stddef.h>
#include <sys/types.h>

struct arena;
struct reply;
struct request;
struct service;

/* A door, as far as a request can be read through it. */
struct door {
	void *context;

	/* The first of this name, or NULL. */
	const char *(*variable)(void *context, const char *name);

	/* As read(2): 0 at the end, -1 when interrupted or broken. */
	ssize_t (*read)(void *context, char *buffer, size_t size);

	/* All variables as NAME=VALUE, in the order in which they came; NULL
	 * ends.  NULL itself: a name cannot come twice through this door. */
	char *const *all;
};

/* Fills the request: bounded, copied, within LIMIT_REQUEST_SECONDS.  Returns
 * NULL, or the reply when it cannot even be looked at. */
struct reply *gather(const struct door *door, const struct service *service,
    struct arena *arena, struct request *request);

/* Reads the body, if the request can have one.  `told` is CONTENT_LENGTH, NULL
 * when it was not told; a `refusal` stands once the body is out of the way. */
struct reply *gather_body(const struct door *door, struct arena *arena,
    struct request *request, const char *told, struct reply *refusal);

/* The text, or "?" when it is no client_id (kit/identifier.h). */
const char *gather_identifier(
    struct arena *arena, const char *text, size_t length);

#endif
