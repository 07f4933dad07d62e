/* SPDX-License-Identifier: ISC */
/* Reads the folder of the keys that sign access tokens. */
#include "kit/signing/signers.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/issue/issue.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/signing/private.h"

enum { LOOKS = 4 };

static const char *const states[] = {
    [SIGNER_NEXT] = "next",
    [SIGNER_SIGNING] = "signing",
    [SIGNER_OLD] = "old",
    [SIGNER_OTHER] = "other",
};

/* The members of a JWK of each algorithm, besides those that all of our keys
 * have. */
static const struct form {
	const char *algorithm, *kty, *crv, *members[3];
} forms[] = {
    {"ES256", "EC", "P-256", {"crv", "x", "y"}},
    {"PS256", "RSA", NULL, {"n", "e"}},
};

const char *
signers_state(enum signer_state state)
{
	return states[state];
}

const char *
signers_private_name(struct arena *arena, const char *kid)
{
	return arena_printf(arena, "%s.pem", kid);
}

static bool
read_state(const char *word, enum signer_state *state)
{
	for (size_t i = 0; i < SIGNER_OTHER; i++) {
		if (word == NULL || strcmp(word, states[i]) != 0)
			continue;
		*state = (enum signer_state)i;
		return true;
	}
	return false;
}

static const struct form *
find_form(const char *algorithm)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (algorithm != NULL &&
		    strcmp(forms[i].algorithm, algorithm) == 0)
			return &forms[i];
	return NULL;
}

static bool
is(const struct json *object, const char *name, const char *wanted)
{
	const char *text = json_string(json_get(object, name));

	return text != NULL && strcmp(text, wanted) == 0;
}

/* Is the JWK the public key that the kid is the thumbprint of, and not a member
 * more?  It is told to everybody. */
static bool
is_public(
    struct arena *arena, const struct form *form, const struct signer *signer)
{
	const struct json *jwk = signer->jwk;
	const char *thumbprint = issue_thumbprint(arena, jwk);
	size_t members = 4;

	for (size_t i = 0; i < 3 && form->members[i] != NULL; i++, members++)
		if (json_string(json_get(jwk, form->members[i])) == NULL)
			return false;
	return json_length(jwk) == members && is(jwk, "kty", form->kty) &&
	       (form->crv == NULL || is(jwk, "crv", form->crv)) &&
	       is(jwk, "use", "sig") && is(jwk, "alg", form->algorithm) &&
	       is(jwk, "kid", signer->kid) && thumbprint != NULL &&
	       strcmp(thumbprint, signer->kid) == 0;
}

bool
signers_other(struct arena *arena, const char *kid, const char *jwk,
    int64_t until, struct signer *out)
{
	const struct form *form;

	*out = (struct signer){.kid = kid,
	    .state = SIGNER_OTHER,
	    .until = until,
	    .jwk = json_parse(arena, jwk, strlen(jwk), NULL)};
	out->algorithm = json_string(json_get(out->jwk, "alg"));
	form = find_form(out->algorithm);
	return form != NULL && signers_is_kid(kid, strlen(kid)) &&
	       is_public(arena, form, out);
}

static bool
read_time(const struct json *time, int64_t *out)
{
	return json_integer(time, out) && *out >= 0;
}

/* Reads one key of the list; what is wrong, or NULL. */
static const char *
read_signer(struct arena *arena, const struct json *from, struct signer *to)
{
	const struct form *form;

	to->kid = json_string(json_get(from, "kid"));
	to->algorithm = json_string(json_get(from, "algorithm"));
	to->jwk = json_get(from, "jwk");
	form = find_form(to->algorithm);
	if (to->kid == NULL || !signers_is_kid(to->kid, strlen(to->kid)))
		return "its kid is not a thumbprint";
	if (form == NULL)
		return "its algorithm is neither ES256 nor PS256";
	if (!read_state(json_string(json_get(from, "state")), &to->state))
		return "its state is not next, signing or old";
	if (!read_time(json_get(from, "since"), &to->since) ||
	    (to->state == SIGNER_OLD &&
		!read_time(json_get(from, "until"), &to->until)))
		return "a time is not seconds since 1970";
	if (json_length(from) != 5U + (to->state == SIGNER_OLD))
		return "it has a member too many";
	if (!is_public(arena, form, to))
		return "its jwk is not the public key of that kid";
	return NULL;
}

