/* SPDX-License-Identifier: ISC */
/* The key sets that a process holds in memory, and those of files. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/jose/keys.h"
#include "kit/keyring/private.h"

struct keyring_entry *
keyring_find(struct keyring *ring, const char *source)
{
	for (size_t i = 0; i < ring->count; i++) {
		if (strcmp(ring->entries[i].source, source) == 0)
			return &ring->entries[i];
	}
	return NULL;
}

time_t
keyring_fetched(const struct keyring *ring, const char *source)
{
	for (size_t i = 0; i < ring->count; i++)
		if (strcmp(ring->entries[i].source, source) == 0)
			return ring->entries[i].fetched;
	return 0;
}

/* A slot that is free, or the slot whose keys have not served for longest. */
static struct keyring_entry *
make_room(struct keyring *ring)
{
	struct keyring_entry *oldest = &ring->entries[0], *fresh;

	if (ring->count < LIMIT_KEY_SETS) {
		fresh = &ring->entries[ring->count++];
		*fresh = (struct keyring_entry){.source = NULL};
		return fresh;
	}
	for (size_t i = 1; i < ring->count; i++) {
		if (ring->entries[i].used < oldest->used)
			oldest = &ring->entries[i];
	}
	return oldest;
}

/* Takes the keys over, in the source's slot or in another one. */
struct keyring_entry *
keyring_keep(struct keyring *ring, const char *source, struct keys *keys)
{
	struct keyring_entry *entry = keyring_find(ring, source);
	char *name = entry == NULL ? strdup(source) : entry->source;

	if (name == NULL)
		abort();
	if (entry == NULL) {
		entry = make_room(ring);
		free(entry->source);
	}
	keys_free(entry->keys);
	*entry = (struct keyring_entry){.source = name, .keys = keys};
	return entry;
}

enum keyring_answer
keyring_found(
    const struct keyring_question *question, struct keyring_entry *entry)
{
	entry->used = ++question->ring->answers;
	*question->keys = entry->keys;
	return KEYRING_FOUND;
}

enum keyring_answer
keyring_unreachable(const struct keyring_question *question, const char *source,
    const char *what)
{
	*question->why =
	    arena_printf(question->arena, "%.200s: %s", source, what);
	return KEYRING_UNREACHABLE;
}

/* A mirror without the file has a set without keys, until the file is there: no
 * stamp of it could be unchanged. */
static enum keyring_answer
no_file(const struct keyring_question *question)
{
	const char *why;

	return keyring_found(
	    question, keyring_keep(question->ring, question->source,
			  keys_parse(KEYRING_NO_KEYS,
			      sizeof(KEYRING_NO_KEYS) - 1, &why)));
}

enum keyring_answer
keyring_in_file(const struct keyring_question *question, const char *path)
{
	struct keyring_entry *entry =
	    keyring_find(question->ring, question->source);
	struct stat stamp;
	struct keys *keys;
	const char *what;
	size_t length;
	char *text;

	/* The stamp is taken before reading: what changes in between is read
	 * again next time. */
	if (stat(path, &stamp) == -1)
		return errno == ENOENT &&
			       question->wish == KEYRING_CACHED_IF_ANY
			   ? no_file(question)
			   : keyring_unreachable(
				 question, path, strerror(errno));
	if (entry != NULL && file_unchanged(&entry->stamp, &stamp))
		return keyring_found(question, entry);
	text = file_read(question->arena, path, LIMIT_FILE, &length);
	if (text == NULL)
		return keyring_unreachable(question, path, strerror(errno));
	keys = keys_parse(text, length, &what);
	if (keys == NULL)
		return keyring_unreachable(question, path, what);
	entry = keyring_keep(question->ring, question->source, keys);
	entry->stamp = stamp;
	return keyring_found(question, entry);
}
