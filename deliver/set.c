/* SPDX-License-Identifier: ISC */
/* Makes Security Event Tokens of events. */
#include "deliver/set.h"

#include <inttypes.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config_receivers.h"
#include "kit/json.h"
#include "kit/signing/signing.h"
#include "store/lib/journal.h"

static const char *
text_of(const struct json *event, const char *name)
{
	const char *text = json_string(json_get(event, name));

	return text != NULL ? text : "";
}

/* Is it a client as it is, and nothing that happened? */
static bool
is_of_now(const struct json *event)
{
	return strcmp(text_of(event, "event"), "reconciled") == 0;
}

/* A record's key is its time in microseconds. */
static int64_t
happened(const struct json *event)
{
	return journal_moment(text_of(event, "key"));
}

const char *
set_id(struct arena *arena, const struct json *event)
{
	const char *key = text_of(event, "key");
	int64_t version = 0;

	if (!is_of_now(event))
		return key;
	(void)json_integer(json_get(event, "version"), &version);
	return arena_printf(
	    arena, "%s-%s-%" PRId64, key, text_of(event, "client_id"), version);
}

static const struct json *
subject(struct arena *arena, const struct json *event)
{
	struct json *subject = json_new_object(arena);

	json_set_string(subject, "format", "opaque");
	json_set_string(subject, "id", text_of(event, "client_id"));
	return subject;
}

/* An issuer may end with a slash. */
static const char *
uri_of(struct arena *arena, const char *issuer, const struct json *event)
{
	const size_t length = strlen(issuer);
	const bool slash = length > 0 && issuer[length - 1] == '/';

	return arena_printf(arena, "%s%sevents/%s", issuer, slash ? "" : "/",
	    text_of(event, "event"));
}

bool
set_error_is_ours(const char *err)
{
	static const char *const ours[] = {"invalid_key", "invalid_issuer",
	    "invalid_audience", "authentication_failed", "access_denied", NULL};
	const char *const *code = ours;

	while (*code != NULL && strcmp(*code, err) != 0)
		code++;
	return *code != NULL;
}

const char *
set_make(struct arena *arena, struct signing *signing,
    const struct config_receiver *receiver, const struct json *event,
    int64_t now, const char **why)
{
	struct json *claims = json_new_object(arena);
	struct json *events = json_new_object(arena);
	json_set_string(claims, "iss", receiver->issuer);
	json_set_string(claims, "aud", receiver->audience);
	json_set_string(claims, "jti", set_id(arena, event));
	json_set_integer(claims, "iat", now);
	if (!is_of_now(event))
		json_set_integer(claims, "toe", happened(event));
	json_set(claims, "sub_id", subject(arena, event));
	json_set(events, uri_of(arena, receiver->issuer, event), event);
	json_set(claims, "events", events);
	return signing_token(signing, arena, "secevent+jwt", claims, why);
}
