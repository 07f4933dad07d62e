/* SPDX-License-Identifier: ISC */
#ifndef KIT_STAMPS_H
#define KIT_STAMPS_H

#include <sys/stat.h>
#include <time.h>

struct arena;

/*
 * Which files something was made from, and how each of them was just before it
 * was read: so that whoever holds what was made can see that it would come out
 * differently now.  A file that was wanted and not there is one of them.
 */
struct stamps;

/* The arena's. */
struct stamps *stamps_new(struct arena *arena);

/* Between both, every file that file_read() (kit/file.h) is asked for in this
 * process is noted, and every other that stamps_note() names. */
void stamps_begin(struct stamps *stamps);
void stamps_end(void);
void stamps_note(const char *path);

enum stamps_answer {
	STAMPS_SAME,
	STAMPS_SETTLING, /* one has changed less than a second ago, or is not
			    there for the first time: it may be half written */
	STAMPS_CHANGED
};
enum stamps_answer stamps_compare(struct stamps *stamps, struct timespec now);

#endif
