/* SPDX-License-Identifier: ISC */
#ifndef FRONT_CLIENTS_CLIENTS_H
#define FRONT_CLIENTS_CLIENTS_H

#include "front/lib/service.h"

/*
 * What servers of the bank ("resource_servers") read: its authorization server
 * looks a client up when it needs it, or takes over all of them.
 *
 *	GET /clients/ID			one, with an ETag to ask again by
 *	GET /clients?after=ID&limit=N	those behind that client_id, in the
 *					order of client_ids
 *
 * deliver/told.h says what is told of a client.
 */
handler clients_one, clients_page;

/* POST of a receiver that polls its events (RFC 8936). */
handler events_poll;

#endif