/* What is wrong with a key beside those that come before it, or NULL. */
static const char *
clash(const struct signer *signers, const struct signer *signer)
{
	for (; signers != signer; signers++) {
		if (strcmp(signers->kid, signer->kid) == 0)
			return "another key has the same kid";
		if (signers->state == signer->state &&
		    signer->state != SIGNER_OLD)
			return "another key is in the same state";
	}
	return NULL;
}

static const struct signer *
read_list(
    struct arena *arena, const struct signers_file *file, const char **why)
{
	const struct json *all =
	    json_parse(arena, file->text, file->length, NULL);
	const struct json *list = json_get(all, "keys");
	size_t count = json_length(list);
	struct signer *signers;

	*why = arena_printf(arena,
	    "%s: is broken: not an object of JSON with a list \"keys\" of "
	    "at most %d",
	    file->path, LIMIT_KEYS);
	if (json_length(all) != 1 || json_type(list) != JSON_ARRAY ||
	    count > LIMIT_KEYS)
		return NULL;
	signers = arena_alloc(arena, (count + 1) * sizeof(*signers));
	for (size_t i = 0; i < count; i++) {
		const char *what =
		    read_signer(arena, json_at(list, i), &signers[i]);
		if (what == NULL)
			what = clash(signers, &signers[i]);
		if (what == NULL)
			continue;
		*why = arena_printf(arena, "%s: is broken: key %zu: %s",
		    file->path, i + 1, what);
		return NULL;
	}
	*why = NULL;
	return signers;
}

const struct signer *
signers_read(struct arena *arena, const struct signers_folder *folder,
    struct stat *stamp, const char **why)
{
	struct signers_file file;

	if (!signers_folder_read(arena, folder, SIGNERS_LIST, &file, why))
		return *why == NULL ? arena_alloc(arena, sizeof(struct signer))
				    : NULL;
	*stamp = file.stamp;
	return read_list(arena, &file, why);
}

/* Opens the private key of a file, and wipes the text: nobody else needs it. */
static struct issue_signer *
open_private(struct arena *arena, struct signers_file *file,
    const struct signer *signer, const char **why)
{
	struct issue_signer *key =
	    issue_signer_open(arena, signer->algorithm, file->text, why);
	const char *thumbprint =
	    key != NULL ? issue_signer_thumbprint(key, arena) : NULL;

	explicit_bzero(file->text, file->length);
	*why = NULL;
	if (thumbprint != NULL && strcmp(thumbprint, signer->kid) == 0)
		return key;
	*why = arena_printf(
	    arena, "%s: is not the private key of that kid", file->path);
	return NULL;
}

struct issue_signer *
signers_private(struct arena *arena, const struct signers_folder *folder,
    const struct signer *signer, struct stat *stamp, const char **why)
{
	const char *name = signers_private_name(arena, signer->kid);
	struct arena *scratch = arena_new();
	struct issue_signer *key = NULL;
	struct signers_file file;

	if (signers_folder_read(scratch, folder, name, &file, why)) {
		*stamp = file.stamp;
		key = open_private(arena, &file, signer, why);
	} else if (*why == NULL) {
		*why = arena_printf(arena,
		    "%s: is missing; its key cannot sign (dcr keys %s)",
		    file.path,
		    signer->state == SIGNER_NEXT ? "retire" : "rotate");
	} else {
		*why = arena_strdup(arena, *why);
	}
	arena_free(scratch);
	return key;
}

const struct signer *
signers_public(struct arena *arena, const char *path, const char **why)
{
	const struct signers_folder *folder =
	    signers_folder_open(arena, path, why);
	struct stat stamp;

	return folder != NULL ? signers_read(arena, folder, &stamp, why) : NULL;
}

static const struct signer *
list(struct arena *arena, const char *path, const char **why)
{
	const struct signers_folder *folder =
	    signers_folder_open(arena, path, why);
	const struct signer *signers;
	struct stat stamp;

	if (folder == NULL)
		return NULL;
	signers = signers_read(arena, folder, &stamp, why);
	if (signers == NULL)
		return NULL;
	for (const struct signer *s = signers; s->kid != NULL; s++)
		if (s->state != SIGNER_OLD &&
		    signers_private(arena, folder, s, &stamp, why) == NULL)
			return NULL;
	*why = NULL;
	return signers;
}

/* Looks again when something is missing: a rotation may come between the list
 * and its keys, and another one after it. */
const struct signer *
signers_list(struct arena *arena, const char *path, const char **why)
{
	const struct signer *signers = NULL;

	for (int i = 0; i < LOOKS && signers == NULL; i++)
		signers = list(arena, path, why);
	return signers;
}
