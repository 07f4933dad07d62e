/* SPDX-License-Identifier: ISC */
/* Asks whether a directory still has keys of a client's software. */
#include <string.h>

#include "commands/lib/row_text.h"
#include "commands/resync/private.h"
#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/jose/keys.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "validators/lib/profile.h"

enum { PLACE_MOST = 200 };

/* One question, with an arena of its own: there may be very many. */
struct question {
	struct resync *resync;
	struct arena *arena;
	const struct holder *holder;
	const struct keys *revoked[HOLDER_REVOKED];
	size_t count;
	const char *why; /* the resync's arena's */
};

static bool
is_directorys(const struct resync_client *client, const char *uri)
{
	const char *const *prefix = client->directory->key_sets;

	for (; *prefix != NULL; prefix++)
		if (strncmp(uri, *prefix, strlen(*prefix)) == 0)
			return true;
	return false;
}

/* "key set URI has no ... (sha256 D, TIME)"; without a text there is no
 * digest. */
static void
say(struct question *q, const char *uri, const char *what, const char *text,
    size_t length)
{
	struct arena *arena = q->resync->arena;

	q->why = arena_printf(arena, "key set %s %s (%s%s%s%s)",
	    row_tamed(q->arena, uri, PLACE_MOST), what,
	    text != NULL ? "sha256 " : "",
	    text != NULL ? digest_hex(q->arena, text, length) : "",
	    text != NULL ? ", " : "", moment_text(q->arena, q->resync->now));
}

static const struct keys *
parse(struct question *q, const char *text, size_t length, const char **why)
{
	struct keys *keys = keys_parse(text, length, why);

	if (keys != NULL)
		arena_defer(q->arena, (void (*)(void *))keys_free, keys);
	return keys;
}

/* Has the sets of revoked keys.  False, and q->why, when one of them cannot be
 * had: the key that it holds would be missed. */
static bool
have_revoked(struct question *q)
{
	const bool absent_is_empty =
	    json_true(profile_setting_of(q->resync->judge.profile->questions,
		"revoked_keys", "absent_is_empty"));
	const char *uri, *text, *why;
	size_t length;

	for (size_t i = 0; i < HOLDER_REVOKED; i++) {
		uri = q->holder->revoked[i];
		if (uri == NULL)
			break;
		enum keyring_said said = keyring_ask(
		    &q->resync->asker, uri, q->arena, &text, &length, &why);
		if (said == KEYRING_SAID_ABSENT && absent_is_empty)
			continue;
		const struct keys *keys = said == KEYRING_SAID_THIS
					      ? parse(q, text, length, &why)
					      : NULL;
		if (keys == NULL) {
			say(q, uri, why, NULL, 0);
			return false;
		}
		q->revoked[q->count++] = keys;
	}
	return true;
}

static enum resync_word
judge(struct question *q, const char *uri, const char *text, size_t length)
{
	const struct json *accepted = profile_setting_of(
	    q->resync->judge.profile->questions, "envelope_form", "algorithms");
	const char *why;
	const struct keys *keys = parse(q, text, length, &why);

	if (keys == NULL) {
		say(q, uri, why, text, length);
		return RESYNC_NOTHING;
	}
	if (!keys_can_verify(keys, accepted)) {
		say(q, uri, "has no usable key any more", text, length);
		return RESYNC_OUT;
	}
	if (!have_revoked(q))
		return RESYNC_NOTHING;
	switch (keys_revoked_all(q->revoked, q->count, keys, accepted)) {
	case KEYS_REVOKED:
		say(q, uri, "has revoked keys alone", text, length);
		return RESYNC_OUT;
	case KEYS_REVOKED_UNREADABLE:
		say(q, uri,
		    "may have a revoked key: an entry of a set of those "
		    "cannot be read",
		    text, length);
		return RESYNC_NOTHING;
	case KEYS_NOT_REVOKED:
		break;
	}
	say(q, uri, "has a usable key", text, length);
	return RESYNC_ACTIVE;
}

static enum resync_word
ask(struct question *q, const char *uri)
{
	const char *text, *why;
	size_t length;

	switch (keyring_ask(
	    &q->resync->asker, uri, q->arena, &text, &length, &why)) {
	case KEYRING_SAID_THIS:
		return judge(q, uri, text, length);
	case KEYRING_SAID_ABSENT:
		say(q, uri, arena_printf(q->arena, "is gone: %s", why), NULL,
		    0);
		return RESYNC_OUT;
	case KEYRING_SAID_NOTHING:
		break;
	}
	say(q, uri, why, NULL, 0);
	return RESYNC_NOTHING;
}

enum resync_word
resync_keys(
    struct resync *resync, const struct resync_client *client, const char **why)
{
	struct question question = {
	    .resync = resync, .arena = arena_new(), .holder = &client->holder};
	const char *uri = client->holder.keys;
	enum resync_word word = RESYNC_NOT_ASKED;

	if (uri != NULL && is_directorys(client, uri))
		word = ask(&question, uri);
	*why = question.why;
	arena_free(question.arena);
	return word;
}
