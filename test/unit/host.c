/* SPDX-License-Identifier: ISC */
/* Hosts that were silent lately are not waited for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kit/limits.h"
#include "kit/net/fetch.h"
#include "kit/net/host.h"
#include "test/unit/https.h"
#include "test/unit/keyset.h"

#define NOW ((time_t)1700000000)
#define DAY 86400
#define FAILURE LIMIT_KEYS_FAILURE_SECONDS

/* A host that accepts connections and says nothing; how often it was asked is
 * counted, not how long that took. */
static struct arena *arena;
static char cache[64], host[64];
static const char *hosts[] = {host, NULL};
static const struct fetch_policy policy = {hosts, server.ca, true, 1, false};
static const struct keyring_setup setup = {&policy, NULL, cache, NULL};
static struct keyring *ring, *other; /* two processes, as it were */
static int listening;
static pthread_t silent;
static atomic_int asked, last;
static const char *why;

static void *
say_nothing(void *unused)
{
	int one;

	(void)unused;
	while ((one = accept(listening, NULL, NULL)) != -1) {
		last = one;
		asked++;
	}
	return NULL;
}

static int
set_up(void **state)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t length = sizeof(address);

	(void)state;
	arena = arena_new();
	strcpy(cache, "/tmp/dcr-place-XXXXXX");
	assert_non_null(mkdtemp(cache));
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listening = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(
	    bind(listening, (struct sockaddr *)&address, length), 0);
	assert_int_equal(listen(listening, 50), 0);
	assert_int_equal(
	    getsockname(listening, (struct sockaddr *)&address, &length), 0);
	snprintf(host, sizeof(host), "127.0.0.1:%d", ntohs(address.sin_port));
	asked = 0;
	assert_int_equal(pthread_create(&silent, NULL, say_nothing, NULL), 0);
	ring = keyring_open(&setup, arena, &why);
	other = keyring_open(&setup, arena, &why);
	return ring == NULL || other == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	(void)state;
	shutdown(listening, SHUT_RDWR);
	pthread_join(silent, NULL);
	close(listening);
	keyring_close(ring);
	keyring_close(other);
	https_remove(cache);
	arena_free(arena);
	return 0;
}

static bool
ask(struct keyring *whom, const char *path, time_t now)
{
	const struct keys *keys;

	return keyring_at(whom,
		   arena_printf(arena, "https://%s/%s", host, path),
		   KEYRING_CACHED, now, arena, &keys, &why) == KEYRING_FOUND;
}

/* Whatever else is asked for there, and by whatever process. */
static void
one_failure_is_enough(void **state)
{
	const struct json *document;

	(void)state;
	if (!available)
		skip();
	assert_false(ask(ring, "one", NOW));
	assert_false(ask(ring, "two", NOW + 1));
	assert_non_null(strstr(why, "did not answer a moment ago"));
	assert_false(ask(other, "three?x", NOW + 2));
	assert_int_equal(
	    keyring_document(other,
		arena_printf(arena, "https://%s/four", host), false,
		KEYRING_CACHED, NOW + 2, arena, &document, &why),
	    KEYRING_UNREACHABLE);
	assert_int_equal(asked, 1);
	/* Dated when it ended, a second after it began. */
	assert_false(ask(ring, "two", NOW + FAILURE));
	assert_int_equal(asked, 1);
	assert_false(ask(ring, "two", NOW + FAILURE + DAY));
	assert_int_equal(asked, 2);
}

/* An answer of any kind is one, and hurts nobody else at that host. */
static void
an_answer_is_no_silence(void **state)
{
	struct host at;

	(void)state;
	assert_true(
	    host_enter(&at, cache, "https://a.example/x", NOW, arena, &why));
	host_leave(&at, true);
	assert_true(
	    host_enter(&at, cache, "https://a.example/x", NOW, arena, &why));
	host_leave(&at, false);
	assert_false(
	    host_enter(&at, cache, "https://a.example?y", NOW, arena, &why));
	assert_true(host_enter(
	    &at, cache, "https://a.example:444/x", NOW, arena, &why));
	host_leave(&at, true);
	assert_true(host_enter(
	    &at, cache, "https://a.example/x", NOW + FAILURE, arena, &why));
	host_leave(&at, true);
}

/* Who comes while somebody waits goes on without. */
static void
one_waits(void **state)
{
	struct host first, second;

	(void)state;
	assert_true(
	    host_enter(&first, cache, "https://a.example/x", NOW, arena, &why));
	assert_false(host_enter(
	    &second, cache, "https://a.example/y", NOW, arena, &why));
	assert_non_null(strstr(why, "another process is waiting"));
	assert_true(host_enter(
	    &second, cache, "https://b.example/y", NOW, arena, &why));
	host_leave(&second, true);
	host_leave(&first, true);
	assert_true(host_enter(
	    &second, cache, "https://a.example/y", NOW, arena, &why));
	host_leave(&second, true);
}

/* All that a request has fetched, from however many hosts. */
static void
a_request_has_its_time(void **state)
{
	static const struct fetch_policy patient = {
	    hosts, server.ca, true, 3, false};
	size_t length;
	char *body;
	int before;

	(void)state;
	if (!available)
		skip();
	fetch_begin();
	do {
		before = asked;
		assert_int_not_equal(
		    fetch_get(&patient,
			arena_printf(arena, "https://%s/", host), 10, arena,
			&body, &length, &why),
		    FETCHED_OK);
		assert_true(asked <= LIMIT_FETCHES_SECONDS);
	} while (strstr(why, "has had its time") == NULL);
	assert_int_equal(asked, before);
	fetch_begin();
	assert_int_not_equal(
	    fetch_get(&policy, arena_printf(arena, "https://%s/", host), 10,
		arena, &body, &length, &why),
	    FETCHED_OK);
	assert_int_equal(asked, before + 1);
}

/* What is asked for in the clear can be read. */
static void
nothing_compressed(void **state)
{
	const struct fetch_ocsp ocsp = {"x", 1};
	char text[1024] = "", *body;
	size_t length;

	(void)state;
	if (!available)
		skip();
	assert_int_equal(
	    fetch_ocsp(&policy, arena_printf(arena, "http://%s/", host), &ocsp,
		10, arena, &body, &length, &why),
	    FETCHED_UNREACHED);
	assert_true(read(last, text, sizeof(text) - 1) > 0);
	assert_non_null(strstr(text, "\r\nAccept-Encoding: identity\r\n"));
}

#define PLACE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    PLACE(one_failure_is_enough),
	    PLACE(an_answer_is_no_silence),
	    PLACE(one_waits),
	    PLACE(a_request_has_its_time),
	    PLACE(nothing_compressed),
	};

	return cmocka_run_group_tests_name("host", tests, start, stop);
}
