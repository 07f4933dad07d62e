/* SPDX-License-Identifier: ISC */
#ifndef KIT_NET_FETCH_LIBRARY_H
#define KIT_NET_FETCH_LIBRARY_H

#include <curl/curl.h>

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
	__typeof__(curl_slist_append) *append;
	__typeof__(curl_slist_free_all) *free_list;
};

/* NULL when there is no libcurl that we can use (*why is static or the
 * arena's); asked again next time. */
const struct fetch_calls *fetch_library(struct arena *arena, const char **why);

#endif
