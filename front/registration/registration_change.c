/* SPDX-License-Identifier: ISC */
/* A change of a registration: what it spends, whom it is counted for, and what
 * is answered when the store does not make it. */
#include <inttypes.h>
#include <string.h>

#include "deliver/consent.h"
#include "deliver/wait.h"
#include "front/lib/note.h"
#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "front/lib/stored.h"
#include "front/registration/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/config_receivers.h"
#include "kit/digest.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "kit/x509/cert.h"
#include "validators/lib/profile.h"
#include "validators/refusals/refusals.h"
#include "validators/validator.h"

/* Is the software statement for this once?  Only who brings one spends it. */
static bool
is_spent(const struct submission *s)
{
	return (s->facts & ENVELOPE_TRUE) != 0 &&
	       (s->profile->statement_spent & s->method) != 0;
}

/* The jti of a request without exp is remembered for ever; a fraction of a second
 * counts as a whole one (RFC 7519 section 2, NumericDate). */
static void
spend(const struct submission *s, struct stored_change *change)
{
	const bool statement = is_spent(s);
	int64_t end;

	change->jti_expires = INT64_MAX;
	if (statement)
		change->jti = json_string(claim(s, "jti"));
	else if (submission_is_signed(s))
		change->jti = json_string(asked(s, "jti"));
	if (change->jti == NULL)
		return;
	change->jti_issuer =
	    statement
		? arena_printf(s->arena, "statements of %s",
		      json_string(claim(s, "iss")))
		: arena_printf(s->arena, "requests of %s", software_of(s));
	end = moment_numeric(statement ? claim(s, "exp") : asked(s, "exp"));
	if (end >= 0)
		change->jti_expires = end + 1;
}

/*
 * An accepted change is counted for the key of the certificate, since the holder
 * can have the same certificate with another hash, and for the software, which
 * may come with many certificates, or with none.  Sources of notes hold no blank, or are
 * hexadecimal digits: no source is two things.
 */
enum { BY_CERTIFICATE, BY_SOFTWARE };
enum { DAY = 86400 };

static void
count(const struct service *service, const struct submission *s,
    const char *software, struct stored_change *change)
{
	if (s->cert != NULL)
		change->counts[BY_CERTIFICATE] = (struct stored_count){
		    .source = arena_printf(s->arena, "changes of key %s",
			cert_key_sha256_hex(s->cert)),
		    .most = service->config->certificate_changes,
		};
	change->counts[BY_SOFTWARE] = (struct stored_count){
	    .source = arena_printf(s->arena, "changes of software %s",
		digest_hex(s->arena, software, strlen(software))),
	    .most = service->config->software_changes,
	};
}

/* The 429 for a change that was one too many, which goes on record like any
 * refusal. */
static struct reply *
refuse_full(const struct service *service, const struct submission *s,
    const struct stored_change *change)
{
	const bool software = change->full == BY_SOFTWARE;
	struct reply *reply = reply_refuse(s->arena,
	    &refusals_register[software ? REGISTER_SOFTWARE_CHANGES
					: REGISTER_CERTIFICATE_CHANGES],
	    "%s: this %s has had the %u changes of registrations that one %s "
	    "may make a day; the next day begins at midnight, UTC",
	    software ? "software_changes" : "certificate_changes",
	    software ? "software" : "certificate's key",
	    change->counts[change->full].most, software ? "software" : "key");

	reply->headers = arena_printf(s->arena, "Retry-After: %" PRId64 "\r\n",
	    (int64_t)(DAY - s->now % DAY));
	note_refusal(service, s, reply,
	    change->kind == CHANGE_REPLACE || change->kind == CHANGE_REMOVE
		? change->client->client_id
		: NULL,
	    NOTE_REGISTRATIONS);
	return reply;
}

/* A clash that a rule speaks of. */
static struct reply *
refuse_by_rule(const struct service *service, const struct submission *s,
    const struct rule *rule, const char *pointer, const char *what)
{
	struct verdict verdict;

	verdict_init(&verdict, s->arena);
	refuse(&verdict, rule, pointer, "%s", what);
	return registration_refuse(service, s, &verdict);
}

static struct reply *
refuse_spent(const struct service *service, const struct submission *s)
{
	return refuse_by_rule(service, s, judge_rule("statement_use", "spent"),
	    claim_pointer(s, "jti"), "this software statement was used before");
}

/* The only place where a clash becomes a status. */
static struct reply *
refuse_clash(const struct service *service, const struct submission *s,
    const struct stored_change *change)
{
	switch (change->clash) {
	case CLASH_JTI:
		if (is_spent(s))
			return refuse_spent(service, s);
		return refuse_by_rule(service, s, judge_uniqueness_rule("jti"),
		    "/jti", "this request was accepted before");
	case CLASH_SUSPENDED:
		return refuse_by_rule(service, s,
		    judge_uniqueness_rule("suspended"),
		    claim_pointer(s, "software_id"),
		    "a client of this software is suspended");
	case CLASH_SOFTWARE:
		return refuse_by_rule(service, s,
		    judge_uniqueness_rule("software_id"),
		    claim_pointer(s, "software_id"),
		    "this software has a registration already");
	case CLASH_CLIENT_ID:
		return reply_unable(s->arena, "a client_id was drawn twice");
	case CLASH_NOTES:
		return reply_unable(
		    s->arena, "enough notes of this client for today");
	case CLASH_COUNT:
		return refuse_full(service, s, change);
	case CLASH_NONE:
	case CLASH_VERSION:
		break;
	}
	return reply_refuse(s->arena, &refusals_manage[MANAGE_CHANGED],
	    "the registration has just been changed by another request");
}

/* What a receiver would not take is refused, as by a rule of its name. */
static struct reply *
ask_receivers(const struct service *service, const struct submission *s,
    const struct client *client)
{
	struct sent sent;
	const struct config_receiver *receiver = consent_ask(service->config,
	    service->judge.profile, client, s->now, s->arena, &sent);
	struct rule rule = {.error = ERROR_METADATA,
	    .meaning = "a receiver takes what is registered"};
	struct verdict verdict;

	if (receiver == NULL)
		return NULL;
	rule.id = arena_printf(s->arena, "deliver.%s", receiver->name);
	if (sent.as != SENT_REFUSED)
		return reply_unable(s->arena,
		    arena_printf(s->arena, "%s: %s", rule.id, sent.words));
	verdict_init(&verdict, s->arena);
	refuse(&verdict, &rule, "", "the bank's server would not take it: %s",
	    sent.words);
	return registration_refuse(service, s, &verdict);
}

struct reply *
registration_change(const struct service *service, const struct submission *s,
    const char *software, struct stored_change *change)
{
	struct reply *reply = NULL;

	if (change->kind == CHANGE_ADD || change->kind == CHANGE_REPLACE)
		reply = ask_receivers(service, s, change->client);
	if (reply != NULL)
		return reply;
	change->now = s->now;
	spend(s, change);
	count(service, s, software, change);
	switch (service->store->ops->change(service->store, change)) {
	case STORED_OK:
		if (change->client != NULL && *change->key != '\0')
			wait_until_told(service->store, service->config,
			    change->client->client_id, change->key);
		return NULL;
	case STORED_MISSING: /* somebody else has removed it since */
		if (change->kind == CHANGE_REMOVE)
			return NULL;
		change->clash = CLASH_VERSION;
		break;
	case STORED_CONFLICT:
		break;
	case STORED_UNABLE:
		return stored_unwritten(s->arena);
	}
	return refuse_clash(service, s, change);
}
