/* SPDX-License-Identifier: ISC */
#ifndef FRONT_TOKEN_FORM_H
#define FRONT_TOKEN_FORM_H

struct arena;
struct parameters;
struct reply;
struct request;

/* The parameters of a POST to an OAuth endpoint; NULL, or the 415 or 400
 * invalid_request. */
struct reply *form_read(const struct request *request, struct arena *arena,
    const struct parameters **out);

#endif
