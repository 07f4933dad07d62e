/* SPDX-License-Identifier: ISC */
/* Asks for a key set past all that is kept of it. */
#include "kit/keyring/ask.h"

#include <errno.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/keyring/private.h"
#include "kit/limits.h"
#include "kit/net/exchange.h"
#include "kit/net/fetch.h"
#include "kit/net/host.h"

static enum keyring_said
in_mirror(const struct keyring_mirror *mirror, const char *uri,
    struct arena *arena, const char **text, size_t *length, const char **why)
{
	const char *path = keyring_mirror_path(mirror, uri, arena);

	*why = "is not the URI of a file in the mirror";
	if (path == NULL)
		return KEYRING_SAID_NOTHING;
	*text = file_read(arena, path, LIMIT_JWKS, length);
	if (*text == NULL)
		*why = arena_printf(arena, "%s: %s", path, strerror(errno));
	return *text != NULL ? KEYRING_SAID_THIS : KEYRING_SAID_NOTHING;
}

static enum keyring_said
judge(const struct exchanged *answer, struct arena *arena, const char **text,
    size_t *length, const char **why)
{
	*text = answer->body;
	*length = answer->length;
	*why = arena_printf(arena, "status %d", answer->status);
	if (answer->status == 200)
		return KEYRING_SAID_THIS;
	return answer->status == 404 || answer->status == 410
		   ? KEYRING_SAID_ABSENT
		   : KEYRING_SAID_NOTHING;
}

static enum keyring_said
at_host(const struct keyring_asker *asker, const char *uri, struct arena *arena,
    const char **text, size_t *length, const char **why)
{
	const struct fetch_policy *policy = asker->setup->policy;
	const struct exchange what = {.method = "GET",
	    .uri = uri,
	    .milliseconds =
		policy->seconds > 0 ? policy->seconds * INT64_C(1000) : 1000,
	    .limit = LIMIT_JWKS};
	struct exchanged answer;
	struct host host;
	enum fetched fetched;

	if (!host_enter(
		&host, asker->setup->cache, uri, asker->now, arena, why))
		return KEYRING_SAID_NOTHING;
	fetched = exchange_make(asker->exchanger, &what, arena, &answer, why);
	host_leave(&host, fetched == FETCHED_OK);
	return fetched == FETCHED_OK ? judge(&answer, arena, text, length, why)
				     : KEYRING_SAID_NOTHING;
}

enum keyring_said
keyring_ask(const struct keyring_asker *asker, const char *uri,
    struct arena *arena, const char **text, size_t *length, const char **why)
{
	const struct keyring_mirror *mirror =
	    keyring_mirror_of(asker->setup->mirrors, uri);

	*text = NULL;
	*length = 0;
	if (mirror != NULL)
		return in_mirror(mirror, uri, arena, text, length, why);
	*why = "is not an https URI of a host that may be fetched from";
	if (!fetch_allowed(asker->setup->policy, uri))
		return KEYRING_SAID_NOTHING;
	return at_host(asker, uri, arena, text, length, why);
}
