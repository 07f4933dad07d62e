/* SPDX-License-Identifier: ISC */

/*
 * size N SMALL LARGE BODY CLIENTS: what one registration, reading one, a call of
 * the APIs with a new access token, and a bare add and get of the store cost in
 * the world SMALL and in LARGE, which is the same world with CLIENTS more of
 * test/bench/fill's in its store.  The requests are in BODY.0 and so on, the
 * variables are the environment; the access tokens are made of the files
 * BODY.header and BODY.claims, in which "@id@" is the client, twice, and of
 * BODY.key.  N of each, in turn, so that it holds when the machine's speed drifts; prints the
 * CPU time (user and system) of the middle one in microseconds for both, and
 * the middle one of the ratios pair by pair.
 *
 * size N LARGE BODY CLIENTS: does the same in one world alone, and prints what
 * memory is this process's own.
 */
#include <sys/resource.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "front/front.h"
#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/file.h"
#include "kit/issue/issue.h"
#include "kit/limits.h"
#include "kit/x509/cert.h"
#include "store/store.h"
#include "test/bench/own_memory.h"
#include "test/memory_door.h"

enum { REGISTRATION, LOOKUP, CALL, ADD, GET, KINDS };
enum { WARM = 10000 };

struct world {
	struct service service;
	long clients;
	double *times[KINDS];
};

/* The registration access token of all that test/bench/fill has added. */
#define TOKEN "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

struct work {
	const char *body;
	const char *metadata;
	const char *access; /* an access token */
	size_t number;
};

/* What access tokens are made of. */
static const char *header, *claims;
static struct issue_signer *signer;

