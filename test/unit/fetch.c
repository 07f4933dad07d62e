/* SPDX-License-Identifier: ISC */
/* Fetching over https: what is trusted, and within which bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sys/socket.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <time.h>

#include "kit/arena.h"
#include "kit/net/fetch.h"
#include "test/unit/https.h"

#define LIMIT 1000

static struct arena *arena;
static const char *hosts[3]; /* the server, and one more */
static struct fetch_policy policy;

static const char *
uri_of(const char *host, const char *path)
{
	return arena_printf(arena, "https://%s/%s", host, path);
}

static enum fetched told; /* of the last one that did not work */

/* What is wrong, or NULL and the body is `expected`. */
static const char *
get(const char *uri, const char *expected, size_t length)
{
	char *body;
	size_t got;
	const char *why = NULL;
	enum fetched fetched =
	    fetch_get(&policy, uri, LIMIT, arena, &body, &got, &why);

	if (fetched == FETCHED_OK) {
		assert_null(why);
		assert_int_equal(got, length);
		assert_memory_equal(body, expected, length);
		assert_int_equal(body[length], '\0');
		return NULL;
	}
	assert_true(fetched == FETCHED_FAILED || fetched == FETCHED_ABSENT ||
		    fetched == FETCHED_UNREACHED);
	told = fetched;
	assert_null(body);
	assert_int_equal(got, 0);
	assert_non_null(why);
	return why;
}

static void
assert_says(const char *why, const char *words)
{
	if (why == NULL || strstr(why, words) == NULL)
		fail_msg("%s: no '%s'", why == NULL ? "(worked)" : why, words);
}

static void
test_works(void **state)
{
	(void)state;
	if (!available)
		skip();
	https_answer(&server, "ok", "HTTP/1.0 200 OK", "hel\0lo", 6);
	https_answer(&server, "empty", "HTTP/1.0 200 OK", "", 0);
	assert_null(get(uri_of(hosts[0], "ok"), "hel\0lo", 6));
	assert_null(get(uri_of(hosts[0], "empty"), "", 0));
	/* A proxy of the environment would not answer. */
	setenv("https_proxy", "http://127.0.0.1:1", 1);
	assert_null(get(uri_of(hosts[0], "ok"), "hel\0lo", 6));
	unsetenv("https_proxy");
}

static void
test_forbidden(void **state)
{
	const char *uris[] = {arena_printf(arena, "http://%s/ok", hosts[0]),
	    uri_of(arena_printf(arena, "user@%s", hosts[0]), "ok"),
	    uri_of(hosts[0], "ok#"), "https://other.example/ok"};

	(void)state;
	for (size_t i = 0; i < sizeof(uris) / sizeof(*uris); i++) {
		const char *why = NULL;
		char *body;
		size_t length;

		assert_int_equal(fetch_get(&policy, uris[i], LIMIT, arena,
				     &body, &length, &why),
		    FETCHED_FORBIDDEN);
		assert_non_null(why);
		assert_null(body);
	}
}

static void
test_status(void **state)
{
	(void)state;
	if (!available)
		skip();
	https_answer(&server, "ok", "HTTP/1.0 200 OK", "hello", 5);
	https_answer(&server, "moved",
	    arena_printf(arena, "HTTP/1.0 302 Found\r\nLocation: https://%s/ok",
		hosts[0]),
	    "hello", 5);
	https_answer(&server, "none", "HTTP/1.0 404 Not Found", "hello", 5);
	https_answer(&server, "created", "HTTP/1.0 201 Created", "hello", 5);
	https_answer(&server, "short", "HTTP/1.0 200 OK\r\nContent-Length: 6",
	    "hello", 5);
	https_write(server.directory, "bare", "hello", 5);
	assert_says(get(uri_of(hosts[0], "moved"), "", 0), "status 302");
	assert_int_equal(told, FETCHED_FAILED);
	assert_says(get(uri_of(hosts[0], "none"), "", 0), "status 404");
	assert_int_equal(told, FETCHED_ABSENT);
	assert_says(get(uri_of(hosts[0], "created"), "", 0), "status 201");
	assert_non_null(get(uri_of(hosts[0], "short"), "", 0));
	assert_int_equal(told, FETCHED_FAILED);
	assert_non_null(get(uri_of(hosts[0], "bare"), "", 0));
}

