/* SPDX-License-Identifier: ISC */
/* Waits for the next request: on the listening socket, and on the connections
 * that the web server keeps. */
#include "front/idle.h"

#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>

/* Of the processes that wait for a new connection the kernel wakes one
 * (EPOLLEXCLUSIVE), where poll(2) would have them all run for it. */
static bool
watch(struct idle *idle, size_t place, int fd)
{
	struct epoll_event event = {.events = EPOLLIN, .data.u64 = place};

	if (place == IDLE_LISTENING)
		event.events |= EPOLLEXCLUSIVE;
	return epoll_ctl(idle->epoll, EPOLL_CTL_ADD, fd, &event) == 0 ||
	       errno == EEXIST;
}

bool
idle_open(struct idle *idle, int listening)
{
	*idle = (struct idle){.epoll = epoll_create1(EPOLL_CLOEXEC)};
	for (size_t i = 0; i < LIMIT_CONNECTIONS; i++)
		idle->fds[i] = -1;
	idle->fds[IDLE_LISTENING] = listening;
	return idle->epoll != -1 && watch(idle, IDLE_LISTENING, listening);
}

/* The kernel has those on which something has come in a queue, and puts the one
 * that it tells us at the end: no connection, however busy, keeps another or a
 * new one waiting. */
size_t
idle_wait(struct idle *idle, bool wait, const sigset_t *mask)
{
	struct epoll_event event;

	switch (epoll_pwait(idle->epoll, &event, 1, wait ? -1 : 0, mask)) {
	case 1:
		return (size_t)event.data.u64;
	case 0:
		return IDLE_NONE;
	default:
		return errno == EINTR ? IDLE_NONE : IDLE_BROKEN;
	}
}

/* A connection that was closed is watched no longer, and a new one may have its
 * number: each is told anew. */
bool
idle_put(struct idle *idle, size_t place, int fd)
{
	if (fd == -1 && place == IDLE_LISTENING)
		(void)epoll_ctl(
		    idle->epoll, EPOLL_CTL_DEL, idle->fds[place], NULL);
	idle->fds[place] = fd;
	idle->since[place] = ++idle->puts;
	return fd == -1 || watch(idle, place, fd);
}

static bool
is_quiet(int fd)
{
	struct pollfd one = {.fd = fd, .events = POLLIN};

	return poll(&one, 1, 0) == 0;
}

/* The connection that was idle the longest is the one that the web server is
 * the least likely to be writing to at this very moment. */
size_t
idle_room(const struct idle *idle)
{
	size_t room = IDLE_NONE;

	for (size_t i = 0; i < LIMIT_CONNECTIONS; i++) {
		if (idle->fds[i] == -1)
			return i;
		if ((room == IDLE_NONE || idle->since[i] < idle->since[room]) &&
		    is_quiet(idle->fds[i]))
			room = i;
	}
	return room;
}
