/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_SIGNERS_FOLDER_H
#define TEST_UNIT_SIGNERS_FOLDER_H

/* A closed and empty folder of keys for each TEST, and a look into it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/stat.h>

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/limits.h"
#include "kit/signing/signers.h"
#include "kit/signing/signing.h"

#define NOW ((int64_t)1800000000)
#define LENGTH(array) (sizeof(array) / sizeof(*(array)))
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static struct arena *arena;
static char root[32];
static const char *folder, *why;

static inline const char *
at(const char *name)
{
	return arena_printf(arena, "%s/%s", folder, name);
}

static inline const char *
pem_of(const char *kid)
{
	return arena_printf(arena, "%s/%s.pem", folder, kid);
}

static inline const char *
slurp(const char *path)
{
	size_t length;
	const char *text = file_read(arena, path, 2 * LIMIT_FILE, &length);

	assert_non_null(text);
	return text;
}

static inline void
put(const char *path, const char *text)
{
	assert_true(file_replace(path, text, strlen(text), 0600));
}

static inline void
assert_says(const char *words)
{
	assert_non_null(why);
	if (strstr(why, words) == NULL || strchr(why, '\n') != NULL)
		fail_msg("'%s' does not say '%s'", why, words);
}

static inline const struct signer *
list(void)
{
	const struct signer *signers = signers_list(arena, folder, &why);

	if (signers == NULL)
		fail_msg("%s", why);
	return signers;
}

static inline size_t
count(const struct signer *signers)
{
	size_t n = 0;

	while (signers[n].kid != NULL)
		n++;
	return n;
}

/* "signing, next" */
static inline const char *
states(void)
{
	static const char *const words[] = {"next", "signing", "old"};
	const char *text = "";

	for (const struct signer *s = list(); s->kid != NULL; s++)
		text = arena_printf(arena, "%s%s%s", text,
		    *text != '\0' ? ", " : "", words[s->state]);
	return text;
}

static inline const char *
signing_kid(void)
{
	for (const struct signer *s = list(); s->kid != NULL; s++)
		if (s->state == SIGNER_SIGNING)
			return s->kid;
	return NULL;
}

static inline void
make(const char *algorithm)
{
	if (!signers_new(arena, folder, algorithm, NOW, &why))
		fail_msg("%s", why);
}

static inline void
rotate(int64_t now)
{
	if (!signers_rotate(arena, folder, NULL, now, &why))
		fail_msg("%s", why);
}

/* Besides . and .. */
static inline size_t
files(void)
{
	DIR *entries = opendir(folder);
	size_t n = 0;

	assert_non_null(entries);
	while (readdir(entries) != NULL)
		n++;
	closedir(entries);
	return n - 2;
}

static inline int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	strcpy(root, "/tmp/dcr-signers-XXXXXX");
	if (mkdtemp(root) == NULL)
		return -1;
	folder = arena_printf(arena, "%s/keys", root);
	return mkdir(folder, 0700);
}

static inline int
remove_one(
    const char *path, const struct stat *status, int flag, struct FTW *walk)
{
	(void)status, (void)flag, (void)walk;
	return remove(path);
}

static inline int
tear_down(void **state)
{
	(void)state;
	nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	arena_free(arena);
	return 0;
}

#endif
