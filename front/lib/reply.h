/* SPDX-License-Identifier: ISC */
#ifndef FRONT_LIB_REPLY_H
#define FRONT_LIB_REPLY_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct refusal;
struct request;
struct verdict;

/* An answer on its way to the web server, and what the log tells of it. */
struct reply {
	int status;
	const char *body;    /* or NULL */
	const char *type;    /* of the body; NULL: application/json */
	const char *headers; /* further lines, each ended by CRLF, or NULL */
	bool revalidated;    /* the caller may keep it, and has to ask before
				each use whether it still holds */

	const char *error;     /* of an error body, or NULL */
	const char *outcome;   /* "registered", "refused", "unable"; NULL: not
				  worth a line */
	const char *rules;     /* ids with commas between them, or NULL */
	const char *client_id; /* or NULL */
	const char *why;       /* why refused or unable, for log and trail,
				  ASCII; or NULL */
};

/* 200 with a JSON body. */
struct reply *reply_json(
    struct arena *arena, const char *outcome, const char *body);

/* Refuses by a refusal of validators/refusals, with its status and error, in a
 * body of exactly `error` and `error_description` (RFC 7591 section 3.2.2).  The
 * latter says what is wrong and what is allowed, to the caller, the log
 * and the trail. */
struct reply *reply_refuse(struct arena *arena, const struct refusal *refusal,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same, where a caller who has proved nothing may not learn why: he is told
 * `said`, and log and trail `why`. */
struct reply *reply_conceal(struct arena *arena, const struct refusal *refusal,
    const char *said, const char *why);

/* 503: the world is at fault, nothing was changed, and the client may try again.
 * `why` is for the log. */
struct reply *reply_unable(struct arena *arena, const char *why);

/* The only place where a verdict becomes a status: 400, 401, 413 or 503.  All
 * findings are named, the first decides the error. */
struct reply *reply_verdict(struct arena *arena, const struct verdict *verdict);

/* The whole response to the request as CGI writes it (RFC 3875 section 6). */
const char *reply_text(struct arena *arena, const struct reply *reply,
    const struct request *request, size_t *length);

#endif
