/* SPDX-License-Identifier: ISC */
/* Asks whether the issuer of the registration request is the software that the
 * software statement names. */
#include <string.h>

#include "kit/json.h"
#include "validators/validator.h"

enum { ANOTHER };

static const struct rule rules[] = {
    [ANOTHER] = {"envelope_issuer.another", ERROR_METADATA,
	"the iss of the registration request is the software_id of the "
	"software statement",
	"put the statement's software_id into iss"},
    {0}};

static void
check(const struct submission *s, struct verdict *v)
{
	const char *issuer = json_string(asked(s, "iss"));
	const char *software = json_string(claim(s, "software_id"));

	if (issuer == NULL || strcmp(issuer, software) != 0)
		refuse(v, &rules[ANOTHER], "/iss",
		    "must be the statement's %s, %s, and is %s",
		    claim_name(s, "software_id"), quoted(s->arena, software),
		    quoted_value(s->arena, asked(s, "iss")));
}

const struct validator envelope_issuer = {
    .name = "envelope_issuer",
    .question = "Is the registration request of the statement's software?",
    .needs = ENVELOPE_TRUE | STATEMENT_SOUND,
    .cancels = true,
    .rules = rules,
    .check = check,
};
