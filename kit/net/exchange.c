/* SPDX-License-Identifier: ISC */
/* Makes requests of HTTP by any method, over connections that are kept. */
#include "kit/net/exchange.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "kit/arena.h"
#include "kit/net/private.h"
#include "kit/uri.h"

enum { RETRY_MOST = 86400, HEADER_MOST = 2048 };

struct exchanger {
	const struct fetch_policy *policy;
	const struct fetch_calls *calls;
	CURL *easy; /* keeps connections, TLS sessions and names */
};

/* The headers of an answer that somebody asks about. */
struct heads {
	struct arena *arena;
	struct exchanged *out;
};

static void
close_exchanger(void *thing)
{
	struct exchanger *exchanger = thing;

	exchanger->calls->cleanup(exchanger->easy);
}

struct exchanger *
exchange_open(
    const struct fetch_policy *policy, struct arena *arena, const char **why)
{
	struct exchanger *exchanger = arena_alloc(arena, sizeof(*exchanger));

	exchanger->policy = policy;
	exchanger->calls = fetch_library(arena, why);
	if (exchanger->calls == NULL)
		return NULL;
	exchanger->easy = exchanger->calls->init();
	if (exchanger->easy == NULL) {
		*why = "libcurl gives no handle";
		return NULL;
	}
	arena_defer(arena, close_exchanger, exchanger);
	return exchanger;
}

/* A date of HTTP (RFC 9110 section 5.6.7); 0: it is none. */
static int64_t
date_of(const char *text)
{
	struct tm date = {0};

	return strptime(text, "%a, %d %b %Y %H:%M:%S GMT", &date) != NULL
		   ? timegm(&date)
		   : 0;
}

/* Seconds, or a date, as milliseconds from now. */
static int64_t
retry_after(const char *text)
{
	int64_t seconds = 0;

	if (*text >= '0' && *text <= '9')
		seconds = strtol(text, NULL, 10);
	else if (date_of(text) != 0)
		seconds = date_of(text) - time(NULL);
	if (seconds < 0)
		seconds = 0;
	return 1000 * (seconds > RETRY_MOST ? RETRY_MOST : seconds);
}

/* The value of a header line if it has that name, else NULL. */
static const char *
value_of(struct arena *arena, const char *line, size_t length, const char *name)
{
	const size_t skip = strlen(name);

	if (length <= skip || length > HEADER_MOST ||
	    strncasecmp(line, name, skip) != 0 || line[skip] != ':')
		return NULL;
	line += skip + 1;
	length -= skip + 1;
	for (; length > 0 && (*line == ' ' || *line == '\t'); length--)
		line++;
	while (length > 0 && strchr(" \t\r\n", line[length - 1]) != NULL)
		length--;
	return arena_strndup(arena, line, length);
}

/* Takes a header line if it is the one of that name. */
static void
take_text(const struct heads *heads, const char *line, size_t length,
    const char *name, const char **to)
{
	const char *value = value_of(heads->arena, line, length, name);

	if (value != NULL)
		*to = value;
}

/* An interim answer (100, 103) has headers of its own, which are not those of
 * the answer. */
static size_t
hear_header(char *data, size_t size, size_t count, void *context)
{
	const size_t length = size * count;
	struct heads *heads = context;
	struct exchanged *out = heads->out;
	const char *value;

	if (length > 5 && memcmp(data, "HTTP/", 5) == 0) {
		out->location = out->etag = out->link = NULL;
		out->type = out->caching = NULL;
		out->retry_after = out->date = 0;
		return length;
	}
	take_text(heads, data, length, "Location", &out->location);
	take_text(heads, data, length, "ETag", &out->etag);
	take_text(heads, data, length, "Link", &out->link);
	take_text(heads, data, length, "Content-Type", &out->type);
	take_text(heads, data, length, "Cache-Control", &out->caching);
	value = value_of(heads->arena, data, length, "Retry-After");
	if (value != NULL)
		out->retry_after = retry_after(value);
	value = value_of(heads->arena, data, length, "Date");
	if (value != NULL)
		out->date = date_of(value);
	return length;
}

/* The list with one header more; NULL, and the list is freed, when there is no
 * memory for that. */
static struct curl_slist *
and_header(const struct fetch_calls *calls, struct curl_slist *list,
    const char *header)
{
	struct curl_slist *longer = calls->append(list, header);

	if (longer == NULL)
		calls->free_list(list);
	return longer;
}

/* Without "Expect:" libcurl would wait a second for a server that does not know
 * 100 (Continue). */
static struct curl_slist *
headers_of(const struct fetch_calls *calls, const struct exchange *what,
    struct arena *arena)
{
	struct curl_slist *list = and_header(calls, NULL, "Expect:");

