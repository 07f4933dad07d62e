/* SPDX-License-Identifier: ISC */
/* Prints rows of comma-separated values that a spreadsheet can be given. */
#include "commands/lib/csv.h"

#include <stdio.h>
#include <string.h>

static void
print_cell(const char *text)
{
	const char *formula = strchr("=+-@", *text);

	putchar('"');
	if (*text != '\0' && formula != NULL)
		putchar('\'');
	for (; *text != '\0'; text++) {
		const unsigned char c = (unsigned char)*text;

		if (c == '"')
			putchar('"');
		putchar(c < ' ' || c == 0x7f ? ' ' : c);
	}
	putchar('"');
}

void
csv_row(const char *const *cells, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		if (i > 0)
			putchar(',');
		if (cells[i] != NULL && *cells[i] != '\0')
			print_cell(cells[i]);
	}
	fputs("\r\n", stdout);
}
