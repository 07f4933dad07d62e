/* SPDX-License-Identifier: ISC */
/* Writes the folder of signing keys so that a crash loses no key in use. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/signing/private.h"

#define OURS 0600
#define TAG 16 /* digits that file_replace() puts behind a new file's name */

static bool
has_tag(const char *end)
{
	return *end == '.' && strlen(end + 1) == TAG &&
	       strspn(end + 1, "0123456789abcdef") == TAG;
}

static bool
is_needed(const struct signer *signers, const char *kid)
{
	for (; signers->kid != NULL; signers++)
		if (signers->state != SIGNER_OLD &&
		    strncmp(signers->kid, kid, SIGNERS_KID) == 0)
			return true;
	return false;
}

/* Is the file of ours and needed no more?  What others have put into the folder
 * is theirs to remove. */
static bool
is_stray(const char *name, const struct signer *signers)
{
	static const char list[] = SIGNERS_LIST, others[] = SIGNERS_OTHERS;
	static const char suffix[] = ".pem";
	const char *end = name + SIGNERS_KID;

	if (strncmp(name, list, strlen(list)) == 0)
		return has_tag(name + strlen(list));
	if (strncmp(name, others, strlen(others)) == 0)
		return has_tag(name + strlen(others));
	if (strnlen(name, SIGNERS_KID) < SIGNERS_KID ||
	    !signers_is_kid(name, SIGNERS_KID) ||
	    strncmp(end, suffix, strlen(suffix)) != 0)
		return false;
	end += strlen(suffix);
	return has_tag(end) || (*end == '\0' && !is_needed(signers, name));
}

/* Removes private keys that none of the signers needs, and what a change that
 * was killed has left behind. */
static void
tidy(const struct signers_folder *folder, const struct signer *signers)
{
	int fd = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *entries = fd != -1 ? fdopendir(fd) : NULL;
	const struct dirent *entry;

	if (entries == NULL) {
		if (fd != -1)
			close(fd);
		return;
	}
	while ((entry = readdir(entries)) != NULL)
		if (is_stray(entry->d_name, signers))
			(void)unlinkat(folder->fd, entry->d_name, 0);
	closedir(entries);
}

static const char *
text_of(struct arena *arena, const struct signer *signers)
{
	struct json *all = json_new_object(arena);
	struct json *list = json_new_array(arena);

	for (; signers->kid != NULL; signers++) {
		struct json *to = json_new_object(arena);

		json_set_string(to, "kid", signers->kid);
		json_set_string(to, "algorithm", signers->algorithm);
		json_set_string(to, "state", signers_state(signers->state));
		json_set_integer(to, "since", signers->since);
		if (signers->state == SIGNER_OLD)
			json_set_integer(to, "until", signers->until);
		json_set(to, "jwk", signers->jwk);
		json_append(list, to);
	}
	json_set(all, "keys", list);
	return arena_printf(arena, "%s\n", json_text_pretty(arena, all));
}

static bool
write_file(struct arena *arena, const struct signers_folder *folder,
    const char *name, const char *text, const char **why)
{
	const char *path = arena_printf(arena, "%s/%s", folder->path, name);

	if (file_replace(path, text, strlen(text), OURS))
		return true;
	*why = arena_printf(
	    arena, "%s: cannot be written: %s", path, strerror(errno));
	return false;
}

static const struct signer *
last(const struct signer *signers)
{
	while (signers->kid != NULL && signers[1].kid != NULL)
		signers++;
	return signers;
}

/* Writes the private key and syncs the folder as well: a crash of the machine
 * might otherwise keep the list and lose the key that it names. */
static bool
write_private(struct arena *arena, const struct signers_folder *folder,
    const char *name, char *pem, const char **why)
{
	bool done = write_file(arena, folder, name, pem, why);

	explicit_bzero(pem, strlen(pem));
	if (!done || fsync(folder->fd) == 0)
		return done;
	*why = arena_printf(arena, "%s: %s", folder->path, strerror(errno));
	return false;
}

bool
signers_write(struct arena *arena, const struct signers_folder *folder,
    const struct signer *signers, char *pem, const char **why)
{
	const char *name = NULL, *text = text_of(arena, signers);

	if (pem != NULL)
		name = signers_private_name(arena, last(signers)->kid);
	if ((name == NULL || write_private(arena, folder, name, pem, why)) &&
	    write_file(arena, folder, SIGNERS_LIST, text, why)) {
		/* The old private key only goes when its successor stays. */
		if (fsync(folder->fd) == 0)
			tidy(folder, signers);
		return true;
	}
	if (name != NULL)
		(void)unlinkat(folder->fd, name, 0);
	return false;
}
