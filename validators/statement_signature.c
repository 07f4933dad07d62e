/* SPDX-License-Identifier: ISC */
/* Asks whether a trusted directory has signed the software statement. */
#include "kit/conf/config.h"
#include "kit/json.h"
#include "validators/lib/directory.h"
#include "validators/lib/signature.h"
#include "validators/validator.h"

enum { UNKNOWN_ISSUER, UNKNOWN_KEY, FORGED };

static const struct rule rules[] = {
    [UNKNOWN_ISSUER] = {"statement_signature.unknown_issuer", ERROR_UNAPPROVED,
	"a directory that is trusted here has issued the software statement",
	NULL},
    [UNKNOWN_KEY] = {"statement_signature.unknown_key", ERROR_STATEMENT,
	"the software statement names a signing key of the directory that "
	"issued it",
	NULL},
    [FORGED] = {"statement_signature.forged", ERROR_STATEMENT,
	"the signature of the software statement is by the key that the "
	"statement names",
	NULL},
    {0}};

static void
check(const struct submission *s, struct verdict *v)
{
	static const struct signature_rules by = {
	    .unknown_key = &rules[UNKNOWN_KEY],
	    .forged = &rules[FORGED],
	};
	/* iss is read before it is proved, and picks an entry of dcr.conf. */
	const struct config_directory *directory = directory_of(
	    s->config, json_string(json_get(s->statement.jws.payload, "iss")));

	if (directory == NULL)
		refuse(v, &rules[UNKNOWN_ISSUER], "/software_statement/iss",
		    "not a directory that is trusted here");
	else
		signature_check(s, v, &s->statement, directory->keys, &by,
		    "/software_statement");
}

const struct validator statement_signature = {
    .name = "statement_signature",
    .question = "Has a trusted directory signed the software statement?",
    .needs = CLIENT_KNOWN | STATEMENT_READ,
    .gives = STATEMENT_TRUE | VOUCHED,
    .rules = rules,
    .check = check,
};
