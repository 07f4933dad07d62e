/* SPDX-License-Identifier: ISC */
/* Key sets that are fetched and remembered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/net/fetch.h"
#include "test/unit/https.h"
#include "test/unit/keyset.h"

#define NOW ((time_t)1700000000)
#define FRESH LIMIT_KEYS_FRESH_SECONDS
#define REFETCH LIMIT_KEYS_REFETCH_SECONDS
#define FAILURE LIMIT_KEYS_FAILURE_SECONDS
#define LATER (NOW + FRESH + FRESH)

static struct arena *arena;
static char cache[64];
static const char *hosts[2] = {server.host, NULL};
static const struct fetch_policy policy = {hosts, server.ca, true, 5, false};
static const struct keyring_setup setup = {&policy, NULL, cache, NULL};
static struct keyring *ring, *other; /* two processes, as it were */
static const char *why;

static void
serve(char kid)
{
	const char *text = kid == '-' ? "no key set" : keyset_text(kid);

	https_answer(&server, "jwks", "HTTP/1.0 200 OK", text, strlen(text));
}

static const char *
uri(void)
{
	return arena_printf(arena, "https://%s/jwks", server.host);
}

static char
ask(struct keyring *whom, enum keyring_wish wish, time_t now)
{
	return keyset_ask(whom, uri(), wish, now, arena, &why);
}

static const char *
path_of(const char *ending)
{
	return arena_printf(arena, "%s/%s%s", cache,
	    digest_hex(arena, uri(), strlen(uri())), ending);
}

