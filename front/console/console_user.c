/* SPDX-License-Identifier: ISC */
/* Says whether the pages are served, and who looks at them. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "front/console/console.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/limits.h"

bool
console_wanted(const struct service *service, bool *console,
    struct arena *arena, const char **why)
{
	const char *wanted = getenv("DCR_SERVE");

	*console = wanted != NULL && strcmp(wanted, "console") == 0;
	if (wanted == NULL || *wanted == '\0' || *console) {
		if (!*console || service->config->console.on)
			return true;
		*why = "DCR_SERVE is console, and \"console\" is not on";
		return false;
	}
	*why = arena_printf(
	    arena, "DCR_SERVE is '%.40s'; it may be console", wanted);
	return false;
}

const char *
console_user(struct arena *arena, char *const *variables)
{
	static const char name[] = "REMOTE_USER=";
	const char *user = NULL;

	for (; *variables != NULL; variables++) {
		if (strncmp(*variables, name, sizeof(name) - 1) != 0)
			continue;
		if (user != NULL)
			return NULL;
		user = *variables + sizeof(name) - 1;
	}
	if (user == NULL || *user == '\0' || strlen(user) > LIMIT_IDENTIFIER)
		return NULL;
	return arena_strdup(arena, user);
}
