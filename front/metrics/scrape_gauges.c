/* SPDX-License-Identifier: ISC */
/* What the text for Prometheus tells of key sets, keys and revocation lists. */
#include <sys/stat.h>

#include <string.h>
#include <time.h>

#include "front/metrics/private.h"
#include "front/lib/service.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/net/cache.h"
#include "kit/signing/signers.h"
#include "kit/signing/signing.h"
#include "kit/x509/revocation.h"
#include "store/store.h"

/* How the key set of a directory stands, as the disk says: nothing is
 * fetched. */
struct key_set {
	bool there;
	bool serves; /* now, and without a fetch */
	bool failed; /* the last fetch */
	time_t from, until;
};

static struct key_set
of_file(const char *path)
{
	struct stat status;

	if (stat(path, &status) != 0)
		return (struct key_set){.failed = true};
	return (struct key_set){
	    .there = true, .serves = true, .from = status.st_mtim.tv_sec};
}

static struct key_set
of_uri(const char *folder, const char *uri, time_t now, struct arena *arena)
{
	const struct cached cached = cache_named(
	    folder, digest_hex(arena, uri, strlen(uri)), "jwks", arena);
	struct key_set set = {.there = false};
	struct stat status;

	set.failed = stat(cached.failure, &status) == 0;
	set.there = cache_time(&cached, &set.from);
	if (!set.there)
		return set;
	set.until = set.from + LIMIT_KEYS_FRESH_SECONDS;
	set.serves = cache_recent(set.from, now, LIMIT_KEYS_FRESH_SECONDS);
	return set;
}

static bool
is_mirrored(const struct config *config, const char *uri)
{
	const struct keyring_mirror *mirror = config->mirrors;

	for (; mirror != NULL && mirror->prefix != NULL; mirror++)
		if (strncmp(uri, mirror->prefix, strlen(mirror->prefix)) == 0)
			return true;
	return false;
}

struct telling {
	FILE *out;
	const struct config *config;
	const struct key_set *sets; /* of each directory */
};

/* One number of each directory; -1: it has none. */
static void
tell_sets(const struct telling *telling, const char *name, const char *help,
    int64_t (*number)(const struct key_set *))
{
	const struct config_directory *d = telling->config->directories;

	scrape_begin(telling->out, name, "gauge", help);
	for (size_t i = 0; d[i].issuer != NULL; i++) {
		const int64_t value = number(&telling->sets[i]);

		if (value >= 0)
			scrape_number(telling->out, name,
			    (const char *[]){"issuer", d[i].issuer, NULL},
			    value);
	}
}

static int64_t
serves(const struct key_set *set)
{
	return set->serves;
}

static int64_t
failed(const struct key_set *set)
{
	return set->failed;
}

static int64_t
from(const struct key_set *set)
{
	return set->there ? (int64_t)set->from : -1;
}

static int64_t
until(const struct key_set *set)
{
	return set->until > 0 ? (int64_t)set->until : -1;
}

static void
tell_directories(FILE *out, const struct config *config, struct arena *arena)
{
	const struct config_directory *d = config->directories;
	struct key_set *sets;
	const time_t now = time(NULL);
	size_t count = 0;

	while (d[count].issuer != NULL)
		count++;
	sets = arena_alloc(arena, (count + 1) * sizeof(*sets));
	for (size_t i = 0; i < count; i++)
		if (d[i].keys == NULL)
			sets[i] = (struct key_set){0};
		else if (*d[i].keys == '/')
			sets[i] = of_file(d[i].keys);
		else if (!is_mirrored(config, d[i].keys))
			sets[i] = of_uri(config->cache, d[i].keys, now, arena);
	const struct telling telling = {out, config, sets};
	tell_sets(&telling, "dcr_directory_keys_serve",
	    "1: the key set of the directory serves now; 0: the next request "
	    "fetches it.",
	    serves);
	tell_sets(&telling, "dcr_directory_keys_failed",
	    "1: the key set of the directory could not be had when it was "
	    "tried last.",
	    failed);
	tell_sets(&telling, "dcr_directory_keys_from_timestamp_seconds",
	    "When the key set of the directory was fetched, or its file "
	    "written.",
	    from);
	tell_sets(&telling, "dcr_directory_keys_until_timestamp_seconds",
	    "Until when a fetched key set of the directory serves.", until);
}

static void
tell_signing(FILE *out, const struct service *service, struct arena *arena)
{
	static const char keys[] = "dcr_signing_keys";
	static const char since[] = "dcr_signing_key_since_timestamp_seconds";
	const struct signer *signer, *signs = NULL;
	int64_t counts[SIGNER_OTHER + 1] = {0};
	const char *why = NULL;

	if (service->signing == NULL)
		return;
	signer = signing_own(service->signing, arena, &why);
	for (; signer != NULL && signer->kid != NULL; signer++) {
		counts[signer->state]++;
		if (signer->state == SIGNER_SIGNING)
			signs = signer;
	}
	scrape_begin(out, keys, "gauge",
	    "Keys of this machine that sign access tokens and events, by "
	    "state; none signs: 503.");
	for (int i = SIGNER_NEXT; i <= SIGNER_OLD; i++)
		scrape_number(out, keys,
		    (const char *[]){
			"state", signers_state((enum signer_state)i), NULL},
		    counts[i]);
	scrape_begin(
	    out, since, "gauge", "Since when the key signs that signs now.");
	if (signs != NULL)
		scrape_number(out, since, NULL, signs->since);
}

static void
tell_lists(FILE *out, const struct service *service, struct arena *arena)
{
	const struct json *lists = NULL;
	int64_t faults = 0;

	if (service->judge.revocation != NULL)
		lists = revocation_lists(
		    service->judge.revocation, time(NULL), arena);
	if (lists == NULL)
		return;
	for (size_t i = 0; i < json_length(lists); i++)
		faults += json_get(json_at(lists, i), "fault") != NULL;
	scrape_begin(out, "dcr_revocation_lists", "gauge",
	    "Revocation lists that were read, and authorities without one.");
	scrape_number(
	    out, "dcr_revocation_lists", NULL, (int64_t)json_length(lists));
	scrape_begin(out, "dcr_revocation_list_faults", "gauge",
	    "Those of them that are out of date or missing.");
	scrape_number(out, "dcr_revocation_list_faults", NULL, faults);
}

void
scrape_gauges(FILE *out, const struct service *service, struct arena *arena)
{
	const struct config *config = service->config;

	scrape_begin(out, "dcr_build_info", "gauge",
	    "1, with the version and the profile of this deployment.");
	scrape_number(out, "dcr_build_info",
	    (const char *[]){
		"version", DCR_VERSION, "profile", config->profile, NULL},
	    1);
	tell_directories(out, config, arena);
	tell_signing(out, service, arena);
	tell_lists(out, service, arena);
}
