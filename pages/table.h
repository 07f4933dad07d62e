/* SPDX-License-Identifier: ISC */
#ifndef PAGES_TABLE_H
#define PAGES_TABLE_H

#include <stdbool.h>
#include <stdio.h>

/* A table with a caption and headings, in a frame in which it can be moved
 * where the screen is narrower. */
struct column {
	const char *heading; /* NULL ends */
	bool number;	     /* its cells are to the right */
};

/* The rows come next, as <tr> with a <th scope="row"> first. */
void table_begin(FILE *out, const char *caption, const struct column *columns);
void table_end(FILE *out);

#endif
