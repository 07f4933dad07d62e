/* SPDX-License-Identifier: ISC */
/* What a command and a co-process have in common: the program that the entry
 * names, and the last words of one that failed. */
#include "validators/external/private.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/child.h"
#include "kit/reader.h"
#include "validators/lib/verdict.h"

void
transport_program_read(struct transport *transport, struct reader *reader)
{
	transport->argv =
	    reader_strings(reader, transport->entry, "argv", "argv");
	if (transport->argv == NULL)
		reader_wrong(reader, "argv", "is missing");
	else if (reader->why == NULL && *transport->argv[0] != '/')
		reader_wrong(reader, "argv",
		    "must begin with the absolute path of a program");
}

const char *
transport_program_said(
    const char *why, const struct child *child, struct arena *arena)
{
	char *words = arena_strndup(arena, child->said, child->said_length);
	size_t length = strlen(words);

	while (length > 0 && strchr(" \r\n", words[length - 1]) != NULL)
		words[--length] = '\0';
	if (strrchr(words, '\n') != NULL)
		words = strrchr(words, '\n') + 1;
	if (*words == '\0')
		return why;
	return arena_printf(
	    arena, "%s, and says %s", why, quoted(arena, words));
}
