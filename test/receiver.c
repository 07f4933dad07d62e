/* SPDX-License-Identifier: ISC */
/*
 * A stand-in for the bank's authorization server: takes events over http, on
 * loopback, and keeps what clients it has.
 *
 *	receiver PORT FOLDER
 *
 * FOLDER/log has a line for each event: key, event, client_id, version, state,
 * status.  FOLDER/say, if it is there, has lines "CLIENT_ID STATUS" ("*": any
 * client), the first of which that fits is the answer; "hang": none comes.
 * FOLDER/slow: each answer comes 20 milliseconds after what it answers is done.
 * GET ?after= lists the clients, unless FOLDER/unlisted is there.
 */
#include <sys/socket.h>
#include <sys/stat.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/json.h"

enum { CONNECTIONS = 80, ROOM = 1 << 20, BUCKETS = 1 << 17, PAGE = 1000 };

struct connection {
	int fd;
	char *text;
	size_t length;
};

struct has {
	struct has *next;
	char *client_id, key[17];
	long long version;
};

static struct connection connections[CONNECTIONS];
static struct has *all[BUCKETS];
static const char *folder;
static FILE *told;

static const char *
in_folder(const char *name)
{
	static char path[4096];

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static struct has **
find(const char *client_id)
{
	size_t hash = 5381;
	struct has **link;

	for (const char *c = client_id; *c != '\0'; c++)
		hash = hash * 33 ^ (unsigned char)*c;
	link = &all[hash % BUCKETS];
	while (*link != NULL && strcmp((*link)->client_id, client_id) != 0)
		link = &(*link)->next;
	return link;
}

static void
keep(const char *client_id, const char *key, long long version, bool deleted)
{
	struct has **link = find(client_id), *one = *link;

	if (deleted && one != NULL) {
		*link = one->next;
		free(one->client_id);
		free(one);
	}
	if (deleted)
		return;
	if (one == NULL) {
		one = *link = calloc(1, sizeof(*one));
		if (one == NULL || (one->client_id = strdup(client_id)) == NULL)
			exit(1);
	}
	(void)snprintf(one->key, sizeof(one->key), "%s", key);
	one->version = version;
}

/* What FOLDER/say says of the client; 0: nothing; -1: hang. */
static int
said_of(const char *client_id)
{
	FILE *say = fopen(in_folder("say"), "r");
	char id[512], what[16];
	int status = 0;

	if (say == NULL)
		return 0;
	while (status == 0 && fscanf(say, "%511s %15s", id, what) == 2)
		if (strcmp(id, "*") == 0 || strcmp(id, client_id) == 0)
			status = strcmp(what, "hang") == 0 ? -1 : atoi(what);
	(void)fclose(say);
	return status;
}

static const char *
text_of(const struct json *object, const char *name)
{
	const char *text = json_string(json_get(object, name));

	return text != NULL ? text : "-";
}

/* The status; -1: there is no answer. */
static int
take(const char *body, size_t length, struct arena *arena)
{
	const struct json *event = json_parse(arena, body, length, NULL);
	const char *id = text_of(event, "client_id");
	const char *name = text_of(event, "event");
	int64_t version = 0;
	int status = said_of(id);

	(void)json_integer(json_get(event, "version"), &version);
	if (status == 0)
		status = json_type(event) == JSON_OBJECT ? 204 : 400;
	(void)fprintf(told, "%s %s %s %lld %s %d\n", text_of(event, "key"),
	    name, id, (long long)version, text_of(event, "state"), status);
	(void)fflush(told);
	if (status == 204 && strcmp(name, "check") != 0)
		keep(id, text_of(event, "key"), version,
		    strcmp(name, "deleted") == 0);
	return status;
}

static int
by_id(const void *a, const void *b)
{
	const struct has *const *one = a, *const *other = b;

	return strcmp((*one)->client_id, (*other)->client_id);
}

static const char *
list(struct arena *arena, const char *after)
{
	static const struct has *sorted[1 << 18];
	struct json *object = json_new_object(arena);
	struct json *clients = json_new_array(arena);
	size_t count = 0;

	for (size_t i = 0; i < BUCKETS; i++)
		for (const struct has *one = all[i]; one != NULL;
		     one = one->next)
			if (strcmp(one->client_id, after) > 0)
				sorted[count++] = one;
	qsort(sorted, count, sizeof(*sorted), by_id);
	for (size_t i = 0; i < count && i < PAGE; i++) {
		struct json *one = json_new_object(arena);

		json_set_string(one, "client_id", sorted[i]->client_id);
		json_set_string(one, "key", sorted[i]->key);
		json_set_integer(one, "version", sorted[i]->version);
		json_append(clients, one);
	}
	json_set(object, "clients", clients);
	return json_text(arena, object);
}

static void
answer(int fd, int status, const char *body, struct arena *arena)
{
	const char *text = arena_printf(arena, "HTTP/1.1 %d Said\r\n%s%s\r\n%s",
	    status, status == 429 ? "Retry-After: 1\r\n" : "",
	    status == 204
		? ""
		: arena_printf(arena, "Content-Length: %zu\r\n", strlen(body)),
	    status == 204 ? "" : body);

	if (write(fd, text, strlen(text)) == -1)
		perror("receiver");
}

static void
serve(struct connection *one, const char *body, size_t length)
{
	const struct timespec pause = {0, 20000000};
	struct arena *arena = arena_new();
	struct stat status;
	char after[512] = "";
	int said;

	if (strncmp(one->text, "GET ", 4) == 0) {
		(void)sscanf(one->text, "GET %*[^?]?after=%511[^ ]", after);
		if (stat(in_folder("unlisted"), &status) == 0)
			answer(one->fd, 404, "", arena);
		else
			answer(one->fd, 200, list(arena, after), arena);
	} else if ((said = take(body, length, arena)) > 0) {
		if (stat(in_folder("slow"), &status) == 0)
			(void)nanosleep(&pause, NULL);
		answer(one->fd, said, "so it was said", arena);
	}
	arena_free(arena);
}

static void
close_connection(struct connection *one)
{
	close(one->fd);
	free(one->text);
	*one = (struct connection){.fd = -1};
}

/* Serves the first whole request of the text; false: there is none. */
static bool
next(struct connection *one)
{
	const char *end, *header;
	size_t head, length = 0;

	one->text[one->length] = '\0';
	end = strstr(one->text, "\r\n\r\n");
	if (end == NULL)
		return false;
	head = (size_t)(end + 4 - one->text);
	header = strcasestr(one->text, "\r\nContent-Length:");
	if (header != NULL && header < end)
		length = strtoul(header + 17, NULL, 10);
	if (one->length < head + length)
		return false;
	serve(one, one->text + head, length);
	one->length -= head + length;
	memmove(one->text, one->text + head + length, one->length);
	return true;
}

static void
hear(struct connection *one)
{
	const ssize_t n =
	    read(one->fd, one->text + one->length, ROOM - 1 - one->length);

	if (n <= 0) {
		close_connection(one);
		return;
	}
	one->length += (size_t)n;
	while (next(one))
		continue;
}

static void
take_in(int door)
{
	const int fd = accept(door, NULL, NULL);

	for (size_t i = 0; fd >= 0 && i < CONNECTIONS; i++)
		if (connections[i].fd < 0) {
			connections[i].fd = fd;
			connections[i].text = malloc(ROOM);
			if (connections[i].text == NULL)
				exit(1);
			return;
		}
	if (fd >= 0)
		close(fd);
}

static int
listen_at(const char *port)
{
	const struct sockaddr_in here = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)atoi(port)),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	const int door = socket(AF_INET, SOCK_STREAM, 0), yes = 1;

	if (door < 0 ||
	    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) !=
		0 ||
	    bind(door, (const struct sockaddr *)&here, sizeof(here)) != 0 ||
	    listen(door, CONNECTIONS) != 0) {
		perror("receiver");
		exit(1);
	}
	return door;
}

int
main(int argc, char **argv)
{
	struct pollfd ends[CONNECTIONS + 1];

	if (argc != 3)
		return 2;
	folder = argv[2];
	told = fopen(in_folder("log"), "a");
	if (told == NULL)
		return 1;
	(void)signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < CONNECTIONS; i++)
		connections[i].fd = -1;
	ends[CONNECTIONS] = (struct pollfd){listen_at(argv[1]), POLLIN, 0};
	for (;;) {
		for (size_t i = 0; i < CONNECTIONS; i++)
			ends[i] = (struct pollfd){connections[i].fd, POLLIN, 0};
		if (poll(ends, CONNECTIONS + 1, -1) <= 0)
			continue;
		if (ends[CONNECTIONS].revents != 0)
			take_in(ends[CONNECTIONS].fd);
		for (size_t i = 0; i < CONNECTIONS; i++)
			if (ends[i].fd >= 0 && ends[i].revents != 0)
				hear(&connections[i]);
	}
}
