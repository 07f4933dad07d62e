/* SPDX-License-Identifier: ISC */
/* Asks whether a trusted directory has signed the software statement. */
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/json.h"
#include "validators/lib/directory.h"
#include "validators/lib/signature.h"
#include "validators/validator.h"

enum { UNKNOWN_ISSUER, UNKNOWN_KEY, FORGED };

static const struct rule rules[] = {
    [UNKNOWN_ISSUER] = {"statement_signature.unknown_issuer", ERROR_UNAPPROVED,
	"a directory that is trusted here has issued the software statement",
	"get a statement from a directory that the error lists"},
    [UNKNOWN_KEY] = {"statement_signature.unknown_key", ERROR_STATEMENT,
	"the software statement names a signing key of the directory that "
	"issued it",
	"get a new statement: the directory may have changed its keys"},
    [FORGED] = {"statement_signature.forged", ERROR_STATEMENT,
	"the signature of the software statement is by the key that the "
	"statement names",
	"send the statement unchanged, just as the directory gave it"},
    {0}};

static void
check(const struct submission *s, struct verdict *v)
{
	static const struct signature_rules by = {
	    .unknown_key = &rules[UNKNOWN_KEY],
	    .forged = &rules[FORGED],
	};
	/* iss is read before it is proved, and picks an entry of dcr.conf. */
	const struct json *iss = json_get(s->statement.jws.payload, "iss");
	const struct config_directory *directory =
	    directory_of(s->config, json_string(iss));

	if (directory == NULL)
		refuse(v, &rules[UNKNOWN_ISSUER], "/software_statement/iss",
		    "not a directory that is trusted here: it is %s, and "
		    "trusted are: %s",
		    quoted_value(s->arena, iss),
		    directory_listed(s->config, s->arena));
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
