/* SPDX-License-Identifier: ISC */
#ifndef DELIVER_COURIER_H
#define DELIVER_COURIER_H

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct config_receiver;
struct courier;
struct json;

/*
 * A courier takes events, one after the other, to one receiver of dcr.conf, and
 * says what became of each.  It knows nothing of stores, lanes or time: it
 * tries once.
 */
enum sent_as {
	SENT_DONE,
	SENT_LATER,  /* this event may pass later: 403, 404, 405, 408, 409, 425,
		       5xx */
	SENT_AWAY,   /* nobody answers, 401, 407, 429, 503: so it is with every
		       event */
	SENT_REFUSED /* any other 4xx: no later try would change it */
};

struct sent {
	enum sent_as as;
	int64_t after;	   /* milliseconds that the receiver asks to wait; 0:
			      nothing was said */
	const char *words; /* printable ASCII, at most COURIER_WORDS bytes; "":
			      there are none */
};
enum { COURIER_WORDS = 200 };

/* A client as the receiver has it. */
struct courier_known {
	const char *client_id;
	const char *key; /* of the event that it has last; NULL: it does not
			     know */
	int64_t version; /* -1: it does not know */
	bool differs;	 /* the receiver's own comparison says that what it
			     has is not what this key stands for */
};

/* NULL and *why (one line) when the receiver cannot be used as it is
 * configured.  The arena is that of the process: connections and tokens are
 * kept in it, and closed with it. */
struct courier *courier_open(const struct config_receiver *receiver,
    struct arena *arena, const char **why);

/* Takes one event there, by the `timeout` of the receiver; *out is the
 * arena's. */
void courier_send(struct courier *courier, const struct json *event,
    struct arena *arena, struct sent *out);

/* Can the receiver say which of our clients it has? */
bool courier_can_list(const struct courier *courier);

/* Tells each of them, in no order; false and *why when the list is not whole:
 * what was told is then no proof of what is not there.  A NULL *why: it has no
 * such list.  Strings live until `each` returns, which says whether to go on. */
bool courier_list(struct courier *courier,
    bool (*each)(void *context, const struct courier_known *known),
    void *context, struct arena *arena, const char **why);

#endif
