/* SPDX-License-Identifier: ISC */
/* Tells libcurl what to fetch, whom to trust and where to stop. */
#include <sys/socket.h>

#include <string.h>

#include "kit/net/address.h"
#include "kit/net/private.h"

#ifndef DCR_VERSION
#define DCR_VERSION "0"
#endif

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

/* Judges the address when it is connected to, and not before: a name may
 * resolve differently each time. */
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
	/* Nothing compressed is asked for and nothing is unpacked, so that
	 * there are no bombs.  Without the header any coding would do (RFC 9110
	 * section 12.5.3). */
	SET(ACCEPT_ENCODING, "identity");
	SET(HTTP_CONTENT_DECODING, 0L);
	return ok;
}

/* Tells libcurl what to send, and who we are.  The password is not kept in the
 * handle's URL, nor sent anywhere else: no redirect is followed. */
static bool
set_post(const struct fetch_calls *calls, CURL *easy,
    const struct transfer *transfer)
{
	bool ok = true;

	if (transfer->post != NULL) {
		SET(POSTFIELDSIZE, (long)transfer->post_length);
		SET(POSTFIELDS, transfer->post);
	}
	if (transfer->username != NULL) {
		SET(HTTPAUTH, (long)CURLAUTH_BASIC);
		SET(USERNAME, transfer->username);
		SET(PASSWORD, transfer->password);
	}
	if (transfer->call != NULL && transfer->call->certificate != NULL) {
		SET(SSLCERT, transfer->call->certificate);
		SET(SSLKEY, transfer->call->key);
	}
	return ok;
}

static bool
set_bounds(
    const struct fetch_calls *calls, CURL *easy, struct transfer *transfer)
{
	const struct fetch_policy *policy = transfer->policy;
	/* To libcurl a time of 0 means for ever. */
	long milliseconds =
	    policy->seconds == 0 ? 1000L : (long)policy->seconds * 1000L;
	bool ok = true;

	if (transfer->call != NULL)
		milliseconds = (long)transfer->call->milliseconds;
	else if (milliseconds > transfer->left)
		milliseconds = transfer->left;
	SET(NOSIGNAL, 1L);
	SET(TIMEOUT_MS, milliseconds);
	SET(CONNECTTIMEOUT_MS, milliseconds);
#if LIBCURL_VERSION_NUM >= 0x075700
	/* Without this the end would wait for a resolver that is still at
	 * work. */
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

bool
fetch_prepare(const struct fetch_calls *calls, CURL *easy, const char *uri,
    struct transfer *transfer, struct curl_slist *headers)
{
	return set_target(calls, easy, uri, transfer->clear, headers) &&
	       set_post(calls, easy, transfer) &&
	       set_bounds(calls, easy, transfer) &&
	       set_trust(calls, easy, transfer->policy->ca);
}
