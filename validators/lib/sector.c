/* SPDX-License-Identifier: ISC */
/* Fetches the document of a sector identifier. */
#include "validators/lib/sector.h"

#include <string.h>

#include "kit/json.h"
#include "validators/lib/submission.h"

static bool
lists_all(const struct json *document, const struct json *uris)
{
	for (size_t i = 0; i < json_length(uris); i++)
		if (!json_has_string(document, json_string(json_at(uris, i))))
			return false;
	return json_is_array_of(document, JSON_STRING, 0);
}

enum keyring_answer
sector_look_up(const struct submission *s, const char *uri,
    const struct json *uris, const struct json **document, const char **why)
{
	const char *named = json_string(claim(s, "sector_identifier_uri"));
	enum keyring_wish wish = KEYRING_CACHED;
	enum keyring_answer answer;

	do
		answer = keyring_document(s->keyring, uri,
		    named != NULL && strcmp(named, uri) == 0, wish, s->now,
		    s->arena, document, why);
	while (keyring_again(
	    answer != KEYRING_FOUND || lists_all(*document, uris), &wish));
	return answer;
}
