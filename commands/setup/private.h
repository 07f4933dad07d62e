/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_SETUP_PRIVATE_H
#define COMMANDS_SETUP_PRIVATE_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct json;

/*
 * What the files of `dcr setup` share: a first configuration in the making.
 * Nothing outside commands/setup includes this.  All memory is the arena's.
 * Functions that can fail say what is wrong on standard error, and then answer
 * false or NULL, unless they hand the reason to the caller.
 */
struct setup {
	struct arena *arena;
	const char *dir;  /* of dcr.conf, absolute and without links */
	const char *path; /* of dcr.conf */
	bool etc;	  /* DIR is /etc/dcr: store and cache lie elsewhere */
	bool force;
	bool asks;		  /* standard input is a terminal */
	struct json *conf;	  /* what dcr.conf will have */
	const char *client_ca;	  /* PEM: to be copied */
	const char *world;	  /* a sandbox, absolute; NULL: none */
	const char *keystore;	  /* folder of its, to be copied; or NULL */
	const struct json *rules; /* of its authorizer; or NULL */
	const char *user;	  /* who will own store, cache and keys; */
	uid_t uid;
	gid_t gid;
	int argc; /* the options, in pairs but for flags */
	char **argv;
};

/* Where a file beside dcr.conf is, as dcr.conf names it. */
const char *setup_name(const struct setup *setup, const char *name);
/* The same, absolute. */
const char *setup_path(const struct setup *setup, const char *name);

/*
 * The questions, in their order: each answer is judged by those who will read
 * it from dcr.conf.  setup_answers() takes them from the options, asks for
 * those that are missing at a terminal, and elsewhere names them.
 */
struct setup_question {
	const char *option; /* "--issuer" */
	const char *key;    /* of dcr.conf: the question is answered if it is
			       there */
	const char *text;   /* what a person is asked */
	bool needed;	    /* where nobody can be asked, it must be said */
	bool many;	    /* there may be several answers */
	/* Is it a question at all, after the answers so far?  NULL: yes. */
	bool (*applies)(struct setup *setup);
	/* The usual answers, a line each; NULL: there is none. */
	const char *(*usual)(struct setup *setup);
	/* Takes an answer; what is wrong with it, or NULL. */
	const char *(*take)(struct setup *setup, const char *answer);
};
extern const struct setup_question setup_questions[]; /* a NULL option ends */

bool setup_answers(struct setup *setup);

/* Each takes an answer; what is wrong with it, or NULL.  A value becomes that of
 * a key, an item is added to the key's list. */
const char *setup_take_value(
    struct setup *setup, const char *key, const struct json *value);
const char *setup_take_string(
    struct setup *setup, const char *key, const char *text);
const char *setup_take_item(
    struct setup *setup, const char *key, const struct json *item);
const char *setup_take_host(struct setup *setup, const char *answer);
const char *setup_take_metadata(struct setup *setup, const char *answer);
const char *setup_take_superior(struct setup *setup, const char *answer);
const char *setup_take_directory(struct setup *setup, const char *answer);
const char *setup_take_scope(struct setup *setup, const char *answer);

/* Asks until there is an answer that is taken; false at the end of the input.
 */
bool setup_ask(struct setup *setup, const struct setup_question *question);

/* The value of an option that was given; NULL: it was not. */
const char *setup_given(const struct setup *setup, const char *option);

/* Fills the configuration from the sandbox, which is made if it is not
 * there. */
bool setup_from_world(struct setup *setup);

/* Lets the metadata name what a sandbox does not have: the endpoints of the
 * server that customers would see.  False after saying what is wrong. */
bool setup_complete_metadata(struct setup *setup);

/* The text of dcr.conf, with a comment to each key. */
const char *setup_text(const struct setup *setup);

/* Makes the folders and files; nothing is changed when one of them is in the
 * way.  An exit code. */
int setup_place(struct setup *setup);

/* Copies a folder of files; as root the copy is root's, for everybody to
 * read. */
bool setup_copy_folder(
    struct setup *setup, const char *from, const char *to, unsigned depth);

/* Writes a file for everybody or, where the mode says so, for the service's
 * group to read. */
bool setup_write(struct setup *setup, const char *path, const char *text,
    size_t length, mode_t mode);

/* Says what is there now, and what to do next. */
void setup_tell(const struct setup *setup);

#endif
