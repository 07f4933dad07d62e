/* SPDX-License-Identifier: ISC */
/* Key sets that are files, or mirrored in files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/stat.h>

#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/limits.h"
#include "kit/net/fetch.h"
#include "test/unit/keyset.h"

#define LENGTH(array) (sizeof(array) / sizeof(*(array)))
#define NOW ((time_t)1700000000)

static struct arena *arena;
static char root[64];
static const char *const hosts[] = {"keys.example", NULL};
static const struct fetch_policy policy = {hosts, NULL, false, 1, false};
static struct keyring_mirror mirrors[] = {
    {"https://mirror.example/sub/", NULL}, {NULL, NULL}};
static struct keyring_setup setup;
static struct keyring *ring;
static const char *why;

static const char *
path_of(const char *name)
{
	return arena_printf(arena, "%s/%s", root, name);
}

static void
put(const char *name, const char *text)
{
	FILE *file = fopen(path_of(name), "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static char
ask(const char *source)
{
	return keyset_ask(ring, source, KEYRING_CACHED, NOW, arena, &why);
}

static void
assert_refused(const char *directory, const char *words)
{
	const struct keyring_setup wrong = {&policy, NULL, directory, NULL};

	why = NULL;
	assert_null(keyring_open(&wrong, arena, &why));
	assert_non_null(why);
	if (strstr(why, words) == NULL)
		fail_msg("%s: no '%s'", why, words);
}

static void
test_directory(void **state)
{
	const char *cache = path_of("cache");

	(void)state;
	assert_refused(NULL, "is missing");
	assert_refused(path_of("missing"), "No such file");
	put("file", "");
	assert_refused(path_of("file"), "must be a folder");
	assert_int_equal(chmod(cache, 0720), 0);
	assert_refused(cache, "must not be writable by others");
	assert_int_equal(chmod(cache, 0702), 0);
	assert_refused(cache, "must not be writable by others");
	assert_int_equal(chmod(cache, 01777), 0);
	assert_refused(cache, "must not be writable by others");
	if (geteuid() != 0) {
		assert_int_equal(chmod(cache, 0500), 0);
		assert_refused(
		    cache, "must be writable by the user that dcr runs as");
	} else {
		assert_int_equal(chmod(cache, 0700), 0);
		assert_int_equal(chown(cache, 1, 1), 0);
		assert_refused(cache,
		    "must belong to the user that dcr runs as, or to root");
	}
}

static void
test_file(void **state)
{
	const char *path = path_of("a.jwks");
	const struct keys *keys, *again;

	(void)state;
	assert_int_equal(ask(path), '-');
	put("a.jwks", keyset_text('a'));
	assert_int_equal(ask(path), 'a');
	assert_int_equal(
	    keyring_file(ring, path, arena, &keys, &why), KEYRING_FOUND);
	assert_int_equal(
	    keyring_file(ring, path, arena, &again, &why), KEYRING_FOUND);
	assert_ptr_equal(keys, again);
	assert_int_equal(
	    keyring_at(ring, path, KEYRING_CACHED, NOW, arena, &keys, &why),
	    KEYRING_FORBIDDEN);
	put("new", keyset_text('b'));
	assert_int_equal(rename(path_of("new"), path), 0);
	assert_int_equal(ask(path), 'b');
	put("a.jwks", "{}");
	assert_int_equal(ask(path), '-');
	put("a.jwks", keyset_text('c'));
	assert_int_equal(ask(path), 'c');
	assert_int_equal(unlink(path), 0);
	assert_int_equal(ask(path), '-');
	assert_non_null(strstr(why, path));
	assert_int_equal(ask(path_of("cache")), '-');
	assert_int_equal(mkfifo(path_of("fifo"), 0600), 0);
	assert_int_equal(ask(path_of("fifo")), '-');
}

static void
test_forbidden(void **state)
{
	static const char *const no[] = {"https://evil.example/jwks",
	    "http://keys.example/jwks", "https://keys.example.evil/jwks", "",
	    "relative.jwks", "file:///etc/passwd", "../etc/passwd"};
	const struct keyring_setup none = {NULL, NULL, setup.cache, NULL};
	struct keyring *blind = keyring_open(&none, arena, &why);

	(void)state;
	for (size_t i = 0; i < LENGTH(no); i++)
		assert_int_equal(ask(no[i]), '!');
	assert_non_null(blind);
	assert_int_equal(keyset_ask(blind, "https://keys.example/jwks",
			     KEYRING_CACHED, NOW, arena, &why),
	    '!');
	keyring_close(blind);
}

static void
test_mirror(void **state)
{
	static const char *const no[] = {"", ".", "..", "../a.jwks",
	    "b/../a.jwks", "b/..", "/a.jwks", "b//c.jwks", "b/", "./a.jwks",
	    "a.jwks?x", "a.jwks#x", "%2e%2e/a.jwks", "a\\b", "a b", "\xc3\xa9",
	    "a.jwks\n"};

	(void)state;
	put("secret.jwks", keyset_text('s'));
	put("mirror/a.jwks", keyset_text('a'));
	put("mirror/b/..c-_", keyset_text('c'));
	assert_int_equal(ask("https://mirror.example/sub/a.jwks"), 'a');
	assert_int_equal(ask("https://mirror.example/sub/b/..c-_"), 'c');
	put("mirror/a.jwks", keyset_text('b'));
	assert_int_equal(keyset_ask(ring, "https://mirror.example/sub/a.jwks",
			     KEYRING_NEWER, NOW, arena, &why),
	    'b');
	assert_int_equal(ask("https://mirror.example/sub/missing"), '-');
	assert_int_equal(ask("https://mirror.example/sub/b"), '-');
	assert_int_equal(ask("https://mirror.example/a.jwks"), '!');
	assert_int_equal(ask("https://mirror.example.evil/sub/a.jwks"), '!');
	assert_int_equal(ask("https://mirror.example/sub/../secret.jwks"), '!');
	for (size_t i = 0; i < LENGTH(no); i++) {
		const char *uri =
		    arena_printf(arena, "https://mirror.example/sub/%s", no[i]);

		if (ask(uri) != '!')
			fail_msg("not forbidden: %s", uri);
	}
}

/* More sources than there is room for: what is in use stays. */
static void
test_many(void **state)
{
	const struct keys *first, *keys;

	(void)state;
	put("first", keyset_text('f'));
	assert_int_equal(
	    keyring_file(ring, path_of("first"), arena, &first, &why),
	    KEYRING_FOUND);
	for (int i = 0; i < LIMIT_KEY_SETS + 10; i++) {
		const char *name = arena_printf(arena, "mirror/%d", i);

		put(name, keyset_text('m'));
		assert_int_equal(ask(path_of(name)), 'm');
		assert_int_equal(
		    keyring_file(ring, path_of("first"), arena, &keys, &why),
		    KEYRING_FOUND);
		assert_ptr_equal(keys, first);
	}
	assert_int_equal(ask(path_of("mirror/0")), 'm');
	assert_int_equal(ask(path_of("first")), 'f');
}

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	strcpy(root, "/tmp/dcr-keys-XXXXXX");
	if (mkdtemp(root) == NULL || mkdir(path_of("cache"), 0700) == -1 ||
	    mkdir(path_of("mirror"), 0700) == -1 ||
	    mkdir(path_of("mirror/b"), 0700) == -1)
		return -1;
	mirrors[0].folder = path_of("mirror");
	setup =
	    (struct keyring_setup){&policy, mirrors, path_of("cache"), NULL};
	ring = keyring_open(&setup, arena, &why);
	return ring == NULL ? -1 : 0;
}

static int
remove_one(
    const char *path, const struct stat *status, int flag, struct FTW *walk)
{
	(void)status, (void)flag, (void)walk;
	return remove(path);
}

static int
tear_down(void **state)
{
	(void)state;
	keyring_close(ring);
	nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	arena_free(arena);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {TEST(test_directory),
	    TEST(test_file), TEST(test_forbidden), TEST(test_mirror),
	    TEST(test_many)};

	return cmocka_run_group_tests_name("keyring_files", tests, NULL, NULL);
}
