/* SPDX-License-Identifier: ISC */
/* Warns of files of secrets that others can read. */
#include <string.h>
#include <sys/stat.h>

#include "commands/config/private.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "kit/service/web_service.h"

static void
warn_file(struct warner *warner, const char *key, const char *path)
{
	struct stat status;

	if (path == NULL || stat(path, &status) != 0 ||
	    (status.st_mode & (S_IROTH | S_IWOTH)) == 0)
		return;
	config_warn(warner,
	    "%s: %s: everybody on this machine can %s the secret in it (chmod "
	    "600)",
	    key, path, (status.st_mode & S_IWOTH) != 0 ? "change" : "read");
}

/* May the connection string of libpq hold a password? */
static bool
has_password(const char *store)
{
	const char *user = strstr(store, "://"), *at;

	if (strncmp(store, "postgresql:", 11) != 0)
		return false;
	if (strstr(store, "password=") != NULL)
		return true;
	user = user != NULL ? user + 3 : store + 11;
	at = strchr(user, '@');
	return at != NULL && memchr(user, ':', (size_t)(at - user)) != NULL;
}

void
config_warn_files(struct warner *warner)
{
	const struct config *config = warner->config;
	const struct config_receiver *r = config->receivers;

	if (has_password(config->store))
		warn_file(warner, "store", config->path);
	if (config->access_tokens != NULL)
		warn_file(warner, "access_tokens.secret_file",
		    config->access_tokens->secret_file);
	for (; r->name != NULL; r++) {
		if (r->service == NULL)
			continue;
		warn_file(warner, "deliver[].key", r->service->key);
		warn_file(warner, "deliver[].basic.password_file",
		    r->service->password_file);
		warn_file(warner, "deliver[].bearer.token_file",
		    r->service->token_file);
		warn_file(warner, "deliver[].bearer.secret_file",
		    r->service->secret_file);
	}
}
