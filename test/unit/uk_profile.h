/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_UK_PROFILE_H
#define TEST_UNIT_UK_PROFILE_H

/* The shipped profile, and what becomes of it when something in it changes. */

#include <stdlib.h>
#include <unistd.h>

#include "test/unit/parse_json.h"
#include "validators/judge/regime.h"
#include "validators/lib/profile.h"
#include "validators/profile/load.h"

/* The shipped profile as it is in the program. */
static inline const struct json *
uk(void)
{
	const struct profile_text *t = profile_texts;

	while (strcmp(t->name, "uk") != 0)
		t++;
	return parse(t->text);
}

/* The object with the value at a path ("a.b.c"); NULL takes it away. */
static inline const struct json *
with(const struct json *object, const char *path, const struct json *value)
{
	struct json *copy = json_copy(arena, object);
	const char *dot = strchr(path, '.');

	if (dot != NULL) {
		const char *name =
		    arena_strndup(arena, path, (size_t)(dot - path));
		json_set(
		    copy, name, with(json_get(object, name), dot + 1, value));
	} else if (value != NULL)
		json_set(copy, path, value);
	else
		json_remove(copy, path);
	return copy;
}

static inline const struct profile *
load(const struct json *root, const char **why)
{
	char path[] = "/tmp/dcr-discovery.XXXXXX";
	int fd = mkstemp(path);
	const char *text = json_text(arena, root);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	const struct profile *profile = regime_load(arena, path, NULL, why);
	unlink(path);
	return profile;
}

static inline const struct profile *
loaded(const struct json *root)
{
	const char *why = NULL;
	const struct profile *profile = load(root, &why);

	if (profile == NULL)
		fail_msg("%s", why);
	return profile;
}

#endif
