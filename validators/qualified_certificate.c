/* SPDX-License-Identifier: ISC */
/* Asks whether the client certificate is the qualified one of a payment service
 * provider (ETSI TS 119 495). */
#include "kit/json.h"
#include "kit/x509/cert_qc.h"
#include "validators/lib/certified.h"
#include "validators/lib/pattern.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { UNREADABLE, NO_PSD2, TYPE, ORGANISATION, NCA, ANOTHER_NCA, NO_ROLE };

static const struct rule rules[] = {
    [UNREADABLE] = {"qualified_certificate.unreadable", ERROR_CLIENT,
	"the QCStatements of the client certificate can be read",
	"have a certificate issued as ETSI TS 119 495 has it"},
    [NO_PSD2] = {"qualified_certificate.no_psd2", ERROR_CLIENT,
	"the client certificate has the PSD2 statement of a payment service "
	"provider",
	"use your QWAC for PSD2"},
    [TYPE] = {"qualified_certificate.type", ERROR_CLIENT,
	"the client certificate is of the type for web site authentication "
	"(QWAC)",
	"use your QWAC for the connection; the QSealC is for seals"},
    [ORGANISATION] = {"qualified_certificate.organisation", ERROR_CLIENT,
	"the subject of the client certificate has one "
	"organizationIdentifier, of the form that the profile demands",
	"have a certificate issued with one organizationIdentifier"},
    [NCA] = {"qualified_certificate.nca", ERROR_CLIENT,
	"the identifier of the competent authority in the client certificate "
	"has the form that the profile demands",
	"have a certificate issued that spells the NCAId as ETSI has it"},
    [ANOTHER_NCA] = {"qualified_certificate.another_nca", ERROR_CLIENT,
	"the competent authority in the client certificate is the one that "
	"its organizationIdentifier names",
	"have a certificate issued with your own authority's NCAId"},
    [NO_ROLE] = {"qualified_certificate.no_role", ERROR_CLIENT,
	"the client certificate has a PSD2 role that is known here",
	"have a certificate issued with the roles that you are authorised for"},
    {0}};

static const struct setting settings[] = {
    {"organisation", SETTING_PATTERN, TIGHTER_NEVER},
    {"nca", SETTING_PATTERN, TIGHTER_NEVER},
    /* an NCAId that names no authority, and the roles it goes with */
    {"no_authority", SETTING_STRINGS_MAP_IF_ANY, TIGHTER_FEWER},
    {0},
};

static const char at[] = "/client_certificate";

/* Has the holder no authority, and says so by this NCAId? */
static bool
has_no_authority(const struct submission *s, const struct cert_qc *statements)
{
	const struct json *roles =
	    json_get(setting_map_if_any(s, "no_authority"), statements->nca_id);

	for (const char *const *role = statements->roles; *role != NULL; role++)
		if (json_has_string(roles, *role))
			return true;
	return false;
}

static void
check_organisation(const struct submission *s, struct verdict *v,
    const struct cert_qc *statements)
{
	const char *nca = statements->nca_id;
	const char *organisation =
	    json_string(json_get(s->claims, "organizationIdentifier"));
	const char *form = setting_string(s, "organisation");
	const char *nca_form = setting_string(s, "nca");

	if (organisation == NULL || !pattern_fits(s, v, form, organisation))
		refuse(v, &rules[ORGANISATION], at,
		    "must have one organizationIdentifier that matches %s",
		    form);
	else if (has_no_authority(s, statements))
		return;
	else if (!pattern_fits(s, v, nca_form, nca))
		refuse(v, &rules[NCA], at, "the NCAId %s does not match %s",
		    quoted(s->arena, nca), nca_form);
	else if (!certified_names_authority(organisation, nca))
		refuse(v, &rules[ANOTHER_NCA], at,
		    "the NCAId %s is not that of organizationIdentifier %s",
		    quoted(s->arena, nca), quoted(s->arena, organisation));
}

static void
check(const struct submission *s, struct verdict *v)
{
	struct cert_qc statements;

	if (cert_qc_read(s->arena, s->cert, &statements) == CERT_QC_BROKEN) {
		refuse(v, &rules[UNREADABLE], at,
		    "must have QCStatements that can be read");
		return;
	}
	if (!statements.psd2) {
		refuse(v, &rules[NO_PSD2], at,
		    "is not that of a payment service provider: it has no "
		    "PSD2 statement");
		return;
	}
	if ((statements.types & CERT_QC_WEB) == 0)
		refuse(v, &rules[TYPE], at, "must be of the type web (QWAC)");
	check_organisation(s, v, &statements);
	if (statements.roles[0] == NULL)
		refuse(
		    v, &rules[NO_ROLE], at, "has no role that is known here");
}

const struct validator qualified_certificate = {
    .name = "qualified_certificate",
    .question = "Does a trust service vouch for the client?",
    .needs = CLIENT_KNOWN | STATEMENT_CERTIFIED,
    .gives = STATEMENT_READ | STATEMENT_TRUE | VOUCHED | STATEMENT_SOUND |
	     SAME_PARTY,
    .rules = rules,
    .settings = settings,
    .check = check,
};
