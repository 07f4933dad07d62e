/* SPDX-License-Identifier: ISC */
#ifndef KIT_NET_PRIVATE_H
#define KIT_NET_PRIVATE_H

#include "kit/net/fetch.h"
#include "kit/net/fetch_library.h"

/* What kit/net/fetch*.c share, and nobody else. */

/* Is it a URI that may be fetched; with `clear` also over http? */
bool fetch_permitted(
    const struct fetch_policy *policy, const char *uri, bool clear);

struct transfer {
	const struct fetch_policy *policy;
	const struct fetch_form *form; /* with neither it is a GET */
	const struct fetch_ocsp *ocsp;
	const struct fetch_call *call;
	bool clear; /* http will do */
	bool unreached, absent;
	bool answered; /* whatever came was an answer of HTTP */
	long left;     /* milliseconds of the request; not of calls */
	char *body;
	size_t length, limit;
	bool too_large, address_refused;
	char error[CURL_ERROR_SIZE];
};

/* Tells libcurl all about it; false when it lacks an option. */
bool fetch_prepare(const struct fetch_calls *calls, CURL *easy, const char *uri,
    struct transfer *transfer, struct curl_slist *headers);

#endif
