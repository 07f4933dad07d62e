/* SPDX-License-Identifier: ISC */
#ifndef FRONT_IDLE_H
#define FRONT_IDLE_H

#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "kit/limits.h"

/*
 * Where a request may come from: a connection that is kept (FCGI_KEEP_CONN) has
 * a place of its own below LIMIT_CONNECTIONS, and behind them is the listening
 * socket.
 */
enum {
	IDLE_LISTENING = LIMIT_CONNECTIONS,
	IDLE_PLACES,
	IDLE_NONE,   /* a signal came, or the time is up */
	IDLE_BROKEN, /* poll(2) itself has failed */
};

struct idle {
	struct pollfd fds[IDLE_PLACES]; /* fd -1: an empty place */
	uint64_t since[IDLE_PLACES];	/* by `puts` */
	uint64_t puts;
	size_t next;
};

void idle_open(struct idle *idle, int listening);

/* The place where something has come, be it the end of a connection.  Signals
 * outside of `mask` are let in meanwhile (ppoll(2)); longest NULL: for ever. */
size_t idle_wait(
    struct idle *idle, const struct timespec *longest, const sigset_t *mask);

/* The connection at this place is idle from now on; fd -1: it is closed. */
void idle_put(struct idle *idle, size_t place, int fd);

/* An empty place; when there is none, that of the connection to be closed; and
 * IDLE_NONE when something has come on each of them. */
size_t idle_room(const struct idle *idle);

#endif
