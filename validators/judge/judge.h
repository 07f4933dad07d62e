/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_JUDGE_JUDGE_H
#define VALIDATORS_JUDGE_JUDGE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "validators/lib/submission.h"
#include "validators/lib/verdict.h"

struct arena;
struct cert_memory;
struct config;
struct fetch_policy;
struct finding;
struct json;
struct profile;
struct profile_question;
struct request;
struct revocation;

/* What became of one question, for whoever looks on (`dcr check --trace`).
 * Findings go on to the end of the list; all but the times are the request's
 * arena's. */
struct judge_answer {
	const struct profile_question *question;
	bool asked; /* false: `why` says why not */
	enum outcome outcome;
	const char *why; /* with OUTCOME_UNABLE */
	const struct finding *findings;
	const struct json *metadata; /* that it adds; or NULL */
	int64_t nanoseconds;
};
struct judge_trace {
	void (*tell)(void *context, const struct judge_answer *answer);
	void *context;
};

/* What judging needs for the life of the process. */
struct judge {
	const struct config *config;
	const struct profile *profile;
	struct cert_memory *certificates;
	struct revocation *revocation; /* that `certificates` ask */
	struct keyring *keyring;
	const struct judge_trace *trace; /* NULL: nobody looks on */
};

/* False when the deployment is wrong; *why is then one line.  All is the
 * arena's.  The profile is the one in force at the time `at`, in seconds since
 * the epoch; or now. */
bool judge_open_at(struct judge *judge, const struct config *config, int64_t at,
    struct arena *arena, const char **why);
bool judge_open(struct judge *judge, const struct config *config,
    struct arena *arena, const char **why);

/*
 * Is what a true statement names fetched from any host?  NULL: from the hosts
 * of the configuration alone.  The policy (the arena's) is that of the
 * configuration otherwise, but never lets a private address be connected to
 * because the profile says so: only where the configuration has both in so many
 * words, as a sandbox may.
 */
const struct fetch_policy *judge_named_policy(const struct config *config,
    const struct profile *profile, struct arena *arena);

/* Can the directories' keys be had, as far as that can be known at a desk:
 * files are there, hosts may be fetched from.  False and *why otherwise.
 * While serving, keys that cannot be had are the world's fault (503). */
bool judge_has_directories(
    const struct judge *judge, struct arena *arena, const char **why);

/* Are there revocation lists, where they are to be looked into?  False and *why
 * otherwise. */
bool judge_has_revocation(
    const struct judge *judge, struct arena *arena, const char **why);

/*
 * Asks every question of the profile.  `replaced` is the registration that
 * the request would replace (PUT), or NULL.  `assumed` facts are taken as
 * given and the validators that would prove them are not asked: only `dcr
 * check` does that, where there is no certificate to look at.  `submission`
 * is filled.
 */
void judge_request(const struct judge *judge, const struct request *request,
    const struct replaced *replaced, struct arena *arena, time_t now,
    unsigned assumed, struct submission *submission, struct verdict *verdict);

/* Asks only who calls: is the certificate one that we accept, and where it is
 * the statement, one that would register? */
void judge_caller(const struct judge *judge, const struct request *request,
    struct arena *arena, time_t now, struct submission *submission,
    struct verdict *verdict);

/* Asks of a submission of judge_registered() whether its certificate is one
 * that we accept and belongs to the party of its statement, which was accepted
 * before and is not verified again. */
void judge_party(struct submission *submission, struct verdict *verdict);

/*
 * Has a directory of the configuration signed the software statement in a
 * client's metadata, whenever that was, have its claims their forms, and is it
 * of the software that the client is kept under?  NULL when so, or when there
 * is none.  Else what is wrong, a line; with *unable it cannot be found out
 * now.
 */
const char *judge_vouched(const struct judge *judge, const char *metadata,
    const char *kept_under, struct arena *arena, time_t now, bool *unable);

/*
 * Asks the external validators whether a registration may be read
 * (METHOD_GET) or removed (METHOD_DELETE).  `submission` is that of
 * judge_registered(), by a caller whose certificate and party were proved.
 */
void judge_external(const struct judge *judge, enum method method,
    const struct replaced *stored, struct submission *submission,
    struct verdict *verdict);

/*
 * Judges a registration that is kept, of these metadata, by the judge's profile:
 * by the questions about what is registered and what its statement claims.
 * Signatures, times and certificates are assumed, and nothing is fetched.
 * False: there is nothing that could be judged.
 */
bool judge_kept(const struct judge *judge, const char *metadata,
    struct arena *arena, time_t now, struct submission *submission,
    struct verdict *verdict);

/*
 * Asks each external validator that is asked of registrations about this client
 * metadata of a registration, as if it came now, to see whether the validator
 * can say anything: no other question is asked, and nothing is changed.  Told
 * are the validator's name, and why it cannot say, or NULL (the arena's).
 * False: the metadata has no statement to ask about.
 */
bool judge_probe(const struct judge *judge, const char *metadata,
    struct arena *arena, time_t now,
    void (*tell)(void *context, const char *name, const char *why),
    void *context);

/*
 * Was a submission of judge_request() refused since its statement, which is
 * true, fresh and of the caller's software, says that the organisation is not,
 * or no more, active or authorised, and for nothing else?  NULL, or the first
 * finding that says so.
 */
const struct finding *judge_withdrawn(
    const struct submission *submission, const struct verdict *verdict);

/* The rule for a fault that only the store can see: "jti", "software_id" or
 * "suspended". */
const struct rule *judge_uniqueness_rule(const char *what);

/* The rule of a validator by the part of its name behind the dot, which must be
 * there. */
const struct rule *judge_rule(const char *validator, const char *what);

/*
 * Asks no question: takes apart the certificate and (unless NULL) the statement
 * of a registration, whose claims were proved true when it was registered.  The
 * claims count while their directory is one of the configuration's.
 */
void judge_registered(const struct judge *judge, const struct request *request,
    const char *statement, struct arena *arena, time_t now,
    struct submission *submission);

#endif
