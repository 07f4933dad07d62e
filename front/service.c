/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "front/front.h"
#include "kit/arena.h"
#include "kit/config.h"
#include "store/store.h"

bool
service_open(struct service *service, struct arena *arena, const char **why)
{
	const char *trouble = NULL;

	service->config = config_load(arena, config_path(), why);
	if (service->config == NULL ||
	    !judge_open(&service->judge, service->config, arena, why))
		return false;
	service->store = store_open(service->config->store, arena, &trouble);
	if (service->store != NULL)
		return true;
	*why = arena_printf(arena, "%s: %s", service->config->path, trouble);
	return false;
}

void
service_close(struct service *service)
{
	store_close(service->store);
}
