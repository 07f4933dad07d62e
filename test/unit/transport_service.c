/* SPDX-License-Identifier: ISC */
/* A service as external validator, asked over https. */
#include "test/unit/parse_json.h"

#include <sys/socket.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "kit/json.h"
#include "kit/net/fetch.h"
#include "test/unit/https.h"
#include "test/unit/transcript.h"
#include "validators/external/private.h"

static const char rules[] =
    "\"rules\":{\"uri\":{\"error\":\"invalid_redirect_uri\"},"
    "\"served\":{\"error\":\"invalid_client_metadata\"}}";

static const char claims[] =
    "\"claims\":{\"org_id\":\"0015\"},\"settings\":{}}";

/* `more` of the entry begins with a comma, or is "". */
static struct transport *
open_at(const char *url, const char *more)
{
	const char *why = NULL;
	struct transport *transport = transport_open(arena, "service",
	    parse(arena_printf(arena,
		"{\"name\":\"crm\",\"url\":\"%s\",\"milliseconds\":5000,%s%s}",
		url, rules, more)),
	    &why);

	if (transport == NULL)
		fail_msg("%s", why);
	return transport;
}

static const struct json *
creation(const char *name)
{
	return parse(arena_printf(arena,
	    "{\"dcr\":1,\"id\":\"r1\",\"method\":\"POST\",\"request\":"
	    "{\"client_name\":\"%s\",\"scope\":\"accounts\"},%s",
	    name, claims));
}

static void
assert_says(const char *why, const char *words)
{
	if (why == NULL || strstr(why, words) == NULL)
		fail_msg("%s: no '%s'", why != NULL ? why : "(worked)", words);
}

static void
assert_json(const struct json *json, const char *text)
{
	if (!json_equal(json, parse(text)))
		fail_msg("%s is not %s", json_text(arena, json), text);
}

/* Answers one request over http with this body and status, and hands its head
 * and body over through a pipe. */
struct canned {
	pid_t pid;
	int request;
	char url[64];
};

static void
read_request(int peer, int to)
{
	char text[8192];
	size_t got = 0, wanted = sizeof(text) - 1;
	ssize_t n;

	while (got < wanted &&
	       (n = read(peer, text + got, sizeof(text) - 1 - got)) > 0) {
		const char *end, *length;
		got += (size_t)n;
		text[got] = '\0';
		end = strstr(text, "\r\n\r\n");
		length = strstr(text, "Content-Length: ");
		if (end != NULL && length != NULL)
			wanted = (size_t)(end + 4 - text) +
				 strtoul(length + 16, NULL, 10);
	}
	if (write(to, text, got) < 0)
		_exit(1);
}

static void
can(struct canned *canned, const char *status, const char *body)
{
	struct sockaddr_in in = {
	    .sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t length = sizeof(in);
	int ends[2], fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&in, sizeof(in)), 0);
	assert_int_equal(listen(fd, 5), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &length), 0);
	(void)snprintf(canned->url, sizeof(canned->url),
	    "http://127.0.0.1:%u/base/", ntohs(in.sin_port));
	assert_int_equal(pipe(ends), 0);
	canned->pid = fork();
	if (canned->pid == 0) {
		int peer = accept(fd, NULL, NULL);
		read_request(peer, ends[1]);
		dprintf(peer, "HTTP/1.1 %s\r\nContent-Length: %zu\r\n\r\n%s",
		    status, strlen(body), body);
		_exit(0);
	}
	close(ends[1]);
	close(fd);
	canned->request = ends[0];
}

/* What was asked of it. */
static const char *
request_of(struct canned *canned)
{
	char *text = arena_alloc(arena, 8192);
	size_t got = 0;
	ssize_t n;

	while ((n = read(canned->request, text + got, 8191 - got)) > 0)
		got += (size_t)n;
	close(canned->request);
	assert_int_equal(waitpid(canned->pid, NULL, 0), canned->pid);
	return text;
}

static const char *
ask_canned(const char *status, const char *body, const struct json **said)
{
	struct canned canned = {0};
	const char *why;

	can(&canned, status, body);
	why = transport_ask(
	    open_at(canned.url, ""), creation("Shop"), arena, said);
	(void)request_of(&canned);
	return why;
}

