/* SPDX-License-Identifier: ISC */
#ifndef FRONT_GATHER_H
#define FRONT_GATHER_H

#include <stddef.h>
#include <sys/types.h>

struct arena;
struct config;
struct reply;
struct request;

/* A door, as far as a request can be read through it. */
struct door {
	void *context;
	const char *(*variable)(void *context, const char *name);

	/* As read(2): 0 at the end, -1 when interrupted or broken. */
	ssize_t (*read)(void *context, char *buffer, size_t size);
};

/* Fills the request: bounded, copied, within LIMIT_REQUEST_SECONDS.  Returns
 * NULL, or the reply when it cannot even be looked at. */
struct reply *gather(const struct door *door, const struct config *config,
    struct arena *arena, struct request *request);

/* The text, or "?" when it is no client_id (kit/identifier.h). */
const char *gather_identifier(
    struct arena *arena, const char *text, size_t length);

#endif
