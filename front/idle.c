/* SPDX-License-Identifier: ISC */
/* Waits for the next request: on the listening socket, and on the connections
 * that the web server keeps. */
#include "front/idle.h"

#include <errno.h>

void
idle_open(struct idle *idle, int listening)
{
	*idle = (struct idle){.next = 0};
	for (size_t i = 0; i < LIMIT_CONNECTIONS; i++)
		idle->fds[i].fd = -1;
	idle->fds[IDLE_LISTENING].fd = listening;
	for (size_t i = 0; i < IDLE_PLACES; i++)
		idle->fds[i].events = POLLIN;
}

/* Places take turns: the search begins behind the one that was found last, so
 * that no connection, however busy, keeps another or a new one waiting. */
static size_t
found(struct idle *idle)
{
	for (size_t i = 0; i < IDLE_PLACES; i++) {
		const size_t place = (idle->next + i) % IDLE_PLACES;

		if (idle->fds[place].revents == 0)
			continue;
		idle->next = place + 1;
		return place;
	}
	return IDLE_NONE;
}

size_t
idle_wait(
    struct idle *idle, const struct timespec *longest, const sigset_t *mask)
{
	if (ppoll(idle->fds, IDLE_PLACES, longest, mask) == -1)
		return errno == EINTR ? IDLE_NONE : IDLE_BROKEN;
	return found(idle);
}

void
idle_put(struct idle *idle, size_t place, int fd)
{
	idle->fds[place].fd = fd;
	idle->since[place] = ++idle->puts;
}

/* The connection that was idle the longest is the one that the web server is
 * the least likely to be writing to at this very moment. */
size_t
idle_room(const struct idle *idle)
{
	size_t room = IDLE_NONE;

	for (size_t i = 0; i < LIMIT_CONNECTIONS; i++) {
		if (idle->fds[i].fd == -1)
			return i;
		if (idle->fds[i].revents == 0 &&
		    (room == IDLE_NONE || idle->since[i] < idle->since[room]))
			room = i;
	}
	return room;
}
