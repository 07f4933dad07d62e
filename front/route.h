/* SPDX-License-Identifier: ISC */
#ifndef FRONT_ROUTE_H
#define FRONT_ROUTE_H

#include <stddef.h>

struct arena;
struct door;
struct service;

/*
 * One request from a door to the text of its response, and one line in the
 * log.  This is the straight line that every request takes.
 */
const char *route_serve(const struct service *service, const struct door *door,
    struct arena *arena, size_t *length);

#endif
