/* SPDX-License-Identifier: ISC */
/* Reads the certificates in the header of a JWS. */
#include "validators/lib/x5c.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/x509/cert.h"

bool
x5c_read(struct arena *arena, const struct json *header,
    const struct cert *chain[X5C_MOST + 1])
{
	const struct json *x5c = json_get(header, "x5c");
	size_t count = json_length(x5c);

	if (json_type(x5c) != JSON_ARRAY || count == 0 || count > X5C_MOST)
		return false;
	for (size_t i = 0; i < count; i++) {
		const char *text = json_string(json_at(x5c, i));

		if (text == NULL)
			return false;
		text = arena_printf(arena, ":%s:", text);
		chain[i] = cert_parse_field(arena, text, strlen(text));
		if (chain[i] == NULL)
			return false;
	}
	chain[count] = NULL;
	return true;
}
