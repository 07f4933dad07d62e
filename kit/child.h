/* SPDX-License-Identifier: ISC */
#ifndef KIT_CHILD_H
#define KIT_CHILD_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/*
 * A program of somebody else's, run by argv and without a shell: in a session
 * and process group of its own, in /, with an environment of three names and no
 * descriptor but its standard three, which are pipes to us.  The program leaves
 * no core and dies with us.  Killing it kills its whole group at once, however
 * it forks; what has left that group (setsid) goes on without a descriptor of
 * ours.  The program runs as the user that we are, and not in a sandbox.
 */
struct child {
	pid_t pid;	/* leader of the group; 0: there is none */
	pid_t owner;	/* whose child it is: not that of our own children */
	int ended;	/* a descriptor that is readable when it has ended */
	int in, out;	/* our ends of its standard input and output; */
	int err;	/* and of its standard error; -1: closed */
	char said[128]; /* what came last of that, not terminated */
	size_t said_length;
};

/* One question and the answer to it. */
struct child_talk {
	const char *input;
	size_t length;
	char *output; /* not terminated */
	size_t room;  /* an answer, or what it says besides, that fills it is
			 too much */
	size_t got;
	int64_t deadline; /* of monotonic_deadline() */
	/* True: the answer is one line, and more questions may follow.  False:
	 * the answer is all that comes until the child has ended, and the
	 * child's input ends with the question. */
	bool line;
	size_t besides; /* bytes of standard error */
};

/*
 * Starts a child; NULL, or why there is none (the arena's).  argv[0] is an
 * absolute path; NULL ends argv.  Each process of the child's may use
 * cpu_seconds; 0: no bound.  From now on SIGPIPE is ignored if it would have
 * ended us, and SIGCHLD is not ignored.
 */
const char *child_start(struct child *child, const char *const *argv,
    unsigned cpu_seconds, int64_t deadline, struct arena *arena);

/* Asks; NULL, or why there is no answer (static or the arena's).  Unless a line
 * was answered, the child is good for nothing but to be killed. */
const char *child_talk(
    struct child *child, struct child_talk *talk, struct arena *arena);

/* Is the child there, with nothing to say?  A child that has ended says so. */
bool child_is_quiet(const struct child *child);

/* Kills the group, reaps the child and forgets it.  There may be no child. */
void child_kill(struct child *child);

#endif
