/* SPDX-License-Identifier: ISC */
/* Reads how the web server or a proxy hands over the client's certificate. */
#include "kit/conf/private.h"

#include <stddef.h>
#include <string.h>

#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/reader.h"

static const char key[] = "client_certificate";
static const char secret[] = "client_certificate_secret";

void
config_read_proxy(
    struct reader *reader, const struct json *root, struct config *config)
{
	static const char *const places[] = {
	    "SSL_CLIENT_CERT", "Client-Cert", NULL};
	const char *place = reader_choice(reader, root, "", key, places);

	config->client_certificate =
	    place != NULL && strcmp(place, places[1]) == 0
		? CONFIG_CLIENT_CERT
		: CONFIG_SSL_CLIENT_CERT;
	if (place == NULL)
		json_set_string(reader->told, key, places[0]);
	config->client_certificate_secret =
	    reader_path(reader, root, "", secret);
	const bool proxied = config->client_certificate == CONFIG_CLIENT_CERT;
	if (proxied && config->client_certificate_secret == NULL)
		reader_wrong(reader, secret,
		    "is required with client_certificate \"Client-Cert\": a "
		    "file with the secret by which the proxy proves itself");
	if (!proxied && config->client_certificate_secret != NULL)
		reader_wrong(reader, secret,
		    "is allowed only beside client_certificate "
		    "\"Client-Cert\"");
}
