/* SPDX-License-Identifier: ISC */
#ifndef KIT_NET_PRIVATE_H
#define KIT_NET_PRIVATE_H

#include <curl/curl.h>

#include "kit/net/fetch.h"

struct arena;

/*
 * libcurl is loaded at the first fetch and never unloaded.  Linked to it,
 * every one-shot CGI would spend 3.4 ms more in the loader, and nearly all
 * of them find the keys in the cache.
 */
struct fetch_calls {
	__typeof__(curl_global_init) *start;
	__typeof__(curl_easy_init) *init;
	__typeof__(curl_easy_setopt) *set;
	__typeof__(curl_easy_perform) *perform;
	__typeof__(curl_easy_getinfo) *info;
	__typeof__(curl_easy_strerror) *explain;
	__typeof__(curl_easy_cleanup) *cleanup;
	__typeof__(curl_easy_reset) *reset;
	__typeof__(curl_slist_append) *append;
	__typeof__(curl_slist_free_all) *free_list;
};

/* libcurl's functions; NULL when there is no libcurl that we can use (*why is
 * static or the arena's), and then the next call tries again. */
const struct fetch_calls *fetch_library(struct arena *arena, const char **why);

/* May the URI be fetched, with `clear` also over http? */
bool fetch_permitted(
    const struct fetch_policy *policy, const char *uri, bool clear);

struct transfer {
	const struct fetch_policy *policy;
	const struct fetch_call *call; /* NULL: no service's */
	const void *post;	       /* what is sent; NULL: it is a GET */
	size_t post_length;
	const char *username, *password; /* HTTP Basic; or NULL */
	bool ocsp;
	bool clear; /* http will do */
	bool unreached, absent;
	bool answered; /* whatever came was an answer of HTTP */
	long left;     /* milliseconds of the request; not of calls */
	char *body;
	size_t length, limit;
	bool too_large, address_refused;
	char error[CURL_ERROR_SIZE];
};

/* Tells libcurl all about a transfer; false when it lacks an option. */
bool fetch_prepare(const struct fetch_calls *calls, CURL *easy, const char *uri,
    struct transfer *transfer, struct curl_slist *headers);

/* The certificate that the server showed last, as PEM (the arena's), where
 * CURLOPT_CERTINFO asked for it; NULL: there is none.  libcurl lists the
 * server's own first. */
const char *fetch_certificate(
    const struct fetch_calls *calls, CURL *easy, struct arena *arena);

#endif
