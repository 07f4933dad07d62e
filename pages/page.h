/* SPDX-License-Identifier: ISC */
#ifndef PAGES_PAGE_H
#define PAGES_PAGE_H

#include <stdio.h>

struct arena;

/* A page that is one file: it loads nothing, runs no script, and is for people
 * with a screen, a printer, a keyboard or a screen reader. */
struct page_link {
	const char *href; /* relative; NULL ends */
	const char *text;
};

struct page {
	const char *title;	     /* of this page */
	const char *of;		     /* and of what it is about; or NULL */
	const struct page_link *nav; /* the pages beside it; NULL: none */
	const char *here;	     /* which of these it is, by its href */
	const char *made;	     /* when, for the foot of the page */
};

void page_begin(FILE *out, struct arena *arena, const struct page *page);
void page_end(FILE *out, const struct page *page);

/* A heading that can be linked to.  Its id is of letters, digits, '-', '_' and
 * '.'. */
void page_heading(FILE *out, const char *id, const char *text);

/* Content-Security-Policy of these pages: nothing but their own style, known by
 * its hash.  A page says so itself, but for frame-ancestors, which has to be a
 * header. */
const char *page_policy(struct arena *arena);

/* The style, between <style> and </style>. */
extern const char page_style[];

#endif
