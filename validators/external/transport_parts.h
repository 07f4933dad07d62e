/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_EXTERNAL_TRANSPORT_PARTS_H
#define VALIDATORS_EXTERNAL_TRANSPORT_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kit/reader.h"
#include "validators/external/transport.h"

struct child;
struct coprocess;
struct web_service_call;

/* The parts of transport*.c. */
struct transport {
	const char *name; /* the validator's */
	const struct json *entry;
	int64_t milliseconds;	 /* for one question, whatever it takes */
	const char *const *argv; /* NULL ends; of a command or co-process */
	struct coprocess *coprocess;
	struct web_service *service;
	const char *(*ask)(struct transport *, const struct json *question,
	    struct arena *, const struct json **answer);
};

/* Each reads what is its own of the entry; mistakes go to the reader. */
void transport_command(struct transport *transport, struct reader *reader);
void transport_coprocess(struct transport *transport, struct reader *reader);
void web_service_open(struct transport *transport, struct reader *reader);

/* argv of the entry. */
void transport_read_argv(struct transport *transport, struct reader *reader);

/* A path of the entry's, which must be absolute; NULL when it is not there. */
const char *transport_read_path(struct reader *reader,
    const struct json *object, const char *prefix, const char *name);

/*
 * NULL and *answer, what came without "dcr" and "id"; or why it is none.  With
 * `must_echo` the question's id must be in it.
 */
const char *transport_read(const struct json *question, const char *text,
    size_t length, bool must_echo, struct arena *arena,
    const struct json **answer);

/* The same line with the last of what the child said besides. */
const char *transport_with_words(
    const char *why, const struct child *child, struct arena *arena);

/*
 * Between our protocol and the contract of the WSO2 accelerator's extensions.
 * The path is that of a method, NULL when there is none.
 */
const char *translate_path(const char *method);
const struct json *translate_question(
    const struct json *question, struct arena *arena);
/* NULL and *answer, or why it is none. */
const char *translate_answer(const struct json *entry,
    const struct json *question, const struct json *said, struct arena *arena,
    const struct json **answer);

#endif
