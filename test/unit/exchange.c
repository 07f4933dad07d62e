/* SPDX-License-Identifier: ISC */
/* Requests by any method, over a connection that is kept. */
#include "test/unit/arena_setup.h"

#include <sys/socket.h>
#include <sys/wait.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kit/net/exchange.h"

enum { ROOM = 8192 };

/* A server that answers each request of its connections, one after the other,
 * with the texts in turn; what it was asked comes through a pipe. */
struct server {
	pid_t pid;
	int asked;
	unsigned port;
};

static bool
serve_one(int peer, int to, const char *answer)
{
	char text[ROOM];
	size_t got = 0, wanted = ROOM - 1;
	ssize_t n;

	while (got < wanted && (n = read(peer, text + got, wanted - got)) > 0) {
		const char *end, *length;

		got += (size_t)n;
		text[got] = '\0';
		end = strstr(text, "\r\n\r\n");
		length = strstr(text, "Content-Length: ");
		if (end != NULL)
			wanted =
			    (size_t)(end + 4 - text) +
			    (length != NULL ? strtoul(length + 16, NULL, 10)
					    : 0);
	}
	return got > 0 && write(to, text, got) == (ssize_t)got &&
	       write(peer, answer, strlen(answer)) > 0;
}

static void
serve(int door, int to, const char *const *answers)
{
	while (*answers != NULL) {
		const int peer = accept(door, NULL, NULL);

		if (write(to, "[", 1) != 1)
			_exit(1);
		while (*answers != NULL && serve_one(peer, to, *answers))
			answers++;
		close(peer);
	}
	_exit(0);
}

static struct server
begin(const char *const *answers)
{
	struct sockaddr_in in = {
	    .sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t length = sizeof(in);
	struct server server;
	int ends[2], door = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(door, (struct sockaddr *)&in, sizeof(in)), 0);
	assert_int_equal(listen(door, 5), 0);
	assert_int_equal(getsockname(door, (struct sockaddr *)&in, &length), 0);
	assert_int_equal(pipe(ends), 0);
	server.port = ntohs(in.sin_port);
	server.asked = ends[0];
	server.pid = fork();
	if (server.pid == 0)
		serve(door, ends[1], answers);
	close(ends[1]);
	close(door);
	return server;
}

/* What it was asked; "[" is a connection. */
static const char *
end(struct server *server)
{
	char *text = arena_alloc(arena, 4 * ROOM);
	size_t got = 0;
	ssize_t n;

	while ((n = read(server->asked, text + got, 4 * ROOM - 1 - got)) > 0)
		got += (size_t)n;
	close(server->asked);
	assert_int_equal(waitpid(server->pid, NULL, 0), server->pid);
	return text;
}

static struct exchanger *
open_for(const char *host)
{
	struct fetch_policy *policy = arena_alloc(arena, sizeof(*policy));
	const char **hosts = arena_alloc(arena, 2 * sizeof(*hosts));
	struct exchanger *exchanger;
	const char *why = NULL;

	hosts[0] = host;
	policy->hosts = hosts;
	policy->private_addresses = true;
	exchanger = exchange_open(policy, arena, &why);
	if (exchanger == NULL)
		fail_msg("%s", why);
	return exchanger;
}

static struct exchanger *
open_server(const struct server *server)
{
	return open_for(arena_printf(arena, "127.0.0.1:%u", server->port));
}

static enum fetched
ask(struct exchanger *exchanger, const struct server *server,
    const char *method, const char *body, struct exchanged *out,
    const char **why)
{
	static const char *const headers[] = {"Idempotency-Key: k1", NULL};
	const struct exchange what = {.method = method,
	    .uri = arena_printf(arena, "http://127.0.0.1:%u/a", server->port),
	    .headers = headers,
	    .body = body,
	    .type = body != NULL ? "application/json" : NULL,
	    .milliseconds = 10000,
	    .limit = 100};

	return exchange_make(exchanger, &what, arena, out, why);
}