static void
test_passes(void **state)
{
	const struct json *said;

	(void)state;
	assert_null(ask_canned("200 OK",
	    "{\"responseId\":\"r1\",\"status\":\"SUCCESS\",\"data\":{"
	    "\"clientData\":{\"scope\":\"accounts\",\"segment\":\"tpp\","
	    "\"client_name\":\"Shop\",\"logo_uri\":null}}}",
	    &said));
	assert_json(
	    said, "{\"outcome\":\"pass\",\"metadata\":{\"segment\":\"tpp\"}}");
	assert_null(ask_canned("200 OK",
	    "{\"responseId\":\"r1\",\"status\":\"SUCCESS\",\"data\":{}}",
	    &said));
	assert_json(said, "{\"outcome\":\"pass\"}");
}

/* Whether it may is for the asker to say. */
static void
test_changes(void **state)
{
	const struct json *said;

	(void)state;
	assert_null(ask_canned("200 OK",
	    "{\"responseId\":\"r1\",\"status\":\"SUCCESS\",\"data\":{"
	    "\"clientData\":{\"scope\":\"payments\"}}}",
	    &said));
	assert_json(said,
	    "{\"outcome\":\"pass\",\"metadata\":{\"scope\":\"payments\"}}");
}

static void
test_refuses(void **state)
{
	const struct json *said;

	(void)state;
	assert_null(ask_canned("200 OK",
	    "{\"responseId\":\"r1\",\"status\":\"ERROR\",\"errorCode\":400,"
	    "\"data\":{\"error\":\"invalid_redirect_uri\","
	    "\"errorDescription\":\"not that one\"}}",
	    &said));
	assert_json(said,
	    "{\"outcome\":\"refuse\",\"findings\":[{\"rule\":\"crm.uri\","
	    "\"pointer\":\"\",\"detail\":\"not that one\"}]}");
	assert_null(ask_canned("200 OK",
	    "{\"responseId\":\"r1\",\"status\":\"ERROR\",\"errorCode\":400,"
	    "\"data\":{\"errorCode\":\"invalid_client_metadata\"}}",
	    &said));
	assert_json(said,
	    "{\"outcome\":\"refuse\",\"findings\":[{\"rule\":\"crm.served\","
	    "\"pointer\":\"\",\"detail\":\"invalid_client_metadata\"}]}");
}

static void
test_nobody_can_say(void **state)
{
	static const struct {
		const char *status, *body, *words;
	} all[] = {{"500 Oops", "{}", "status 500"},
	    {"401 No", "{}", "status 401"}, {"204 OK", "", "status 204"},
	    {"200 OK", "", "no JSON object"},
	    {"200 OK", "[]", "no JSON object"},
	    {"200 OK", "{\"responseId\":\"r2\",\"status\":\"SUCCESS\"}",
		"another question"},
	    {"200 OK", "{\"responseId\":\"r1\"}", "neither SUCCESS nor ERROR"},
	    {"200 OK", "{\"responseId\":\"r1\",\"status\":\"success\"}",
		"neither SUCCESS nor ERROR"},
	    {"200 OK",
		"{\"responseId\":\"r1\",\"status\":\"SUCCESS\",\"data\":[]}",
		"data that is no object"},
	    {"200 OK",
		"{\"responseId\":\"r1\",\"status\":\"SUCCESS\",\"data\":"
		"{\"clientData\":1}}",
		"clientData that is no object"},
	    {"200 OK",
		"{\"responseId\":\"r1\",\"status\":\"ERROR\",\"errorCode\":500,"
		"\"data\":{\"error\":\"invalid_redirect_uri\"}}",
		"not from 400 to 499"}};
	const struct json *said;

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		assert_says(ask_canned(all[i].status, all[i].body, &said),
		    all[i].words);
		assert_null(said);
	}
}

static void
assert_asked(const struct json *question, const char *path, const char *body)
{
	struct canned canned = {0};
	const struct json *said;
	const char *request, *head;

	can(&canned, "200 OK",
	    "{\"responseId\":\"r1\",\"status\":\"SUCCESS\"}");
	assert_null(
	    transport_ask(open_at(canned.url, ""), question, arena, &said));
	request = request_of(&canned);
	head = arena_printf(arena, "POST /base/%s HTTP/1.1\r\n", path);
	assert_memory_equal(request, head, strlen(head));
	assert_non_null(
	    strstr(request, "\r\nContent-Type: application/json\r"));
	assert_json(parse(strstr(request, "\r\n\r\n") + 4), body);
}

