/* SPDX-License-Identifier: ISC */
/* Judges one redirect URI by itself. */
#include "validators/lib/redirect_uri.h"

#include <string.h>

#include "kit/json.h"
#include "kit/uri.h"
#include "validators/lib/registered.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

/* Is the URI a native application's own, where the regime has such? */
static bool
is_of_device(const struct submission *s, const struct uri *uri)
{
	const char *type = json_string(registered(s, "application_type"));

	return setting_true(s, "native") && type != NULL &&
	       strcmp(type, "native") == 0 && uri_is_native(uri);
}

static void
check_place(struct verdict *v, const struct uri *uri, const char *at,
    const struct redirect_uri_rules *rules)
{
	if (strcmp(uri->scheme, "https") != 0)
		refuse(v, rules->not_https, at, "must be https, and is %s",
		    quoted(v->arena, uri->scheme));
	if (uri_host_is_local(uri->host))
		refuse(v, rules->local, at,
		    "must not be localhost or a loopback address");
}

void
redirect_uri_check(const struct submission *s, struct verdict *v,
    const char *text, const char *at, const struct redirect_uri_rules *rules)
{
	struct uri uri;
	int64_t most = setting_integer(s, "length");

	if ((int64_t)strlen(text) > most) {
		refuse(v, rules->too_long, at,
		    "longer than %lld characters: it has %zu", (long long)most,
		    strlen(text));
		return;
	}
	if (!uri_parse(s->arena, text, &uri) &&
	    (!uri_parse_local(s->arena, text, &uri) ||
		!is_of_device(s, &uri))) {
		refuse(v, rules->unreadable, at, "not an absolute URI: %s",
		    quoted_whole(s->arena, text));
		return;
	}
	if (!is_of_device(s, &uri))
		check_place(v, &uri, at, rules);
	if (uri.fragment != NULL)
		refuse(v, rules->fragment, at, "must not have a fragment");
	if (uri.userinfo != NULL)
		refuse(v, rules->userinfo, at, "must not have a user name");
}
