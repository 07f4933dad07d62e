/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_PARSE_JSON_H
#define TEST_UNIT_PARSE_JSON_H

#include <string.h>

#include "kit/json.h"
#include "test/unit/arena_setup.h"

static inline const struct json *
parse(const char *text)
{
	struct json_error error = {0, NULL};
	const struct json *value =
	    json_parse(arena, text, strlen(text), &error);

	if (value == NULL)
		fail_msg("%s: %s", text, error.what);
	return value;
}

#endif
