/* SPDX-License-Identifier: ISC */
/* GET of all clients, a page at a time. */
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "deliver/told.h"
#include "front/clients/clients.h"
#include "front/lib/bank_server.h"
#include "front/lib/reply.h"
#include "front/lib/stored.h"
#include "kit/arena.h"
#include "kit/identifier.h"
#include "kit/join.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/parameters.h"
#include "kit/request.h"
#include "store/store.h"
#include "validators/refusals/refusals.h"

enum { PAGE_USUAL = 100 };

struct asked {
	const char *after; /* a client_id; NULL: from the first on */
	size_t limit;
};

/* A number without a sign, from 1 to LIMIT_PAGE. */
static bool
read_limit(const char *text, size_t *out)
{
	const size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 4 || text[digits] != '\0')
		return false;
	*out = strtoul(text, NULL, 10);
	return *out >= 1 && *out <= LIMIT_PAGE;
}

/* A parameter that is misspelt must not become the first page once more. */
static struct reply *
read_asked(
    const struct request *request, struct arena *arena, struct asked *out)
{
	const char *query = request->query != NULL ? request->query : "";
	const struct parameters *told =
	    parameters_parse(arena, query, strlen(query));
	static const char *const names[] = {"after", "limit", NULL};
	const char *limit;

	*out = (struct asked){.limit = PAGE_USUAL};
	if (told == NULL || parameters_other(told, names))
		return reply_refuse(arena, &refusals_clients[CLIENTS_QUERY],
		    "the query may have after and limit, each once");
	out->after = parameter(told, "after");
	limit = parameter(told, "limit");
	if (out->after != NULL &&
	    !identifier_is_client(out->after, strlen(out->after)))
		return reply_refuse(arena, &refusals_clients[CLIENTS_AFTER],
		    "after must be a client_id: " IDENTIFIER_CLIENT_FORM);
	if (limit != NULL && !read_limit(limit, &out->limit))
		return reply_refuse(arena, &refusals_clients[CLIENTS_LIMIT],
		    "limit must be a number from 1 to %d", LIMIT_PAGE);
	return NULL;
}

/* A page under way: texts of clients, with commas between. */
struct page {
	const struct profile *profile;
	struct arena *arena;
	size_t limit, count, size;
	const char **texts;
	const char *last; /* client_id; NULL: none yet */
	bool more;
};

static bool
is_full(const struct page *page)
{
	return page->count == page->limit || page->size >= LIMIT_PAGE_BYTES;
}

/* The first one that does not fit says that there are more. */
static bool
add(void *context, const struct stored_row *row)
{
	struct page *page = context;
	struct arena *own;
	const char *text;

	if (is_full(page)) {
		page->more = true;
		return false;
	}
	own = arena_new();
	text = json_text(own, told_client(own, page->profile, &row->client));
	page->texts[page->count++] = arena_strdup(page->arena, text);
	page->size += strlen(text);
	page->last = arena_strdup(page->arena, row->client.client_id);
	arena_free(own);
	return true;
}

/* Puts {"clients":[...],"next":ID} together. */
static const char *
page_text(const struct page *page)
{
	static const char begin[] = "{\"clients\":[", end[] = "]}";
	const char **parts =
	    arena_alloc(page->arena, (2 * page->count + 6) * sizeof(*parts));
	size_t count = 0, length;

	parts[count++] = begin;
	for (size_t i = 0; i < page->count; i++) {
		if (i > 0)
			parts[count++] = ",";
		parts[count++] = page->texts[i];
	}
	if (page->more) {
		parts[count++] = "],\"next\":\"";
		parts[count++] = page->last;
		parts[count++] = "\"}";
	} else
		parts[count++] = end;
	return join_texts(page->arena, parts, &length);
}

struct reply *
clients_page(const struct service *service, const struct request *request,
    struct arena *arena)
{
	struct page page = {.profile = service->judge.profile, .arena = arena};
	struct submission caller;
	const char *server;
	struct asked asked;
	struct reply *reply =
	    bank_server_read(service, request, arena, &caller, &server);

	if (reply != NULL)
		return reply;
	if (server == NULL)
		return bank_server_refuse(
		    arena, &refusals_clients[CLIENTS_STRANGER]);
	reply = read_asked(request, arena, &asked);
	if (reply != NULL)
		return reply;
	const struct stored_range range = {
	    .table = TABLE_CLIENTS, .after = asked.after};
	page.limit = asked.limit;
	page.texts = arena_alloc(arena, asked.limit * sizeof(*page.texts));
	if (service->store->ops->rows(service->store, &range, add, &page) !=
	    STORED_OK)
		return stored_unread(arena);
	return reply_json(arena, "told", page_text(&page));
}
