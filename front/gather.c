/* SPDX-License-Identifier: ISC */
/* Reads a request out of the variables of the web server, bounded and
 * copied. */
#include "front/private.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "front/lib/reply.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/identifier.h"
#include "kit/limits.h"
#include "kit/parameters.h"
#include "kit/request.h"

static void
turn_away(struct gathering *g, struct reply *refusal)
{
	if (g->refusal == NULL)
		g->refusal = refusal;
}

static bool
is_header(const char *name)
{
	return strncmp(name, "HTTP_", 5) == 0;
}

/* Web servers make one name of Client-Cert, Client_Cert and Client.Cert, and
 * some hand over all three: nobody can tell which is the proxy's.  A variable of
 * the web server's own may come twice, if both values are the same. */
static bool
comes_twice(const struct door *door, const char *name, const char *value)
{
	const size_t length = strlen(name);
	size_t times = 0;

	for (char *const *at = door->all; at != NULL && *at != NULL; at++) {
		if (strncmp(*at, name, length) != 0 || (*at)[length] != '=')
			continue;
		times++;
		if (!is_header(name) && strcmp(*at + length + 1, value) != 0)
			return true;
	}
	return is_header(name) && times > 1;
}

static struct reply *
twice(struct arena *arena, const char *name)
{
	if (!is_header(name))
		return reply_unable(
		    arena, arena_printf(arena,
			       "the web server told two values of %s", name));
	return reply_error(arena, 400, "invalid_request",
	    arena_printf(arena,
		"a header came twice, in one spelling or in two: the web "
		"server calls it %s",
		name));
}

/* NULL when the variable is absent or empty, or when the request is refused for
 * it. */
static const char *
variable(struct gathering *g, const char *name)
{
	const char *value = g->door->variable(g->door->context, name);

	if (value == NULL)
		return NULL;
	if (comes_twice(g->door, name, value)) {
		turn_away(g, twice(g->arena, name));
		return NULL;
	}
	if (strnlen(value, LIMIT_VARIABLE + 1) > LIMIT_VARIABLE) {
		turn_away(
		    g, reply_error(g->arena, 431, "invalid_request",
			   "a header or the client certificate is too large"));
		return NULL;
	}
	return *value != '\0' ? arena_strdup(g->arena, value) : NULL;
}

/* REQUEST_URI is what the client wrote; SCRIPT_NAME, PATH_INFO and
 * QUERY_STRING are what RFC 3875 demands of every web server. */
static const char *
read_target(struct gathering *g)
{
	const char *uri = variable(g, "REQUEST_URI");

	if (uri != NULL) {
		size_t length = strcspn(uri, "?");
		g->request->path = arena_strndup(g->arena, uri, length);
		return uri[length] == '?' ? uri + length + 1 : NULL;
	}
	const char *script = variable(g, "SCRIPT_NAME");
	const char *info = variable(g, "PATH_INFO");
	g->request->path = arena_printf(g->arena, "%s%s",
	    script != NULL ? script : "", info != NULL ? info : "");
	return variable(g, "QUERY_STRING");
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

/* Does the variable come from a header whose name begins so, whatever stands
 * between its letters? */
static bool
is_spelt(const char *variable, const char *beginning)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789=";
	const char *at = variable + strlen("HTTP_");

	for (; *beginning != '\0'; beginning++, at++) {
		at += strcspn(at, letters);
		if (strncasecmp(at, beginning, 1) != 0)
			return false;
	}
	return true;
}

/* A header that an API may take for dcr's word of who is calling, or for a
 * certificate that some proxy has seen. */
static bool
is_identity(const char *variable)
{
	static const char *const names[] = {"DCR", "CLIENTCERT", "SSLCLIENT",
	    "XCLIENTCERT", "XSSLCLIENT", NULL};

	if (!is_header(variable))
		return false;
	for (const char *const *name = names; *name != NULL; name++)
		if (is_spelt(variable, *name))
			return true;
	return false;
}

static bool
is_of_proxy(const char *variable)
{
	static const char secret[] = PROXY_SECRET "=";
	static const char certificate[] = "HTTP_CLIENT_CERT=";
	static const char chain[] = "HTTP_CLIENT_CERT_CHAIN=";

	return strncmp(variable, secret, sizeof(secret) - 1) == 0 ||
	       strncmp(variable, certificate, sizeof(certificate) - 1) == 0 ||
	       strncmp(variable, chain, sizeof(chain) - 1) == 0;
}

static bool
pretends(const struct door *door, const struct config *config)
{
	const bool proxy = config->client_certificate == CONFIG_CLIENT_CERT;

	for (char *const *at = door->all; at != NULL && *at != NULL; at++)
		if (is_identity(*at) && !(proxy && is_of_proxy(*at)))
			return true;
	return false;
}

/* A web server that knows no authorizers asks at /authorize, and says there of
 * which call, in variables of its own that no client can set. */
static void
read_role(struct gathering *g, const struct config *config)
{
	const char *role = variable(g, "FCGI_ROLE");
	const char *uri = variable(g, "ORIGINAL_URI");
	const char *status = variable(g, "REDIRECT_STATUS");
	struct request *request = g->request;

	request->authorizer = role != NULL && strcmp(role, "AUTHORIZER") == 0;
	request->pretends = pretends(g->door, config);
	request->refused = status != NULL && strcmp(status, "200") != 0;
	request->original_method = variable(g, "ORIGINAL_METHOD");
	if (uri != NULL)
		request->original_path =
		    arena_strndup(g->arena, uri, strcspn(uri, "?"));
}

static void
read_connection(struct gathering *g)
{
	static const char verify[] = "SSL_CLIENT_VERIFY";
	struct request *request = g->request;

	request->client_cert = variable(g, "SSL_CLIENT_CERT");
	request->client_verify = variable(g, verify);
	/* Empty is not absent: the server knows of no success. */
	if (request->client_verify == NULL &&
	    g->door->variable(g->door->context, verify) != NULL)
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
	const char *certificate = variable(g, "HTTP_CLIENT_CERT");
	const char *secret = variable(g, PROXY_SECRET);
	turn_away(g, proxy_certificate(service->proxy_secret, certificate,
			 secret, g->arena, g->request));
}

/* A body in another coding than its own would be judged as what it is not (RFC
 * 9110 section 8.4). */
static void
read_coding(struct gathering *g)
{
	const char *coding = variable(g, "HTTP_CONTENT_ENCODING");

	if (coding != NULL && strcasecmp(coding, "identity") != 0)
		turn_away(g,
		    reply_error(g->arena, 415, "invalid_request",
			"the body must come as it is: Content-Encoding is not "
			"known here"));
}

/* An authorizer is asked of every call, and the call's body is not for it: the
 * fewer system calls, the better. */
struct reply *
gather(const struct door *door, const struct service *service,
    struct arena *arena, struct request *request)
{
	struct gathering g = {door, arena, request, NULL};

	*request = (struct request){.id = NULL};
	read_role(&g, service->config);
	request->method = variable(&g, "REQUEST_METHOD");
	const char *query = read_target(&g);
	read_certificate(&g, service);
	request->authorization = variable(&g, "HTTP_AUTHORIZATION");
	request->peer = variable(&g, "REMOTE_ADDR");
	if (request->authorizer)
		return g.refusal;
	request->id = random_hex(arena, 8);
	request->content_type = variable(&g, "CONTENT_TYPE");
	request->if_match = variable(&g, "HTTP_IF_MATCH");
	read_query(request, arena, query);
	read_coding(&g);
	return gather_body(&g, variable(&g, "CONTENT_LENGTH"));
}
