/* SPDX-License-Identifier: ISC */
#ifndef FRONT_LIB_BANK_SERVER_H
#define FRONT_LIB_BANK_SERVER_H

struct arena;
struct refusal;
struct reply;
struct request;
struct service;
struct submission;

/*
 * Which server of the bank calls: one of "resource_servers", which is known by
 * its very certificate, which the web server has verified.  *name is NULL for
 * everybody else, and `caller` has their certificate: NULL in it where there is
 * none that the web server has verified.  NULL, or the 503: the certificates
 * cannot be read.
 */
struct reply *bank_server_read(const struct service *service,
    const struct request *request, struct arena *arena,
    struct submission *caller, const char **name);

/* The 403 for everybody else, in the same bytes whatever there is. */
struct reply *bank_server_refuse(
    struct arena *arena, const struct refusal *refusal);

#endif
