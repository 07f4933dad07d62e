/* SPDX-License-Identifier: ISC */
#include "front/gather.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "front/reply.h"
#include "kit/arena.h"
#include "kit/config.h"
#include "kit/digest.h"
#include "kit/identifier.h"
#include "kit/limits.h"
#include "kit/parameters.h"
#include "kit/request.h"

static volatile sig_atomic_t late;

/* How much of a body that is refused by its length is read all the same. */
enum { DISCARD_MAX = 16 * LIMIT_BODY };

static void
on_alarm(int signal)
{
	(void)signal;
	late = 1;
	alarm(1); /* in case read(2) had not begun yet */
}

/* Without SA_RESTART a blocked read comes back when the time is up. */
static void
start_clock(struct sigaction *before)
{
	struct sigaction action = {.sa_handler = on_alarm};

	sigemptyset(&action.sa_mask);
	sigaction(SIGALRM, &action, before);
	alarm(LIMIT_REQUEST_SECONDS);
}

static void
stop_clock(const struct sigaction *before)
{
	alarm(0);
	sigaction(SIGALRM, before, NULL);
}

/* NULL when absent or empty; *large when it is out of bounds. */
static const char *
variable(
    const struct door *door, struct arena *arena, const char *name, bool *large)
{
	const char *value = door->variable(door->context, name);

	if (value == NULL || *value == '\0')
		return NULL;
	if (strnlen(value, LIMIT_VARIABLE + 1) > LIMIT_VARIABLE) {
		*large = true;
		return NULL;
	}
	return arena_strdup(arena, value);
}

/* REQUEST_URI is what the client wrote; SCRIPT_NAME, PATH_INFO and
 * QUERY_STRING are what RFC 3875 demands of every web server. */
static void
read_target(const struct door *door, struct arena *arena,
    struct request *request, const char **query, bool *large)
{
	const char *uri = variable(door, arena, "REQUEST_URI", large);

	if (uri != NULL) {
		size_t length = strcspn(uri, "?");
		request->path = arena_strndup(arena, uri, length);
		*query = uri[length] == '?' ? uri + length + 1 : NULL;
		return;
	}
	const char *script = variable(door, arena, "SCRIPT_NAME", large);
	const char *info = variable(door, arena, "PATH_INFO", large);
	request->path = arena_printf(arena, "%s%s",
	    script != NULL ? script : "", info != NULL ? info : "");
	*query = variable(door, arena, "QUERY_STRING", large);
}

/* Past DISCARD_MAX the number itself does not matter any more. */
static bool
content_length(const char *text, size_t *length)
{
	*length = 0;
	if (text == NULL)
		return true;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return false;
		*length = *length * 10 + (size_t)(*text - '0');
		if (*length > DISCARD_MAX)
			*length = DISCARD_MAX;
	}
	return true;
}

/* Apache's mod_cgid has one socket for our input and our output: exiting with
 * input unread resets it, and the answer is lost. */
static void
discard_body(const struct door *door, size_t length)
{
	char buffer[4096];

	while (length > 0 && !late) {
		size_t part = length < sizeof(buffer) ? length : sizeof(buffer);
		ssize_t n = door->read(door->context, buffer, part);
		if (n <= 0)
			break;
		length -= (size_t)n;
	}
}

static struct reply *
read_body(const struct door *door, struct arena *arena, struct request *request,
    size_t length)
{
	char *body = arena_alloc(arena, length + 1);
	ssize_t n;

	while (request->body_length < length && !late) {
		n = door->read(door->context, body + request->body_length,
		    length - request->body_length);
		if (n <= 0)
			break;
		request->body_length += (size_t)n;
	}
	request->body = body;
	if (late)
		return reply_unable(arena, "the body did not come in time");
	if (request->body_length < length)
		return reply_error(arena, 400, "invalid_request",
		    "the body is shorter than its Content-Length");
	return NULL;
}

/* Any text that is no client_id is a name that nobody has. */
const char *
gather_identifier(struct arena *arena, const char *text, size_t length)
{
	return identifier_is_client(text, length)
		   ? arena_strndup(arena, text, length)
		   : "?";
}

/* Of a directory's, any letters may be escaped in a query. */
static const char *
software_identifier(struct arena *arena, const char *text, size_t length)
{
	const struct parameters *one = parameters_parse(arena,
	    arena_printf(arena, "id=%.*s", (int)length, text), length + 3);
	const char *id = one != NULL ? parameter(one, "id") : NULL;

	return id != NULL && identifier_is_party(id) ? id : "?";
}

