/* SPDX-License-Identifier: ISC */
/* Reads a request out of the variables of the web server, bounded and
 * copied. */
#include "front/private.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "front/console/console.h"
#include "front/lib/reply.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/identifier.h"
#include "kit/limits.h"
#include "kit/parameters.h"
#include "kit/request.h"
#include "validators/refusals/refusals.h"

static void
turn_away(struct gathering *g, struct reply *refusal)
{
	if (g->refusal == NULL)
		g->refusal = refusal;
}

static struct reply *
twice(struct arena *arena, const char *name)
{
	if (!variables_is_header(name))
		return reply_unable(
		    arena, arena_printf(arena,
			       "the web server told two values of %s", name));
	return reply_refuse(arena, &refusals_request[REQUEST_HEADER_TWICE],
	    "a header came twice, in one spelling or in two: the web server "
	    "calls it %s",
	    name);
}

/* NULL when the variable is absent or empty, or when the request is refused for
 * it. */
static const char *
variable(struct gathering *g, enum variable which)
{
	const struct told *told = &g->variables.told[which];

	if (told->value == NULL)
		return NULL;
	if (told->twice) {
		turn_away(g, twice(g->arena, variables_name(which)));
		return NULL;
	}
	const size_t length = strnlen(told->value, LIMIT_VARIABLE + 1);
	if (length > LIMIT_VARIABLE) {
		turn_away(
		    g, reply_refuse(g->arena,
			   &refusals_request[REQUEST_HEADER_SIZE],
			   "a header or the client certificate is too large"));
		return NULL;
	}
	return length > 0 ? arena_strndup(g->arena, told->value, length) : NULL;
}

/* REQUEST_URI is what the client wrote; SCRIPT_NAME, PATH_INFO and
 * QUERY_STRING are what RFC 3875 demands of every web server. */
static const char *
read_target(struct gathering *g)
{
	const char *uri = variable(g, REQUEST_URI);

	if (uri != NULL) {
		size_t length = strcspn(uri, "?");
		g->request->path = arena_strndup(g->arena, uri, length);
		return uri[length] == '?' ? uri + length + 1 : NULL;
	}
	const char *script = variable(g, SCRIPT_NAME);
	const char *info = variable(g, PATH_INFO);
	g->request->path = arena_printf(g->arena, "%s%s",
	    script != NULL ? script : "", info != NULL ? info : "");
	return variable(g, QUERY_STRING);
}

/* A text that cannot be a client_id becomes a name that nobody has. */
const char *
gather_identifier(struct arena *arena, const char *text, size_t length)
{
	return identifier_is_client(text, length)
		   ? arena_strndup(arena, text, length)
		   : "?";
}

/* A software_id is of the directory's making: any of its letters may be escaped
 * in a query. */
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

/* A web server that knows no authorizers asks at /authorize, and says there of
 * which call, in variables of its own that no client can set. */
static void
read_role(struct gathering *g)
{
	const char *role = variable(g, FCGI_ROLE);
	const char *uri = variable(g, ORIGINAL_URI);
	const char *status = variable(g, REDIRECT_STATUS);
	struct request *request = g->request;

	request->authorizer = role != NULL && strcmp(role, "AUTHORIZER") == 0;
	request->pretends = g->variables.pretends;
	request->withholds =
	    connection_withholds(&g->variables.told[HTTP_CONNECTION]) ||
	    connection_withholds(&g->variables.told[ORIGINAL_CONNECTION]);
	request->forwarded = g->variables.forwarded;
	request->refused = status != NULL && strcmp(status, "200") != 0;
	request->original_method = variable(g, ORIGINAL_METHOD);
	if (uri != NULL)
		request->original_path =
		    arena_strndup(g->arena, uri, strcspn(uri, "?"));
}

static void
read_connection(struct gathering *g)
{
	struct request *request = g->request;

	request->client_cert = variable(g, SSL_CLIENT_CERT);
	request->client_verify = variable(g, SSL_CLIENT_VERIFY);
	/* Empty is not absent: the server knows of no success. */
	if (request->client_verify == NULL &&
	    g->variables.told[SSL_CLIENT_VERIFY].value != NULL)
		request->client_verify = "NONE";
}

/* Behind a proxy the web server's own word about the connection is about the
 * proxy. */
static void
read_certificate(struct gathering *g, const struct service *service)
{
	if (service->config->client_certificate != CONFIG_CLIENT_CERT) {
		read_connection(g);
		return;
	}
	const char *certificate = variable(g, HTTP_CLIENT_CERT);
	const char *secret = variable(g, PROXY_SECRET);
	turn_away(g, proxy_certificate(service->proxy_secret, certificate,
			 secret, g->arena, g->request));
}

/* A body in another coding than its own would be judged as what it is not (RFC
 * 9110 section 8.4). */
static void
read_coding(struct gathering *g)
{
	const char *coding = variable(g, HTTP_CONTENT_ENCODING);

	if (coding != NULL && strcasecmp(coding, "identity") != 0)
		turn_away(g,
		    reply_refuse(g->arena, &refusals_request[REQUEST_ENCODING],
			"the body must come as it is: Content-Encoding is not "
			"known here"));
}

/* The web server's id of the request, by which its own log knows it: nginx's
 * $request_id as REQUEST_ID, or that of Apache's mod_unique_id.  A client sets no
 * variable but those that begin with HTTP_. */
static const char *
id_told(const struct gathering *g)
{
	static const enum variable names[] = {REQUEST_ID, UNIQUE_ID};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const struct told *told = &g->variables.told[names[i]];
		if (told->value != NULL && !told->twice &&
		    identifier_is_request(told->value))
			return arena_strdup(g->arena, told->value);
	}
	return NULL;
}

/* An authorizer is asked of every call, and the call's body is not for it: the
 * fewer system calls, the better. */
struct reply *
gather(const struct door *door, const struct service *service,
    struct arena *arena, struct request *request)
{
	struct gathering g = {.door = door, .arena = arena, .request = request};

	*request = (struct request){.id = NULL};
	variables_read(door,
	    service->config->client_certificate == CONFIG_CLIENT_CERT,
	    &g.variables);
	read_role(&g);
	request->method = variable(&g, REQUEST_METHOD);
	request->query = read_target(&g);
	read_certificate(&g, service);
	request->authorization = variable(&g, HTTP_AUTHORIZATION);
	request->peer = variable(&g, REMOTE_ADDR);
	request->id = id_told(&g);
	if (request->authorizer)
		return g.refusal;
	if (service->console)
		request->user = console_user(arena, door->all);
	if (request->id == NULL)
		request->id = random_hex(arena, 8);
	request->content_type = variable(&g, CONTENT_TYPE);
	request->if_match = variable(&g, HTTP_IF_MATCH);
	request->if_none_match = variable(&g, HTTP_IF_NONE_MATCH);
	read_query(request, arena, request->query);
	read_coding(&g);
	return gather_body(&g, variable(&g, CONTENT_LENGTH));
}
