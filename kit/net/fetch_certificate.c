/* SPDX-License-Identifier: ISC */
/* Takes the certificate that a server has shown. */
#include <string.h>

#include "kit/arena.h"
#include "kit/net/private.h"

const char *
fetch_certificate(
    const struct fetch_calls *calls, CURL *easy, struct arena *arena)
{
	static const char name[] = "Cert:";
	const struct curl_certinfo *all = NULL;
	const size_t skip = sizeof name - 1;

	if (calls->info(easy, CURLINFO_CERTINFO, &all) != CURLE_OK ||
	    all == NULL || all->num_of_certs < 1)
		return NULL;
	for (const struct curl_slist *line = all->certinfo[0]; line != NULL;
	     line = line->next)
		if (strncmp(line->data, name, skip) == 0)
			return arena_strdup(arena, line->data + skip);
	return NULL;
}
