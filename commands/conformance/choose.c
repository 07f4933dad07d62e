/* SPDX-License-Identifier: ISC */
/* Finds tests of a pack, and picks those that are wanted. */
#include <string.h>

#include "commands/conformance/private.h"
#include "kit/json.h"

struct conformance_test *
conformance_find(
    const struct conformance_pack *pack, const char *name, size_t end)
{
	for (size_t i = 0; name != NULL && i < end; i++)
		if (strcmp(pack->tests[i].name, name) == 0)
			return &pack->tests[i];
	return NULL;
}

/* Wants a test of the pack and what that needs, which comes before it. */
static void
want(const struct conformance_pack *pack, struct conformance_test *test)
{
	const char *again;

	if (test == NULL || test->wanted)
		return;
	test->wanted = true;
	for (size_t i = 0; i < json_length(test->needs); i++)
		want(pack,
		    conformance_find(pack, json_string(json_at(test->needs, i)),
			pack->count));
	again = json_string(json_get(test->data, "again"));
	want(pack, conformance_find(pack, again, pack->count));
}

bool
conformance_choose(struct conformance_pack *pack, const char *name)
{
	const size_t length = name != NULL ? strlen(name) : 0;
	bool found = false;

	for (size_t i = 0; i < pack->count; i++) {
		struct conformance_test *test = &pack->tests[i];

		if (name != NULL && (strncmp(test->name, name, length) != 0 ||
					(test->name[length] != '\0' &&
					    test->name[length] != '.')))
			continue;
		want(pack, test);
		found = true;
	}
	return found;
}
