/* SPDX-License-Identifier: ISC */
#include <stddef.h>
#include <time.h>

#include "front/access.h"
#include "front/front.h"
#include "kit/arena.h"
#include "kit/config.h"
#include "kit/log.h"
#include "store/chain.h"
#include "store/store.h"

bool
service_open(struct service *service, struct arena *arena, const char **why)
{
	const char *trouble = NULL;

	service->config = config_load(arena, config_path(), why);
	if (service->config == NULL ||
	    !judge_open(&service->judge, service->config, arena, why))
		return false;
	service->introspection = NULL;
	service->sealed = 0;
	if (service->config->access_tokens != NULL &&
	    service->config->access_tokens->introspection != NULL)
		service->introspection =
		    introspection_open(service, arena, why);
	if (*why != NULL)
		return false;
	service->store = store_open(service->config->store, arena, &trouble);
	if (service->store != NULL)
		return true;
	*why = arena_printf(arena, "%s: %s", service->config->path, trouble);
	return false;
}

void
service_rest(struct service *service)
{
	int64_t now = time(NULL);
	size_t sealed;

	if (now - service->sealed < SERVICE_SEAL_SECONDS)
		return;
	service->sealed = now;
	if (chain_seal(service->store, now, &sealed) != STORED_OK)
		log_line("audit: not sealed; the next try comes in a minute");
}

void
service_close(struct service *service)
{
	store_close(service->store);
}
