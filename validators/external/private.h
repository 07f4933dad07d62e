/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_EXTERNAL_PRIVATE_H
#define VALIDATORS_EXTERNAL_PRIVATE_H

#include <stddef.h>
#include <stdint.h>

#include "validators/external/external.h"

struct arena;
struct child;
struct coprocess;
struct json;
struct rule;
struct validator;

/* What the files of validators/external share, and nobody else.  A function
 * that reads an entry of the overlay keeps its first mistake in the reader. */

/* The entry (external_read.c, external_rules.c). */

/* Reads one entry and opens what the entry names; the question is filled but
 * for its place. */
const struct external_validator *external_read(struct reader *reader,
    const struct json *entry, const struct profile *profile,
    struct profile_question *question);

/* The rules of an entry of any kind but "object": a NULL id ends. */
const struct rule *external_rules(
    struct reader *reader, const struct json *entry, const char *name);

/* The clauses of rules, by the whole names of the rules. */
const struct json *external_rules_clauses(struct reader *reader,
    const struct json *entry, const char *name, const struct rule *rules);

/* Tells the reader what is wrong with "external[NAME].KEY". */
void external_rules_wrong(
    struct reader *reader, const char *name, const char *key, const char *what);

/* The question (external_question.c). */

/* The question to an external validator: one object of the protocol. */
const struct json *external_question(
    const struct submission *s, const struct external_validator *external);

/* A value without what must not leave this program: members that hold
 * secrets, and texts that are tokens.  NULL when nothing is left of it. */
const struct json *external_question_disclosed(
    struct arena *arena, const char *name, const struct json *value);

/* Asks by the validator's transport: the check of every kind but "object". */
void external_question_ask(const struct submission *s, struct verdict *v);

/* The answer (external_answer.c, external_metadata.c). */

enum { EXTERNAL_DETAIL_MAX = 200 }; /* characters that are told of a detail */

/*
 * NULL and *answer, the text as an object without "dcr" and "id": it is JSON,
 * of this version of the protocol, and answers this question, by the question's
 * id if `must_echo`.  Else why it cannot be used.
 */
const char *external_answer_read(const struct json *question, const char *text,
    size_t length, bool must_echo, struct arena *arena,
    const struct json **answer);

/* Judges what external_answer_read() or translate_answer() gave: passes,
 * refuses, or is unable to say. */
void external_answer(const struct submission *s, struct verdict *v,
    const struct profile_question *question, const struct json *answer);

/* Is the text a JSON pointer (RFC 6901) that may be told? */
bool external_answer_is_pointer(const char *text);

/* Takes the metadata that a validator which has passed adds; unable() when it
 * may not add them.  A web service tells all that it knows: what is not its to
 * say is not taken, and of a registration that is read the rest is what is
 * answered. */
void external_metadata_take(const struct submission *s, struct verdict *v,
    const struct external_validator *external, const struct json *metadata);

/* Shared objects (object_load.c, object_open.c, object_check.c). */

/* What the file calls dcr_validator; NULL and *why.  A file that this process
 * has loaded before, and nobody has changed since, is not loaded again. */
const void *object_load(
    struct arena *arena, const char *path, const char **why);

/* Opens the shared object of an entry and fills `validator`; NULL after a
 * mistake. */
const struct dcr_validator *object_open(struct reader *reader,
    const struct json *entry, const char *name, struct validator *validator);

/* The check of the kind "object". */
void object_check(const struct submission *s, struct verdict *v);

/*
 * A transport carries one question to a command, a co-process or a web service
 * (dcr-validator(7) has the protocol) and the answer back, within a deadline.
 */
struct transport {
	const char *name; /* the validator's */
	const struct json *entry;
	int64_t milliseconds;	 /* for one question, whatever it takes */
	const char *const *argv; /* NULL ends; of a command or co-process */
	struct coprocess *coprocess;
	struct web_service *service;
	const char *(*ask)(struct transport *, const struct json *question,
	    struct arena *, const struct json **answer);
	const char *(*look)(struct transport *, struct arena *);
};

/* The transport of an entry, which is the arena's, as is what it starts; NULL
 * and *why (one line, names the key) when the entry is wrong.  Starts
 * nothing. */
struct transport *transport_open(struct arena *arena, const char *kind,
    const struct json *entry, const char **why);

/* NULL and *answer, which is for external_answer() whatever the kind; or why
 * nobody can say (never the content of a token). */
const char *transport_ask(struct transport *transport,
    const struct json *question, struct arena *arena,
    const struct json **answer);

/* Each fills the transport of its kind. */
void transport_command(struct transport *transport, struct reader *reader);
void transport_coprocess(struct transport *transport, struct reader *reader);
void transport_service(struct transport *transport, struct reader *reader);

/* The program and its arguments in "argv" (transport_program.c). */
void transport_program_read(struct transport *transport, struct reader *reader);

/* The line `why` with the last of what the program wrote to standard error. */
const char *transport_program_said(
    const char *why, const struct child *child, struct arena *arena);

/* A web service speaks the contract of the WSO2 accelerator's extensions: the
 * path of it for a method; NULL when there is none. */
const char *translate_path(const char *method);

/* Looks at the keys of an entry that say how that contract is spoken. */
void translate_open(const struct json *entry, struct reader *reader);

/* The question in the words of that contract. */
const struct json *translate_question(
    const struct json *entry, const struct json *question, struct arena *arena);

/* What such a question tells of the client: the request, or what is stored when
 * a registration is only read. */
const struct json *translate_sent(const struct json *question);

/* Client metadata with the names of the product's beans beside their own. */
const struct json *translate_beans(
    struct arena *arena, const struct json *metadata);

/* Is it the name of a member of such a bean? */
bool translate_is_bean(const char *name);

/* NULL and *answer, in the words of dcr-validator(7); or why the body cannot
 * be used.  Of a registration that is read, metadata are all that the service
 * tells of the client. */
const char *translate_answer(const struct json *entry,
    const struct json *question, const char *body, struct arena *arena,
    const struct json **answer);

#endif
