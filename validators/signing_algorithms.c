/* SPDX-License-Identifier: ISC */
/* Asks whether ID tokens and request objects are signed by algorithms that the
 * profile allows. */
#include "kit/json.h"
#include "validators/lib/registered.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { MISSING, TYPE, NOT_ALLOWED };

static const struct rule rules[] = {
    [MISSING] = {"signing_algorithms.missing", ERROR_METADATA,
	"the client metadata names each signing algorithm that the profile "
	"demands",
	"add the member with an algorithm that the error lists"},
    [TYPE] = {"signing_algorithms.type", ERROR_METADATA,
	"each signing algorithm is named by a string",
	"send the algorithm as one string, not as a list"},
    [NOT_ALLOWED] = {"signing_algorithms.not_allowed", ERROR_METADATA,
	"each signing algorithm is one that the profile allows",
	"send an algorithm that the error lists"},
    {0}};

static const struct setting settings[] = {
    {"members", SETTING_STRINGS, TIGHTER_MORE},
    {"allowed", SETTING_STRINGS, TIGHTER_FEWER},
    {0},
};

static void
check(const struct submission *s, struct verdict *v)
{
	const struct json *members = setting_strings(s, "members");

	for (size_t i = 0; i < json_length(members); i++) {
		const struct choice choice = {
		    .member = json_string(json_at(members, i)),
		    .setting = "allowed",
		    .missing = &rules[MISSING],
		    .type = &rules[TYPE],
		    .value = &rules[NOT_ALLOWED],
		};
		(void)registered_choice(s, v, &choice);
	}
}

const struct validator signing_algorithms = {
    .name = "signing_algorithms",
    .question = "Are ID tokens and request objects signed strongly?",
    .needs = ENVELOPE_TRUE | STATEMENT_TRUE,
    .rules = rules,
    .settings = settings,
    .check = check,
};