	if (list != NULL)
		list = and_header(calls, list, "Accept: application/json");
	if (list != NULL && what->type != NULL)
		list = and_header(calls, list,
		    arena_printf(arena, "Content-Type: %s", what->type));
	if (list != NULL && what->bearer != NULL)
		list = and_header(calls, list,
		    arena_printf(
			arena, "Authorization: Bearer %s", what->bearer));
	for (size_t i = 0;
	     list != NULL && what->headers != NULL && what->headers[i] != NULL;
	     i++)
		list = and_header(calls, list, what->headers[i]);
	return list;
}

/* A body that is empty is sent as one: PUT and POST have a length. */
static bool
set_method(
    struct exchanger *exchanger, const struct exchange *what, struct heads *to)
{
	const struct fetch_calls *calls = exchanger->calls;
	CURL *easy = exchanger->easy;

	return calls->set(easy, CURLOPT_CUSTOMREQUEST, what->method) ==
		   CURLE_OK &&
	       calls->set(easy, CURLOPT_HEADERFUNCTION, hear_header) ==
		   CURLE_OK &&
	       calls->set(easy, CURLOPT_HEADERDATA, to) == CURLE_OK &&
	       calls->set(easy, CURLOPT_CERTINFO, what->inspect ? 1L : 0L) ==
		   CURLE_OK;
}

/* Makes libcurl's message printable. */
static const char *
words_of(const struct fetch_calls *calls, struct transfer *transfer,
    CURLcode code, struct arena *arena)
{
	char *text = arena_strdup(arena, transfer->error);

	if (transfer->too_large || code == CURLE_FILESIZE_EXCEEDED)
		return arena_printf(
		    arena, "answers more than %zu bytes", transfer->limit);
	if (code == CURLE_COULDNT_CONNECT && transfer->address_refused)
		return "the address of the host is not a public one";
	for (char *c = text; *c != '\0'; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
	return *text != '\0' ? text : calls->explain(code);
}

/* Was nothing sent: no name, no connection, no TLS, or no time for these? */
static bool
is_unreached(const struct exchanger *exchanger, CURLcode code)
{
	double seconds = 1;

	return code != CURLE_OK &&
	       exchanger->calls->info(exchanger->easy,
		   CURLINFO_PRETRANSFER_TIME, &seconds) == CURLE_OK &&
	       seconds == 0;
}

static enum fetched
perform(struct exchanger *exchanger, struct transfer *transfer,
    struct exchanged *out, struct arena *arena, const char **why)
{
	const struct fetch_calls *calls = exchanger->calls;
	CURLcode code = calls->perform(exchanger->easy);
	long status = 0;

	if (code == CURLE_OK &&
	    calls->info(exchanger->easy, CURLINFO_RESPONSE_CODE, &status) ==
		CURLE_OK &&
	    status >= 100 && status <= 599) {
		out->status = (int)status;
		out->body = transfer->body;
		out->length = transfer->length;
		transfer->body[transfer->length] = '\0';
		return FETCHED_OK;
	}
	*why = words_of(calls, transfer, code, arena);
	return is_unreached(exchanger, code) ? FETCHED_UNREACHED
					     : FETCHED_FAILED;
}

/* Plain http is for this machine alone. */
static bool
may_be_clear(const char *text, struct arena *arena)
{
	struct uri uri;

	return uri_parse(arena, text, &uri) && uri_host_is_local(uri.host);
}

enum fetched
exchange_make(struct exchanger *exchanger, const struct exchange *what,
    struct arena *arena, struct exchanged *out, const char **why)
{
	const struct fetch_call call = {.certificate = what->certificate,
	    .key = what->key,
	    .milliseconds = (unsigned)what->milliseconds};
	struct transfer transfer = {.policy = exchanger->policy,
	    .call = &call,
	    .post = what->body,
	    .post_length = what->body != NULL ? strlen(what->body) : 0,
	    .username = what->username,
	    .password = what->password,
	    .clear = may_be_clear(what->uri, arena),
	    .body = arena_room(arena, what->limit + 1),
	    .limit = what->limit};
	struct heads heads = {arena, out};
	struct curl_slist *headers;
	enum fetched fetched = FETCHED_FAILED;

	*out = (struct exchanged){.body = ""};
	*why = "libcurl lacks an option that we need";
	if (what->milliseconds <= 0) {
		*why = "has had its time";
		return FETCHED_FAILED;
	}
	if (!fetch_permitted(exchanger->policy, what->uri, transfer.clear)) {
		*why = "is not an https URI of a host that may be asked";
		return FETCHED_FORBIDDEN;
	}
	exchanger->calls->reset(exchanger->easy);
	headers = headers_of(exchanger->calls, what, arena);
	if (fetch_prepare(exchanger->calls, exchanger->easy, what->uri,
		&transfer, headers) &&
	    set_method(exchanger, what, &heads))
		fetched = perform(exchanger, &transfer, out, arena, why);
	if (what->inspect)
		out->certificate =
		    fetch_certificate(exchanger->calls, exchanger->easy, arena);
	exchanger->calls->reset(exchanger->easy);
	exchanger->calls->free_list(headers);
	return fetched;
}
