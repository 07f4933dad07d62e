/* SPDX-License-Identifier: ISC */
/* Knows the bank's resource servers by their certificates. */
#include "kit/conf/resource_servers.h"

#include <errno.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/file.h"
#include "kit/limits.h"
#include "kit/x509/cert.h"

struct resource_servers {
	struct known {
		const char *name; /* NULL ends */
		const char *sha256;
	} * list;
};

static const struct cert *
read_certificate(const char *path, struct arena *arena, const char **why)
{
	const struct cert *cert = NULL;
	size_t length = 0;
	char *text = file_read(arena, path, LIMIT_CERTIFICATE, &length);

	if (text != NULL)
		cert = cert_parse(arena, text, length);
	if (cert == NULL)
		*why = arena_printf(arena,
		    "resource_servers[].certificate: %s: %s", path,
		    text == NULL ? strerror(errno)
				 : "must hold one certificate in PEM");
	return cert;
}

struct resource_servers *
resource_servers_open(
    const struct config *config, struct arena *arena, const char **why)
{
	const struct config_resource_server *told =
	    config->issuing->resource_servers;
	struct resource_servers *servers = arena_alloc(arena, sizeof(*servers));
	size_t count = 0;

	while (told[count].name != NULL)
		count++;
	servers->list =
	    arena_alloc(arena, (count + 1) * sizeof(servers->list[0]));
	for (size_t i = 0; i < count; i++) {
		const struct cert *cert =
		    read_certificate(told[i].certificate, arena, why);
		if (cert == NULL)
			return NULL;
		servers->list[i].name = told[i].name;
		servers->list[i].sha256 = cert_sha256_hex(cert);
	}
	return servers;
}

const char *
resource_servers_name(const struct resource_servers *servers,
    const struct cert *cert, int64_t now)
{
	if (now < cert_not_before(cert) || now > cert_not_after(cert))
		return NULL;
	for (size_t i = 0; servers->list[i].name != NULL; i++)
		if (strcmp(servers->list[i].sha256, cert_sha256_hex(cert)) == 0)
			return servers->list[i].name;
	return NULL;
}
