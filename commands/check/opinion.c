/* SPDX-License-Identifier: ISC */
/* dcr check --second-opinion: both signatures, verified by libjwt as well. */
#include <stdio.h>

#include "commands/check/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/jose/keys.h"
#include "kit/jose/libjwt.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/keyring/keyring.h"
#include "validators/lib/directory.h"
#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"
#include "validators/lib/x5c.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

/* One signature, and the keys that may have made it. */
struct question {
	const char *what;
	const struct submitted *submitted;
	const struct keys *keys; /* a set; or */
	const struct cert *cert; /* one certificate; or */
	const char *why;	 /* neither is known */
};

/* Why libjwt is not asked about a signature; NULL where libjwt is asked. */
static const char *
unasked(const struct question *q, const struct submission *s,
    const struct libjwt *libjwt, enum keys_answer ours)
{
	const char *algorithm;

	if (q->why != NULL)
		return q->why;
	algorithm = in_ascii(s->arena, q->submitted->jws.algorithm, 20);
	if (ours == KEYS_UNKNOWN)
		return arena_printf(
		    s->arena, "no key fits %s and its kid", algorithm);
	if (!libjwt_knows(libjwt, algorithm))
		return arena_printf(
		    s->arena, "libjwt does not know %s", algorithm);
	if (!libjwt_takes_type(&q->submitted->jws))
		return "libjwt takes no other typ than JWT";
	return NULL;
}

static enum keys_answer
ask_dcr(const struct question *q)
{
	if (q->why != NULL)
		return KEYS_UNKNOWN;
	return q->cert != NULL ? keys_cert_verify(q->cert, &q->submitted->jws)
			       : keys_verify(q->keys, &q->submitted->jws);
}

/* A kid may stand more than once in a set: each of its keys is tried. */
static bool
ask_libjwt(const struct question *q, const struct submission *s,
    const struct libjwt *libjwt)
{
	const struct jws *jws = &q->submitted->jws;
	const char *pem;
	size_t index = 0;

	if (q->cert != NULL) {
		pem = keys_pem_cert(s->arena, q->cert);
		return pem != NULL && libjwt_verifies(libjwt, jws, pem);
	}
	for (int i = 0; i < LIMIT_KEYS_TRIED; i++) {
		pem = keys_pem(s->arena, q->keys, jws, &index);
		if (pem == NULL)
			return false;
		if (libjwt_verifies(libjwt, jws, pem))
			return true;
	}
	return false;
}

static const struct json *
compare(const struct question *q, const struct submission *s,
    const struct libjwt *libjwt, bool *dispute)
{
	struct json *one = json_new_object(s->arena);
	const enum keys_answer ours = ask_dcr(q);
	const char *why = unasked(q, s, libjwt, ours);
	bool agrees;

	json_set_string(one, "signature", q->what);
	if (q->submitted->jws.algorithm != NULL)
		json_set_string(one, "algorithm",
		    in_ascii(s->arena, q->submitted->jws.algorithm, 20));
	if (ours != KEYS_UNKNOWN)
		json_set_string(
		    one, "dcr", ours == KEYS_VERIFIED ? "valid" : "not valid");
	if (why != NULL) {
		json_set_string(one, "libjwt", "was not asked");
		json_set_string(one, "why", why);
		return one;
	}
	agrees = ask_libjwt(q, s, libjwt) == (ours == KEYS_VERIFIED);
	json_set_string(one, "libjwt", agrees ? "agrees" : "disagrees");
	*dispute |= !agrees;
	return one;
}

/* The software statement names the directory whose keys are tried. */
static struct question
about_statement(const struct submission *s)
{
	struct question q = {
	    .what = "software statement", .submitted = &s->statement};
	const struct config_directory *directory = directory_of(
	    s->config, json_string(json_get(s->statement.jws.payload, "iss")));

	if (s->statement.fault != JWS_OK)
		q.why = jws_trouble(
		    s->arena, &s->statement.jws, s->statement.fault);
	else if (directory == NULL)
		q.why = "no directory of the configuration has issued it";
	else
		(void)keyring_directory(s->keyring, directory->keys,
		    KEYRING_CACHED, s->now, s->arena, &q.keys, &q.why);
	if (q.keys != NULL)
		q.why = NULL;
	return q;
}

/* The keys are those of the software, or that of the certificate in the
 * header. */
static struct question
about_request(const struct submission *s)
{
	struct question q = {
	    .what = "registration request", .submitted = &s->envelope};
	const char *uri = json_string(claim(s, "jwks_uri"));
	const struct cert *chain[X5C_MOST + 1];

	if (s->envelope.fault != JWS_OK)
		q.why =
		    jws_trouble(s->arena, &s->envelope.jws, s->envelope.fault);
	else if ((s->profile->given & STATEMENT_CERTIFIED) != 0 &&
		 x5c_read(s->arena, s->envelope.jws.header, chain))
		q.cert = chain[0];
	else if (uri == NULL)
		q.why = "the software statement was not proved, and so names "
			"no key set";
	else if (keyring_named(s->keyring, uri, KEYRING_CACHED, s->now,
		     s->arena, &q.keys, &q.why) == KEYRING_FORBIDDEN)
		q.why = "its key set is at a host that may not be fetched from";
	if (q.keys != NULL)
		q.why = NULL;
	return q;
}

const struct json *
opinion_of(
    const struct submission *s, const struct libjwt *libjwt, bool *dispute)
{
	struct json *all = json_new_array(s->arena);
	struct question q;

	*dispute = false;
	/* The keys of a chain are in the chain: nobody else has them. */
	if ((s->profile->given & STATEMENT_CHAINED) != 0)
		return all;
	if (s->statement.text != NULL) {
		q = about_statement(s);
		json_append(all, compare(&q, s, libjwt, dispute));
	}
	if ((s->profile->given & REQUEST_PLAIN) == 0) {
		q = about_request(s);
		json_append(all, compare(&q, s, libjwt, dispute));
	}
	return all;
}

static const char *
text(const struct json *one, const char *name)
{
	const char *string = json_string(json_get(one, name));

	return string != NULL ? string : "-";
}

void
opinion_print(const struct json *opinions)
{
	puts("\nsecond opinion:");
	for (size_t i = 0; i < json_length(opinions); i++) {
		const struct json *one = json_at(opinions, i);

		printf("  %-20s  %-5s  dcr: %-9s  libjwt %s",
		    text(one, "signature"), text(one, "algorithm"),
		    text(one, "dcr"), text(one, "libjwt"));
		if (json_get(one, "why") != NULL)
			printf(": %s", text(one, "why"));
		putchar('\n');
	}
	if (json_length(opinions) == 0)
		puts("  nothing in this request is signed");
}
