/* SPDX-License-Identifier: ISC */
/* Makes, rotates and retires the keys that sign access tokens. */
#include <stdarg.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/issue/issue.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/moment.h"
#include "kit/signing/private.h"

struct change {
	struct arena *arena; /* with the lock, and freed with it */
	const struct signers_folder *folder;
	struct signer *signers; /* room for one more; a NULL kid ends */
	size_t count;
	int64_t now;
	const char *why;

	char *new_pem; /* of the last one; NULL: it is not new */

	const char *algorithm; /* what was asked for */
	const char *kid;
	bool at_once;
};

static bool __attribute__((format(printf, 2, 3)))
refuse(struct change *change, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	change->why = arena_vprintf(change->arena, format, ap);
	va_end(ap);
	return false;
}

static struct signer *
find(const struct change *change, enum signer_state state)
{
	for (size_t i = 0; i < change->count; i++)
		if (change->signers[i].state == state)
			return &change->signers[i];
	return NULL;
}

static bool
add(struct change *change, const char *algorithm, enum signer_state state)
{
	enum issue_key kind =
	    strcmp(algorithm, "PS256") == 0 ? ISSUE_RSA_2048 : ISSUE_EC_P256;
	struct arena *arena = change->arena;
	const struct json *jwk;

	change->new_pem = issue_key(arena, kind, &change->why);
	if (change->new_pem == NULL)
		return false;
	jwk =
	    issue_jwk(arena, change->new_pem, NULL, "sig", NULL, &change->why);
	if (jwk == NULL)
		return false;
	change->signers[change->count++] = (struct signer){
	    .kid = json_string(json_get(jwk, "kid")),
	    .algorithm = algorithm,
	    .state = state,
	    .since = change->now,
	    .jwk = jwk,
	};
	return true;
}

static void
take_away(struct change *change, struct signer *signer)
{
	const struct signer *end = &change->signers[change->count--];

	memmove(signer, signer + 1, (size_t)(end - signer) * sizeof(*signer));
}

static bool
make_new(struct change *change)
{
	const struct signer *next = find(change, SIGNER_NEXT);

	if (strcmp(change->algorithm, "ES256") != 0 &&
	    strcmp(change->algorithm, "PS256") != 0)
		return refuse(change, "no algorithm '%.40s': ES256 or PS256",
		    change->algorithm);
	if (next != NULL)
		return refuse(change,
		    "%s is the next key already (dcr keys rotate lets it sign)",
		    next->kid);
	return add(change, change->algorithm,
	    find(change, SIGNER_SIGNING) == NULL ? SIGNER_SIGNING
						 : SIGNER_NEXT);
}

/* A next key that could not sign must not take over. */
static bool
can_sign(struct change *change, const struct signer *next)
{
	struct stat stamp;

	return signers_private(change->arena, change->folder, next, &stamp,
		   &change->why) != NULL;
}

static bool
make_rotation(struct change *change)
{
	struct signer *last = find(change, SIGNER_SIGNING);
	struct signer *next = find(change, SIGNER_NEXT);

	if (last == NULL)
		return refuse(change,
		    "%s: no key signs yet (dcr keys new makes one)",
		    change->folder->path);
	if (change->kid != NULL && strcmp(last->kid, change->kid) == 0)
		return true;
	if (change->kid != NULL &&
	    (next == NULL || strcmp(next->kid, change->kid) != 0))
		return refuse(
		    change, "%s is not the next key any more", change->kid);
	if (next != NULL && !can_sign(change, next))
		return false;
	if (next == NULL && !add(change, last->algorithm, SIGNER_NEXT))
		return false;
	next = find(change, SIGNER_NEXT);
	next->state = SIGNER_SIGNING;
	next->since = change->now;
	last->state = SIGNER_OLD;
	last->since = change->now;
	last->until = change->now + SIGNERS_OLD_SECONDS;
	return true;
}

static bool
make_retirement(struct change *change)
{
	struct signer *signer = change->signers;

	while (signer->kid != NULL && strcmp(signer->kid, change->kid) != 0)
		signer++;
	if (signer->kid == NULL)
		return refuse(change, "no key '%.80s'", change->kid);
	if (signer->state == SIGNER_SIGNING)
		return refuse(change,
		    "%s signs: dcr keys rotate lets another key do so",
		    signer->kid);
	if (signer->state == SIGNER_OLD && signer->until > change->now &&
	    !change->at_once)
		return refuse(change,
		    "tokens that it has signed may be alive until %s; "
		    "--at-once ends them",
		    moment_text(change->arena, signer->until));
	take_away(change, signer);
	return true;
}

static bool
begin(struct change *change, const char *path)
{
	struct arena *arena = change->arena;
	const struct signer *signers;
	struct stat stamp;

	change->folder = signers_folder_open(arena, path, &change->why);
	if (change->folder == NULL ||
	    !signers_folder_lock(arena, change->folder, &change->why))
		return false;
	signers = signers_read(arena, change->folder, &stamp, &change->why);
	if (signers == NULL)
		return false;
	while (signers[change->count].kid != NULL)
		change->count++;
	change->signers =
	    arena_alloc(arena, (change->count + 2) * sizeof(*signers));
	memcpy(change->signers, signers, change->count * sizeof(*signers));
	return true;
}

static void
forget_dead(struct change *change)
{
	for (size_t i = change->count; i-- > 0;) {
		struct signer *signer = &change->signers[i];

		if (signer->state == SIGNER_OLD && signer->until <= change->now)
			take_away(change, signer);
	}
}

static bool
commit(struct change *change)
{
	forget_dead(change);
	if (change->count > LIMIT_KEYS)
		return refuse(change,
		    "%s: has as many keys as it may; old ones are forgotten "
		    "with time, or retired",
		    change->folder->path);
	return signers_write(change->arena, change->folder, change->signers,
	    change->new_pem, &change->why);
}

static bool
run(struct change *change, struct arena *arena, const char *folder,
    bool (*make)(struct change *change), const char **why)
{
	bool done;

	change->arena = arena_new();
	done = begin(change, folder) && make(change) && commit(change);
	*why = done ? NULL : arena_strdup(arena, change->why);
	arena_free(change->arena);
	return done;
}

bool
signers_new(struct arena *arena, const char *folder, const char *algorithm,
    int64_t now, const char **why)
{
	struct change change = {.algorithm = algorithm, .now = now};

	return run(&change, arena, folder, make_new, why);
}

bool
signers_rotate(struct arena *arena, const char *folder, const char *kid,
    int64_t now, const char **why)
{
	struct change change = {.kid = kid, .now = now};

	return run(&change, arena, folder, make_rotation, why);
}

bool
signers_retire(struct arena *arena, const char *folder, const char *kid,
    bool at_once, int64_t now, const char **why)
{
	struct change change = {.kid = kid, .at_once = at_once, .now = now};

	return run(&change, arena, folder, make_retirement, why);
}
