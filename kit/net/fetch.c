/* SPDX-License-Identifier: ISC */
/* Fetches one URI over HTTP, and judges how that went. */
#include "kit/net/fetch.h"

#include <limits.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/limits.h"
#include "kit/monotonic.h"
#include "kit/net/private.h"
#include "kit/spent.h"

/* Makes libcurl's message printable: it may quote what the server sent, such as
 * names in its certificate. */
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

	transfer->answered = code == CURLE_OK || transfer->too_large ||
			     code == CURLE_FILESIZE_EXCEEDED ||
			     code == CURLE_PARTIAL_FILE;
	transfer->unreached =
	    transfer->call != NULL && (code == CURLE_COULDNT_CONNECT ||
					  code == CURLE_COULDNT_RESOLVE_HOST);
	if (transfer->too_large || code == CURLE_FILESIZE_EXCEEDED)
		return arena_printf(
		    arena, "larger than %zu bytes", transfer->limit);
	if (code == CURLE_COULDNT_CONNECT && transfer->address_refused)
		return "the address of the host is not a public one";
	make_printable(transfer->error);
	if (code != CURLE_OK)
		return arena_printf(arena, "%s",
		    transfer->error[0] != '\0' ? transfer->error
					       : calls->explain(code));
	if (calls->info(easy, CURLINFO_RESPONSE_CODE, &status) != CURLE_OK ||
	    status != 200) {
		transfer->absent = status == 404 || status == 410;
		return arena_printf(arena, "answered with status %ld", status);
	}
	return NULL;
}

/* The list with one header more; NULL, and the list is freed, when there is no
 * memory for that. */
static struct curl_slist *
and_header(const struct fetch_calls *calls, struct curl_slist *list,
    const char *header)
{
	struct curl_slist *longer =
	    list != NULL ? calls->append(list, header) : NULL;

	if (longer == NULL)
		calls->free_list(list);
	return longer;
}

static struct curl_slist *
call_headers(const struct fetch_calls *calls, const struct fetch_call *call,
    struct arena *arena)
{
	struct curl_slist *list =
	    and_header(calls, calls->append(NULL, "Accept: application/json"),
		arena_printf(arena, "Content-Type: %s", call->type));

	if (call->bearer == NULL)
		return list;
	return and_header(calls, list,
	    arena_printf(arena, "Authorization: Bearer %s", call->bearer));
}

static struct curl_slist *
headers_for(const struct fetch_calls *calls, const struct transfer *transfer,
    struct arena *arena)
{
	if (transfer->call != NULL)
		return call_headers(calls, transfer->call, arena);
	if (transfer->ocsp)
		return and_header(calls,
		    calls->append(NULL, "Accept: application/ocsp-response"),
		    "Content-Type: application/ocsp-request");
	return calls->append(
	    NULL, "Accept: application/json, application/jwk-set+json");
}

/* Makes the transfer; what is wrong, or NULL. */
static const char *
run(const struct fetch_calls *calls, const char *uri, struct transfer *transfer,
    struct arena *arena)
{
	struct curl_slist *headers = headers_for(calls, transfer, arena);
	CURL *easy = calls->init();
	const char *wrong = "libcurl lacks an option that we need";

	if (easy != NULL && fetch_prepare(calls, easy, uri, transfer, headers))
		wrong =
		    judge(calls, easy, calls->perform(easy), transfer, arena);
	if (easy != NULL)
		calls->cleanup(easy);
	calls->free_list(headers);
	return wrong;
}

/* The time that is left for what a request has fetched: it may not hold its
 * process for as long as all of that takes together. */
static struct {
	bool counted; /* else nobody said where a request begins */
	long left;    /* milliseconds */
} budget;

void
fetch_begin(void)
{
	budget.counted = true;
	budget.left = LIMIT_FETCHES_SECONDS * 1000L;
}

/* Runs the transfer within the time that is left.  A service of the bank's has
 * a time of its own. */
static const char *
run_in_time(const struct fetch_calls *calls, const char *uri,
    struct transfer *transfer, struct arena *arena)
{
	const int64_t start = monotonic_now();
	const char *wrong;

	if (!budget.counted || transfer->call != NULL) {
		transfer->left = LONG_MAX;
		wrong = run(calls, uri, transfer, arena);
		spent_fetch(start, wrong != NULL);
		return wrong;
	}
	transfer->left = budget.left;
	if (budget.left <= 0) {
		transfer->answered = true; /* it was not asked */
		return "this request has had its time for fetching";
	}
	wrong = run(calls, uri, transfer, arena);
	spent_fetch(start, wrong != NULL);
	budget.left -= (long)monotonic_since(start);
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
	if (!fetch_permitted(policy, uri, transfer->clear)) {
		*why = "is not an https URI of a host that may be fetched from";
		return FETCHED_FORBIDDEN;
	}
	if ((calls = fetch_library(arena, why)) == NULL)
		return FETCHED_FAILED;
	transfer->body = arena_alloc(arena, transfer->limit + 1);
	wrong = run_in_time(calls, uri, transfer, arena);
	if (wrong != NULL) {
		*why = arena_printf(arena, "%.200s: %s", uri, wrong);
		return transfer->unreached ? FETCHED_UNREACHED : FETCHED_FAILED;
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
	enum fetched fetched = fetch(&transfer, uri, arena, body, length, why);

	if (fetched != FETCHED_FAILED)
		return fetched;
	if (transfer.absent)
		return FETCHED_ABSENT;
	return transfer.answered ? FETCHED_FAILED : FETCHED_UNREACHED;
}

enum fetched
fetch_post(const struct fetch_policy *policy, const char *uri,
    const struct fetch_form *form, size_t limit, struct arena *arena,
    char **body, size_t *length, const char **why)
{
	struct transfer transfer = {.policy = policy,
	    .post = form->body,
	    .post_length = strlen(form->body),
	    .username = form->username,
	    .password = form->password,
	    .limit = limit};

	return fetch(&transfer, uri, arena, body, length, why);
}

enum fetched
fetch_ocsp(const struct fetch_policy *policy, const char *uri,
    const struct fetch_ocsp *ocsp, size_t limit, struct arena *arena,
    char **body, size_t *length, const char **why)
{
	struct transfer transfer = {.policy = policy,
	    .post = ocsp->request,
	    .post_length = ocsp->length,
	    .ocsp = true,
	    .clear = true,
	    .limit = limit};
	enum fetched fetched = fetch(&transfer, uri, arena, body, length, why);

	return fetched == FETCHED_FAILED && !transfer.answered
		   ? FETCHED_UNREACHED
		   : fetched;
}

enum fetched
fetch_call(const struct fetch_policy *policy, const char *uri,
    const struct fetch_call *call, size_t limit, struct arena *arena,
    char **body, size_t *length, const char **why)
{
	struct transfer transfer = {.policy = policy,
	    .call = call,
	    .post = call->body,
	    .post_length = strlen(call->body),
	    .username = call->username,
	    .password = call->password,
	    .clear = call->clear,
	    .limit = limit};

	return fetch(&transfer, uri, arena, body, length, why);
}
