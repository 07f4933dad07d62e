/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_EXTERNAL_PRIVATE_H
#define VALIDATORS_EXTERNAL_PRIVATE_H

#include "validators/external/external.h"

struct rule;
struct validator;

/* What validators/external/external_*.c and object_*.c share, and nobody else.
 * */

/* How much of a detail is told. */
enum { EXTERNAL_DETAIL_MAX = 200 };

/* Reads one entry and opens what it names; the question is filled but for its
 * place.  The first mistake is in the reader. */
const struct external_validator *external_read(struct reader *reader,
    const struct json *entry, const struct profile *profile,
    struct profile_question *question);

/* The rules of an entry that is no object: a NULL id ends.  The first mistake
 * is in the reader, under "added[NAME]". */
const struct rule *external_rules(
    struct reader *reader, const struct json *entry, const char *name);

/* The clauses of rules, by their whole names. */
const struct json *external_rules_clauses(struct reader *reader,
    const struct json *entry, const char *name, const struct rule *rules);

/* "added[NAME].KEY", for what is wrong. */
void external_wrong(
    struct reader *reader, const char *name, const char *key, const char *what);

/* Opens the shared object of an entry; NULL, and the mistake is in the reader.
 * `validator` is filled. */
const struct dcr_validator *object_open(struct reader *reader,
    const struct json *entry, const char *name, struct validator *validator);

/* The check of an object, and that of the others. */
void object_check(const struct submission *s, struct verdict *v);
void external_check(const struct submission *s, struct verdict *v);

/* What is asked: one object of the protocol. */
const struct json *external_question(
    const struct submission *s, const struct external_validator *external);

/* A value without what nobody else may see: members that hold secrets, and
 * texts that are tokens.  NULL when nothing is left of it. */
const struct json *external_disclosed(
    struct arena *arena, const char *name, const struct json *value);

/* Judges an answer: it passes, refuses, or is none. */
void external_answer(const struct submission *s, struct verdict *v,
    const struct profile_question *question, const struct json *answer);

/* Is this a pointer that may be told (RFC 6901)? */
bool external_is_pointer(const char *text);

/* Takes what a validator that has passed adds; unable() when it may not. */
void external_take(const struct submission *s, struct verdict *v,
    const struct external_validator *external, const struct json *metadata);

#endif
