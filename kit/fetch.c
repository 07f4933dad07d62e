/* SPDX-License-Identifier: ISC */
#include <sys/socket.h>

#include <curl/curl.h>
#include <string.h>

#include "kit/address.h"
#include "kit/arena.h"
#include "kit/fetch.h"
#include "kit/fetch_library.h"

#ifndef DCR_VERSION
#define DCR_VERSION "0"
#endif

struct transfer {
	const struct fetch_policy *policy;
	const struct fetch_form *form; /* with neither it is a GET */
	const struct fetch_ocsp *ocsp;
	char *body;
	size_t length, limit;
	bool too_large, address_refused;
	char error[CURL_ERROR_SIZE];
};

static size_t
receive(char *data, size_t size, size_t count, void *context)
{
	struct transfer *transfer = context;
	size_t bytes = size * count; /* libcurl: size is always 1 */

	if (bytes > transfer->limit - transfer->length) {
		transfer->too_large = true;
		return 0;
	}
	memcpy(transfer->body + transfer->length, data, bytes);
	transfer->length += bytes;
	return bytes;
}

/* Here and not before, since a name may resolve differently each time. */
static curl_socket_t
open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct transfer *transfer = context;
	bool internet =
	    address->family == AF_INET || address->family == AF_INET6;

	if (purpose != CURLSOCKTYPE_IPCXN || !internet ||
	    (!transfer->policy->private_addresses &&
		!address_is_public(&address->addr))) {
		transfer->address_refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
	    address->protocol);
}