static void
test_questions(void **state)
{
	(void)state;
	assert_asked(creation("Shop"), "pre-process-client-creation",
	    "{\"requestId\":\"r1\",\"data\":{\"clientData\":{\"client_name\":"
	    "\"Shop\",\"scope\":\"accounts\"},\"softwareStatement\":"
	    "{\"org_id\":\"0015\"}}}");
	assert_asked(parse("{\"id\":\"r1\",\"method\":\"PUT\",\"request\":"
			   "{\"a\":1},\"stored\":{\"client_id\":\"c\","
			   "\"metadata\":{\"a\":2}}}"),
	    "pre-process-client-update",
	    "{\"requestId\":\"r1\",\"data\":{\"clientData\":{\"a\":1},"
	    "\"existingClientData\":{\"a\":2}}}");
	assert_asked(parse("{\"id\":\"r1\",\"method\":\"GET\",\"stored\":"
			   "{\"client_id\":\"c\",\"metadata\":{\"a\":2}}}"),
	    "pre-process-client-retrieval",
	    "{\"requestId\":\"r1\",\"data\":{\"clientData\":{\"a\":2},"
	    "\"existingClientData\":{\"a\":2}}}");
}

static void
test_unreached(void **state)
{
	struct canned canned = {0};
	const struct json *said;
	const char *why;

	(void)state;
	can(&canned, "200 OK", "");
	kill(canned.pid, SIGKILL);
	(void)request_of(&canned);
	why = transport_ask(
	    open_at(canned.url, ""), creation("Shop"), arena, &said);
	assert_says(why, canned.url);
	assert_null(said);
	why = transport_ask(open_at(canned.url, ""),
	    parse("{\"id\":\"r1\",\"method\":\"DELETE\"}"), arena, &said);
	assert_says(why, "no such question is asked");
}

/* examples/validators/service with these arguments. */
struct stand_in {
	pid_t pid;
	char host[64];
};

static void
stand_in_start(struct stand_in *stand_in, const char *arguments)
{
	const char *line = arena_printf(
	    arena, "exec examples/validators/service %s", arguments);
	char shell[] = "sh", option[] = "-c";
	char *argv[] = {shell, option, arena_strdup(arena, line), NULL};
	int ends[2];
	FILE *said;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	stand_in->pid = https_spawn(argv, ".", ends[1]);
	close(ends[1]);
	said = fdopen(ends[0], "r");
	assert_non_null(fgets(stand_in->host, sizeof(stand_in->host), said));
	stand_in->host[strcspn(stand_in->host, "\n")] = '\0';
	(void)fclose(said);
}

static void
stand_in_stop(const struct stand_in *stand_in)
{
	kill(stand_in->pid, SIGKILL);
	waitpid(stand_in->pid, NULL, 0);
}

static const char *
path_to(const char *name)
{
	return arena_printf(arena, "%s/%s", server.directory, name);
}

static void
assert_serves(struct transport *transport)
{
	const struct json *said;
	const char *why =
	    transport_ask(transport, creation("Shop"), arena, &said);

	if (why != NULL)
		fail_msg("%s", why);
	assert_json(
	    said, "{\"outcome\":\"pass\",\"metadata\":{\"segment\":\"tpp\"}}");
	assert_null(transport_ask(transport, creation("Evil"), arena, &said));
	assert_json(said,
	    "{\"outcome\":\"refuse\",\"findings\":[{\"rule\":\"crm.served\","
	    "\"pointer\":\"\",\"detail\":\"this organisation is not "
	    "served\"}]}");
}

static const char *
why_not(const char *url, const char *more)
{
	const struct json *said;

	return transport_ask(
	    open_at(url, more), creation("Shop"), arena, &said);
}

static void
test_basic(void **state)
{
	struct stand_in one;
	const char *url;

	(void)state;
	https_write(server.directory, "right", "pass word\n", 10);
	https_write(server.directory, "wrong", "password\n", 9);
	https_write(server.directory, "empty", "\n", 1);
	stand_in_start(&one, "--blocked Evil --basic 'dcr:pass word'");
	url = arena_printf(arena, "http://%s", one.host);
#define BASIC(file)                                                       \
	arena_printf(arena,                                               \
	    ",\"basic\":{\"username\":\"dcr\",\"password_file\":\"%s\"}", \
	    path_to(file))
	assert_serves(open_at(url, BASIC("right")));
	assert_says(why_not(url, BASIC("wrong")), "status 401");
	assert_says(why_not(url, BASIC("empty")), "empty: is empty");
	assert_says(why_not(url, BASIC("none")), "none: No such file");
	assert_says(why_not(url, ""), "status 401");
	stand_in_stop(&one);
}

