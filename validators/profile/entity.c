/* SPDX-License-Identifier: ISC */
/* Reads what a profile says of a federation, and of the statuses of errors. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/profile/private.h"
#include "validators/validator.h"

const struct profile_entity *
profile_read_entity(
    struct reader *reader, const struct json *root, unsigned given)
{
	static const char *const names[] = {
	    "type", "ours", "endpoint", "answer", "metadata", NULL};
	static const char prefix[] = "entity.";
	const struct json *from = json_get(root, "entity");
	struct profile_entity *to;

	if (((given & REQUEST_ENTITY) != 0) !=
	    ((given & STATEMENT_CHAINED) != 0))
		reader_wrong(reader, "statement",
		    "must be \"trust_chain\" beside \"envelope\": \"entity\", "
		    "and nowhere else");
	if ((from != NULL) != ((given & STATEMENT_CHAINED) != 0))
		reader_wrong(reader, "entity",
		    "must be there where \"statement\" is \"trust_chain\", and "
		    "nowhere else");
	if (from == NULL)
		return NULL;
	to = arena_alloc(reader->arena, sizeof(*to));
	reader_known_keys(reader, from, prefix, names);
	to->type = reader_need(reader, from, prefix, "type");
	to->ours = reader_need(reader, from, prefix, "ours");
	to->endpoint = reader_need(reader, from, prefix, "endpoint");
	to->answer = reader_need(reader, from, prefix, "answer");
	to->metadata = json_get(from, "metadata");
	if (to->metadata != NULL && json_type(to->metadata) != JSON_OBJECT)
		reader_wrong(reader, "entity.metadata", "must be an object");
	return to;
}

/* Statuses of a refusal, as they have words in an answer. */
const struct json *
profile_read_statuses(struct reader *reader, const struct json *root)
{
	static const int known[] = {400, 401, 403, 404, 409};
	const struct json *statuses = json_get(root, "statuses"), *value;
	const char *error;
	int64_t status;

	if (statuses != NULL && json_type(statuses) != JSON_OBJECT)
		reader_wrong(reader, "statuses", "must be an object");
	for (struct json_each each = json_each(statuses);
	     json_next(&each, &error, &value);) {
		size_t i = 0;

		while (i < sizeof(known) / sizeof(known[0]) &&
		       !(json_integer(value, &status) && status == known[i]))
			i++;
		if (i == sizeof(known) / sizeof(known[0]))
			reader_wrong(reader,
			    arena_printf(reader->arena, "statuses.%s", error),
			    "must be 400, 401, 403, 404 or 409");
	}
	return statuses;
}
