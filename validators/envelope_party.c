/* SPDX-License-Identifier: ISC */
/* Says that an unsigned registration request is the word of the party of the
 * client certificate. */
#include <stddef.h>

#include "validators/validator.h"

static const struct rule rules[] = {{0}};

/* Nothing is left to ask: an unsigned request is the word of its sender, whose
 * certificate was found to be of the party that the statement names. */
static void
check(const struct submission *s, struct verdict *v)
{
	(void)s, (void)v;
}

const struct validator envelope_party = {
    .name = "envelope_party",
    .question = "Has the party of the certificate sent the request?",
    .needs = CLIENT_KNOWN | SAME_PARTY | ENVELOPE_READ | REQUEST_PLAIN,
    .gives = ENVELOPE_TRUE,
    .rules = rules,
    .check = check,
};