static void
test_token(void **state)
{
	struct stand_in one;
	const struct json *said;
	const char *url;
	struct transport *transport;

	(void)state;
	https_write(server.directory, "right", "s+cret\n", 7);
	https_write(server.directory, "bad", "not a\x01token\n", 12);
	stand_in_start(&one, "--blocked Evil --client dcr:s%2Bcret");
	url = arena_printf(arena, "http://%s", one.host);
#define BEARER(file)                                                      \
	arena_printf(arena,                                               \
	    ",\"bearer\":{\"token_endpoint\":\"%s/token\",\"client_id\":" \
	    "\"dcr\",\"scope\":\"a b\",\"secret_file\":\"%s\"}",          \
	    url, path_to(file))
	transport = open_at(url, BEARER("right"));
	assert_serves(transport);
	assert_says(why_not(url, BEARER("bad")), "bad: is not printable");
	assert_says(why_not(url, arena_printf(arena,
				     ",\"bearer\":{\"token_file\":\"%s\"}",
				     path_to("right"))),
	    "status 401");
	stand_in_stop(&one);
	/* One that knows the token no more: the next one is another. */
	stand_in_start(
	    &one, arena_printf(arena,
		      "--blocked Evil --client dcr:s%%2Bcret --port %s",
		      strchr(one.host, ':') + 1));
	assert_says(transport_ask(transport, creation("Shop"), arena, &said),
	    "status 401");
	assert_serves(transport);
	stand_in_stop(&one);
}

static void
test_mutual_tls(void **state)
{
	struct stand_in one;
	const char *url, *ca;

	(void)state;
	if (!available)
		skip();
	stand_in_start(
	    &one, arena_printf(arena,
		      "--blocked Evil --cert %s --key %s --client-ca %s",
		      server.ca, path_to("key.pem"), server.ca));
	url = arena_printf(arena, "https://%s/", one.host);
	ca = arena_printf(arena, ",\"ca\":\"%s\"", server.ca);
	assert_serves(open_at(
	    url, arena_printf(arena, "%s,\"certificate\":\"%s\",\"key\":\"%s\"",
		     ca, server.ca, path_to("key.pem"))));
	assert_non_null(why_not(url, ca));
	assert_says(why_not(url, ""), "certificate");
	stand_in_stop(&one);
}

static void
test_transcript(void **state)
{
	const struct transcript transcript = transcript_read("service");
	struct stand_in one;
	const char *hosts[] = {one.host, NULL};
	const struct fetch_policy policy = {
	    .hosts = hosts, .private_addresses = true};

	(void)state;
	stand_in_start(&one, "--blocked 'Evil Shipping'");
	for (size_t i = 0; i < transcript.count; i++) {
		const struct fetch_call call = {.type = "application/json",
		    .body = json_text(arena, transcript.ours[i]),
		    .milliseconds = 5000,
		    .clear = true};
		const char *why = "",
			   *url = arena_printf(arena,
			       "http://%s/pre-process-client-creation",
			       one.host);
		char *body;
		size_t length;

		if (fetch_call(&policy, url, &call, 10000, arena, &body,
			&length, &why) != FETCHED_OK)
			fail_msg("%s", why);
		transcript_compare(parse(body), transcript.its[i]);
	}
	stand_in_stop(&one);
}

static void
test_silence(void **state)
{
	struct sockaddr_in in = {
	    .sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t length = sizeof(in);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const struct json *said;
	const char *why;

	(void)state;
	assert_int_equal(bind(fd, (struct sockaddr *)&in, sizeof(in)), 0);
	assert_int_equal(listen(fd, 5), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &length), 0);
	struct transport *transport = transport_open(arena, "service",
	    parse(arena_printf(arena,
		"{\"name\":\"crm\",\"milliseconds\":300,"
		"\"url\":\"http://127.0.0.1:%u\"}",
		ntohs(in.sin_port))),
	    &why);
	assert_says(transport_ask(transport, creation("Shop"), arena, &said),
	    "timed out");
	close(fd);
}

/* Makes the server's certificate, which the tests of TLS need. */
static int
prepare(void **state)
{
	(void)state;
	available = https_prepare(&server);
	return 0;
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {TEST(test_passes),
	    TEST(test_changes), TEST(test_refuses), TEST(test_nobody_can_say),
	    TEST(test_questions), TEST(test_unreached), TEST(test_basic),
	    TEST(test_token), TEST(test_mutual_tls), TEST(test_transcript),
	    TEST(test_silence)};

	return cmocka_run_group_tests_name(
	    "transport_service", tests, prepare, stop);
}
