/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_CONFORMANCE_PRIVATE_H
#define COMMANDS_CONFORMANCE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "commands/sandbox/sandbox.h"

struct arena;
struct json;
struct judge;
struct profile;
struct rule;

/*
 * What the files of dcr conformance and dcr profile test share.  Nothing outside
 * commands/conformance includes this.  All memory is the arena's of the pack.
 */
enum conformance_outcome {
	CONFORMANCE_PASSED,
	CONFORMANCE_FAILED,
	CONFORMANCE_SKIPPED, /* this test is not for this server, or takes what
				is not at hand */
	CONFORMANCE_UNABLE   /* nobody can say: there was no answer */
};

struct conformance_test {
	const char *name;	  /* NULL ends */
	const char *title;	  /* what must hold */
	const char *clause;	  /* of which document; NULL: the profile has no
				    such rule */
	const struct rule *rule;  /* or NULL */
	const struct json *data;  /* as the pack has it */
	const struct json *needs; /* names of tests before it, or NULL */
	bool wanted;		  /* it is to be made */
	bool done; /* it was answered with a status that it wants */
	enum conformance_outcome outcome;
	const char *why;   /* unless passed; a line, in ASCII */
	const char *sent;  /* the body, for a test that sends the same again */
	struct json *told; /* "sent", "expected" and "got", without secrets */
	int64_t milliseconds;
};

struct conformance_pack {
	const char *title;
	const char *type; /* of a request's body; NULL: the profile's first */
	struct conformance_test *tests;
	size_t count;
};

/* The pack of a profile: the shipped one, "NAME.pack.json" beside a file, or
 * this file.  NULL after saying what is wrong. */
struct conformance_pack *conformance_pack(struct arena *arena,
    const struct profile *profile, const char *name, const char *file);

/* Adds the tests of a file to a pack; false after saying what is wrong. */
bool conformance_pack_add(struct conformance_pack *pack,
    const struct profile *profile, const char *path, struct arena *arena);

/* The tests of a file or of each file NAME.json of a folder; NULL likewise. */
struct conformance_pack *conformance_cases(
    struct arena *arena, const struct profile *profile, const char *path);

/* Wants the test of this name, all whose names begin with it and a dot, and
 * what these need; NULL: all.  False: there is none. */
bool conformance_choose(struct conformance_pack *pack, const char *name);

/* The test of that name before `end`; NULL: there is none. */
struct conformance_test *conformance_find(
    const struct conformance_pack *pack, const char *name, size_t end);

/* Whose part is played, with what it has. */
struct conformance_role {
	const char *dir;	 /* of a sandbox; NULL: there is none */
	const char *certificate; /* PEM files, for the connection */
	const char *key;
	const char *signing_key, *kid, *algorithm; /* NULL: the sandbox's */
	int argc; /* the command line: --set and --unset in it */
	char **argv;
	struct sandbox_given given;
};

/* What the command line asks for; NULL: nothing is said of it. */
enum { CONFORMANCE_HOSTS = 16 };
struct conformance_wish {
	struct arena *arena;
	const char *profile, *pack, *only;
	const char *url, *token_url, *ca, *timeout;
	const char *sandbox, *issuer, *statement, *software;
	const char *certificate, *key;
	const char *signing_key, *signing_certificate, *kid, *algorithm;
	bool json, junit;
	const char *hosts[CONFORMANCE_HOSTS + 1];
	size_t host_count;
};

/* Takes the credentials of the sandbox, or those that were given in place of
 * them, and sets variables; the profile of the sandbox where none was named.
 * False after saying what is wrong. */
bool conformance_party(struct conformance_wish *wish,
    struct conformance_role *party, struct json *variables);

/* A run of a pack, against a server or at this desk. */
struct conformance_run {
	struct arena *arena;
	const struct profile *profile;
	struct conformance_pack *pack;
	struct conformance_role party;
	struct json *variables; /* what ${NAME} stands for */
	struct json *secrets;	/* strings that nobody is shown */
};

/* What a test comes to when it is made ready. */
enum conformance_ready {
	CONFORMANCE_READY,
	CONFORMANCE_NOT_NOW, /* test->why says what it lacks */
	CONFORMANCE_BROKEN   /* what is wrong was said: the pack is */
};

/* The test with its variables filled in. */
enum conformance_ready conformance_fill(struct conformance_run *run,
    struct conformance_test *test, const struct json **filled);

/* The body of the test, NULL where it has none; `filled` is of
 * conformance_fill(). */
enum conformance_ready conformance_body(struct conformance_run *run,
    struct conformance_test *test, const struct json *filled,
    const char **body);

/* Not now: what the test lacks. */
enum conformance_ready conformance_lacks(
    struct conformance_test *test, const char *why);

/* The changes of a test as they can be made: a key of theirs is a file of the
 * world, and nothing beside it. */
enum conformance_ready conformance_edits(const struct conformance_run *run,
    struct conformance_test *test, const struct json *edits,
    const struct json **out);

/* The form of a test, with a client assertion where the client was registered
 * with such a method. */
enum conformance_ready conformance_form(struct conformance_run *run,
    struct conformance_test *test, const struct json *filled,
    const char **body);

/* The arguments of a verb of dcr sandbox: its folder first, then the changes
 * of a test, the key that signs where credentials are one's own, and what the
 * command line has changed in every request. */
