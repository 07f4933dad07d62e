/* SPDX-License-Identifier: ISC */
/* Says what dcr setup has made, and which lines a web server needs. */
#include <sys/stat.h>

#include <stdio.h>
#include <string.h>

#include "commands/setup/private.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/uri.h"

static void
tell_servers(const struct setup *setup)
{
	const char *server = setup_path(setup, "server.pem");
	const char *key = setup_path(setup, "server.key");
	const char *ca = setup_path(setup, "client-ca.pem");

	printf("\n# lighttpd (docs/lighttpd)\n"
	       "var.dcr_server    = \"%s\"\n"
	       "var.dcr_key       = \"%s\"\n"
	       "var.dcr_client_ca = \"%s\"\n",
	    server, key, ca);
	printf("\n# Apache (docs/apache)\n"
	       "SSLCertificateFile    %s\n"
	       "SSLCertificateKeyFile %s\n"
	       "SSLCACertificateFile  %s\n",
	    server, key, ca);
	printf("\n# nginx (docs/nginx)\n"
	       "ssl_certificate        %s;\n"
	       "ssl_certificate_key    %s;\n"
	       "ssl_client_certificate %s;\n",
	    server, key, ca);
}

/* The files that ship know /register and what is beside it. */
static void
tell_path(const struct setup *setup)
{
	const char *endpoint =
	    json_string(json_get(setup->conf, "registration_endpoint"));
	struct uri uri;

	if (uri_parse(setup->arena, endpoint, &uri) &&
	    strcmp(uri.path, "/register") != 0)
		printf("\n# The paths that its file leads to dcr: %s and what "
		       "is beside it.\n",
		    uri.path);
}

void
setup_tell(const struct setup *setup)
{
	struct stat status;

	printf("# Written: %s; store, cache and keys belong to %s.\n"
	       "# The web server's file takes these lines in place of its "
	       "own:\n",
	    setup->path, setup->user);
	tell_servers(setup);
	tell_path(setup);
	if (!setup->etc)
		printf("\n# The service and the commands read the file of this "
		       "name:\nexport DCR_CONFIG=%s\n",
		    setup->path);
	if (stat(setup_path(setup, "server.pem"), &status) != 0)
		printf("\n# Missing: the web server's own certificate with its "
		       "chain, %s,\n# and its key, %s.\n",
		    setup_path(setup, "server.pem"),
		    setup_path(setup, "server.key"));
}