/* RFC 7592 appendix B: the identifier may be in the query. */
static void
read_query(struct request *request, struct arena *arena, const char *query)
{
	static const char client[] = "client_id=", software[] = "software_id=";

	while (query != NULL && *query != '\0') {
		size_t length = strcspn(query, "&");
		if (strncmp(query, client, sizeof(client) - 1) == 0)
			request->client_id =
			    gather_identifier(arena, query + sizeof(client) - 1,
				length - (sizeof(client) - 1));
		if (strncmp(query, software, sizeof(software) - 1) == 0)
			request->software_id = software_identifier(arena,
			    query + sizeof(software) - 1,
			    length - (sizeof(software) - 1));
		query += length + (query[length] == '&');
	}
}

/* Web servers make one variable of dcr-roles, Dcr.Roles and Dcr_Roles. */
static bool
pretends(const struct door *door)
{
	static const char *const names[] = {"HTTP_DCR_CLIENT_ID",
	    "HTTP_DCR_SOFTWARE_ID", "HTTP_DCR_ORGANISATION", "HTTP_DCR_ROLES"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = door->variable(door->context, names[i]);
		if (value != NULL && *value != '\0')
			return true;
	}
	return false;
}

/* A web server that knows no authorizers asks at /authorize, and says there of
 * which call, in variables of its own that no client can set. */
static void
read_role(const struct door *door, struct arena *arena, struct request *request,
    bool *large)
{
	const char *role = variable(door, arena, "FCGI_ROLE", large);
	const char *uri = variable(door, arena, "ORIGINAL_URI", large);
	const char *status = variable(door, arena, "REDIRECT_STATUS", large);

	request->authorizer = role != NULL && strcmp(role, "AUTHORIZER") == 0;
	request->pretends = pretends(door);
	request->refused = status != NULL && strcmp(status, "200") != 0;
	request->original_method =
	    variable(door, arena, "ORIGINAL_METHOD", large);
	if (uri != NULL)
		request->original_path =
		    arena_strndup(arena, uri, strcspn(uri, "?"));
}

/* Behind a proxy that sets Client-Cert the web server's own word about the
 * connection is about the proxy. */
static void
read_certificate(const struct door *door, const struct config *config,
    struct arena *arena, struct request *request, bool *large)
{
	if (config->client_certificate == CONFIG_CLIENT_CERT) {
		request->client_cert =
		    variable(door, arena, "HTTP_CLIENT_CERT", large);
		return;
	}
	request->client_cert = variable(door, arena, "SSL_CLIENT_CERT", large);
	request->client_verify =
	    variable(door, arena, "SSL_CLIENT_VERIFY", large);
	/* Empty is not absent: the server knows of no success. */
	if (request->client_verify == NULL &&
	    door->variable(door->context, "SSL_CLIENT_VERIFY") != NULL)
		request->client_verify = "NONE";
}

static struct reply *
too_large(struct arena *arena)
{
	return reply_error(arena, 431, "invalid_request",
	    "a header or the client certificate is too large");
}

/* The variables are here already: what may take its time is the body. */
static struct reply *
receive(const struct door *door, struct arena *arena, struct request *request,
    bool large)
{
	const char *told = variable(door, arena, "CONTENT_LENGTH", &large);
	struct reply *reply = NULL;
	struct sigaction before;
	size_t length;
	const bool number = content_length(told, &length);

	late = 0;
	if (length > 0)
		start_clock(&before);
	if (large || !number || length > LIMIT_BODY)
		discard_body(door, length);
	if (large)
		reply = too_large(arena);
	else if (!number)
		reply = reply_error(arena, 400, "invalid_request",
		    "Content-Length is no number");
	else if (length > LIMIT_BODY)
		reply = reply_error(arena, 413, "invalid_request",
		    arena_printf(
			arena, "the body is over %d bytes", LIMIT_BODY));
	else
		reply = read_body(door, arena, request, length);
	if (length > 0)
		stop_clock(&before);
	return reply;
}

/* An authorizer is asked of every call, and the call's body is not for it: the
 * fewer system calls, the better. */
struct reply *
gather(const struct door *door, const struct config *config,
    struct arena *arena, struct request *request)
{
	bool large = false;
	const char *query = NULL;

	*request = (struct request){.id = NULL};
	read_role(door, arena, request, &large);
	request->method = variable(door, arena, "REQUEST_METHOD", &large);
	read_target(door, arena, request, &query, &large);
	read_certificate(door, config, arena, request, &large);
	request->authorization =
	    variable(door, arena, "HTTP_AUTHORIZATION", &large);
	request->peer = variable(door, arena, "REMOTE_ADDR", &large);
	if (request->authorizer)
		return large ? too_large(arena) : NULL;
	request->id = random_hex(arena, 8);
	request->content_type = variable(door, arena, "CONTENT_TYPE", &large);
	request->if_match = variable(door, arena, "HTTP_IF_MATCH", &large);
	read_query(request, arena, query);
	return receive(door, arena, request, large);
}