static double
now(void)
{
	struct rusage used;

	(void)getrusage(RUSAGE_SELF, &used);
	return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e6 +
	       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

static void
serve(struct world *world, struct work *work, struct arena *arena)
{
	struct memory_door from = {.environment = true, .body = work->body};
	size_t length;
	const char *text = memory_serve(&world->service, &from, arena, &length);

	if (strncmp(text, "Status: 201", 11) != 0)
		errx(1, "%s", text);
	if (work->metadata == NULL)
		work->metadata = strstr(text, "\r\n\r\n") + 4;
}

/* As fill names them. */
static const char *
client_id(struct arena *arena, const char *name)
{
	return arena_strndup(arena, digest_hex(arena, name, strlen(name)), 32);
}

static void
add(struct world *world, struct work *work, struct arena *arena)
{
	const char *name =
	    arena_printf(arena, "added %d %zu", (int)getpid(), work->number);
	const struct client client = {
	    .client_id = client_id(arena, name),
	    .software = name,
	    .certificate = digest_hex(arena, name, strlen(name)),
	    .state_why = "",
	    .subject = "",
	    .issuer = "",
	    .state_by = "",
	    .profile = "",
	    .metadata = work->metadata,
	};
	struct stored_change change = {
	    .kind = CHANGE_ADD,
	    .client = &client,
	    .jti = name,
	    .jti_issuer = "bench",
	    .jti_expires = 1,
	    .audit = "{\"event\":\"registered\"}",
	};
	struct store *store = world->service.store;

	if (store->ops->change(store, &change) != STORED_OK)
		errx(1, "%s was not stored", name);
}

static void
get(struct world *world, struct work *work, struct arena *arena)
{
	/* A large prime: from one end of the store to the other. */
	const long number =
	    (long)(work->number * 7919 % (size_t)world->clients);
	struct store *store = world->service.store;
	struct client client;

	if (store->ops->get(store,
		client_id(arena, arena_printf(arena, "filled %ld", number)),
		arena, &client) != STORED_OK)
		errx(1, "filled %ld is not there", number);
}

/* A client that is looked up in that turn. */
static const char *
looked_up(struct world *world, size_t turn, struct arena *arena)
{
	const long number = (long)(turn * 7907 % (size_t)world->clients);

	return client_id(arena, arena_printf(arena, "filled %ld", number));
}

/* Its certificate becomes the caller's, long before it is looked up. */
static void
adopt(struct world *world, size_t turn)
{
	struct arena *arena = arena_new();
	const char *pem = getenv("SSL_CLIENT_CERT");
	const struct cert *cert =
	    pem == NULL ? NULL : cert_parse(arena, pem, strlen(pem));
	struct store *store = world->service.store;
	struct client client;
	struct stored_change change = {
	    .kind = CHANGE_REPLACE, .client = &client};

	if (cert == NULL ||
	    store->ops->get(store, looked_up(world, turn, arena), arena,
		&client) != STORED_OK)
		errx(1, "no client for turn %zu", turn);
	client.certificate = cert_sha256_hex(cert);
	if (store->ops->change(store, &change) != STORED_OK)
		errx(1, "turn %zu: not stored", turn);
	arena_free(arena);
}

/* The same, as its client does it. */
static void
look_up(struct world *world, struct work *work, struct arena *arena)
{
	const char *path = arena_printf(
	    arena, "/register/%s", looked_up(world, work->number, arena));
	struct memory_door from = {
	    .variables = {{"REQUEST_METHOD", "GET"}, {"REQUEST_URI", path},
		{"HTTP_AUTHORIZATION", "Bearer " TOKEN}, {"CONTENT_TYPE", NULL},
		{"CONTENT_LENGTH", NULL}},
	    .environment = true,
	    .body = "",
	};
	size_t length;
	const char *text = memory_serve(&world->service, &from, arena, &length);

	if (strncmp(text, "Status: 200", 11) != 0)
		errx(1, "%s", text);
}

static const char *
access_token(struct arena *arena, const char *client)
{
	const char *one = strstr(claims, "@id@"), *two, *why, *token;

	if (one == NULL || (two = strstr(one + 4, "@id@")) == NULL)
		errx(1, "no claims of a client: %s", claims);
	token = issue_signer_sign(signer, arena, header,
	    arena_printf(arena, "%.*s%s%.*s%s%s", (int)(one - claims), claims,
		client, (int)(two - one - 4), one + 4, client, two + 4),
	    &why);
	if (token == NULL)
		errx(1, "%s", why);
	return arena_printf(arena, "Bearer %s", token);
}

/* A call of an API with a token that nobody has seen. */
static void
call(struct world *world, struct work *work, struct arena *arena)
{
	struct memory_door from = {
	    .variables = {{"REQUEST_METHOD", "GET"},
		{"REQUEST_URI", "/authorize"}, {"ORIGINAL_METHOD", "GET"},
		{"ORIGINAL_URI", "/accounts/1"},
		{"HTTP_AUTHORIZATION", work->access}, {"CONTENT_TYPE", NULL},
		{"CONTENT_LENGTH", NULL}},
	    .environment = true,
	    .body = "",
	};
	size_t length;
	const char *text = memory_serve(&world->service, &from, arena, &length);

	if (strncmp(text, "Status: 2", 9) != 0)
		errx(1, "%s", text);
}

/* A cache that is new has yet to be given its memory by the kernel. */
static void
warm_up(struct world *world)
{
	for (size_t i = 0; i < WARM; i++) {
		struct arena *arena = arena_new();
		struct work work = {.number = i};

		get(world, &work, arena);
		arena_free(arena);
	}
}

static void
measure(struct world *world, struct work *work)
{
	static void (*const runs[])(struct world *, struct work *,
	    struct arena *) = {serve, look_up, call, add, get};
	struct arena *made = arena_new(), *arena;
	double start;

	work->access = access_token(made, looked_up(world, work->number, made));
	for (size_t kind = 0; kind < KINDS; kind++) {
		arena = arena_new();
		start = now();
		runs[kind](world, work, arena);
		world->times[kind][work->number] = now() - start;
		if (kind == 0)
			work->metadata = strdup(work->metadata);
		arena_free(arena);
	}
	free((void *)(uintptr_t)work->metadata);
	work->metadata = NULL;
	arena_free(made);
}

static int
compare(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
middle(double *times, size_t count)
{
	qsort(times, count, sizeof *times, compare);
	return times[count / 2];
}

static void
print_times(const struct world *small, const struct world *large, size_t count)
{
	static const char *const names[] = {
	    "registration", "lookup", "call", "add", "get"};
	double *ratios = malloc(count * sizeof *ratios), ratio;

	if (ratios == NULL)
		err(1, "malloc");
	for (size_t kind = 0; kind < KINDS; kind++) {
		for (size_t i = 0; i < count; i++)
			ratios[i] =
			    large->times[kind][i] / small->times[kind][i];
		ratio = middle(ratios, count);
		printf("%s %.1f %.1f %.3f\n", names[kind],
		    middle(small->times[kind], count),
		    middle(large->times[kind], count), ratio);
	}
	free(ratios);
}

static void
open_world(struct world *world, struct arena *arena, const char *folder,
    long clients, size_t count)
{
	const char *why = NULL;

	world->clients = clients;
	for (size_t kind = 0; kind < KINDS; kind++)
		world->times[kind] = arena_alloc(arena, count * sizeof(double));
	if (setenv("DCR_CONFIG", arena_printf(arena, "%s/dcr.conf", folder),
		1) != 0 ||
	    !service_open(&world->service, arena, &why))
		errx(1, "%s", why);
}

static const char *
text_of(struct arena *arena, const char *prefix, const char *name)
{
	const char *path = arena_printf(arena, "%s.%s", prefix, name);
	size_t length;
	const char *text = file_read(arena, path, LIMIT_FILE, &length);

	if (text == NULL)
		err(1, "%s", path);
	return text;
}

static void
read_access(struct arena *arena, const char *prefix)
{
	const char *why = NULL;

	header = text_of(arena, prefix, "header");
	claims = text_of(arena, prefix, "claims");
	signer = issue_signer_open(
	    arena, "ES256", text_of(arena, prefix, "key"), &why);
	if (signer == NULL)
		errx(1, "%s", why);
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct world worlds[2];
	const size_t others = argc == 6 ? 2 : 1;
	size_t count, length;

	if (argc != 5 && argc != 6)
		errx(2, "usage: size N [SMALL] LARGE BODY CLIENTS");
	count = (size_t)atol(argv[1]);
	read_access(arena, argv[argc - 2]);
	for (size_t w = 0; w < others; w++)
		open_world(&worlds[w], arena, argv[2 + w],
		    w + 1 < others ? 1000 : atol(argv[argc - 1]), count);
	for (size_t w = 0; w < others; w++) {
		for (size_t i = 0; i < count; i++)
			adopt(&worlds[w], i);
		warm_up(&worlds[w]);
	}
	for (size_t i = 0; i < count; i++) {
		struct arena *bodies = arena_new();
		struct work work = {.number = i,
		    .body = file_read(bodies,
			arena_printf(bodies, "%s.%zu", argv[argc - 2], i),
			LIMIT_FILE, &length)};

		if (work.body == NULL)
			err(1, "%s.%zu", argv[argc - 2], i);
		/* Who comes second finds the way warm: take turns. */
		for (size_t w = 0; w < others; w++)
			measure(&worlds[(w + i) % others], &work);
		arena_free(bodies);
	}
	if (others == 2)
		print_times(&worlds[0], &worlds[1], count);
	else
		own_memory_print();
	for (size_t w = 0; w < others; w++)
		service_close(&worlds[w].service);
	arena_free(arena);
	return 0;
}
