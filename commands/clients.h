/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_CLIENTS_H
#define COMMANDS_CLIENTS_H

struct arena;
struct client;
struct json;
struct store;

/* The store of the configuration; NULL after saying what is wrong. */
struct store *clients_open(struct arena *arena);

/* A client as JSON: what was registered, and what we keep beside it. */
struct json *clients_json(struct arena *arena, const struct client *client);

#endif
