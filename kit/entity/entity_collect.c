/* SPDX-License-Identifier: ISC */
/* Collects a trust chain from the superiors that an entity names (section
 * 10.1). */
#include "kit/entity/entity_collect.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/shown.h"

enum { SHOWN_MOST = 200 };

struct search {
	struct arena *arena;
	const struct entity_source *source;
	struct entity_collected *out;
	const char *met[LIMIT_CHAIN_FETCHES + 1]; /* whoever was looked at */
	size_t count, fetches;
};

static bool climb(
    struct search *search, const struct entity_statement *configuration);

/* Keeps the first reason, and one that may change rather than one that will
 * not. */
static bool
fail(struct search *search, const char *uri, const char *why, bool unreachable)
{
	struct entity_collected *out = search->out;

	if (out->why == NULL || (unreachable && !out->unreachable))
		out->why = arena_printf(search->arena, "%s: %s",
		    shown(search->arena, uri, SHOWN_MOST), why);
	out->unreachable = out->unreachable || unreachable;
	return false;
}

/* Fetches a statement of that issuer about that subject. */
static bool
fetch(struct search *search, const char *uri, const char *issuer,
    const char *subject, struct entity_statement *statement)
{
	const char *text = NULL, *why = NULL;

	if (search->fetches++ >= LIMIT_CHAIN_FETCHES)
		return fail(search, uri, "too much is to be fetched", false);
	switch (
	    search->source->get(search->source->context, uri, &text, &why)) {
	case ENTITY_GOT:
		break;
	case ENTITY_FORBIDDEN:
		search->out->forbidden = true;
		return fail(search, uri, why, false);
	case ENTITY_UNREACHABLE:
		return fail(search, uri, why, true);
	}
	why = entity_read(search->arena, text, strlen(text), statement);
	if (why == NULL && (strcmp(statement->issuer, issuer) != 0 ||
			       strcmp(statement->subject, subject) != 0))
		why = "is not the statement that was asked for";
	return why == NULL ? true : fail(search, uri, why, false);
}

static bool
was_met(const struct search *search, const char *identifier)
{
	for (size_t i = 0; i < search->count; i++)
		if (strcmp(search->met[i], identifier) == 0)
			return true;
	return false;
}

/* Asks a superior about the entity below, and goes on with it, unless it is a
 * trust anchor, whose own configuration ends the chain. */
static bool
ask(struct search *search, const char *superior, const char *subject)
{
	struct entity_collected *out = search->out;
	struct arena *arena = search->arena;
	const size_t height = out->count;
	struct entity_statement own, about;

	if (was_met(search, superior) || search->count > LIMIT_CHAIN_FETCHES)
		return false;
	search->met[search->count++] = superior;
	if (!fetch(search, entity_place(arena, superior), superior, superior,
		&own))
		return false;
	const char *place = entity_fetch_place(arena, &own, subject);
	if (place == NULL)
		return fail(search, superior,
		    "names no federation_fetch_endpoint", false);
	if (!fetch(search, place, superior, subject, &about))
		return false;
	out->texts[out->count++] = about.jws.compact;
	if (search->source->is_trusted(search->source->context, superior)) {
		if (out->count < LIMIT_CHAIN)
			out->texts[out->count++] = own.jws.compact;
		return true;
	}
	if (climb(search, &own))
		return true;
	out->count = height;
	return false;
}

/* Goes on with each superior in turn, trust anchors first: theirs is the shorter
 * chain. */
static bool
climb(struct search *search, const struct entity_statement *configuration)
{
	const struct json *hints =
	    json_get(configuration->jws.payload, "authority_hints");
	const size_t count =
	    json_length(hints) < LIMIT_HINTS ? json_length(hints) : LIMIT_HINTS;

	for (int trusted = 1; trusted >= 0; trusted--)
		for (size_t i = 0; i < count; i++) {
			const char *hint = json_string(json_at(hints, i));

			if (search->out->count < LIMIT_CHAIN &&
			    search->source->is_trusted(search->source->context,
				hint) == (trusted == 1) &&
			    ask(search, hint, configuration->subject))
				return true;
		}
	return false;
}

void
entity_collect(struct arena *arena, const struct entity_source *source,
    const struct entity_statement *own, struct entity_collected *out)
{
	struct search search = {
	    .arena = arena,
	    .source = source,
	    .out = out,
	    .met = {own->subject},
	    .count = 1,
	};

	*out =
	    (struct entity_collected){.texts = {own->jws.compact}, .count = 1};
	if (climb(&search, own))
		return;
	out->count = 0;
	if (out->why == NULL)
		out->why = "no superior leads to a trust anchor";
}
