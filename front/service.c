/* SPDX-License-Identifier: ISC */
/* Opens what a process serves with, and rests between two requests. */
#include <stddef.h>
#include <time.h>

#include "front/access/access.h"
#include "front/access/published.h"
#include "front/authorizer/authorize.h"
#include "front/console/console.h"
#include "front/front.h"
#include "front/metrics/metrics.h"
#include "front/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/proxy_secret.h"
#include "kit/conf/resource_servers.h"
#include "kit/log.h"
#include "kit/signing/signing.h"
#include "store/lib/chain.h"
#include "store/store.h"
#include "validators/lib/grants.h"
#include "validators/profile/discovery.h"

/* Opens what access tokens of the bank's own server are read with. */
static bool
open_access(struct service *service, struct arena *arena, const char **why)
{
	const struct config_access_tokens *tokens =
	    service->config->access_tokens;

	if (tokens == NULL || tokens->introspection == NULL)
		return true;
	service->introspection = introspection_open(service, arena, why);
	return service->introspection != NULL;
}

/* Names what tokens are signed with, and the bank's servers: few requests need
 * it read.  The
 * discovery document is made in any case: a profile may be at odds with the
 * configuration. */
static bool
open_issuing(struct service *service, struct arena *arena, const char **why)
{
	const struct config *config = service->config;

	service->discovery =
	    discovery_document(arena, config, service->judge.profile, why);
	if (service->discovery == NULL)
		return false;
	*why = grants_misfit(arena, config, service->judge.profile);
	if (*why != NULL)
		return false;
	if (config->keys != NULL)
		service->signing = signing_at(arena, config->keys);
	if (config->entity != NULL)
		service->entity = signing_at(arena, config->entity->keys);
	service->resource_servers = resource_servers_at(config, arena);
	discovery_open(service, arena);
	return true;
}

static bool
open_store(struct service *service, struct arena *arena, const char **why)
{
	service->store = store_open(service->config->store, arena, why);
	return service->store != NULL;
}

bool
service_open(struct service *service, struct arena *arena, const char **why)
{
	const char *trouble = NULL;

	*service = (struct service){.config = NULL};
	service->config = config_load(arena, config_path(), why);
	if (service->config != NULL)
		log_open(&service->config->log);
	if (service->config == NULL ||
	    !judge_open(&service->judge, service->config, arena, why) ||
	    !open_access(service, arena, why))
		return false;
	service->identities = identities_open(arena);
	service->published = published_open(arena);
	service->metrics = metrics_open(service->config, arena);
	if (console_wanted(service, &service->console, arena, &trouble) &&
	    proxy_secret_read(
		service->config, arena, &service->proxy_secret, &trouble) &&
	    open_issuing(service, arena, &trouble) &&
	    open_store(service, arena, &trouble))
		return true;
	*why = arena_printf(arena, "%s: %s", service->config->path, trouble);
	return false;
}

bool
service_ready(struct service *service, struct arena *arena, const char **why)
{
	const char *trouble = NULL;

	if ((service->signing == NULL ||
		signing_own(service->signing, arena, &trouble) != NULL) &&
	    (service->entity == NULL ||
		signing_own(service->entity, arena, &trouble) != NULL) &&
	    resource_servers_read(service->resource_servers, &trouble))
		return true;
	*why = arena_printf(arena, "%s: %s", service->config->path, trouble);
	return false;
}

/* Who issues no tokens signs events alone, perhaps in another process: the other
 * machines are told of the keys all the same. */
static void
tell_keys(struct service *service, int64_t now)
{
	struct arena *arena;

	if (service->signing == NULL || service->config->issuing != NULL)
		return;
	arena = arena_new();
	if (!published_tell(service, now, arena))
		log_line("keys: the other machines could not be told; the next "
			 "try comes in a minute");
	arena_free(arena);
}

void
service_rest(struct service *service)
{
	int64_t now = time(NULL);
	size_t sealed;

	if (service->console || now - service->sealed < SERVICE_SEAL_SECONDS)
		return;
	service->sealed = now;
	if (chain_seal(service->store, now, &sealed) != STORED_OK)
		log_line("audit: not sealed; the next try comes in a minute");
	tell_keys(service, now);
	metrics_rest(service->metrics);
}

void
service_close(struct service *service)
{
	store_close(service->store);
}
