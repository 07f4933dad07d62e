/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_SANDBOX_PRIVATE_H
#define COMMANDS_SANDBOX_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "commands/sandbox/sandbox.h"
#include "kit/issue/issue.h"

struct arena;
struct config;
struct json;

/*
 * What the verbs of `dcr sandbox` share: a throw-away world of a directory, a
 * bank and two TPPs, from which right and wrong requests are made.  Nothing
 * outside commands/sandbox includes this.  All memory is the arena's.
 * Functions that can fail say what is wrong on standard error, and then
 * answer false, NULL or an exit code of commands/lib/command.h.
 */
#define SANDBOX_CONFIG "dcr.conf"
#define SANDBOX_KEYSTORE "https://keystore.sandbox.example/"
#define SANDBOX_YEAR ((time_t)31536000)
#define SANDBOX_DAY ((time_t)86400)

/* The verbs; argv[0] is DIR, the rest are its options (of assertion: the
 * CLIENT_ID, and they). */
int sandbox_new(int argc, char **argv, struct arena *arena);
int sandbox_statement(int argc, char **argv, struct arena *arena);
int sandbox_request(int argc, char **argv, struct arena *arena);
int sandbox_assertion(int argc, char **argv, struct arena *arena);
int sandbox_certificate(int argc, char **argv, struct arena *arena);

/* "@+N", "@-N" or "@N": so many seconds from now. */
bool sandbox_moment(const char *text, time_t now, time_t *out);

/* "DIR/NAME" */
const char *sandbox_path(
    struct arena *arena, const char *dir, const char *name);

/* Reads a whole file, which must not have a NUL in it. */
const char *sandbox_read(struct arena *arena, const char *path);

/* The configuration of a world; NULL after saying what is wrong. */
const struct config *sandbox_config(struct arena *arena, const char *dir);

/*
 * Sets the member of "NAME=JSON", or removes the one of "NAME", where a dot
 * in NAME goes into an object, which is copied first.  JSON may be a moment.
 * `option` is for the message.
 */
bool sandbox_set(struct arena *arena, struct json *object, const char *option,
    const char *assignment, time_t now);
bool sandbox_unset(struct arena *arena, struct json *object, const char *option,
    const char *name);

/*
 * A world in the making.  The first failure is kept in `why`, and nothing is
 * done after it; these functions then return NULL.
 */
struct sandbox_world {
	struct arena *arena;
	const char *dir;
	const char *keystore; /* URI, ends with '/' */
	bool fetched;	      /* and is a server; else a folder of ours */
	const char *issuer, *endpoint;
	time_t now;
	const char *ca_key, *ca_cert; /* PEM: of the clients' certificates */
	const char *profile;
	const struct json *plan; /* SANDBOX_PLAN */
	const char *why;
};

void sandbox_folder(struct sandbox_world *world, const char *name);
void sandbox_file(struct sandbox_world *world, const char *name,
    const char *text, unsigned mode);
const char *sandbox_key(
    struct sandbox_world *world, const char *name, enum issue_key kind);

/* Issues a certificate, with dates of its own, signed by the order's CA or by
 * itself, and writes it. */
const char *sandbox_issue(
    struct sandbox_world *world, const char *name, struct issue_order order);

/* Writes the JWK Set of these keys, with x5c where there is a certificate. */
struct sandbox_jwk {
	const char *use, *key, *certificate;
};
void sandbox_jwks(struct sandbox_world *world, const char *name,
    const struct sandbox_jwk *keys, size_t count);

/* Writes dcr.conf, and the plan beside it. */
void sandbox_write_config(struct sandbox_world *world);

/* The text with exactly this at its end in place of any slash. */
const char *sandbox_extend(
    struct arena *arena, const char *text, const char *end);

/* Makes the TPPs: keys, certificates, claims and what the keystore has. */
void sandbox_parties(struct sandbox_world *world);

/*
 * What a world is made from: a plan beside the profile, "uk.world.json" beside
 * "uk.json", which is kept in the world as world.json.  Strings in it hold
 * variables, ${name} or ${name.member.0}; a string that is one variable and
 * nothing else becomes its value, whatever its type.  Format: docs/profiles.
 */
#define SANDBOX_PLAN "world.json"

/* The plan of a world that is there; NULL after saying what is wrong. */
const struct json *sandbox_plan_read(struct arena *arena, const char *dir);

/* The text of one string of the plan, filled in; NULL likewise. */
const char *sandbox_fill_text(
    struct arena *arena, const char *text, const struct json *variables);

/* The party of that folder; NULL after saying that there is none. */
const struct json *sandbox_party(const struct json *plan, const char *folder);

/*
 * A statement, a request or a client assertion in the making: which key signs
 * it, and the options that make it a wrong one.  jwt.c signs what claims.c
 * and assertion.c have put into it.
 */
struct sandbox_jwt {
	struct arena *arena;
	const char *dir, *tpp;
	time_t now;
	int argc; /* the options, in pairs */
	char **argv;
	bool inner; /* the statement in a request */
	const char *typ;
	const char *usual_key; /* files of the sandbox */
	const char *ec_key;    /* NULL: there is none */
	const char *algorithm, *kid, *key;
	bool usual;		 /* no option says the algorithm */
	const char *certificate; /* PEM, for x5c; or NULL */
	const char *raw_header, *raw_payload;
	const char *statement, *statement_set, *statement_unset;
	const struct sandbox_given *given; /* NULL: nothing but the world */
};

/* Takes argv[0] for DIR; false after saying what is wrong. */
bool sandbox_jwt_read(
    int argc, char **argv, bool request, struct sandbox_jwt *jwt);

/* Takes from the plan of the world by which algorithm requests are signed, and
 * whether they bring the certificate of their key (RFC 7515 section 4.1.6);
 * false after saying what is wrong. */
bool sandbox_jwt_plan(struct sandbox_jwt *jwt, const struct json *plan);

/* The path of a file of the TPP. */
const char *sandbox_jwt_file(const struct sandbox_jwt *jwt, const char *name);

/* The compact JWS of these claims, which the options change first; NULL after
 * saying what is wrong. */
const char *sandbox_jwt_sign(
    const struct sandbox_jwt *jwt, struct json *claims);

/* The claims, changed likewise, as JSON that nobody signs. */
const char *sandbox_jwt_plain(
    const struct sandbox_jwt *jwt, struct json *claims);

/*
 * Worlds whose statement is a trust chain: "statement" of the plan is that of
 * the party's superior, and "chain" has those above it, the first of which a
 * trust anchor has signed.
 */
bool sandbox_has_chain(const struct json *plan);

/* Makes the keys of the superior, and those of our own statements. */
void sandbox_chain_world(struct sandbox_world *world);

/* Makes the keys of a party's own statements, and writes those of its signing
 * keys that it has in its metadata. */
void sandbox_chain_party(struct sandbox_world *world, const char *folder,
    const struct sandbox_jwk keys[], size_t count);

/* Puts the key sets that statements are made from among the variables. */
void sandbox_chain_keys(const struct sandbox_jwt *jwt, struct json *variables);

/* The chain as a JSON array: the party's own statement, that of its superior,
 * and the rest; NULL after saying what is wrong. */
const char *sandbox_chain(struct sandbox_jwt *jwt, const struct json *plan,
    const struct json *variables, struct json *claims, const char *statement);

#endif
