/* SPDX-License-Identifier: ISC */
#ifndef STORE_PGSQL_EXAMINE_H
#define STORE_PGSQL_EXAMINE_H

#include "store/pgsql/private.h"

/* Private to store/pgsql/examine.c and pgsql_server.c. */

struct looking {
	struct pgsql *p;
	struct arena *arena;
	void (*tell)(void *context, const struct store_finding *finding);
	void *context;
	bool repair;
};

void pgsql_tell(const struct looking *looking, enum finding_state state,
    const char *what, const char *detail);

/* The first value of an answer, as text; NULL: it cannot be had. */
const char *pgsql_value(const struct looking *looking, const char *sql);

/* What the server is, whether it keeps what it was told, and who else does. */
void pgsql_look_at_server(const struct looking *looking);

#endif
