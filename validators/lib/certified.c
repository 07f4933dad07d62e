/* SPDX-License-Identifier: ISC */
/* Makes claims of what a qualified certificate says of its holder. */
#include "validators/lib/certified.h"

#include <string.h>

#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/x509/cert.h"
#include "kit/x509/cert_qc.h"
#include "validators/lib/directory.h"
#include "validators/lib/submission.h"

static void
set_types(struct arena *arena, struct json *claims, unsigned types)
{
	static const struct {
		enum cert_qc_type type;
		const char *name;
	} names[] = {
	    {CERT_QC_ESIGN, "esign"},
	    {CERT_QC_ESEAL, "eseal"},
	    {CERT_QC_WEB, "web"},
	};
	struct json *all = json_new_array(arena);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((types & names[i].type) != 0)
			json_append_string(all, names[i].name);
	json_set(claims, "qc_types", all);
}

static void
set_psd2(
    struct arena *arena, struct json *claims, const struct cert_qc *statements)
{
	struct json *roles = json_new_array(arena);

	if (!statements->psd2)
		return;
	for (const char *const *role = statements->roles; *role != NULL; role++)
		json_append_string(roles, *role);
	json_set(claims, "psd2_roles", roles);
	json_set_string(claims, "psd2_nca_id", statements->nca_id);
	json_set_string(claims, "psd2_nca_name", statements->nca_name);
}

bool
certified_names_authority(const char *organisation, const char *nca)
{
	size_t length = strlen(nca);

	return strncmp(organisation, "PSD", 3) != 0 ||
	       (strncmp(organisation + 3, nca, length) == 0 &&
		   organisation[3 + length] == '-');
}

static void
set_subject(
    struct json *claims, const struct cert *cert, const char *const *names)
{
	for (; *names != NULL; names++)
		json_set_string(claims, *names, cert_attribute(cert, *names));
}

const struct json *
certified_member(const struct submission *s, const struct cert *const *chain,
    const char *iss)
{
	static const char *const names[] = {"C", "O", "CN", NULL};
	const struct config_directory *community =
	    directory_of_signer(s, chain);
	struct json *claims = json_new_object(s->arena);

	if (community != NULL)
		json_set_string(claims, "iss", community->issuer);
	if (iss != NULL && cert_is_named(chain[0], CERT_NAME_URI, iss))
		json_set_string(claims, "uri", iss);
	set_subject(claims, chain[0], names);
	return claims;
}

const struct json *
certified_claims(struct arena *arena, const struct cert *cert)
{
	static const char *const names[] = {
	    "C", "O", "CN", "organizationIdentifier", NULL};
	struct json *claims = json_new_object(arena);
	struct cert_qc statements;

	json_set_string(claims, "iss", CERTIFIED_ISSUER);
	set_subject(claims, cert, names);
	if (cert_qc_read(arena, cert, &statements) == CERT_QC_READ) {
		set_types(arena, claims, statements.types);
		set_psd2(arena, claims, &statements);
	}
	return claims;
}