static bool
set_target(const struct fetch_calls *calls, CURL *easy, const char *uri,
    bool clear, struct curl_slist *headers)
{
	bool ok = headers != NULL;

#define SET(option, value) \
	ok = ok && calls->set(easy, CURLOPT_##option, value) == CURLE_OK
	SET(URL, uri);
	SET(PATH_AS_IS, 1L);
	SET(DISALLOW_USERNAME_IN_URL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075500
	SET(PROTOCOLS_STR, clear ? "https,http" : "https");
#else
	SET(PROTOCOLS, (long)CURLPROTO_HTTPS | (clear ? CURLPROTO_HTTP : 0));
#endif
	SET(FOLLOWLOCATION, 0L);
	SET(PROXY, "");
	SET(NOPROXY, "*");
	SET(NETRC, (long)CURL_NETRC_IGNORED);
	SET(HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(HTTPHEADER, headers);
	SET(USERAGENT, "dcr/" DCR_VERSION);
	/* Nothing compressed is asked for and nothing is unpacked: no bombs. */
	SET(ACCEPT_ENCODING, (char *)NULL);
	SET(HTTP_CONTENT_DECODING, 0L);
	return ok;
}

/* The password is not kept in the handle's URL, nor sent anywhere else: no
 * redirect is followed. */
static bool
set_form(
    const struct fetch_calls *calls, CURL *easy, const struct fetch_form *form)
{
	bool ok = true;

	if (form == NULL)
		return true;
	SET(POSTFIELDSIZE, (long)strlen(form->body));
	SET(POSTFIELDS, form->body);
	SET(HTTPAUTH, (long)CURLAUTH_BASIC);
	SET(USERNAME, form->username);
	SET(PASSWORD, form->password);
	return ok;
}

static bool
set_ocsp(
    const struct fetch_calls *calls, CURL *easy, const struct fetch_ocsp *ocsp)
{
	bool ok = true;

	if (ocsp == NULL)
		return true;
	SET(POSTFIELDSIZE, (long)ocsp->length);
	SET(POSTFIELDS, ocsp->request);
	return ok;
}

static bool
set_bounds(
    const struct fetch_calls *calls, CURL *easy, struct transfer *transfer)
{
	const struct fetch_policy *policy = transfer->policy;
	/* To libcurl 0 means for ever. */
	long milliseconds =
	    policy->seconds == 0 ? 1000L : (long)policy->seconds * 1000L;
	bool ok = true;

	SET(NOSIGNAL, 1L);
	SET(TIMEOUT_MS, milliseconds);
	SET(CONNECTTIMEOUT_MS, milliseconds);
#if LIBCURL_VERSION_NUM >= 0x075700
	/* Else the end would wait for a resolver that is still at it. */
	SET(QUICK_EXIT, 1L);
#endif
	SET(MAXFILESIZE_LARGE, (curl_off_t)transfer->limit);
	SET(WRITEFUNCTION, receive);
	SET(WRITEDATA, transfer);
	SET(OPENSOCKETFUNCTION, open_socket);
	SET(OPENSOCKETDATA, transfer);
	SET(ERRORBUFFER, transfer->error);
	return ok;
}

static bool
set_trust(const struct fetch_calls *calls, CURL *easy, const char *ca)
{
	bool ok = true;

	SET(SSL_VERIFYPEER, 1L);
	SET(SSL_VERIFYHOST, 2L);
	SET(SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (ca != NULL) {
		SET(CAINFO, ca);
		/* Debian's libcurl also trusts /etc/ssl/certs, and a NULL
		 * here brings that back; below this there is no file. */
		SET(CAPATH, "/dev/null");
	}
	return ok;
#undef SET
}

/* libcurl quotes what the server sent, such as names in its certificate. */
static void
make_printable(char *text)
{
	for (; *text != '\0'; text++) {
		if (*text < ' ' || *text > '~')
			*text = '?';
	}
}

static const char *
judge(const struct fetch_calls *calls, CURL *easy, CURLcode code,
    struct transfer *transfer, struct arena *arena)
{
	long status = 0;

	if (transfer->too_large || code == CURLE_FILESIZE_EXCEEDED)
		return arena_printf(
		    arena, "larger than %zu bytes", transfer->limit);
	if (code == CURLE_COULDNT_CONNECT && transfer->address_refused)
		return "its address is not a public one";
	make_printable(transfer->error);
	if (code != CURLE_OK)
		return arena_printf(arena, "%s",
		    transfer->error[0] != '\0' ? transfer->error
					       : calls->explain(code));
	if (calls->info(easy, CURLINFO_RESPONSE_CODE, &status) != CURLE_OK ||
	    status != 200)
		return arena_printf(arena, "answered with status %ld", status);
	return NULL;
}

/* NULL when there is no memory for them. */
static struct curl_slist *
headers_for(const struct fetch_calls *calls, const struct transfer *transfer)
{
	struct curl_slist *first, *both;

	if (transfer->ocsp == NULL)
		return calls->append(
		    NULL, "Accept: application/json, application/jwk-set+json");
	first = calls->append(NULL, "Accept: application/ocsp-response");
	both = calls->append(first, "Content-Type: application/ocsp-request");
	if (both == NULL)
		calls->free_list(first);
	return both;
}

/* What is wrong, or NULL. */
static const char *
run(const struct fetch_calls *calls, const char *uri, struct transfer *transfer,
    struct arena *arena)
{
	struct curl_slist *headers = headers_for(calls, transfer);
	CURL *easy = calls->init();
	const char *wrong = "libcurl lacks an option that we need";

	if (easy != NULL &&
	    set_target(calls, easy, uri, transfer->ocsp != NULL, headers) &&
	    set_form(calls, easy, transfer->form) &&
	    set_ocsp(calls, easy, transfer->ocsp) &&
	    set_bounds(calls, easy, transfer) &&
	    set_trust(calls, easy, transfer->policy->ca))
		wrong =
		    judge(calls, easy, calls->perform(easy), transfer, arena);
	if (easy != NULL)
		calls->cleanup(easy);
	calls->free_list(headers);
	return wrong;
}

static enum fetched
fetch(struct transfer *transfer, const char *uri, struct arena *arena,
    char **body, size_t *length, const char **why)
{
	const struct fetch_policy *policy = transfer->policy;
	const struct fetch_calls *calls;
	const char *wrong;

	*body = NULL;
	*length = 0;
	if (!(transfer->ocsp != NULL ? fetch_ocsp_allowed(policy, uri)
				     : fetch_allowed(policy, uri))) {
		*why = "no https URI of a host that may be fetched from";
		return FETCHED_FORBIDDEN;
	}
	if ((calls = fetch_library(arena, why)) == NULL)
		return FETCHED_FAILED;
	transfer->body = arena_alloc(arena, transfer->limit + 1);
	wrong = run(calls, uri, transfer, arena);
	if (wrong != NULL) {
		*why = arena_printf(arena, "%.200s: %s", uri, wrong);
		return FETCHED_FAILED;
	}
	transfer->body[transfer->length] = '\0';
	*body = transfer->body;
	*length = transfer->length;
	return FETCHED_OK;
}

enum fetched
fetch_get(const struct fetch_policy *policy, const char *uri, size_t limit,
    struct arena *arena, char **body, size_t *length, const char **why)
{
	struct transfer transfer = {.policy = policy, .limit = limit};

	return fetch(&transfer, uri, arena, body, length, why);
}

enum fetched
fetch_post(const struct fetch_policy *policy, const char *uri,
    const struct fetch_form *form, size_t limit, struct arena *arena,
    char **body, size_t *length, const char **why)
{
	struct transfer transfer = {
	    .policy = policy, .form = form, .limit = limit};

	return fetch(&transfer, uri, arena, body, length, why);
}

enum fetched
fetch_ocsp(const struct fetch_policy *policy, const char *uri,
    const struct fetch_ocsp *ocsp, size_t limit, struct arena *arena,
    char **body, size_t *length, const char **why)
{
	struct transfer transfer = {
	    .policy = policy, .ocsp = ocsp, .limit = limit};

	return fetch(&transfer, uri, arena, body, length, why);
}
