/* SPDX-License-Identifier: ISC */
/*
 * An external validator that refuses organisations which are not on the bank's
 * list, the entry's setting "organisations".  validators/README tells how to
 * build and mount it.
 */
#include <dcr_validator.h>

enum { UNKNOWN };

static const struct dcr_rule rules[] = {
    [UNKNOWN] = {"allow_list.unknown", "unapproved_software_statement",
	"the organisation of the statement is on the bank's list"},
    {0}};

static const struct dcr_setting settings[] = {
    {"organisations", DCR_STRINGS}, /* org_id */
    {0}};

static void
check(const struct dcr_functions *dcr, struct dcr_call *call)
{
	const struct dcr_value *list = dcr->setting(call, "organisations");
	const char *id = dcr->string(dcr->claim(call, "org_id"));

	if (id == NULL || !dcr->has_string(list, id))
		dcr->refuse(call, &rules[UNKNOWN], "/software_statement/org_id",
		    "%s is not on the list", id != NULL ? id : "nobody");
	else
		dcr->add_string(call, "onboarded_as", id);
}

const struct dcr_validator dcr_validator = {
    .abi = DCR_VALIDATOR_ABI,
    .name = "allow_list",
    .question = "Is the organisation on the bank's list?",
    .rules = rules,
    .settings = settings,
    .check = check,
};