static void
test_methods(void **state)
{
	static const char *const answers[] = {
	    "HTTP/1.1 201 Made\r\nLocation: /a/1\r\nETag: \"7\"\r\n"
	    "Content-Length: 2\r\n\r\nok",
	    "HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n",
	    "HTTP/1.1 204 Nothing\r\n\r\n", NULL};
	struct server server = begin(answers);
	struct exchanger *exchanger = open_server(&server);
	struct exchanged out;
	const char *why = NULL, *asked;

	(void)state;
	assert_int_equal(
	    ask(exchanger, &server, "PUT", "{}", &out, &why), FETCHED_OK);
	assert_int_equal(out.status, 201);
	assert_string_equal(out.body, "ok");
	assert_string_equal(out.location, "/a/1");
	assert_string_equal(out.etag, "\"7\"");
	assert_int_equal(
	    ask(exchanger, &server, "DELETE", NULL, &out, &why), FETCHED_OK);
	assert_int_equal(out.status, 404);
	assert_null(out.location);
	assert_int_equal(
	    ask(exchanger, &server, "POST", "", &out, &why), FETCHED_OK);
	assert_int_equal(out.status, 204);
	asked = end(&server);
	assert_non_null(strstr(asked, "PUT /a HTTP/1.1\r\n"));
	assert_non_null(strstr(asked, "Content-Type: application/json\r\n"));
	assert_non_null(strstr(asked, "Idempotency-Key: k1\r\n"));
	assert_non_null(strstr(asked, "\r\n\r\n{}DELETE /a HTTP/1.1\r\n"));
	assert_non_null(strstr(asked, "POST /a HTTP/1.1\r\n"));
	assert_null(strstr(asked, "Expect"));
	/* One connection for all of them. */
	assert_ptr_equal(strchr(asked, '['), strrchr(asked, '['));
}

static void
retry_after(const char *value, int64_t least, int64_t most)
{
	const char *const answers[] = {
	    arena_printf(arena,
		"HTTP/1.1 503 Later\r\nretry-after:  %s\r\n"
		"Content-Length: 0\r\n\r\n",
		value),
	    NULL};
	struct server server = begin(answers);
	struct exchanged out;
	const char *why = NULL;

	assert_int_equal(
	    ask(open_server(&server), &server, "GET", NULL, &out, &why),
	    FETCHED_OK);
	(void)end(&server);
	if (out.retry_after < least || out.retry_after > most)
		fail_msg("%s: %lld", value, (long long)out.retry_after);
}

static void
test_retry_after(void **state)
{
	const time_t then = time(NULL) + 3600;
	char date[64];

	(void)state;
	retry_after("7", 7000, 7000);
	retry_after("0", 0, 0);
	retry_after("99999999999999999999", 86400000, 86400000);
	retry_after("-5", 0, 0);
	retry_after("soon", 0, 0);
	(void)strftime(
	    date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", gmtime(&then));
	retry_after(date, 3000000, 3600000);
	retry_after("Sun, 06 Nov 1994 08:49:37 GMT", 0, 0);
}

/* Headers of an interim answer are not those of the answer. */
static void
test_interim(void **state)
{
	static const char *const answers[] = {
	    "HTTP/1.1 103 Early\r\nLocation: /wrong\r\n\r\n"
	    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
	    NULL};
	struct server server = begin(answers);
	struct exchanged out;
	const char *why = NULL;

	(void)state;
	assert_int_equal(
	    ask(open_server(&server), &server, "GET", NULL, &out, &why),
	    FETCHED_OK);
	(void)end(&server);
	assert_int_equal(out.status, 200);
	assert_null(out.location);
}

static void
test_bounds(void **state)
{
	const char *const answers[] = {
	    arena_printf(arena,
		"HTTP/1.1 200 OK\r\nConnection: close\r\n"
		"Content-Length: 101\r\n\r\n%0101d",
		0),
	    NULL};
	struct server server = begin(answers);
	struct exchanged out;
	const char *why = NULL;

	(void)state;
	assert_int_equal(
	    ask(open_server(&server), &server, "GET", NULL, &out, &why),
	    FETCHED_FAILED);
	assert_non_null(strstr(why, "more than 100 bytes"));
	(void)end(&server);
	/* Nobody is there any more. */
	assert_int_equal(
	    ask(open_server(&server), &server, "GET", NULL, &out, &why),
	    FETCHED_UNREACHED);
}

static void
test_forbidden(void **state)
{
	static const char *const uris[] = {"http://bank.example/a",
	    "https://other.example/a", "ftp://bank.example/",
	    "https://x@bank.example/", "file:///etc/passwd", ""};
	struct exchanger *exchanger = open_for("bank.example");
	struct exchanged out;
	const char *why;

	(void)state;
	for (size_t i = 0; i < sizeof(uris) / sizeof(*uris); i++) {
		const struct exchange what = {.method = "GET",
		    .uri = uris[i],
		    .milliseconds = 1000,
		    .limit = 10};

		if (exchange_make(exchanger, &what, arena, &out, &why) !=
		    FETCHED_FORBIDDEN)
			fail_msg("%s", uris[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_methods),
	    TEST(test_retry_after),
	    TEST(test_interim),
	    TEST(test_bounds),
	    TEST(test_forbidden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
