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

struct known {
	const char *name; /* NULL ends */
	const char *sha256;
};

struct resource_servers {
	const struct config_resource_server *told;
	struct arena *arena;
	const struct known *list; /* NULL: not read yet */
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
resource_servers_at(const struct config *config, struct arena *arena)
{
	struct resource_servers *servers = arena_alloc(arena, sizeof(*servers));

	servers->told = config->resource_servers;
	servers->arena = arena;
	return servers;
}

bool
resource_servers_read(struct resource_servers *servers, const char **why)
{
	size_t count = 0;
	struct known *list;

	if (servers->list != NULL)
		return true;
	while (servers->told[count].name != NULL)
		count++;
	list = arena_alloc(servers->arena, (count + 1) * sizeof(*list));
	for (size_t i = 0; i < count; i++) {
		const struct cert *cert = read_certificate(
		    servers->told[i].certificate, servers->arena, why);
		if (cert == NULL)
			return false;
		list[i].name = servers->told[i].name;
		list[i].sha256 = cert_sha256_hex(cert);
	}
	servers->list = list;
	return true;
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
