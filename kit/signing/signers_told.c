/* SPDX-License-Identifier: ISC */
/* What is known of the signing keys of other machines. */
#include <string.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/signing/private.h"

#define OURS 0600

/* The file others.json is a list of {"kid", "until", "jwk"}. */

int64_t
signers_until(const struct signer *own, int64_t now)
{
	return own->state == SIGNER_OLD ? own->until
					: now + SIGNERS_LEASE_SECONDS;
}

bool
signers_published(const struct signer *own, int64_t now)
{
	return own->state != SIGNER_OLD || own->until > now;
}

static bool
read_one(struct arena *arena, const struct json *from, struct signer *out)
{
	const char *kid = json_string(json_get(from, "kid"));
	int64_t until;

	return kid != NULL && json_integer(json_get(from, "until"), &until) &&
	       signers_other(arena, kid,
		   json_text(arena, json_get(from, "jwk")), until, out);
}

/* The file is a memory, and no more than that: what cannot be read of it is not
 * remembered. */
static const struct signer *
read_others(struct arena *arena, const struct signers_folder *folder)
{
	const struct json *list = NULL;
	struct signers_file file;
	struct signer *others;
	size_t count = 0;
	const char *why;

	if (folder != NULL &&
	    signers_folder_read(arena, folder, SIGNERS_OTHERS, &file, &why))
		list = json_get(
		    json_parse(arena, file.text, file.length, NULL), "keys");
	others = arena_alloc(arena, (json_length(list) + 1) * sizeof(*others));
	for (size_t i = 0; i < json_length(list) && i < LIMIT_KEYS; i++)
		if (read_one(arena, json_at(list, i), &others[count]))
			count++;
	others[count] = (struct signer){.kid = NULL};
	return others;
}

static bool
write_others(struct arena *arena, const struct signers_folder *folder,
    const struct signer *others)
{
	const char *path =
	    arena_printf(arena, "%s/" SIGNERS_OTHERS, folder->path);
	struct json *all = json_new_object(arena);
	struct json *list = json_new_array(arena);
	const char *text;

	for (; others->kid != NULL; others++) {
		struct json *to = json_new_object(arena);

		json_set_string(to, "kid", others->kid);
		json_set_integer(to, "until", others->until);
		json_set(to, "jwk", others->jwk);
		json_append(list, to);
	}
	json_set(all, "keys", list);
	text = arena_printf(arena, "%s\n", json_text_pretty(arena, all));
	return file_replace(path, text, strlen(text), OURS);
}

static bool
same_others(const struct signer *a, const struct signer *b)
{
	for (; a->kid != NULL && b->kid != NULL; a++, b++)
		if (strcmp(a->kid, b->kid) != 0 || a->until != b->until)
			return false;
	return a->kid == NULL && b->kid == NULL;
}

static void
keep(struct signers_told *told, const struct signer *others)
{
	struct arena *arena = arena_new();
	struct signer *kept;
	size_t count = 0;

	while (others[count].kid != NULL)
		count++;
	kept = arena_alloc(arena, (count + 1) * sizeof(*kept));
	memcpy(kept, others, (count + 1) * sizeof(*kept));
	for (size_t i = 0; i < count; i++) {
		kept[i].jwk = json_copy(arena, others[i].jwk);
		kept[i].kid = json_string(json_get(kept[i].jwk, "kid"));
		kept[i].algorithm = json_string(json_get(kept[i].jwk, "alg"));
	}
	arena_free(told->arena);
	*told = (struct signers_told){arena, kept};
}

bool
signers_told_keep(struct signers_told *told, const struct signer *others)
{
	if (same_others(told->others, others))
		return false;
	keep(told, others);
	return true;
}

void
signers_told_recall(struct signers_told *told, const char *path)
{
	struct arena *arena;
	const char *why;

	if (told->arena != NULL)
		return;
	arena = arena_new();
	keep(told, read_others(arena, signers_folder_open(arena, path, &why)));
	arena_free(arena);
}

/* Remembers the others for the next start, where it can: a folder that cannot
 * be written to does not keep anybody from serving. */
void
signers_told_remember(const struct signers_told *told, const char *path)
{
	struct arena *arena = arena_new();
	const char *why;
	const struct signers_folder *folder =
	    signers_folder_open(arena, path, &why);

	if (folder != NULL &&
	    !same_others(read_others(arena, folder), told->others))
		(void)write_others(arena, folder, told->others);
	arena_free(arena);
}

bool
signers_told_counts(
    const struct signer *other, const struct signer *own, int64_t now)
{
	for (; own->kid != NULL; own++)
		if (strcmp(own->kid, other->kid) == 0)
			return false;
	return other->until > now;
}
