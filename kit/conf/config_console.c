/* SPDX-License-Identifier: ISC */
/* Reads whether there are pages for people, and for whom. */
#include "kit/conf/config.h"
#include "kit/conf/private.h"
#include "kit/json.h"
#include "kit/reader.h"

static void
read_object(struct reader *reader, const struct json *object, void *to)
{
	static const char *const names[] = {"anonymous", "users", NULL};
	static const char prefix[] = "console.";
	struct config_console *console = to;

	if (object == NULL)
		return;
	reader_known_keys(reader, object, prefix, names);
	console->on = true;
	console->anonymous =
	    reader_boolean(reader, object, prefix, "anonymous", false);
	console->users = reader_strings(reader, object, prefix, "users");
	if (console->anonymous && console->users != NULL)
		reader_wrong(reader, "console.anonymous",
		    "must not be true beside console.users");
}

void
config_read_console(
    struct reader *reader, const struct json *root, struct config *config)
{
	const struct json *value = json_get(root, "console");
	const enum json_type type = json_type(value);

	if (type != JSON_OBJECT && type != JSON_ABSENT && type != JSON_BOOLEAN)
		reader_wrong(reader, "console",
		    "must be true, false or an object of anonymous and users");
	if (type == JSON_OBJECT)
		reader_object(
		    reader, root, "console", read_object, &config->console);
	else
		config->console.on =
		    reader_boolean(reader, root, "", "console", false);
}
