/* SPDX-License-Identifier: ISC */
/* Reads the secret by which a trusted proxy proves itself. */
#include "kit/conf/proxy_secret.h"

#include <sys/stat.h>

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/file.h"
#include "kit/limits.h"

/* How many letters the secret may have: no proxy would send a longer header,
 * and a shorter one could be guessed. */
enum { SHORTEST = 32, LONGEST = 256 };

/* Is the secret long enough, and of letters that no proxy and no web server
 * changes?  Two such texts that were joined do not look like one. */
static bool
is_strong(const char *secret)
{
	static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ-._~+/=";
	const size_t length = strlen(secret);

	return length >= SHORTEST && length <= LONGEST &&
	       strspn(secret, letters) == length;
}

bool
proxy_secret_read(const struct config *config, struct arena *arena,
    const char **secret, const char **why)
{
	const char *path = config->client_certificate_secret;
	const char *wrong;
	struct stat stamp;
	size_t length;
	char *text;

	*secret = NULL;
	if (path == NULL)
		return true;
	wrong =
	    stat(path, &stamp) == 0 ? file_exposed(&stamp) : strerror(errno);
	if (wrong == NULL) {
		text = file_read(arena, path, LIMIT_FILE, &length);
		if (text == NULL)
			wrong = strerror(errno);
		else {
			text[strcspn(text, "\r\n")] = '\0';
			*secret = text;
			if (!is_strong(text))
				wrong = "the first line must be 32 to 256 "
					"letters, digits and -._~+/=";
		}
	}
	if (wrong != NULL)
		*why = arena_printf(
		    arena, "client_certificate_secret: %s: %s", path, wrong);
	return wrong == NULL;
}
