/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_JUDGE_PRIVATE_H
#define VALIDATORS_JUDGE_PRIVATE_H

#include <stdbool.h>
#include <time.h>

struct arena;
struct judge;
struct keyring_setup;
struct profile_question;
struct submission;
struct verdict;

/* What the files of this room share. */

/* The submission as it was when the client of these metadata, an object, was
 * registered, without its certificate, which nobody keeps.  Without claims where
 * there is no statement that could be read. */
void judge_resubmit(const struct judge *judge, const char *metadata,
    struct arena *arena, time_t now, struct submission *s);

/* Asks one question; a pass gives its facts. */
void judge_ask(struct submission *s, struct verdict *v,
    const struct profile_question *question);

/* Asks every question that gives one of these facts, where it has its
 * ground. */
void judge_ask_for(struct submission *s, struct verdict *v, unsigned facts);

/* Fills in from where key sets are fetched, by the configuration and the profile
 * of the judge.  False and *why, one line, when the two contradict. */
bool judge_locations(const struct judge *judge, struct arena *arena,
    struct keyring_setup *setup, const char **why);

/* Lives an access token as long as the profile lets it?  False and *why, one
 * line, when not. */
bool judge_lifetime(
    const struct judge *judge, struct arena *arena, const char **why);

/* Tells the trace that a question is not asked, and why. */
void judge_skip(const struct submission *s,
    const struct profile_question *question, const char *why);

/* Takes back the pass when what external validators have added contradicts
 * what was proved since. */
void judge_settle(const struct submission *s, struct verdict *v);

#endif