enum { CONFORMANCE_WORDS = 128 };
struct conformance_words {
	struct arena *arena;
	char *argv[CONFORMANCE_WORDS];
	int argc;
};
struct conformance_words conformance_words(const struct conformance_run *run);
void conformance_words_edit(
    struct conformance_words *words, const struct json *edits);
void conformance_words_sign(
    struct conformance_words *words, const struct conformance_role *party);
void conformance_words_wish(
    struct conformance_words *words, const struct conformance_role *party);

/* The claims of a request that is JSON or a JWT, or of the first JWT in an array,
 * with what is a JWT in it opened likewise; NULL: it is none of these. */
const struct json *conformance_claims(struct arena *arena, const char *body);

/* The member of that name, or that a path of names leads to, with dots between
 * them; NULL: there is none.  And the last name of a path. */
const struct json *conformance_get(
    struct arena *arena, const struct json *object, const char *path);
const char *conformance_last(const char *path);

/* What the server or the desk has answered. */
struct conformance_answer {
	int status;
	const struct json *body; /* an object; NULL: it is none */
	const char *text;
	const char *type, *caching; /* headers, or NULL */
	const char *refused;	    /* no answer of HTTP came: why; or NULL */
	bool closed;		    /* since the server ended the connection */
};

/* Compares the answer with what the test wants.  Writes outcome and why. */
void conformance_compare(struct conformance_run *run,
    struct conformance_test *test, const struct json *filled, const char *body,
    const struct conformance_answer *answer);

/* The same of the members alone. */
void conformance_compare_members(struct conformance_run *run,
    struct conformance_test *test, const struct json *wanted,
    const struct json *claims, const struct json *body);

/* The errors that a test takes, one or an array; NULL: any. */
const struct json *conformance_errors(struct conformance_run *run,
    const struct conformance_test *test, const struct json *wanted);

/* Is the request to be granted? */
bool conformance_wants_success(
    struct conformance_run *run, const struct json *wanted);

/* Adds a fault to those of the test, which fails. */
void conformance_fault(struct conformance_run *run,
    struct conformance_test *test, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Fills "sent" and "expected" of test->told. */
struct json *conformance_tell_sent(struct conformance_run *run,
    struct conformance_test *test, const struct json *filled, const char *body);
void conformance_tell_expected(struct conformance_run *run,
    struct conformance_test *test, const struct json *filled);

/* A statuses or errors entry of "expect": is the value this, or one of these? */
bool conformance_allows(const struct json *wanted, const struct json *value);

/* What must not be shown: the values of members that are secrets, in whatever
 * depth, are learnt; a value is shown without any that were. */
void conformance_learn(struct conformance_run *run, const struct json *value);
void conformance_learn_text(struct conformance_run *run, const char *secret);
const struct json *conformance_hide(
    struct conformance_run *run, const struct json *value);
const char *conformance_hide_text(
    struct conformance_run *run, const char *text);

/* Where requests go, and within which bounds. */
struct conformance_server {
	const char *url;
	const char *const *hosts; /* that were named; NULL ends */
	const char *ca;		  /* a PEM file; NULL: the system's */
	int64_t milliseconds;	  /* of one request */
	int64_t deadline;	  /* of all, kit/monotonic.h */
	const char *dead;	  /* no connection came about: why */
};

/* Makes one request of HTTP.  A method of GET or DELETE has no body. */
struct conformance_call {
	const char *method, *uri, *type, *body, *bearer;
	const char *certificate, *key; /* NULL: none is presented */
};
void conformance_send(struct conformance_run *run,
    struct conformance_server *server, const struct conformance_call *call,
    struct conformance_answer *answer);

/* A registration that the server has made. */
struct conformance_registered {
	const char *client_id, *uri, *token;
	struct conformance_registered *next;
};

/* Can the token stand in a header (RFC 6750 section 2.1)?  Servers make it. */
bool conformance_is_bearer(const char *token);

/* Remembers what must go away again, and forgets what has. */
void conformance_note(struct conformance_run *run,
    struct conformance_registered **all, const char *url,
    const struct conformance_call *call,
    const struct conformance_answer *answer);

/* Forgets what a test has removed that is not DELETE. */
void conformance_forget(struct conformance_registered **all, const char *id);

/* Removes what is left, which a test was not to register or that no test has
 * removed; who is registered still goes into *left. */
void conformance_clean(struct conformance_run *run,
    struct conformance_server *server, const struct conformance_registered *all,
    struct json *left);

/* Makes the tests one after the other; false when the pack is broken.  What was
 * registered and is still there is removed at the end, and who could not be is
 * in *left, an array of client_ids. */
bool conformance_play(struct conformance_run *run,
    struct conformance_server *server,
    void (*tell)(const struct conformance_test *test), struct json **left);

/* The same at this desk, in the world of the party. */
bool conformance_judge(struct conformance_run *run, const struct judge *judge,
    void (*tell)(const struct conformance_test *test));

/* A new sandbox, which goes away with the arena; NULL after saying what is
 * wrong. */
const char *conformance_scratch(struct arena *arena, const char *profile);

/* The report. */
const char *conformance_word(enum conformance_outcome outcome);
void conformance_print(const struct conformance_test *test);
void conformance_print_sum(const struct conformance_pack *pack);
void conformance_print_json(const struct conformance_run *run, const char *url,
    const struct json *left);
void conformance_print_junit(
    const struct conformance_run *run, const char *suite);

/* EXIT_PASS, EXIT_REFUSED where a test failed, EXIT_UNABLE where one could not
 * be made. */
int conformance_exit(const struct conformance_pack *pack);

#endif
