/* SPDX-License-Identifier: ISC */
/* Begins and ends a table. */
#include "pages/table.h"

#include "pages/html.h"

void
table_begin(FILE *out, const char *caption, const struct column *columns)
{
	html(out,
	    "<div class=\"wide\" role=\"region\" tabindex=\"0\" "
	    "aria-label=\"%s\">\n<table>\n<caption>%s</caption>\n"
	    "<thead><tr>",
	    caption, caption);
	for (; columns->heading != NULL; columns++) {
		html(out, "<th scope=\"col\"");
		html(out, columns->number ? " class=\"num\">" : ">");
		html(out, "%s</th>", columns->heading);
	}
	html(out, "</tr></thead>\n<tbody>\n");
}

void
table_end(FILE *out)
{
	html(out, "</tbody>\n</table>\n</div>\n");
}
