/* SPDX-License-Identifier: ISC */
/* Fuzzes every endpoint and the authorizer of a whole deployment. */
#include "test/fuzz/fuzz.h"

#include "front/front.h"
#include "kit/jose/jws.h"
#include "kit/json.h"
#include "store/store.h"
#include "test/memory_door.h"

/* A whole deployment with one registered client, and a token of its, at the
 * time of the request that has registered it: it expires. */
static struct {
	struct arena *arena;
	struct service service;
	const char *certificate, *of_apis;
	const char *id, *manages, *token;
	uint64_t generation; /* of the store; another one is another world */
	time_t now;
} world;

/* test/fuzz/run links this in the place of time(). */
time_t __wrap_time(time_t *now);
time_t
__wrap_time(time_t *now)
{
	if (now != NULL)
		*now = world.now;
	return world.now;
}

static time_t
time_of(struct arena *arena, const char *request)
{
	struct jws jws;
	int64_t at;

	MUST(jws_parse(arena, request, strlen(request), &jws) == JWS_OK);
	MUST(json_integer(json_get(jws.payload, "iat"), &at));
	return (time_t)at;
}

static const char *
serve(struct arena *arena, struct memory_door *asked)
{
	size_t length;
	const char *text = memory_serve(&world.service, asked, arena, &length);

	MUST(strlen(text) == length);
	return text;
}

/* What the answer to this call of the client says. */
static const struct json *
answer(const char *uri, const char *type, const char *body)
{
	struct arena *arena = world.arena;
	struct memory_door asked = {
	    .variables = {{"REQUEST_METHOD", "POST"}, {"REQUEST_URI", uri},
		{"CONTENT_TYPE", type}, {"SSL_CLIENT_CERT", world.certificate}},
	    .body = body,
	};
	const char *text = strstr(serve(arena, &asked), "\r\n\r\n");

	return json_parse(arena, text + 4, strlen(text + 4), NULL);
}

static const char *
member(const struct json *object, const char *name)
{
	const char *text = json_string(json_get(object, name));

	MUST(text != NULL);
	return text;
}

static uint64_t
generation(void)
{
	struct store *store = world.service.store;

	return store->ops->generation(store);
}

static void
open_world(void)
{
	struct arena *arena = arena_new();
	const char *request = fuzz_read(arena, "request"), *why = NULL;
	const struct json *client;

	if (world.arena != NULL) {
		service_close(&world.service);
		arena_free(world.arena);
	}
	world.arena = arena;
	world.now = time_of(arena, request);
	MUST(setenv("DCR_CONFIG", fuzz_path(arena, "memory.conf"), 1) == 0);
	if (!service_open(&world.service, arena, &why)) {
		fprintf(stderr, "%s\n", why);
		abort();
	}
	world.certificate = fuzz_read(arena, "tpp/transport.pem");
	world.of_apis = fuzz_read(arena, "api/transport.pem");
	client = answer("/register", "application/jwt", request);
	world.id = member(client, "client_id");
	world.manages = member(client, "registration_access_token");
	world.token = member(
	    answer("/token", "application/x-www-form-urlencoded",
		arena_printf(arena,
		    "grant_type=client_credentials&client_id=%s", world.id)),
	    "access_token");
	world.generation = generation();
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
	if (strstr(body, "\"registration_client_uri\"") != NULL &&
	    strcmp(status, " 201 ") == 0)
		fuzz_reached("a registration");
	if (strstr(body, "\"access_token\"") != NULL)
		fuzz_reached("a token");
	if (strstr(body, "\"active\":true") != NULL)
		fuzz_reached("introspection of a live token");
	if (strcmp(status, " 204 ") == 0)
		fuzz_reached("a deletion");
	if (*body != '\0')
		MUST(json_type(json_parse(arena, body, strlen(body), NULL)) ==
		     JSON_OBJECT);
}

/* Nobody goes on but the client; without its token to one place alone. */
static void
check_passed(struct memory_door *asked, const char *text)
{
	const char *authorization =
	    memory_variable(asked, "HTTP_AUTHORIZATION");
	const bool role = strstr(text, "\r\nVariable-DCR_CLIENT_ID: ") != NULL;
	const char *uri =
	    memory_variable(asked, role ? "REQUEST_URI" : "ORIGINAL_URI");

	if (!role && strstr(text, "\r\nDcr-Client-Id: ") == NULL)
		return;
	MUST(strcmp(memory_variable(asked, "SSL_CLIENT_CERT"),
		 world.certificate) == 0);
	MUST(strncmp(uri, "/status", 7) == 0 ||
	     strstr(authorization, world.token) != NULL);
	fuzz_reached("an API");
}

/* The first "{WORD}" of a text becomes what it stands for. */
static const char *
fill(struct arena *arena, const char *text, const char *word, const char *with)
{
	const char *at = strstr(text, word);

	if (at == NULL)
		return text;
	return arena_printf(
	    arena, "%.*s%s%s", (int)(at - text), text, with, at + strlen(word));
}

/* The bank's words for what a fuzzer cannot guess: certificates by one letter,
 * tokens by another, and in URI and body the client_id and the token. */
static void
stand_in(struct arena *arena, struct memory_door *asked)
{
	const char **uri = &asked->variables[1].value;
	const char **certificate = &asked->variables[3].value;
	const char **authorization = &asked->variables[4].value;

	*uri = fill(arena, *uri, "{id}", world.id);
	if (strcmp(*certificate, "C") == 0)
		*certificate = world.certificate;
	else if (strcmp(*certificate, "A") == 0)
		*certificate = world.of_apis;
	if (strcmp(*authorization, "T") == 0)
		*authorization = arena_printf(arena, "Bearer %s", world.token);
	else if (strcmp(*authorization, "R") == 0)
		*authorization =
		    arena_printf(arena, "Bearer %s", world.manages);
	asked->body = fill(arena, asked->body, "{id}", world.id);
	asked->body = fill(arena, asked->body, "{token}", world.token);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = {"REQUEST_METHOD", "REQUEST_URI",
	    "CONTENT_TYPE", "SSL_CLIENT_CERT", "HTTP_AUTHORIZATION",
	    "FCGI_ROLE", "ORIGINAL_METHOD", "ORIGINAL_URI", "HTTP_IF_MATCH"};
	struct fuzz_input input = {(const char *)data, size};
	struct arena *arena = arena_new();
	struct memory_door asked = {.environment = false};

	if (world.arena == NULL)
		open_world();
	for (size_t i = 0; i < 9; i++) {
		asked.variables[i].name = names[i];
		asked.variables[i].value = fuzz_next(arena, &input);
	}
	asked.body = arena_strndup(arena, input.at, input.left);
	stand_in(arena, &asked);
	const char *text = serve(arena, &asked);
	check_answer(arena, text);
	check_passed(&asked, text);
	if (generation() != world.generation) /* for the next input */
		open_world();
	arena_free(arena);
	return 0;
}
