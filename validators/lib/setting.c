/* SPDX-License-Identifier: ISC */
/* Reads the settings of the validator that is asked. */
#include "validators/lib/setting.h"

#include <stdlib.h>

#include "kit/json.h"
#include "validators/lib/submission.h"

static const struct json *
setting(const struct submission *s, const char *name, enum json_type type)
{
	const struct json *value = json_get(s->settings, name);

	if (json_type(value) != type)
		abort();
	return value;
}

int64_t
setting_integer(const struct submission *s, const char *name)
{
	int64_t number;

	if (!json_integer(json_get(s->settings, name), &number))
		abort();
	return number;
}

const char *
setting_string(const struct submission *s, const char *name)
{
	return json_string(setting(s, name, JSON_STRING));
}

const struct json *
setting_strings(const struct submission *s, const char *name)
{
	return setting(s, name, JSON_ARRAY);
}

const struct json *
setting_map(const struct submission *s, const char *name)
{
	return setting(s, name, JSON_OBJECT);
}

const struct json *
setting_map_if_any(const struct submission *s, const char *name)
{
	return json_get(s->settings, name);
}

bool
setting_true(const struct submission *s, const char *name)
{
	return json_true(json_get(s->settings, name));
}
