/* SPDX-License-Identifier: ISC */
/* Reads who may read metrics and health. */
#include <stddef.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/private.h"
#include "kit/json.h"
#include "kit/net/prefix.h"
#include "kit/reader.h"

static void
read_peers(
    struct reader *reader, const char *const *texts, struct config_metrics *to)
{
	struct prefix *peers;
	size_t count = 0;

	while (texts[count] != NULL)
		count++;
	peers = arena_alloc(reader->arena, count * sizeof(*peers));
	for (size_t i = 0; i < count; i++) {
		if (!prefix_parse(texts[i], &peers[i]))
			reader_wrong(reader, "metrics.peers",
			    arena_printf(reader->arena,
				"%.80s must be an address, as 127.0.0.1 or "
				"::1, or a block of them, as 10.0.0.0/8, "
				"without bits behind the prefix",
				texts[i]));
		else if (peers[i].bits == 0)
			reader_wrong(reader, "metrics.peers",
			    arena_printf(reader->arena,
				"%.80s must not be everybody", texts[i]));
	}
	to->peers = peers;
	to->count = count;
}

static void
read_metrics(struct reader *reader, const struct json *from, void *out)
{
	static const char *const names[] = {"peers", NULL};
	static const char prefix[] = "metrics.";
	const char *const *texts;

	reader_known_keys(reader, from, prefix, names);
	texts = reader_strings(reader, from, prefix, "peers");
	if (texts == NULL)
		reader_wrong(reader, "metrics.peers",
		    "is missing: the addresses that may read /metrics, "
		    "/health and /ready");
	else
		read_peers(reader, texts, out);
}

/* The three paths are the same everywhere; so an endpoint of the deployment's
 * is another one. */
static void
check_paths(struct reader *reader, const struct config *config)
{
	static const struct config_issuing nothing;
	const struct config_issuing *issuing =
	    config->issuing != NULL ? config->issuing : &nothing;
	const char *const served[] = {config->registration_path,
	    config->jwks.path, issuing->token.path, issuing->introspection.path,
	    issuing->revocation.path, config->clients.path, config->events.path,
	    config->discovery[0].path, config->discovery[1].path};

	for (size_t i = 0; i < sizeof(served) / sizeof(*served); i++)
		if (served[i] != NULL && config_metrics_path(served[i]))
			reader_wrong(reader, "metrics",
			    arena_printf(reader->arena,
				"is at /metrics, /health and /ready, and so "
				"is an endpoint: %s",
				served[i]));
}

bool
config_metrics_path(const char *path)
{
	return strcmp(path, "/metrics") == 0 || strcmp(path, "/health") == 0 ||
	       strcmp(path, "/ready") == 0;
}

void
config_read_metrics(
    struct reader *reader, const struct json *root, struct config *config)
{
	struct config_metrics *metrics;

	if (json_get(root, "metrics") == NULL)
		return;
	metrics = arena_alloc(reader->arena, sizeof(*metrics));
	reader_object(reader, root, "metrics", read_metrics, metrics);
	config->metrics = metrics;
	check_paths(reader, config);
}
