/* SPDX-License-Identifier: ISC */
/* The folder of signing keys as a server uses it, read again on a change. */
#include "kit/signing/signing.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/issue/issue.h"
#include "kit/jose/keys.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/signing/private.h"

/* Which of the watched paths the list is, behind the folder and before two
 * private keys. */
enum { LIST = 1 };

struct watched {
	const char *path;
	struct stat stamp;
};

/* The folder as it was read last. */
struct held {
	struct arena *arena;
	struct watched watched[4];
	size_t count;
	const struct signer *signers, *signs;
	const struct issue_signer *key;
	struct keys *keys; /* of so many published ones; or NULL */
	size_t published;
};

struct signing {
	const char *folder;
	struct held *held; /* NULL: it was not fit */
	struct signers_told told;
	uint64_t edition;
};

static void
drop(struct signing *signing)
{
	struct held *held = signing->held;

	signing->held = NULL;
	if (held == NULL)
		return;
	keys_free(held->keys);
	arena_free(held->arena);
}

static void
close_signing(void *closed)
{
	struct signing *signing = closed;

	drop(signing);
	arena_free(signing->told.arena);
}

static void
watch(struct held *held, const char *path, const struct stat *stamp)
{
	held->watched[held->count++] = (struct watched){path, *stamp};
}

static bool
is_unchanged(const struct held *held, size_t from, size_t to)
{
	struct stat stamp;

	for (size_t i = from; i < to; i++)
		if (lstat(held->watched[i].path, &stamp) == -1 ||
		    !file_unchanged(&held->watched[i].stamp, &stamp))
			return false;
	return true;
}

static bool
hold_private(struct held *held, const struct signers_folder *folder,
    const struct signer *signer, const char **why)
{
	struct arena *arena = held->arena;
	const struct issue_signer *key;
	struct stat stamp;

	if (signer->state == SIGNER_OLD)
		return true;
	key = signers_private(arena, folder, signer, &stamp, why);
	if (key == NULL)
		return false;
	watch(held,
	    arena_printf(arena, "%s/%s", folder->path,
		signers_private_name(arena, signer->kid)),
	    &stamp);
	if (signer->state == SIGNER_SIGNING) {
		held->signs = signer;
		held->key = key;
	}
	return true;
}

static bool
hold(struct held *held, const char *path, const char **why)
{
	struct arena *arena = held->arena;
	const struct signers_folder *folder =
	    signers_folder_open(arena, path, why);
	struct stat stamp = {0};

	if (folder == NULL)
		return false;
	watch(held, folder->path, &folder->stamp);
	held->signers = signers_read(arena, folder, &stamp, why);
	if (held->signers == NULL)
		return false;
	watch(held, arena_printf(arena, "%s/" SIGNERS_LIST, folder->path),
	    &stamp);
	for (const struct signer *s = held->signers; s->kid != NULL; s++)
		if (!hold_private(held, folder, s, why))
			return false;
	if (held->key == NULL)
		*why = arena_printf(arena,
		    "%s: no key signs yet (dcr keys new makes one)",
		    folder->path);
	return held->key != NULL;
}

static struct held *
read_folder(const char *folder, struct arena *arena, const char **why)
{
	struct arena *own = arena_new();
	struct held *held = arena_alloc(own, sizeof(*held));

	held->arena = own;
	*why = NULL;
	if (hold(held, folder, why))
		return held;
	*why = arena_strdup(arena, *why);
	arena_free(own);
	return NULL;
}

/* The folder as it is now; NULL when it is not fit, however good it once was.
 * It is read twice: a rotation may come between the list and its keys. */
static struct held *
look(struct signing *signing, struct arena *arena, const char **why)
{
	*why = NULL;
	if (signing->held != NULL &&
	    is_unchanged(signing->held, 0, signing->held->count))
		return signing->held;
	signers_told_recall(&signing->told, signing->folder);
	drop(signing);
	for (int i = 0; i < 2 && signing->held == NULL; i++)
		signing->held = read_folder(signing->folder, arena, why);
	if (signing->held != NULL)
		signing->edition++;
	return signing->held;
}

