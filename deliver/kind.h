/* SPDX-License-Identifier: ISC */
#ifndef DELIVER_KIND_H
#define DELIVER_KIND_H

#include <stdbool.h>
#include <stdint.h>

#include "deliver/courier.h"
#include "kit/net/fetch.h"

struct arena;
struct config_receiver;
struct exchanged;
struct json;

/* What each kind of courier has, and what they share. */

struct courier {
	const struct config_receiver *receiver;
	void *own; /* of the kind: connections, tokens */
	void (*send)(struct courier *courier, const struct json *event,
	    struct arena *arena, struct sent *out);
	bool (*list)(struct courier *courier,
	    bool (*each)(void *context, const struct courier_known *known),
	    void *context, struct arena *arena,
	    const char **why); /* NULL: it cannot */
};

/* Each fills send, list and own; NULL, or why it cannot (one line). */
const char *courier_command(struct courier *courier, struct arena *arena);
const char *courier_http(struct courier *courier, struct arena *arena);
const char *courier_mapping(struct courier *courier, struct arena *arena);
const char *courier_set(struct courier *courier, struct arena *arena);

/* What a status of HTTP means for an event, and the words of the answer. */
void courier_judge(
    const struct exchanged *answer, struct arena *arena, struct sent *out);

/* What it means for an event that no answer came (kit/net/fetch.h; not for
 * FETCHED_OK), and why. */
void courier_unanswered(enum fetched fetched, const char *why,
    struct arena *arena, struct sent *out);

/* An outcome in words of ours or of somebody else, which are tamed. */
void courier_say(
    struct sent *out, enum sent_as as, const char *words, struct arena *arena);

#endif
