/* SPDX-License-Identifier: ISC */
/* Asks whether an update (RFC 7592 section 2.2) is for the registration that it
 * would replace. */
#include <string.h>

#include "kit/json.h"
#include "kit/reserved.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { FORBIDDEN, CLIENT_ID, SOFTWARE_ID };

static const struct rule rules[] = {
    [FORBIDDEN] = {"replacement.forbidden", ERROR_METADATA,
	"an update leaves out the members that the server alone decides",
	"leave these members out of the PUT"},
    [CLIENT_ID] = {"replacement.client_id", ERROR_METADATA,
	"the client_id in an update is that of the registration that is to "
	"be replaced",
	"send the client_id of the path, or leave it out where that may be"},
    [SOFTWARE_ID] = {"replacement.software_id", ERROR_STATEMENT,
	"the software statement of an update is for the software that is "
	"registered",
	"send a statement of the registered software, or register anew"},
    {0}};

static const struct setting settings[] = {
    {"require_client_id", SETTING_BOOLEAN, TIGHTER_TRUE},
    {0},
};

static void
check_forbidden(const struct submission *s, struct verdict *v)
{
	const char *name;
	size_t at = 0;

	while ((name = reserved_next(&at, RESERVED_UPDATE)) != NULL)
		if (sent(s, name) != NULL)
			refuse(v, &rules[FORBIDDEN], pointer_to(s, name),
			    "must not be in an update");
}

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *given = asked(s, "client_id");
	const char *id = json_string(given);
	const char *software = software_of(s);

	if (s->replaced == NULL)
		return;
	check_forbidden(s, v);
	if (given == NULL
		? setting_true(s, "require_client_id")
		: id == NULL || strcmp(id, s->replaced->client_id) != 0)
		refuse(v, &rules[CLIENT_ID], "/client_id",
		    "must be the client_id of the registration");
	if (software == NULL || strcmp(software, s->replaced->software) != 0)
		refuse(v, &rules[SOFTWARE_ID], claim_pointer(s, "software_id"),
		    "is not the software of the registration");
}

const struct validator replacement = {
    .name = "replacement",
    .question = "May the request replace that very registration?",
    .needs = ENVELOPE_TRUE | STATEMENT_SOUND,
    .rules = rules,
    .settings = settings,
    .check = check,
};