struct signing *
signing_at(struct arena *arena, const char *folder)
{
	struct signing *signing = arena_alloc(arena, sizeof(*signing));

	signing->folder = arena_strdup(arena, folder);
	arena_defer(arena, close_signing, signing);
	return signing;
}

struct signing *
signing_open(struct arena *arena, const char *folder, const char **why)
{
	struct signing *signing = signing_at(arena, folder);

	return look(signing, arena, why) != NULL ? signing : NULL;
}

const struct signer *
signing_own(struct signing *signing, struct arena *arena, const char **why)
{
	return look(signing, arena, why) != NULL ? signing->held->signers
						 : NULL;
}

void
signing_tell(struct signing *signing, const struct signer *others)
{
	struct held *held = signing->held;

	signers_told_recall(&signing->told, signing->folder);
	if (!signers_told_keep(&signing->told, others))
		return;
	signers_told_remember(&signing->told, signing->folder);
	signing->edition++;
	if (held != NULL) {
		keys_free(held->keys);
		held->keys = NULL;
	}
}

const struct signer *
signing_others(struct signing *signing)
{
	signers_told_recall(&signing->told, signing->folder);
	return signing->told.others;
}

uint64_t
signing_edition(struct signing *signing, struct arena *arena, const char **why)
{
	if (signing->held != NULL &&
	    is_unchanged(signing->held, LIST, LIST + 1))
		return signing->edition;
	return look(signing, arena, why) != NULL ? signing->edition : 0;
}

const char *
signing_token(struct signing *signing, struct arena *arena, const char *typ,
    const struct json *claims, const char **why)
{
	const struct held *held = look(signing, arena, why);
	struct json *header = json_new_object(arena);

	if (held == NULL)
		return NULL;
	json_set_string(header, "typ", typ);
	json_set_string(header, "alg", held->signs->algorithm);
	json_set_string(header, "kid", held->signs->kid);
	return issue_signer_sign(held->key, arena, json_text(arena, header),
	    json_text(arena, claims), why);
}

static const struct json *
set_of(const struct signing *signing, struct arena *arena, int64_t now)
{
	const struct signer *own = signing->held->signers;
	struct json *set = json_new_object(arena);
	struct json *list = json_new_array(arena);

	for (const struct signer *s = own; s->kid != NULL; s++)
		if (signers_published(s, now))
			json_append(list, s->jwk);
	for (const struct signer *s = signing->told.others;
	     s->kid != NULL && json_length(list) < LIMIT_KEYS; s++)
		if (signers_told_counts(s, own, now))
			json_append(list, s->jwk);
	json_set(set, "keys", list);
	return set;
}

const struct json *
signing_jwks(
    struct signing *signing, struct arena *arena, int64_t now, const char **why)
{
	const struct held *held = look(signing, arena, why);

	return held != NULL ? set_of(signing, arena, now) : NULL;
}

/* How many keys are published: they leave one by one as time goes by, so that
 * their number says which ones they are. */
static size_t
count_published(const struct signing *signing, int64_t now)
{
	const struct held *held = signing->held;
	size_t count = 0;

	for (const struct signer *s = held->signers; s->kid != NULL; s++)
		count += signers_published(s, now);
	for (const struct signer *s = signing->told.others; s->kid != NULL; s++)
		count += signers_told_counts(s, held->signers, now);
	return count;
}

const struct keys *
signing_keys(
    struct signing *signing, struct arena *arena, int64_t now, const char **why)
{
	struct held *held = look(signing, arena, why);
	struct arena *scratch;
	const char *text;
	size_t count;

	if (held == NULL)
		return NULL;
	count = count_published(signing, now);
	if (held->keys != NULL && held->published == count)
		return held->keys;
	keys_free(held->keys);
	scratch = arena_new();
	text = json_text(scratch, set_of(signing, scratch, now));
	held->keys = keys_parse(text, strlen(text), why);
	held->published = count;
	arena_free(scratch);
	return held->keys;
}
