/* SPDX-License-Identifier: ISC */
/* Makes one line of the log, and takes it to its place. */
#include "kit/log.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "kit/private.h"

#define SYSLOG_SOCKET "/dev/log"

enum {
	TIME_ROOM = 64,
	MILLISECOND = 1000000, /* nanoseconds */
	END_ROOM = 2	       /* a quote, and what closes an object */
};

static struct log_setup setup;

/* "2026-11-28T20:00:00." in the text, and how long that is.  Lines of one second
 * share it. */
static size_t
put_second(char text[TIME_ROOM], time_t second)
{
	static char written[TIME_ROOM];
	static size_t length;
	static time_t of;
	struct tm tm = {0};

	if (length == 0 || second != of) {
		(void)gmtime_r(&second, &tm);
		length = strftime(
		    written, sizeof written, "%Y-%m-%dT%H:%M:%S.", &tm);
		of = second;
	}
	memcpy(text, written, length);
	return length;
}

/* "2026-11-28T20:00:00.123Z" (RFC 3339). */
static struct log_field
time_field(char text[TIME_ROOM])
{
	struct timespec now = {0, 0};

	(void)clock_gettime(CLOCK_REALTIME, &now);
	char *at = text + put_second(text, now.tv_sec);
	const unsigned part = (unsigned)(now.tv_nsec / MILLISECOND);
	*at++ = (char)('0' + part / 100);
	*at++ = (char)('0' + part / 10 % 10);
	*at++ = (char)('0' + part % 10);
	*at++ = 'Z';
	*at = '\0';
	return (struct log_field){"time", text, false};
}

/* The line end takes the place of the NUL: a pipe takes PIPE_BUF in one
 * piece. */
static void
put_line(int priority, struct log_text *line, const struct log_field *fields)
{
	if (setup.to == LOG_TO_SYSLOG) {
		syslog(priority, "%s", line->text);
		return;
	}
	if (setup.to == LOG_TO_JOURNAL &&
	    log_journal(setup.journal, priority, line->text, fields))
		return;
	line->text[line->length] = '\n';
	if (write(STDERR_FILENO, line->text, line->length + 1) < 0)
		return; /* nobody is left to tell */
}

static const char *
beginning(void)
{
	return setup.to < LOG_TO_SYSLOG && !setup.json ? "dcr: " : "";
}

static void
put_message(const char *message)
{
	const struct log_field field = {"message", message, false};
	char text[PIPE_BUF], moment[TIME_ROOM];
	struct log_text line;

	log_text_begin(
	    &line, text, sizeof text, beginning(), setup.json ? END_ROOM : 0);
	if (setup.json) {
		const struct log_field first = time_field(moment);
		log_text_field(&line, &first, true);
		log_text_field(&line, &field, true);
		log_text_end(&line, true);
	} else
		log_text_add(&line, message, LOG_PLAIN);
	put_line(LOG_NOTICE, &line, NULL);
}

/* A message that fills its room is too long for a line, too. */
void
log_line(const char *format, ...)
{
	char message[PIPE_BUF + 1];
	const int saved = errno;
	va_list ap;

	va_start(ap, format);
	if (vsnprintf(message, sizeof message, format, ap) < 0)
		*message = '\0';
	va_end(ap);
	put_message(message);
	errno = saved;
}

void
log_fields(bool trouble, const struct log_field *fields)
{
	char text[PIPE_BUF], moment[TIME_ROOM];
	const struct log_field first = time_field(moment);
	const int saved = errno;
	struct log_text line;

	log_text_begin(&line, text, sizeof text, beginning(), END_ROOM);
	log_text_field(&line, &first, setup.json);
	for (const struct log_field *f = fields; f->name != NULL; f++)
		log_text_field(&line, f, setup.json);
	log_text_end(&line, setup.json);
	put_line(trouble ? LOG_WARNING : LOG_INFO, &line, fields);
	errno = saved;
}

static bool
is_nowhere(int fd)
{
	struct stat ours, null;

	return fstat(fd, &ours) == 0 && stat("/dev/null", &null) == 0 &&
	       S_ISCHR(ours.st_mode) && ours.st_rdev == null.st_rdev;
}

/* syslog(3) says nothing of a daemon that is not there. */
static bool
open_syslog(void)
{
	if (access(SYSLOG_SOCKET, W_OK) == -1)
		return false;
	openlog("dcr", LOG_PID | LOG_NDELAY, LOG_DAEMON);
	return true;
}

void
log_open(const struct log_setup *wanted)
{
	struct log_setup told = *wanted;

	setup = (struct log_setup){.to = LOG_TO_STDERR};
	if (told.to == LOG_TO_USUAL && is_nowhere(STDERR_FILENO) &&
	    open_syslog())
		told.to = LOG_TO_SYSLOG;
	else if (told.to == LOG_TO_SYSLOG && !open_syslog()) {
		log_line("log: %s: %s: the log goes to standard error",
		    SYSLOG_SOCKET, strerror(errno));
		told.to = LOG_TO_STDERR;
	}
	setup = told;
}
