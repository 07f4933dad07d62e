/* SPDX-License-Identifier: ISC */
#ifndef KIT_LOG_H
#define KIT_LOG_H

/*
 * One line to standard error, which web servers and systemd keep.  A line is
 * written with a single write(2), so that the lines of several processes do
 * not mix; control characters in it become '?'.  Callers never pass a token,
 * a secret or a whole request.
 */
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
