/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_JUDGE_PRIVATE_H
#define VALIDATORS_JUDGE_PRIVATE_H

struct profile_question;
struct submission;
struct verdict;

/* What the files of this room share. */

/* Asks one question; a pass gives its facts. */
void judge_ask(struct submission *s, struct verdict *v,
    const struct profile_question *question);

/* Asks every question that gives one of these facts, where it has its
 * ground. */
void judge_ask_for(struct submission *s, struct verdict *v, unsigned facts);

/* Tells the trace that a question is not asked, and why. */
void judge_skip(const struct submission *s,
    const struct profile_question *question, const char *why);

/* Takes back the pass when what external validators have added contradicts
 * what was proved since. */
void judge_settle(const struct submission *s, struct verdict *v);

#endif
