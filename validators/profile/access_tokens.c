/* SPDX-License-Identifier: ISC */
/* Reads the key "access_tokens": what a regime says of access tokens. */
#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/reader.h"
#include "validators/profile/private.h"

void
profile_read_access_tokens(
    struct reader *reader, const struct json *root, struct profile *profile)
{
	static const char *const names[] = {"least", "most", NULL};
	static const char key[] = "access_tokens", prefix[] = "access_tokens.";
	const struct json *from = json_get(root, key);
	struct profile_access_tokens *to = &profile->access_tokens;

	if (from != NULL && json_type(from) != JSON_OBJECT)
		reader_wrong(reader, key, "must be an object");
	reader_known_keys(reader, from, prefix, names);
	to->least = reader_number(reader, from, prefix, "least",
	    CONFIG_TOKEN_SECONDS_LEAST, CONFIG_TOKEN_SECONDS_USUAL,
	    CONFIG_TOKEN_SECONDS_LEAST);
	to->most = reader_number(reader, from, prefix, "most",
	    CONFIG_TOKEN_SECONDS_USUAL, LIMIT_TOKEN_SECONDS,
	    LIMIT_TOKEN_SECONDS);
}
