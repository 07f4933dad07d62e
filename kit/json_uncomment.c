/* SPDX-License-Identifier: ISC */
/* Blanks out the comments of a text in JSON. */
#include <string.h>

#include "kit/private.h"

static void
blank(char *from, const char *to)
{
	for (; from < to; from++)
		if (*from != '\n')
			*from = ' ';
}

/* The first byte behind the string that starts here. */
static char *
string_end(char *at)
{
	for (at++; *at != '\0' && *at != '"'; at++)
		if (*at == '\\' && at[1] != '\0')
			at++;
	return *at == '"' ? at + 1 : at;
}

bool
json_uncomment(char *text, struct json_error *error)
{
	char *at = text, *end;

	while ((at += strcspn(at, "\"/")), *at != '\0') {
		end = at + 1;
		if (*at == '"') {
			end = string_end(at);
		} else if (at[1] == '/') {
			end = at + strcspn(at, "\n");
			blank(at, end);
		} else if (at[1] == '*') {
			end = strstr(at + 2, "*/");
			if (end == NULL) {
				json_scan_tell(
				    error, text, at, "unfinished comment");
				return false;
			}
			end += 2;
			blank(at, end);
		}
		at = end;
	}
	return true;
}
