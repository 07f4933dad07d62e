/* SPDX-License-Identifier: ISC */
#ifndef FRONT_IDLE_H
#define FRONT_IDLE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kit/limits.h"

/*
 * Where a request may come from: a connection that is kept (FCGI_KEEP_CONN) has
 * a place of its own below LIMIT_CONNECTIONS, and behind them is the listening
 * socket.
 */
enum {
	IDLE_LISTENING = LIMIT_CONNECTIONS,
	IDLE_PLACES,
	IDLE_NONE,   /* a signal came, or nothing has come yet */
	IDLE_BROKEN, /* waiting itself has failed */
};

struct idle {
	int epoll;
	int fds[IDLE_PLACES];	     /* -1: an empty place */
	uint64_t since[IDLE_PLACES]; /* by `puts` */
	uint64_t puts;
};

/* False: the system has no room for it.  Only the end of the process closes
 * what was opened. */
bool idle_open(struct idle *idle, int listening);

/* The place where something has come, be it the end of a connection.  Places
 * take turns.  Signals outside of `mask` are let in meanwhile
 * (epoll_pwait(2)); with `wait` false nothing is waited for. */
size_t idle_wait(struct idle *idle, bool wait, const sigset_t *mask);

/* The connection at this place is idle from now on; fd -1: it is closed, or it
 * is the listening socket, which is waited for no more.  False: the system has
 * no room to wait for it, and it must be closed. */
bool idle_put(struct idle *idle, size_t place, int fd);

/* An empty place; when there is none, that of the connection to be closed; and
 * IDLE_NONE when something has come on each of them. */
size_t idle_room(const struct idle *idle);

#endif
