/* SPDX-License-Identifier: ISC */
/* Names the rules of the question that the store answers while it writes: is
 * the request new, and its software free to register? */
#include "validators/validator.h"

static const struct rule rules[] = {
    {"uniqueness.jti", ERROR_METADATA,
	"no registration request is accepted twice",
	"make and sign a new request, with a new jti, for each attempt"},
    {"uniqueness.software_id", ERROR_STATEMENT,
	"software that may have one registration alone has no other",
	"change your registration by PUT, or end it by DELETE first"},
    {"uniqueness.suspended", ERROR_UNAPPROVED,
	"no client of the software is suspended",
	"ask the bank why the client is suspended"},
    {0}};

/* There is no check: the store claims the jti and the software in the
 * transaction that registers, so that of two racing requests one loses. */
const struct validator uniqueness = {
    .name = "uniqueness",
    .question = "Is the request new, and the software free to register?",
    .needs = FACTS_FOR_A_REGISTRATION,
    .rules = rules,
};
