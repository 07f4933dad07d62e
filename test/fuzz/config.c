/* SPDX-License-Identifier: ISC */
/* Fuzzes dcr.conf: what is in force, written down, is the same configuration
 * again. */
#include "test/fuzz/fuzz.h"

#include <strings.h>

#include "kit/conf/config.h"
#include "kit/json.h"

static const struct config *
load(struct arena *arena, const char *text, size_t length)
{
	const char *path = fuzz_path(arena, "fuzz.conf"), *why = NULL;
	const struct config *config;
	FILE *file = fopen(path, "w");

	MUST(file != NULL && fwrite(text, 1, length, file) == length);
	MUST(fclose(file) == 0);
	config = config_load(arena, path, &why);
	MUST((config == NULL) == (why != NULL));
	if (why != NULL) /* one line, and of which file */
		MUST(strchr(why, '\n') == NULL && strstr(why, path) != NULL);
	return config;
}

static void
check(const struct config *config)
{
	MUST(config->profile != NULL && config->issuer != NULL);
	MUST(config->audience != NULL && config->audience[0] != NULL);
	MUST(config->registration_endpoint != NULL);
	MUST(strncasecmp(config->registration_endpoint, "https:", 6) == 0);
	MUST(config->registration_path != NULL && config->store != NULL);
	MUST(*config->client_ca == '/' && *config->cache == '/');
	MUST(config->fetch.hosts != NULL && config->fetch.seconds > 0);
	MUST(config->directories[0].issuer != NULL);
	for (const struct config_directory *d = config->directories;
	     d->issuer != NULL; d++)
		MUST(*d->keys == '/' || strncasecmp(d->keys, "https:", 6) == 0);
	for (const struct keyring_mirror *m = config->mirrors;
	     m->prefix != NULL; m++)
		MUST(*m->folder == '/');
	for (const char *const *host = config->fetch.hosts; *host != NULL;
	     host++)
		MUST(strpbrk(*host, "/?#@ ") == NULL);
}

/* What is in force, written down, is the same configuration again. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const struct config *config = load(arena, (const char *)data, size);
	const struct json *told;
	const char *text;

	if (config != NULL) {
		check(config);
		told = config->told;
		text = json_text_pretty(arena, told);
		config = load(arena, text, strlen(text));
		MUST(config != NULL);
		MUST(json_equal(told, config->told));
		fuzz_reached("a configuration");
	}
	arena_free(arena);
	return 0;
}
