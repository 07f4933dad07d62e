/* SPDX-License-Identifier: ISC */
/* All refusals that no question makes. */
#include "validators/refusals/refusals.h"

#include <stddef.h>
#include <string.h>

const struct refusal_table refusal_tables[] = {
    {"request", refusals_request},
    {"register", refusals_register},
    {"manage", refusals_manage},
    {"access_token", refusals_access_token},
    {"door", refusals_door},
    {"client_authentication", refusals_client_authentication},
    {"token", refusals_token},
    {"introspection", refusals_introspection},
    {"clients", refusals_clients},
    {"events", refusals_events},
    {NULL, NULL},
};

const struct refusal *
refusals_find(const char *id)
{
	for (const struct refusal_table *t = refusal_tables; t->prefix != NULL;
	     t++)
		for (const struct refusal *r = t->refusals; r->rule.id != NULL;
		     r++)
			if (strcmp(r->rule.id, id) == 0)
				return r;
	return NULL;
}
