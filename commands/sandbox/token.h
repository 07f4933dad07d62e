/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_SANDBOX_TOKEN_H
#define COMMANDS_SANDBOX_TOKEN_H

#include <stdbool.h>
#include <time.h>

struct arena;
struct json;

/*
 * A statement, a request or a client assertion in the making: which key signs
 * it, and the options that make it a wrong one.  Between
 * commands/sandbox/token.c, which signs, and commands/sandbox/claims.c and
 * sandbox_assertion.c, which say what.
 */
struct sandbox_token {
	struct arena *arena;
	const char *dir, *tpp;
	time_t now;
	int argc; /* the options, in pairs */
	char **argv;
	bool inner;	       /* the statement in a request */
	const char *usual_key; /* files of the sandbox */
	const char *ec_key;    /* NULL: there is none */
	const char *algorithm, *kid, *key;
	const char *certificate; /* PEM, for x5c; or NULL */
	const char *raw_header, *raw_payload;
	const char *statement, *statement_set, *statement_unset;
};

/* Takes argv[0] for DIR; false after saying what is wrong. */
bool sandbox_token_read(
    int argc, char **argv, bool request, struct sandbox_token *token);

/* The compact JWS of these claims, which the options change first; NULL after
 * saying what is wrong. */
const char *sandbox_token_sign(
    const struct sandbox_token *token, struct json *claims);

/* The claims, changed likewise, as JSON that nobody signs. */
const char *sandbox_token_plain(
    const struct sandbox_token *token, struct json *claims);

#endif
