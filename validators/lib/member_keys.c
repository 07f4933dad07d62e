/* SPDX-License-Identifier: ISC */
/* Asks whether a key set holds a key for some purpose. */
#include <string.h>

#include "kit/arena.h"
#include "kit/jose/keys.h"
#include "kit/keyring/keyring.h"
#include "validators/lib/keys_at.h"
#include "validators/lib/private.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

static struct keys_wanted
wanted(const struct json *value)
{
	return (struct keys_wanted){
	    .use = json_string(json_get(value, "use")),
	    .kty = json_string(json_get(value, "kty")),
	    .algorithms = json_get(value, "alg"),
	};
}

const char *
member_form_keys(const struct json *value)
{
	const struct keys_wanted of = wanted(value);
	const size_t count =
	    (of.use != NULL) + (of.kty != NULL) + (of.algorithms != NULL);

	return json_type(value) == JSON_OBJECT && count > 0 &&
		       count == json_length(value) &&
		       (of.algorithms == NULL ||
			   json_is_array_of(of.algorithms, JSON_STRING, 1))
		   ? NULL
		   : "an object with some of use, kty (strings) and alg "
		     "(strings)";
}

const char *
member_keys_words(struct arena *arena, const struct json *value)
{
	const struct keys_wanted of = wanted(value);

	return arena_printf(arena, "a key%s%s%s%s%s%s",
	    of.kty != NULL ? " of kty " : "", of.kty != NULL ? of.kty : "",
	    of.use != NULL ? " of use " : "", of.use != NULL ? of.use : "",
	    of.algorithms != NULL ? " for one of: " : "",
	    of.algorithms != NULL ? listed(arena, of.algorithms) : "");
}

/* A key set by value (RFC 7591 section 2, jwks). */
static bool
hold_by_value(const struct submission *s, const struct json *given,
    const struct keys_wanted *of)
{
	const char *text = json_text(s->arena, given), *why;
	struct keys *keys = keys_parse(text, strlen(text), &why);
	const bool hold = keys != NULL && keys_hold(keys, of);

	keys_free(keys);
	return hold;
}

/* A set that cannot be had is no set without the key: nobody can say. */
static bool
hold_at(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const char *uri,
    const struct keys_wanted *of)
{
	enum keyring_wish wish = KEYRING_CACHED;
	const struct keys *keys;
	bool hold;

	do {
		keys = keys_at(s, v, uri, wish, rule->rule);
		hold = keys == NULL || keys_hold(keys, of);
	} while (keyring_again(hold, &wish));
	return hold;
}

bool
member_holds_keys(const struct submission *s, struct verdict *v,
    const struct member_rule *rule, const struct json *given)
{
	const struct keys_wanted of = wanted(rule->value);

	if (json_string(given) != NULL)
		return hold_at(s, v, rule, json_string(given), &of);
	return hold_by_value(s, given, &of);
}
