/* SPDX-License-Identifier: ISC */
#include "test/fuzz/fuzz.h"

#include "front/front.h"
#include "front/gather.h"
#include "front/route.h"
#include "kit/json.h"

/* A whole deployment with one registered client, and a token of its. */
static struct {
	struct arena *arena;
	struct service service;
	const char *certificate, *token;
} world;

/* The variables of a request, and its body. */
struct asked {
	struct {
		const char *name, *value;
	} variables[10];
	const char *body;
	size_t read;
};

static const char *
variable(void *context, const char *name)
{
	const struct asked *asked = context;

	for (size_t i = 0; i < 10 && asked->variables[i].name != NULL; i++)
		if (strcmp(asked->variables[i].name, name) == 0)
			return asked->variables[i].value;
	return NULL;
}

static ssize_t
read_body(void *context, char *buffer, size_t size)
{
	struct asked *asked = context;
	const size_t left = strlen(asked->body) - asked->read;
	const size_t part = left < size ? left : size;

	memcpy(buffer, asked->body + asked->read, part);
	asked->read += part;
	return (ssize_t)part;
}

static const char *
serve(struct arena *arena, struct asked *asked)
{
	const struct door door = {asked, variable, read_body};
	size_t length;
	const char *text = route_serve(&world.service, &door, arena, &length);

	MUST(strlen(text) == length);
	return text;
}

static const char *
length_of(struct arena *arena, const char *body)
{
	return arena_printf(arena, "%zu", strlen(body));
}

static void
open_world(void)
{
	struct arena *arena = arena_new();
	const char *why = NULL;

	world.arena = arena;
	MUST(setenv("DCR_CONFIG", fuzz_path(arena, "memory.conf"), 1) == 0);
	if (!service_open(&world.service, arena, &why)) {
		fprintf(stderr, "%s\n", why);
		abort();
	}
	world.certificate = fuzz_read(arena, "tpp/transport.pem");
	struct asked asked = {
	    {{"REQUEST_METHOD", "POST"}, {"REQUEST_URI", "/register"},
		{"CONTENT_TYPE", "application/jwt"},
		{"SSL_CLIENT_CERT", world.certificate}},
	    fuzz_read(arena, "request"), 0};
	asked.variables[4].name = "CONTENT_LENGTH";
	asked.variables[4].value = length_of(arena, asked.body);
	const char *text = strstr(serve(arena, &asked), "\r\n\r\n");
	const struct json *client =
	    json_parse(arena, text + 4, strlen(text + 4), NULL);
	const char *id = json_string(json_get(client, "client_id"));
	MUST(id != NULL);
	asked.body = arena_printf(
	    arena, "grant_type=client_credentials&client_id=%s", id);
	asked.read = 0;
	asked.variables[1].value = "/token";
	asked.variables[2].value = "application/x-www-form-urlencoded";
	asked.variables[4].value = length_of(arena, asked.body);
	text = strstr(serve(arena, &asked), "\r\n\r\n");
	client = json_parse(arena, text + 4, strlen(text + 4), NULL);
	world.token = json_string(json_get(client, "access_token"));
	MUST(world.token != NULL);
}

/* No text of the client's ends a line of the headers. */
static void
check_headers(const char *text, const char *body)
{
	while (text < body) {
		const char *end = strstr(text, "\r\n");
		const char *colon = strstr(text, ": ");
		MUST(end != NULL && colon != NULL && colon < end);
		for (; text < end; text++)
			MUST(*text >= ' ' && *text <= '~');
		text = end + 2;
	}
}

static void
check_answer(struct arena *arena, const char *text)
{
	static const char known[] =
	    " 200 201 204 400 401 403 404 405 409 412 413 415 431 503 ";
	const char *body = strstr(text, "\r\n\r\n");
	char status[6] = "";

	MUST(strncmp(text, "Status: ", 8) == 0 && body != NULL);
	memcpy(status, text + 7, 5);
	MUST(strstr(known, status) != NULL);
	check_headers(text, body + 2);
	body += 4;
	if (*body != '\0')
		MUST(json_type(json_parse(arena, body, strlen(body), NULL)) ==
		     JSON_OBJECT);
}

/* Nobody goes on but the client; without its token to one place alone. */
static void
check_passed(struct asked *asked, const char *text)
{
	const char *authorization = variable(asked, "HTTP_AUTHORIZATION");
	const bool role = strstr(text, "Variable-DCR_CLIENT_ID: ") != NULL;
	const char *uri =
	    variable(asked, role ? "REQUEST_URI" : "ORIGINAL_URI");

	if (!role && strstr(text, "Dcr-Client-Id: ") == NULL)
		return;
	MUST(
	    strcmp(variable(asked, "SSL_CLIENT_CERT"), world.certificate) == 0);
	MUST(strncmp(uri, "/status", 7) == 0 ||
	     strstr(authorization, world.token) != NULL);
}

/* "C" is the client's certificate, "T" its token. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {"REQUEST_METHOD", "REQUEST_URI",
	    "CONTENT_TYPE", "SSL_CLIENT_CERT", "HTTP_AUTHORIZATION",
	    "FCGI_ROLE", "ORIGINAL_METHOD", "ORIGINAL_URI", "HTTP_IF_MATCH"};
	struct fuzz_input input = {(const char *)data, size};
	struct arena *arena = arena_new();
	struct asked asked = {.read = 0};

	if (world.arena == NULL)
		open_world();
	for (size_t i = 0; i < 9; i++) {
		asked.variables[i].name = names[i];
		asked.variables[i].value = fuzz_next(arena, &input);
	}
	if (strcmp(asked.variables[3].value, "C") == 0)
		asked.variables[3].value = world.certificate;
	if (strcmp(asked.variables[4].value, "T") == 0)
		asked.variables[4].value =
		    arena_printf(arena, "Bearer %s", world.token);
	asked.body = arena_strndup(arena, input.at, input.left);
	asked.variables[9].name = "CONTENT_LENGTH";
	asked.variables[9].value = length_of(arena, asked.body);
	const char *text = serve(arena, &asked);
	check_answer(arena, text);
	check_passed(&asked, text);
	arena_free(arena);
	return 0;
}
