/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_TRANSCRIPT_H
#define TEST_UNIT_TRANSCRIPT_H

/* After arena_setup.h.  The messages of docs/dcr-validator.7, which must be
 * what is really said: "> " begins one of ours and "< " one of its, and a line
 * that begins with a blank goes on. */

#include <stdio.h>
#include <string.h>

#include "kit/file.h"
#include "kit/json.h"

struct transcript {
	const struct json *ours[8], *its[8];
	size_t count;
};

static inline const struct json *
transcript_message(const char *text)
{
	size_t length = 1;

	while (text[length] != '\0' &&
	       (text[length - 1] != '\n' || text[length] == ' '))
		length++;
	const struct json *message =
	    json_parse(arena, text + 1, length - 1, NULL);
	if (message == NULL)
		fail_msg("no JSON: %.*s", (int)length, text);
	return message;
}

static inline struct transcript
transcript_read(const char *which)
{
	struct transcript transcript = {.count = 0};
	size_t length, its = 0;
	char *page = file_read(arena, "docs/dcr-validator.7", 100000, &length);

	assert_non_null(page);
	char *at =
	    strstr(page, arena_printf(arena, "\n.\\\" transcript %s\n", which));
	assert_non_null(at);
	at = strstr(at, "\n.Bd ");
	char *end = strstr(at, "\n.Ed");
	assert_non_null(end);
	end[1] = '\0';
	for (; at != NULL; at = strchr(at + 1, '\n')) {
		if (at[1] == '>')
			transcript.ours[transcript.count++] =
			    transcript_message(at + 1);
		else if (at[1] == '<')
			transcript.its[its++] = transcript_message(at + 1);
	}
	assert_int_equal(its, transcript.count);
	assert_true(its > 0);
	return transcript;
}

/* The same, and also where the transport leaves out the wrapping. */
static inline void
transcript_compare(const struct json *said, const struct json *its)
{
	struct json *bare = json_copy(arena, its);

	json_remove(bare, "dcr");
	json_remove(bare, "id");
	if (!json_equal(said, its) && !json_equal(said, bare))
		fail_msg("%s, and the page has %s", json_text(arena, said),
		    json_text(arena, its));
}

#endif
