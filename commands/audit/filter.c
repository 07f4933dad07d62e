/* SPDX-License-Identifier: ISC */
/* Which records of the audit trail are asked for. */
#include <string.h>

#include "commands/audit/private.h"
#include "kit/json.h"
#include "kit/moment.h"

static bool
is(const struct json *record, const char *name, const char *wanted)
{
	const char *text = json_string(json_get(record, name));

	return wanted == NULL || (text != NULL && strcmp(text, wanted) == 0);
}

bool
audit_wanted(const struct audit_filter *filter, const struct json *record)
{
	const char *text = json_string(json_get(record, "at"));
	int64_t at;

	if (text == NULL || !moment_read(text, &at))
		return true;
	return at >= filter->since && at < filter->until &&
	       is(record, "client_id", filter->client_id) &&
	       (filter->rule == NULL ||
		   json_has_string(json_get(record, "rules"), filter->rule));
}
