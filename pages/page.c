/* SPDX-License-Identifier: ISC */
/* The frame of each page: head, heading, the pages beside it, and the foot. */
#include "pages/page.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/digest.h"
#include "pages/html.h"

/* What a <meta> may say as well (Content Security Policy Level 3, section
 * 3.3). */
static const char *
policy(struct arena *arena)
{
	unsigned char hash[32];

	digest_sha256(page_style, strlen(page_style), hash);
	return arena_printf(arena,
	    "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; "
	    "form-action 'self'",
	    base64_encode(arena, hash, sizeof(hash)));
}

const char *
page_policy(struct arena *arena)
{
	return arena_printf(arena, "%s; frame-ancestors 'none'", policy(arena));
}

static void
put_nav(FILE *out, const struct page *page)
{
	html(out, "<nav aria-label=\"Pages\"><ul>\n");
	for (const struct page_link *l = page->nav; l->href != NULL; l++) {
		const bool here =
		    page->here != NULL && strcmp(l->href, page->here) == 0;

		html(out, "<li><a href=\"%s\"", l->href);
		html(out, here ? " aria-current=\"page\">" : ">");
		html(out, "%s</a></li>\n", l->text);
	}
	html(out, "</ul></nav>\n");
}

void
page_begin(FILE *out, struct arena *arena, const struct page *page)
{
	html(out,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
	    "<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<meta name=\"referrer\" content=\"no-referrer\">\n"
	    "<title>%s",
	    policy(arena), page->title);
	if (page->of != NULL)
		html(out, " &middot; %s", page->of);
	html(out, "</title>\n<style>");
	fputs(page_style, out);
	html(out,
	    "</style>\n</head>\n<body>\n"
	    "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n"
	    "<header>\n<h1>%s</h1>\n",
	    page->title);
	if (page->of != NULL)
		html(out, "<p class=\"of\"><bdi>%s</bdi></p>\n", page->of);
	html(out, "</header>\n");
	if (page->nav != NULL)
		put_nav(out, page);
	html(out, "<main id=\"main\" tabindex=\"-1\">\n");
}

void
page_end(FILE *out, const struct page *page)
{
	html(out, "</main>\n<footer><p>dcr %s", DCR_VERSION);
	if (page->made != NULL)
		html(out, " &middot; made %s", page->made);
	html(out, "</p></footer>\n</body>\n</html>\n");
}

void
page_heading(FILE *out, const char *id, const char *text)
{
	html(out, "<h2 id=\"%s\">%s</h2>\n", id, text);
}
