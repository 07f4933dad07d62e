/* SPDX-License-Identifier: ISC */
#ifndef FRONT_CONSOLE_PRIVATE_H
#define FRONT_CONSOLE_PRIVATE_H

#include <stdint.h>
#include <stdio.h>

#include "front/lib/service.h"
#include "store/store.h"

struct parameters;

/* A page under way. */
struct console {
	const struct service *service;
	const struct profile *profile;
	struct store *store;
	const struct parameters *asked; /* of the query */
	struct arena *arena;
	FILE *out;
	int64_t now;
	int status;
};

/* What one page may cost: rows of the clients, and records of the trail, that
 * are looked at for it.  Where that is not all, the page says how to go on. */
enum {
	CONSOLE_ROWS = 50, /* clients on a page */
	CONSOLE_CLIENTS = 20000,
	CONSOLE_RECORDS = 100000,
	CONSOLE_COUNTED = 50000 /* records for the plots */
};

/* The pages; each writes what is between head and foot.  What a store cannot
 * tell makes no page. */
typedef enum stored console_page(struct console *console);
console_page console_overview, console_clients, console_client, console_refused,
    console_outbox, console_health, console_rules;

/* A parameter; "" where it is not there. */
const char *console_asked(const struct console *console, const char *name);

/* The parameter "days": one of 1, 7 and 30, `otherwise` where it is another
 * word or none. */
int64_t console_days(const struct console *console, int64_t otherwise);

/* A <select> of these. */
void console_put_days(const struct console *console, int64_t chosen);

/* A text for the query of a link. */
const char *console_quoted(const struct console *console, const char *text);

#endif
