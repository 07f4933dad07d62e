/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_SANDBOX_SANDBOX_H
#define COMMANDS_SANDBOX_SANDBOX_H

#include <stdbool.h>

struct arena;
struct json;

/* Makes a world of that profile in `dir`, a new or an empty folder, as dcr
 * sandbox new does; an issuer or endpoint of NULL is the usual one.  An exit
 * code, other than EXIT_PASS after saying what is wrong. */
int sandbox_make(struct arena *arena, const char *dir, const char *profile,
    const char *issuer, const char *endpoint);

/* What requests are made of in place of what a world has of it; NULL: what it
 * has.  Where plan, software and the certificates are all given, there need be
 * no world. */
struct sandbox_given {
	const struct json *plan, *software;
	const char *issuer;		 /* whom requests are for, and */
	const char *endpoint;		 /* where they are sent */
	const char *statement;		 /* a software statement, ready */
	const char *certificate;	 /* a PEM file: who connects */
	const char *signing_certificate; /* likewise: who signs, for x5c */
};

/* The text that dcr sandbox request, statement or assertion prints, by the same
 * arguments (argv[0] is DIR); NULL after saying what is wrong. */
const char *sandbox_request_text(struct arena *arena, int argc, char **argv,
    const struct sandbox_given *given);
const char *sandbox_statement_text(struct arena *arena, int argc, char **argv,
    const struct sandbox_given *given);
const char *sandbox_assertion_text(struct arena *arena, int argc, char **argv,
    const struct sandbox_given *given);

/* Root goes on as the user that a world belongs to (kit/conf/owner.h).  False
 * after saying why it cannot. */
bool sandbox_become_owner(struct arena *arena, const char *dir);

/* The plan of a profile, a shipped one or a path, with requests as the layers
 * over it want them; NULL after saying what is wrong. */
const struct json *sandbox_plan(struct arena *arena, const char *profile);

/* The text of the plan of a profile without layers; NULL likewise. */
const char *sandbox_plan_text(struct arena *arena, const char *profile);

/* The JSON object that is this text, or in this file; `path` is for messages.
 * A text that is NULL was told about. */
const struct json *sandbox_object(
    struct arena *arena, const char *path, const char *text);
const struct json *sandbox_read_object(struct arena *arena, const char *path);

/* The template with its variables filled in; NULL after saying that there is no
 * such variable. */
const struct json *sandbox_fill(struct arena *arena,
    const struct json *template, const struct json *variables);

#endif
