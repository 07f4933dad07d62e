/* SPDX-License-Identifier: ISC */
#ifndef PAGES_HTML_H
#define PAGES_HTML_H

#include <stdint.h>
#include <stdio.h>

/*
 * Writes HTML.  Markup is text of this program, and everything else goes in by
 * %s, which escapes it: so that no text from outside becomes markup, wherever
 * it stands.  The markup is
 *
 *	%s	a text (NULL: none), escaped for an element and for an attribute
 *		in double quotes
 *	%lld	a number
 *	%.1f	a coordinate
 *	%%	a percent sign
 *
 * and nothing else: another directive ends the process.  What is no UTF-8, and
 * control characters and those that turn the direction of writing, become
 * U+FFFD, since a page must show what is there.  The stream keeps its error
 * (ferror()).
 */
void html(FILE *out, const char *markup, ...)
    __attribute__((format(printf, 2, 3)));

/* The text alone, escaped likewise. */
void html_text(FILE *out, const char *text);

/* A time, seconds since the epoch, as an element that people and programs read:
 * "2026-11-22 08:00:00 UTC"; of 0 and less a dash. */
void html_time(FILE *out, int64_t seconds);

/* A number with thin gaps between its thousands. */
void html_number(FILE *out, int64_t number);

#endif
