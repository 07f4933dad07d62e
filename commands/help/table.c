/* SPDX-License-Identifier: ISC */
/* Looks entries up in the tables of dcr help. */
#include <string.h>

#include "commands/help/private.h"

static const struct help_entry *const tables[] = {help_clients, help_store,
    help_deployment, help_deliveries, help_sandbox, NULL};

const struct help_entry *
help_next(size_t *table, size_t *at)
{
	for (; tables[*table] != NULL; (*table)++, *at = 0)
		if (tables[*table][*at].command != NULL)
			return &tables[*table][(*at)++];
	return NULL;
}

const struct help_entry *
help_find(const char *command, const char *verb)
{
	const struct help_entry *entry, *found = NULL;
	const size_t length = strlen(command);
	size_t table = 0, at = 0;

	while ((entry = help_next(&table, &at)) != NULL) {
		if (strncmp(entry->command, command, length) != 0)
			continue;
		if (entry->command[length] == '\0')
			found = entry;
		else if (verb != NULL && entry->command[length] == ' ' &&
			 strcmp(entry->command + length + 1, verb) == 0)
			return entry;
	}
	return found;
}
