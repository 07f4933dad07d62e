/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_CLIENTS_H
#define COMMANDS_LIB_CLIENTS_H

#include "store/store.h"

struct arena;
struct config;
struct json;

/* The store of the configuration; NULL after saying what is wrong. */
struct store *clients_open(struct arena *arena);
struct store *clients_open_of(struct arena *arena, const struct config *config);

/* EXIT_PASS, or EXIT_UNABLE after saying that the store cannot be read. */
int clients_read(enum stored stored);

/* The software_id of a client: client->software without its directory. */
const char *clients_software_id(
    struct arena *arena, const struct client *client);

/* A client as JSON: what was registered, and what is kept beside it.  Left out
 * are the hash of its registration access token, and the software statement,
 * which whoever holds it could use. */
struct json *clients_json(struct arena *arena, const struct client *client);

#endif
