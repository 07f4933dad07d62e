/* SPDX-License-Identifier: ISC */
/* Asks whether the directory lists the organisation as active. */
#include <string.h>
#include <strings.h>

#include "kit/json.h"
#include "validators/validator.h"

enum { NOT_ACTIVE };

static const struct rule rules[] = {
    [NOT_ACTIVE] = {"organisation_status.not_active", ERROR_UNAPPROVED,
	"the directory lists the organisation as active",
	"ask the directory why you are not active, then get a new statement"},
    {0}};

/* The directory warns that it does not keep to one case in org_status. */
static void
check(const struct submission *s, struct verdict *v)
{
	const char *status = json_string(claim(s, "org_status"));

	if (status == NULL || strcasecmp(status, "Active") != 0)
		refuse(v, &rules[NOT_ACTIVE], claim_pointer(s, "org_status"),
		    "must be Active, and is %s",
		    status != NULL ? quoted(s->arena, status)
				   : "missing or no string");
}

const struct validator organisation_status = {
    .name = "organisation_status",
    .question = "Is the organisation active in the directory?",
    .needs = STATEMENT_SOUND,
    .rules = rules,
    .check = check,
};
