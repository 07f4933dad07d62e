/* SPDX-License-Identifier: ISC */
#ifndef KIT_LOG_H
#define KIT_LOG_H

#include <stdbool.h>

enum log_to {
	LOG_TO_USUAL,  /* standard error; syslog where that is /dev/null, as
			  whoever puts a process into the background leaves
			  it */
	LOG_TO_STDERR, /* which web servers and systemd keep */
	LOG_TO_SYSLOG, /* syslog(3), facility daemon */
	LOG_TO_JOURNAL /* of systemd, with a field for each name */
};

/* Where the log of a process goes, and in which form. */
struct log_setup {
	enum log_to to;
	bool json;	     /* else logfmt: NAME=VALUE with blanks between */
	const char *journal; /* the socket of the journal; NULL: systemd's */
};

/* From now on the log goes there; until then it goes to standard error as
 * logfmt.  A place where nobody listens leaves it there, and a line says so.
 * The texts of the setup are the caller's, for as long as it is in use. */
void log_open(const struct log_setup *wanted);

/*
 * One line.  A line is written with a single system call, so that the lines of
 * several processes do not mix; control characters in it become '?'.  On
 * standard error, lines of logfmt begin with "dcr: ".  Callers never pass a
 * token, a secret or a whole request.
 */
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * A line of fields, in this order, behind the time; in logfmt a value is quoted
 * where its characters ask for that.  A line that would be longer than PIPE_BUF
 * is cut, and the fields that do not fit are left out.  `trouble`: an operator
 * should look at it.
 */
struct log_field {
	const char *name;  /* a-z and _; NULL ends */
	const char *value; /* NULL: "-" in logfmt, and left out of JSON */
	bool number;	   /* the value is the digits of one */
};
void log_fields(bool trouble, const struct log_field *fields);

#endif