static void
test_size(void **state)
{
	char body[LIMIT + 1];

	(void)state;
	if (!available)
		skip();
	memset(body, 'x', sizeof(body));
	https_answer(&server, "full", "HTTP/1.0 200 OK", body, LIMIT);
	https_answer(&server, "over", "HTTP/1.0 200 OK", body, LIMIT + 1);
	https_answer(&server, "told", "HTTP/1.0 200 OK\r\nContent-Length: 1001",
	    body, LIMIT + 1);
	https_answer(&server, "chunks",
	    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked",
	    arena_printf(arena, "3e9\r\n%.1001s\r\n0\r\n\r\n", body), 1013);
	assert_null(get(uri_of(hosts[0], "full"), body, LIMIT));
	assert_says(get(uri_of(hosts[0], "over"), "", 0), "larger than 1000");
	assert_int_equal(told, FETCHED_FAILED);
	assert_says(get(uri_of(hosts[0], "told"), "", 0), "larger than 1000");
	assert_says(get(uri_of(hosts[0], "chunks"), "", 0), "larger than 1000");
}

static void
test_encoding(void **state)
{
	(void)state;
	if (!available)
		skip();
	https_answer(&server, "packed",
	    "HTTP/1.0 200 OK\r\nContent-Encoding: gzip", "\x1f\x8b\x08", 3);
	assert_null(get(uri_of(hosts[0], "packed"), "\x1f\x8b\x08", 3));
}

static void
test_private(void **state)
{
	(void)state;
	if (!available)
		skip();
	https_answer(&server, "ok", "HTTP/1.0 200 OK", "hello", 5);
	policy.private_addresses = false;
	assert_says(get(uri_of(hosts[0], "ok"), "", 0), "not a public one");
	assert_int_equal(told, FETCHED_UNREACHED);
	hosts[1] = arena_printf(arena, "localhost:%u", server.port);
	assert_says(get(uri_of(hosts[1], "ok"), "", 0), "not a public one");
}

static void
test_trust(void **state)
{
	(void)state;
	if (!available)
		skip();
	https_answer(&server, "ok", "HTTP/1.0 200 OK", "hello", 5);
	/* Reached, and the certificate is not for this name. */
	hosts[1] = arena_printf(arena, "localhost:%u", server.port);
	assert_says(get(uri_of(hosts[1], "ok"), "", 0), "SSL");
	assert_int_equal(told, FETCHED_UNREACHED);
	assert_true(https_run(server.directory,
	    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 "
	    "-nodes -subj /CN=127.0.0.1 -keyout wrong.key -out wrong.pem"));
	policy.ca = arena_printf(arena, "%s/wrong.pem", server.directory);
	assert_says(get(uri_of(hosts[0], "ok"), "", 0), "certificate");
	policy.ca = arena_printf(arena, "%s/missing.pem", server.directory);
	assert_non_null(get(uri_of(hosts[0], "ok"), "", 0));
	policy.ca = NULL;
	assert_says(get(uri_of(hosts[0], "ok"), "", 0), "certificate");
}

/* A listening socket of ours on the loopback, allowed by the policy. */
static int
listen_here(void)
{
	struct sockaddr_in in = {
	    .sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t length = sizeof(in);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_not_equal(fd, -1);
	assert_int_equal(bind(fd, (struct sockaddr *)&in, sizeof(in)), 0);
	assert_int_equal(listen(fd, 5), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &length), 0);
	hosts[1] = arena_printf(arena, "127.0.0.1:%u", ntohs(in.sin_port));
	return fd;
}

static void
test_silence(void **state)
{
	int fd = listen_here();
	struct timespec before, after;

	(void)state;
	if (!available)
		skip();
	policy.seconds = 1;
	clock_gettime(CLOCK_MONOTONIC, &before);
	assert_says(get(uri_of(hosts[1], "ok"), "", 0), "timed out");
	assert_int_equal(told, FETCHED_UNREACHED);
	clock_gettime(CLOCK_MONOTONIC, &after);
	assert_true(after.tv_sec - before.tv_sec <= 3);
	close(fd);
	assert_non_null(get(uri_of(hosts[1], "ok"), "", 0));
}

/* Writing to a connection that was reset must not kill us with SIGPIPE. */
static void
test_reset(void **state)
{
	static const struct linger hard = {.l_onoff = 1};
	int fd = listen_here();
	pid_t pid;

	(void)state;
	if (!available)
		skip();
	pid = fork();
	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		int peer = accept(fd, NULL, NULL);

		setsockopt(peer, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard));
		close(peer);
		_exit(0);
	}
	assert_non_null(get(uri_of(hosts[1], "ok"), "", 0));
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	close(fd);
}

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	hosts[0] = server.host;
	hosts[1] = NULL;
	policy = (struct fetch_policy){hosts, server.ca, true, 5, false};
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	static const struct CMUnitTest tests[] = {TEST(test_works),
	    TEST(test_forbidden), TEST(test_status), TEST(test_size),
	    TEST(test_encoding), TEST(test_private), TEST(test_trust),
	    TEST(test_silence), TEST(test_reset)};

	return cmocka_run_group_tests_name("fetch", tests, start, stop);
}
