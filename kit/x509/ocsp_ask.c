/* SPDX-License-Identifier: ISC */
/* Asks an OCSP responder about a certificate, and keeps the answer for all
 * processes. */
#include "kit/arena.h"
#include "kit/file.h"
#include "kit/limits.h"
#include "kit/net/cache.h"
#include "kit/net/fetch.h"
#include "kit/net/host.h"
#include "kit/spent.h"
#include "kit/x509/private.h"

struct question {
	const struct revocation_setup *setup;
	const struct cert *cert;
	struct x509_st *issuer;
	time_t now;
	struct arena *arena;
	const char *uri;
	struct cached cache;
};

struct said {
	enum revocation_status status;
	time_t until;
	const char *why;
};

static struct said
unsure(const char *why)
{
	return (struct said){REVOCATION_UNSURE, 0, why};
}

static bool
read_kept(const struct question *q, struct bytes *answer, time_t *fetched)
{
	answer->data = NULL;
	if (cache_time(&q->cache, fetched))
		answer->data = (unsigned char *)file_read(
		    q->arena, q->cache.body, LIMIT_OCSP, &answer->length);
	return answer->data != NULL;
}

/* The kept answer counts also when the certificate of the responder that signed
 * it has ended since. */
static bool
kept_word(const struct question *q, struct ocsp_word *word)
{
	struct bytes answer;
	time_t fetched;

	return read_kept(q, &answer, &fetched) &&
	       (ocsp_read(&answer, q->cert, q->issuer, q->now, word) ||
		   ocsp_read(&answer, q->cert, q->issuer, fetched, word));
}

/* The kept answer is judged anew, since the clock has gone on and the issuer
 * may be another one. */
static struct said
kept(const struct question *q, time_t until, bool *fresh)
{
	struct said said = {.until = until};
	struct bytes answer;
	time_t fetched;

	*fresh = false;
	if (!read_kept(q, &answer, &fetched) || fetched > q->now)
		return unsure("no OCSP answer is kept");
	said.status = ocsp_judge(
	    &answer, NULL, q->cert, q->issuer, q->now, &said.until, &said.why);
	*fresh = cache_recent(fetched, q->now, LIMIT_OCSP_SECONDS);
	return said;
}

/* Somebody on the way may replay an older answer, which is signed as well.
 * Another process may have kept a newer one while this one was waiting. */
static bool
keep(const struct question *q, const struct bytes *answer)
{
	struct ocsp_word old, new;
	int hold = cache_hold(&q->cache);
	bool newest = ocsp_read(answer, q->cert, q->issuer, q->now, &new) &&
		      !(kept_word(q, &old) && ocsp_older(&new, &old));

	if (newest)
		cache_write(&q->cache, (const char *)answer->data,
		    answer->length, q->now);
	cache_release(hold);
	return newest;
}

static struct said
fetched(const struct question *q, time_t until)
{
	struct fetch_policy policy = *q->setup->policy;
	struct said said = {.until = until};
	struct bytes request, answer;
	struct host place;
	enum fetched got;
	char *body;

	policy.seconds = q->setup->seconds;
	if (!ocsp_request(q->arena, q->cert, q->issuer, &request))
		return unsure("out of memory");
	const struct fetch_ocsp ocsp = {request.data, request.length};
	if (!host_enter(&place, q->cache.directory, q->uri, q->now, q->arena,
		&said.why))
		return unsure(said.why);
	got = fetch_ocsp(&policy, q->uri, &ocsp, LIMIT_OCSP, q->arena, &body,
	    &answer.length, &said.why);
	host_leave(&place, got != FETCHED_UNREACHED);
	if (got != FETCHED_OK) {
		cache_fail(&q->cache, host_time(&place));
		return unsure(said.why);
	}
	answer.data = (unsigned char *)body;
	said.status = ocsp_judge(&answer, &request, q->cert, q->issuer, q->now,
	    &said.until, &said.why);
	if (said.status != REVOCATION_UNSURE && !keep(q, &answer))
		said = unsure("the OCSP answer is older than the one that is "
			      "kept");
	if (said.status != REVOCATION_UNSURE)
		return said;
	cache_fail(&q->cache, host_time(&place));
	said.why = arena_printf(q->arena, "%.200s: %s", q->uri, said.why);
	return said;
}

/* A revoked certificate stays revoked until a newer answer says otherwise. */
static struct said
without_newer(
    const struct question *q, const struct said *old, const struct said *new)
{
	struct ocsp_word word;

	if (old->status == REVOCATION_UNSURE && kept_word(q, &word) &&
	    word.revoked)
		return (struct said){REVOCATION_REVOKED, q->now, NULL};
	return old->status != REVOCATION_UNSURE ? *old : *new;
}

static struct said
ask(const struct question *q, time_t until)
{
	bool fresh;
	struct said old = kept(q, until, &fresh), new;

	if (old.status != REVOCATION_UNSURE && fresh)
		return old;
	if (!cache_failed(&q->cache, q->now)) {
		new = fetched(q, until);
		spent_ocsp(new.status == REVOCATION_UNSURE);
		if (new.status != REVOCATION_UNSURE)
			return new;
	} else
		new = unsure(arena_printf(
		    q->arena, "%.200s: failed a moment ago", q->uri));
	return without_newer(q, &old, &new);
}

static const char *
place_of(const struct revocation_setup *setup, const struct cert *cert,
    struct arena *arena)
{
	return setup->responder != NULL ? setup->responder
					: ocsp_responder(arena, cert);
}

enum revocation_status
ocsp_ask(const struct revocation_setup *setup, const struct cert *cert,
    struct x509_st *issuer, time_t now, struct arena *arena, time_t *until,
    const char **why)
{
	const char *name = ocsp_name(arena, cert, issuer);
	const struct question q = {setup, cert, issuer, now, arena,
	    place_of(setup, cert, arena),
	    cache_named(setup->cache, name != NULL ? name : "", "ocsp", arena)};
	struct said said;

	if (name == NULL)
		said = unsure("out of memory");
	else if (q.uri == NULL)
		said = unsure("the certificate names no OCSP responder");
	else if (!fetch_ocsp_allowed(setup->policy, q.uri))
		said = unsure(arena_printf(arena,
		    "%.200s: the host of the OCSP responder is not in "
		    "fetch.hosts",
		    q.uri));
	else
		said = ask(&q, *until);
	if (said.status == REVOCATION_UNSURE)
		*why = said.why;
	else
		*until = said.until;
	return said.status;
}
