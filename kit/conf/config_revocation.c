/* SPDX-License-Identifier: ISC */
/* Reads how dcr.conf has certificates checked for revocation. */
#include <stddef.h>
#include <string.h>

#include "kit/conf/config.h"
#include "kit/conf/private.h"
#include "kit/json.h"
#include "kit/reader.h"

static const char *const words[] = {
    [REVOCATION_OFF] = "off",
    [REVOCATION_SOFT] = "soft",
    [REVOCATION_HARD] = "hard",
    NULL,
};

/* Reads the mode: where a source of revocations is configured, it counts (hard)
 * unless the file says otherwise. */
static enum revocation_mode
read_mode(struct reader *reader, const struct json *root, bool sources)
{
	const char *text = reader_choice(reader, root, "", "revocation", words);
	size_t mode = REVOCATION_OFF;

	if (text == NULL) {
		mode = sources ? REVOCATION_HARD : REVOCATION_OFF;
		json_set_string(reader->told, "revocation", words[mode]);
		return (enum revocation_mode)mode;
	}
	while (mode < REVOCATION_HARD && strcmp(words[mode], text) != 0)
		mode++;
	if (mode != REVOCATION_OFF && !sources)
		reader_wrong(reader, "revocation",
		    "needs crl or ocsp: there is nowhere to look");
	return (enum revocation_mode)mode;
}

/* Checks that the responders may be asked: one outside of fetch.hosts would
 * make every answer a 503. */
static void
check_responder(
    struct reader *reader, const struct json *root, const struct config *config)
{
	const struct revocation_setup *setup = &config->revocation;

	if (!setup->ocsp && (setup->responder != NULL ||
				json_get(root, "ocsp_seconds") != NULL))
		reader_wrong(reader,
		    setup->responder != NULL ? "ocsp_responder"
					     : "ocsp_seconds",
		    "is allowed only beside \"ocsp\": true");
	if (setup->ocsp && *config->fetch.hosts == NULL)
		reader_wrong(reader, "ocsp",
		    "needs the responders' hosts in fetch.hosts");
	if (setup->responder != NULL &&
	    !fetch_ocsp_allowed(&config->fetch, setup->responder))
		reader_wrong(reader, "ocsp_responder",
		    "must be an http or https URI whose host, with its port, "
		    "is in fetch.hosts");
}

void
config_read_revocation(
    struct reader *reader, const struct json *root, struct config *config)
{
	struct revocation_setup *setup = &config->revocation;

	setup->crl = reader_path(reader, root, "", "crl");
	setup->ocsp = reader_boolean(reader, root, "", "ocsp", false);
	setup->responder = reader_string(reader, root, "", "ocsp_responder");
	if (setup->ocsp)
		setup->seconds = (unsigned)reader_number(
		    reader, root, "", "ocsp_seconds", 1, 4, 2);
	setup->mode =
	    read_mode(reader, root, setup->crl != NULL || setup->ocsp);
	setup->policy = &config->fetch;
	setup->cache = config->cache;
	check_responder(reader, root, config);
}
