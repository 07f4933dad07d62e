/* SPDX-License-Identifier: ISC */
/* Lists the clients of ours that a product has, page by page. */
#include <string.h>

#include "deliver/kind.h"
#include "deliver/mapping.h"
#include "deliver/mapping_parts.h"
#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/net/exchange.h"
#include "kit/percent.h"

struct listing {
	struct mapping_run run;
	const struct mapping_listing *how;
	bool (*each)(void *context, const struct courier_known *known);
	void *context;
	struct json *page;
	int64_t first;
	bool stopped;
};

/* The parameter of the URI that a Link header (RFC 8288) calls the next page;
 * the URI itself is not followed.  NULL: there is no next page. */
static const char *
next_token(struct arena *arena, const char *link, const char *parameter)
{
	const char *end, *rel, *at;
	const char *const wanted = arena_printf(arena, "%s=", parameter);

	for (; link != NULL && (link = strchr(link, '<')) != NULL; link = end) {
		struct bytes value;

		end = strchr(link, '>');
		if (end == NULL)
			return NULL;
		rel = end + strcspn(end, "<");
		const char *words =
		    arena_strndup(arena, end, (size_t)(rel - end));
		if (strstr(words, "rel=\"next\"") == NULL &&
		    strstr(words, "rel=next") == NULL)
			continue;
		at = strstr(link, wanted);
		if (at == NULL || at > end || strchr("?&", at[-1]) == NULL)
			return NULL;
		at += strlen(wanted);
		if (!percent_decode(arena, at, strcspn(at, "&>#"), &value) ||
		    memchr(value.data, '\0', value.length) != NULL)
			return NULL;
		return arena_strndup(
		    arena, (const char *)value.data, value.length);
	}
	return NULL;
}

/* NULL: the text does not begin so. */
static const char *
behind(const char *text, const char *prefix)
{
	const size_t length = strlen(prefix);

	return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

static void
tell(struct listing *listing, const struct json *item)
{
	struct arena *arena = listing->run.arena;
	const struct mapping_listing *how = listing->how;
	struct courier_known known = {.version = -1};

	json_set(listing->run.context, "item", item);
	if (!mapping_holds(arena, listing->run.context, &how->ours))
		return;
	known.client_id = json_string(mapping_at(arena, item, how->client_id));
	if (how->key != NULL)
		known.key = json_string(mapping_at(arena, item, how->key));
	if (known.client_id != NULL && how->prefix != NULL)
		known.client_id = behind(known.client_id, how->prefix);
	if (known.client_id != NULL)
		listing->stopped = !listing->each(listing->context, &known);
}

/* Is there another page?  False and *why: the page is no list. */
static bool
tell_page(struct listing *listing, const struct exchanged *answer, bool *more,
    const char **why)
{
	const struct mapping_listing *how = listing->how;
	struct arena *arena = listing->run.arena;
	const struct json *root =
	    json_parse(arena, answer->body, answer->length, NULL);
	const struct json *items = mapping_at(arena, root, how->items);
	const char *token;

	if (json_type(items) != JSON_ARRAY) {
		*why = "answers no list";
		return false;
	}
	for (size_t i = 0; !listing->stopped && i < json_length(items); i++)
		tell(listing, json_at(items, i));
	listing->first += (int64_t)json_length(items);
	json_set_integer(listing->page, "first", listing->first);
	*more = (int64_t)json_length(items) >= how->size;
	if (how->parameter == NULL)
		return true;
	token = next_token(arena, answer->link, how->parameter);
	*more = token != NULL;
	if (token != NULL)
		json_set_string(listing->page, "token", token);
	return true;
}

static bool
get_page(struct listing *listing, bool *more, const char **why)
{
	struct exchanged answer = {0};

	if (!mapping_exchange(&listing->run, &listing->how->step, &answer)) {
		*why = listing->run.out->words;
		return false;
	}
	if (answer.status != 200) {
		*why = arena_printf(
		    listing->run.arena, "list: answers %d", answer.status);
		return false;
	}
	return tell_page(listing, &answer, more, why);
}

bool
mapping_can_list(const struct mapping *mapping)
{
	return mapping->listing.step.method != NULL;
}

/* A page has an arena of its own: there may be thousands. */
bool
mapping_list(const struct mapping *mapping, const struct mapping_caller *caller,
    bool (*each)(void *context, const struct courier_known *known),
    void *context, struct arena *arena, const char **why)
{
	struct sent sent = {.words = ""};
	struct listing listing = {
	    .how = &mapping->listing, .each = each, .context = context};
	const char *token = NULL, *wrong = NULL;
	bool more = true, whole = true;

	while (whole && more && !listing.stopped) {
		struct arena *own = arena_new();

		listing.run = (struct mapping_run){.mapping = mapping,
		    .caller = caller,
		    .arena = own,
		    .context = json_new_object(own),
		    .out = &sent};
		listing.page = json_new_object(own);
		json_set_integer(listing.page, "first", listing.first);
		if (token != NULL)
			json_set_string(listing.page, "token", token);
		json_set(listing.run.context, "page", listing.page);
		json_set(listing.run.context, "values", mapping->values);
		whole = get_page(&listing, &more, &wrong);
		token = arena_strdup(
		    arena, json_string(json_get(listing.page, "token")));
		*why = arena_strdup(arena, wrong);
		arena_free(own);
	}
	return whole;
}
