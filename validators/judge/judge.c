/* SPDX-License-Identifier: ISC */
/* Judges a request: asks every question that has its ground, in order. */
#include "validators/judge/judge.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "validators/external/external.h"
#include "validators/judge/private.h"
#include "validators/lib/directory.h"
#include "validators/lib/metadata.h"
#include "validators/lib/profile.h"
#include "validators/table.h"
#include "validators/validator.h"

static void
start(const struct judge *judge, const struct request *request,
    struct arena *arena, time_t now, struct submission *submission,
    struct verdict *verdict)
{
	*submission = (struct submission){
	    .request = request,
	    .config = judge->config,
	    .profile = judge->profile,
	    .certificates = judge->certificates,
	    .keyring = judge->keyring,
	    .arena = arena,
	    .hosts = arena_alloc(arena, sizeof(*submission->hosts)),
	    .roles = arena_alloc(arena, sizeof(*submission->roles)),
	    .now = now,
	    .facts = judge->profile->given,
	    .method = METHOD_POST,
	    .trace = judge->trace,
	};
	verdict_init(verdict, arena);
}

/* Why a question is not asked; NULL: it has its ground. */
static const char *
no_ground(const struct submission *s, const struct verdict *v,
    const struct profile_question *q)
{
	const struct validator *validator = q->validator;
	unsigned missing = validator->needs & ~s->facts;

	if (validator->check == NULL)
		return "the store answers it";
	if (!external_is_asked(q, s->method) ||
	    (q->verbs != 0 && (q->verbs & s->method) == 0))
		return "not of such requests";
	if ((validator->gives & s->facts) != 0)
		return "taken as given";
	if (missing != 0)
		return s->trace == NULL ? "without its ground"
					: arena_printf(s->arena, "without %s",
					      facts_text(s->arena, missing));
	/* A request that is refused is told to nobody else. */
	if (q->external != NULL && q->external->transport != NULL &&
	    v->outcome != OUTCOME_PASS)
		return "refused already";
	return NULL;
}

/* Both signatures stand: from here on there is one answer to what would be
 * registered. */
static void
make_metadata(struct submission *s)
{
	const unsigned both = ENVELOPE_TRUE | STATEMENT_TRUE;

	if (s->metadata == NULL && (s->facts & both) == both)
		s->metadata = metadata_make(s);
}

/* Asks each question that has its ground, in order. */
static void
run(struct submission *s, struct verdict *v)
{
	for (const struct profile_question *q = s->profile->questions;
	     q->validator != NULL; q++) {
		make_metadata(s);
		const char *why = no_ground(s, v, q);
		if (why == NULL)
			judge_ask(s, v, q);
		else
			judge_skip(s, q, why);
	}
}

static void
require(const struct submission *s, struct verdict *v, unsigned facts)
{
	if (v->outcome == OUTCOME_PASS && (facts & ~s->facts) != 0)
		unable(v, "the run ended without %s",
		    facts_text(s->arena, facts & ~s->facts));
}

/* Does the request ask for the end of the registration of its software?  Of such
 * a request is asked whose it is, and not what it would register. */
static bool
cancels(const struct submission *s)
{
	const char *member = s->profile->cancel;
	const struct json *value =
	    member != NULL ? json_get(s->members, member) : NULL;

	return json_type(value) == JSON_ARRAY && json_length(value) == 0;
}

void
judge_request(const struct judge *judge, const struct request *request,
    const struct replaced *replaced, struct arena *arena, time_t now,
    unsigned assumed, struct submission *submission, struct verdict *verdict)
{
	start(judge, request, arena, now, submission, verdict);
	submission->facts |= assumed;
	submission->replaced = replaced;
	if (replaced != NULL)
		submission->method = METHOD_PUT;
	submission_parse(submission);
	if (replaced == NULL && cancels(submission))
		submission->method = METHOD_DELETE;
	run(submission, verdict);
	require(submission, verdict, FACTS_FOR_A_REGISTRATION);
	judge_settle(submission, verdict);
}

/* A certificate speaks for itself, whenever it comes. */
static bool
certified(const struct submission *s)
{
	return profile_is_qualified(s->profile) && s->claims != NULL;
}

void
judge_registered(const struct judge *judge, const struct request *request,
    const char *statement, struct arena *arena, time_t now,
    struct submission *submission)
{
	struct verdict unused;

	start(judge, request, arena, now, submission, &unused);
	submission_parse_statement(submission, statement);
	if (certified(submission) ||
	    (submission->statement.text != NULL &&
		submission->statement.fault == JWS_OK &&
		directory_of(judge->config,
		    json_string(json_get(submission->claims, "iss"))) != NULL))
		submission->facts |=
		    STATEMENT_READ | STATEMENT_TRUE | STATEMENT_SOUND | VOUCHED;
}

static void
prove(struct submission *s, struct verdict *v, unsigned facts)
{
	judge_ask_for(s, v, facts);
	require(s, v, facts);
}

void
judge_caller(const struct judge *judge, const struct request *request,
    struct arena *arena, time_t now, struct submission *submission,
    struct verdict *verdict)
{
	judge_registered(judge, request, NULL, arena, now, submission);
	verdict_init(verdict, arena);
	if (profile_connection_is_plain(judge->profile)) {
		submission->cert = NULL;
		return;
	}
	prove(submission, verdict,
	    CLIENT_KNOWN |
		((judge->profile->given & STATEMENT_CERTIFIED) != 0 ? SAME_PARTY
								    : 0));
}

void
judge_party(struct submission *submission, struct verdict *verdict)
{
	verdict_init(verdict, submission->arena);
	prove(submission, verdict, CLIENT_KNOWN | SAME_PARTY);
}

/* External validators are asked here whatever they need: nothing is proved
 * anew, and leaving one out would be consent. */
void
judge_external(const struct judge *judge, enum method method,
    const struct replaced *stored, struct submission *submission,
    struct verdict *verdict)
{
	const struct profile_question *q = judge->profile->questions;

	submission->method = method;
	submission->replaced = stored;
	submission->facts |= CLIENT_KNOWN | SAME_PARTY;
	verdict_init(verdict, submission->arena);
	for (; q->validator != NULL; q++)
		if (q->external != NULL && external_is_asked(q, method) &&
		    verdict->outcome == OUTCOME_PASS)
			judge_ask(submission, verdict, q);
	judge_settle(submission, verdict);
}

const struct rule *
judge_rule(const char *validator, const char *what)
{
	const struct rule *rule = validator_named(validator)->rules;

	while (strcmp(strchr(rule->id, '.') + 1, what) != 0)
		rule++;
	return rule;
}

const struct rule *
judge_uniqueness_rule(const char *what)
{
	return judge_rule("uniqueness", what);
}
