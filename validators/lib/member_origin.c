/* SPDX-License-Identifier: ISC */
/* Compares the origins of URIs, as the test "same_origin" of a rule. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/uri.h"
#include "validators/lib/member_rule.h"
#include "validators/lib/private.h"
#include "validators/lib/registered.h"
#include "validators/lib/submission.h"

static const char *
port_of(const struct uri *uri)
{
	if (uri->port != NULL && *uri->port != '\0')
		return uri->port + strspn(uri->port, "0");
	return strcmp(uri->scheme, "https") == 0 ? "443" : "80";
}

/* RFC 6454 section 4: scheme, host and port. */
static bool
is_of(struct arena *arena, const struct uri *uri, const struct json *other)
{
	const char *text = json_string(other);
	struct uri there;

	return text != NULL && uri_parse(arena, text, &there) &&
	       strcmp(uri->scheme, there.scheme) == 0 &&
	       strcmp(uri->host, there.host) == 0 &&
	       strcmp(port_of(uri), port_of(&there)) == 0;
}

bool
member_holds_same_origin(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	const struct json *others = registered(s, json_string(rule->value));
	struct uri uri;

	(void)v;
	if (others == NULL)
		return true;
	if (!uri_parse(s->arena, json_string(given), &uri))
		return false;
	if (json_type(others) != JSON_ARRAY)
		return is_of(s->arena, &uri, others);
	for (size_t i = 0; i < json_length(others); i++)
		if (is_of(s->arena, &uri, json_at(others, i)))
			return true;
	return false;
}