static void
test_cached(void **state)
{
	struct stat status;

	(void)state;
	if (!available)
		skip();
	serve('a');
	assert_int_equal(ask(ring, KEYRING_CACHED, NOW), 'a');
	assert_int_equal(stat(path_of(".jwks"), &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	assert_int_equal(status.st_mtim.tv_sec, NOW);
	serve('b');
	assert_int_equal(ask(ring, KEYRING_CACHED, NOW + FRESH - 1), 'a');
	assert_int_equal(ask(other, KEYRING_CACHED, NOW + FRESH - 1), 'a');
	assert_int_equal(ask(other, KEYRING_CACHED, NOW + FRESH), 'b');
	/* The one's memory is stale, the other has fetched. */
	serve('c');
	assert_int_equal(ask(ring, KEYRING_CACHED, NOW + FRESH + 1), 'b');
}

static void
test_down(void **state)
{
	(void)state;
	if (!available)
		skip();
	serve('a');
	assert_int_equal(ask(ring, KEYRING_CACHED, NOW), 'a');
	https_stop(&server);
	assert_int_equal(ask(ring, KEYRING_CACHED, NOW + FRESH - 1), 'a');
	assert_int_equal(ask(other, KEYRING_CACHED, NOW + FRESH - 1), 'a');
	assert_int_equal(ask(ring, KEYRING_CACHED, NOW + FRESH), '-');
	assert_non_null(strstr(why, server.host));
	assert_int_equal(ask(other, KEYRING_CACHED, NOW + FRESH), '-');
	https_start(&server);
}

static void
test_failure(void **state)
{
	(void)state;
	if (!available)
		skip();
	serve('-');
	assert_int_equal(ask(ring, KEYRING_CACHED, NOW), '-');
	assert_int_equal(access(path_of(".jwks"), F_OK), -1);
	serve('a');
	assert_int_equal(ask(ring, KEYRING_CACHED, NOW + FAILURE - 1), '-');
	assert_non_null(strstr(why, "a moment ago"));
	assert_int_equal(ask(other, KEYRING_CACHED, NOW + FAILURE - 1), '-');
	assert_int_equal(ask(other, KEYRING_CACHED, NOW + FAILURE), 'a');
	assert_int_equal(access(path_of(".failed"), F_OK), -1);
	/* A failure in the future is none. */
	serve('-');
	assert_int_equal(ask(ring, KEYRING_CACHED, LATER), '-');
	serve('b');
	assert_int_equal(ask(ring, KEYRING_CACHED, LATER - 1), 'b');
}

static void
test_newer(void **state)
{
	(void)state;
	if (!available)
		skip();
	serve('a');
	assert_int_equal(ask(ring, KEYRING_NEWER, NOW), 'a');
	serve('b');
	assert_int_equal(ask(ring, KEYRING_NEWER, NOW + REFETCH - 1), 'a');
	/* The limit is one for all processes. */
	assert_int_equal(ask(other, KEYRING_NEWER, NOW + REFETCH - 1), 'a');
	assert_int_equal(keyring_fetched(ring, uri()), NOW);
	assert_int_equal(ask(ring, KEYRING_NEWER, NOW + REFETCH), 'b');
	assert_int_equal(keyring_fetched(ring, uri()), NOW + REFETCH);
	assert_int_equal(keyring_fetched(ring, "https://nobody.example"), 0);
	/* The other's memory is fresh, and the directory newer. */
	serve('c');
	assert_int_equal(ask(other, KEYRING_CACHED, NOW + REFETCH), 'a');
	assert_int_equal(ask(other, KEYRING_NEWER, NOW + REFETCH), 'b');
	assert_int_equal(ask(other, KEYRING_CACHED, NOW + REFETCH), 'b');
}

/* Nobody can say that there is no such key when asking again fails. */
static void
test_newer_fails(void **state)
{
	(void)state;
	if (!available)
		skip();
	serve('a');
	assert_int_equal(ask(ring, KEYRING_CACHED, NOW), 'a');
	serve('-');
	assert_int_equal(ask(ring, KEYRING_NEWER, NOW + REFETCH), '-');
	serve('b');
	assert_int_equal(ask(ring, KEYRING_NEWER, NOW + REFETCH + 1), '-');
	assert_int_equal(ask(ring, KEYRING_CACHED, NOW + REFETCH + 1), 'a');
	assert_int_equal(ask(other, KEYRING_CACHED, NOW + REFETCH + 1), 'a');
	assert_int_equal(
	    ask(ring, KEYRING_NEWER, NOW + REFETCH + FAILURE), 'b');
}

static void
test_damaged(void **state)
{
	const struct timespec times[2] = {{.tv_sec = NOW}, {.tv_sec = NOW}};
	const char *path;

	(void)state;
	if (!available)
		skip();
	serve('a');
	assert_int_equal(ask(ring, KEYRING_CACHED, NOW), 'a');
	path = path_of(".jwks");
	assert_int_equal(truncate(path, 20), 0);
	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	serve('b');
	assert_int_equal(ask(other, KEYRING_CACHED, NOW), 'b');
}

static void
test_future(void **state)
{
	(void)state;
	if (!available)
		skip();
	serve('a');
	assert_int_equal(ask(ring, KEYRING_CACHED, NOW), 'a');
	serve('b');
	assert_int_equal(ask(other, KEYRING_CACHED, NOW - 1), 'b');
	serve('c');
	assert_int_equal(ask(ring, KEYRING_CACHED, NOW - 2), 'c');
}

static void
put_file(const char *name, time_t when)
{
	const struct timespec times[2] = {{.tv_sec = when}, {.tv_sec = when}};

	https_write(cache, name, "", 0);
	assert_int_equal(
	    utimensat(
		AT_FDCWD, arena_printf(arena, "%s/%s", cache, name), times, 0),
	    0);
}

static bool
has_file(const char *name)
{
	return access(arena_printf(arena, "%s/%s", cache, name), F_OK) == 0;
}

static void
test_sweep(void **state)
{
	time_t old = NOW - 86401;
	char *name, *sibling, *stranger;

	(void)state;
	if (!available)
		skip();
	name = digest_hex(arena, uri(), strlen(uri()));
	sibling = arena_printf(arena, "%c%s.jwks", name[0], name + 1);
	sibling[63] = sibling[63] == '0' ? '1' : '0';
	stranger = arena_strdup(arena, sibling);
	stranger[0] = stranger[0] == '0' ? '1' : '0';
	put_file(sibling, old);
	put_file(arena_printf(arena, "%.64s.failed", sibling), old);
	put_file(arena_printf(arena, "%.64s.young", sibling), old + 2);
	put_file(stranger, old);
	put_file(arena_printf(arena, "%.63s.jwks", sibling), old);
	serve('a');
	assert_int_equal(ask(ring, KEYRING_CACHED, NOW), 'a');
	assert_false(has_file(sibling));
	assert_false(has_file(arena_printf(arena, "%.64s.failed", sibling)));
	assert_true(has_file(arena_printf(arena, "%.64s.young", sibling)));
	assert_true(has_file(stranger));
	assert_true(has_file(arena_printf(arena, "%.63s.jwks", sibling)));
	assert_true(has_file(arena_printf(arena, "%s.jwks", name)));
}

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	strcpy(cache, "/tmp/dcr-cache-XXXXXX");
	if (mkdtemp(cache) == NULL)
		return -1;
	ring = keyring_open(&setup, arena, &why);
	other = keyring_open(&setup, arena, &why);
	return ring == NULL || other == NULL ? -1 : 0;
}

/* What a true statement names may be fetched where nothing else may: by that
 * question alone, whatever is cached, and not at a private address. */
static void
test_named(void **state)
{
	static const struct fetch_policy nobody = {NULL, NULL, true, 5, false};
	static const struct fetch_policy closed = {
	    NULL, server.ca, false, 5, true};
	static const struct fetch_policy open = {
	    NULL, server.ca, true, 5, true};
	const struct keyring_setup none = {&nobody, NULL, cache, NULL};
	const struct keyring_setup far = {&nobody, NULL, cache, &closed};
	const struct keyring_setup near = {&nobody, NULL, cache, &open};
	struct keyring *rings[] = {keyring_open(&none, arena, &why),
	    keyring_open(&far, arena, &why), keyring_open(&near, arena, &why)};
	const struct json *document;
	const struct keys *keys;

	(void)state;
	if (!available)
		skip();
	serve('a');
	assert_int_equal(keyring_named(rings[0], uri(), KEYRING_CACHED, NOW,
			     arena, &keys, &why),
	    KEYRING_FORBIDDEN);
	assert_int_equal(keyring_named(rings[1], uri(), KEYRING_CACHED, NOW,
			     arena, &keys, &why),
	    KEYRING_UNREACHABLE);
	assert_non_null(strstr(why, "not a public one"));
	assert_int_equal(ask(rings[2], KEYRING_CACHED, NOW + FAILURE), '!');
	assert_int_equal(keyring_named(rings[2], uri(), KEYRING_CACHED,
			     NOW + FAILURE, arena, &keys, &why),
	    KEYRING_FOUND);
	assert_true(keyset_has(keys, 'a', arena));
	assert_int_equal(ask(rings[2], KEYRING_CACHED, NOW + FAILURE), '!');
	assert_int_equal(keyring_named(rings[0], uri(), KEYRING_CACHED,
			     NOW + FAILURE, arena, &keys, &why),
	    KEYRING_FORBIDDEN);
	assert_int_equal(keyring_document(rings[2], uri(), false,
			     KEYRING_CACHED, LATER, arena, &document, &why),
	    KEYRING_FORBIDDEN);
	assert_int_equal(keyring_document(rings[2], uri(), true, KEYRING_CACHED,
			     LATER, arena, &document, &why),
	    KEYRING_FOUND);
	for (size_t i = 0; i < 3; i++)
		keyring_close(rings[i]);
}

static int
tear_down(void **state)
{
	(void)state;
	keyring_close(ring);
	keyring_close(other);
	https_remove(cache);
	arena_free(arena);
	return 0;
}

static char
document_at(struct keyring *whom, enum keyring_wish wish, time_t now)
{
	const struct json *document;

	if (keyring_document(whom, uri(), false, wish, now, arena, &document,
		&why) != KEYRING_FOUND)
		return '-';
	if (document == NULL)
		return '?';
	return *json_string(json_at(document, 0));
}

static void
serve_document(const char *text)
{
	https_answer(&server, "jwks", "HTTP/1.0 200 OK", text, strlen(text));
}

/* Kept as key sets are, and looked at again where it matters. */
static void
test_document(void **state)
{
	const struct json *document;

	(void)state;
	if (!available)
		skip();
	serve_document("[\"a\"]");
	assert_int_equal(document_at(ring, KEYRING_CACHED, NOW), 'a');
	assert_int_equal(access(path_of(".jwks"), F_OK), -1);
	serve_document("no document");
	assert_int_equal(
	    document_at(other, KEYRING_CACHED, NOW + FRESH - 1), 'a');
	assert_int_equal(
	    document_at(ring, KEYRING_NEWER, NOW + REFETCH - 1), 'a');
	assert_int_equal(document_at(ring, KEYRING_NEWER, NOW + REFETCH), '?');
	assert_int_equal(document_at(ring, KEYRING_CACHED, NOW + REFETCH), '?');
	assert_int_equal(keyring_document(ring, "https://a.example/jwks", false,
			     KEYRING_CACHED, NOW, arena, &document, &why),
	    KEYRING_FORBIDDEN);
}

static void
test_document_fails(void **state)
{
	(void)state;
	if (!available)
		skip();
	https_answer(&server, "jwks", "HTTP/1.0 500 Sorry", "[\"a\"]", 5);
	assert_int_equal(document_at(ring, KEYRING_CACHED, NOW), '-');
	serve_document("[\"a\"]");
	assert_int_equal(
	    document_at(other, KEYRING_CACHED, NOW + FAILURE - 1), '-');
	assert_non_null(strstr(why, "a moment ago"));
	assert_int_equal(
	    document_at(other, KEYRING_CACHED, NOW + FAILURE), 'a');
	https_stop(&server);
	assert_int_equal(document_at(ring, KEYRING_CACHED, LATER), '-');
	https_start(&server);
}

static size_t
count_of(enum keyring_wish wish, time_t now)
{
	const struct keys *keys = NULL;

	if (keyring_at(ring, uri(), wish, now, arena, &keys, &why) !=
	    KEYRING_FOUND)
		return 99;
	return keyset_has(keys, 'a', arena) ? 1 : 0;
}

static void
answer(const char *status)
{
	https_answer(&server, "jwks", status, "{}", 2);
}

/* A set that may be missing is empty where the host says that there is none,
 * and until it is stale; nobody else takes it for one. */
static void
test_none(void **state)
{
	time_t now = NOW;

	(void)state;
	if (!available)
		skip();
	for (int i = 0; i < 2; i++, now += FRESH + FRESH) {
		answer(i == 0 ? "HTTP/1.0 404 Not Found" : "HTTP/1.0 410 Gone");
		assert_int_equal(count_of(KEYRING_CACHED, now), 99);
		now += FAILURE;
		assert_int_equal(count_of(KEYRING_CACHED_IF_ANY, now), 0);
		serve('a');
		assert_int_equal(
		    count_of(KEYRING_CACHED_IF_ANY, now + FRESH - 1), 0);
		assert_int_equal(
		    count_of(KEYRING_CACHED_IF_ANY, now + FRESH), 1);
	}
	answer("HTTP/1.0 403 Forbidden");
	assert_int_equal(count_of(KEYRING_CACHED_IF_ANY, now), 99);
	answer("HTTP/1.0 500 Sorry");
	assert_int_equal(count_of(KEYRING_CACHED_IF_ANY, now + FAILURE), 99);
	answer("HTTP/1.0 200 OK");
	assert_int_equal(
	    count_of(KEYRING_CACHED_IF_ANY, now + FAILURE + FAILURE), 99);
}

static void
test_again(void **state)
{
	enum keyring_wish wish = KEYRING_CACHED;

	(void)state;
	assert_true(keyring_again(false, &wish));
	assert_int_equal(wish, KEYRING_NEWER);
	assert_false(keyring_again(false, &wish));
	wish = KEYRING_CACHED;
	assert_false(keyring_again(true, &wish));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {TEST(test_cached),
	    TEST(test_down), TEST(test_failure), TEST(test_newer),
	    TEST(test_newer_fails), TEST(test_damaged), TEST(test_future),
	    TEST(test_sweep), TEST(test_document), TEST(test_document_fails),
	    TEST(test_none), TEST(test_again), TEST(test_named)};

	return cmocka_run_group_tests_name("keyring", tests, start, stop);
}
