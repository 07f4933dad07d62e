/* SPDX-License-Identifier: ISC */
/* Asks whether a competent authority has authorised the organisation. */
#include <strings.h>

#include "kit/json.h"
#include "validators/lib/roles.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { NOT_ACTIVE, NOT_AUTHORISED, UNKNOWN };

static const struct rule rules[] = {
    [NOT_ACTIVE] = {"competent_authority.not_active", ERROR_UNAPPROVED,
	"the organisation's authorisation by a competent authority is active",
	"have your authorisation put in order, then get a new statement"},
    [NOT_AUTHORISED] = {"competent_authority.not_authorised", ERROR_UNAPPROVED,
	"the competent authority has authorised the organisation for a role "
	"in this market",
	"be authorised for a role in this market, then get a new statement"},
    [UNKNOWN] = {"competent_authority.unknown", ERROR_UNAPPROVED,
	"the organisation is authorised by an authority of this market",
	"register here with an authorisation of this market's authority"},
    {0}};

static const struct setting settings[] = {
    /* as the statement spells them */
    {"authorities", SETTING_STRINGS, TIGHTER_FEWER},
    {0},
};

/* Who vouches for status and roles: anybody could authorise anybody, if the
 * name of the authority were not looked at. */
static void
check_authority(const struct submission *s, struct verdict *v)
{
	const struct json *known = setting_strings(s, "authorities");
	const char *authority = json_string(claim(s, "authority_id"));

	if (authority == NULL || !json_has_string(known, authority))
		refuse(v, &rules[UNKNOWN], claim_pointer(s, "authority_id"),
		    "must be one of: %s, and is %s", listed(s->arena, known),
		    authority != NULL ? quoted(s->arena, authority)
				      : "missing or no string");
}

static void
check(const struct submission *s, struct verdict *v)
{
	const char *status = json_string(claim(s, "authority_status"));

	if (status == NULL || strcasecmp(status, "Active") != 0)
		refuse(v, &rules[NOT_ACTIVE],
		    claim_pointer(s, "authority_status"),
		    "must be Active, and is %s",
		    status != NULL ? quoted(s->arena, status)
				   : "missing or no string");
	if (json_length(claim(s, "authorised_roles")) == 0)
		refuse(v, &rules[NOT_AUTHORISED],
		    claim_pointer(s, "authorised_roles"),
		    "must have a role that is authorised in this market");
	check_authority(s, v);
}

const struct validator competent_authority = {
    .name = "competent_authority",
    .question = "Has a competent authority authorised the organisation?",
    .needs = STATEMENT_SOUND,
    .rules = rules,
    .settings = settings,
    .check = check,
};
