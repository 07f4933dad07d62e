/* SPDX-License-Identifier: ISC */
/* Tells which directory is whose, and whose authority has issued a
 * certificate. */
#include "validators/lib/directory.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/limits.h"
#include "kit/x509/cert.h"
#include "kit/x509/cert_memory.h"
#include "kit/x509/cert_qc.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

enum { DIRECTORY_SHOWN = 200 };

const struct config_directory *
directory_of(const struct config *config, const char *issuer)
{
	const struct config_directory *d = config->directories;

	while (d->issuer != NULL &&
	       (issuer == NULL || strcmp(d->issuer, issuer) != 0))
		d++;
	return d->issuer != NULL ? d : NULL;
}

/* A directory without member_ca has the authorities that no other names. */
static bool
rest_is_anothers(
    const struct config *config, const struct config_directory *directory)
{
	const struct config_directory *d = config->directories;

	for (; d->issuer != NULL; d++)
		if (d != directory && d->member_ca == NULL)
			return true;
	return false;
}

/* Among the authorities that no directory names are those of trust services:
 * the certificates that these issue say of themselves that they are
 * qualified. */
static enum directory_issued
issued_by_the_rest(
    const struct submission *s, const struct config_directory *directory)
{
	struct cert_qc qc;

	if (rest_is_anothers(s->config, directory))
		return DIRECTORY_ANOTHERS;
	(void)cert_qc_read(s->arena, s->cert, &qc);
	if (directory->member_ca == NULL && !qc.qualified)
		return DIRECTORY_OWN;
	return qc.psd2 && (qc.types & CERT_QC_WEB) != 0 ? DIRECTORY_QUALIFIED
							: DIRECTORY_NOBODYS;
}

/* The keys of a trust anchor are the bank's to say, and nobody's who answers at
 * a location. */
const char *
directory_wrong(const struct config *config, const struct profile *profile)
{
	const struct config_directory *d = config->directories;

	if ((profile->given & (STATEMENT_SIGNED | STATEMENT_CHAINED)) != 0 &&
	    d->issuer == NULL)
		return "directory: must be an array with an object for each "
		       "directory whose statements are accepted";
	if ((profile->given & STATEMENT_CHAINED) == 0)
		return NULL;
	for (; d->issuer != NULL; d++)
		if (*d->keys != '/')
			return "directory[].jwks: must be there for each trust "
			       "anchor: their keys are not fetched";
	return config->entity == NULL
		   ? "entity: is missing: answers are signed as an entity of "
		     "the federation"
		   : NULL;
}

const char *
directory_listed(const struct config *config, struct arena *arena)
{
	const struct config_directory *d = config->directories;
	const char *text = "";

	for (; d->issuer != NULL; d++)
		text = arena_printf(arena, "%s%s%s", text,
		    *text != '\0' ? ", " : "",
		    in_ascii(arena, d->issuer, DIRECTORY_SHOWN));
	return text;
}

enum directory_issued
directory_issued(
    const struct submission *s, const struct config_directory *directory)
{
	const uint32_t issuers =
	    cert_memory_issuers(s->certificates, s->cert, s->now);
	const size_t at = (size_t)(directory - s->config->directories);

	if ((issuers >> at & 1) != 0)
		return DIRECTORY_OWN;
	return issuers != 0 ? DIRECTORY_ANOTHERS
			    : issued_by_the_rest(s, directory);
}

const struct config_directory *
directory_of_signer(const struct submission *s, const struct cert *const *chain)
{
	const uint32_t issuers = cert_memory_signer_issuers(
	    s->certificates, chain[0], chain + 1, s->now);
	size_t at = 0;

	if (issuers == 0 || (issuers & (issuers - 1)) != 0)
		return NULL;
	while ((issuers >> at & 1) == 0)
		at++;
	return &s->config->directories[at];
}

static const struct trust *
load(const struct config *config, const struct config_directory *directory,
    const struct trust *all, struct arena *arena, const char **why)
{
	const char *trouble = NULL, *outside;
	const struct trust *trust =
	    trust_load_part(arena, directory->member_ca, all, &trouble);

	if (trust != NULL && all != NULL &&
	    (outside = trust_outside(arena, trust, all)) != NULL)
		trouble = arena_printf(arena,
		    "%s: names an authority that client_ca does not: %s",
		    directory->member_ca, outside);
	if (trouble == NULL)
		return trust;
	*why = arena_printf(arena, "%s: directory: %s: member_ca: %s",
	    config->path, directory->issuer, trouble);
	return NULL;
}

/* A directory signs statements with keys that are known. */
static bool
has_keys(const struct config *config, struct arena *arena, const char **why)
{
	const struct config_directory *d = config->directories;

	for (; d->issuer != NULL && d->keys != NULL; d++)
		;
	if (d->issuer == NULL)
		return true;
	*why = arena_printf(arena,
	    "%s: directory: %s: must have jwks (a file) or jwks_uri: the "
	    "profile takes statements that it signs",
	    config->path, d->issuer);
	return false;
}

/* Where the certificate comes in what is signed, its issuer tells the
 * directory. */
static bool
has_authorities(
    const struct config *config, struct arena *arena, const char **why)
{
	const struct config_directory *d = config->directories;

	while (d->issuer != NULL && d->member_ca != NULL)
		d++;
	if (d != config->directories && d->issuer == NULL)
		return true;
	*why = arena_printf(arena,
	    "%s: directory: must be an array with an object for each "
	    "community, with the issuer that it is called by and the member_ca "
	    "of its certificates",
	    config->path);
	return false;
}

/* An authority of a directory must not be taken for a trust service. */
static bool
may_be_named(const struct config *config, const struct profile *profile,
    struct arena *arena, const char **why)
{
	const struct config_directory *d = config->directories;

	if ((profile->given & STATEMENT_SIGNED) != 0)
		return has_keys(config, arena, why);
	if ((profile->given & STATEMENT_CERTIFIED) == 0)
		return true;
	if (!profile_is_qualified(profile))
		return has_authorities(config, arena, why);
	while (d->issuer != NULL && d->member_ca == NULL)
		d++;
	if (d->issuer == NULL)
		return true;
	*why = arena_printf(arena,
	    "%s: directory: %s: member_ca: must not be there: the profile "
	    "takes "
	    "all of client_ca for qualified trust services",
	    config->path, d->issuer);
	return false;
}

bool
directory_authorities(const struct config *config,
    const struct profile *profile, struct arena *arena, const struct trust *all,
    struct cert_memory *memory, const char **why)
{
	const struct trust **each = arena_alloc(
	    arena, LIMIT_DIRECTORIES * sizeof(const struct trust *));
	const struct config_directory *d = config->directories;
	size_t count = 0;

	if (!may_be_named(config, profile, arena, why))
		return false;
	for (; d->issuer != NULL; d++, count++)
		if (d->member_ca != NULL &&
		    (each[count] = load(config, d, all, arena, why)) == NULL)
			return false;
	cert_memory_directories(memory, each, count);
	return true;
}

/* Authorities that no directory names are shared by no two. */
static const char *
shared_by(const struct config *config, const struct config_directory *a,
    const struct config_directory *b, struct arena *arena)
{
	const struct trust *one, *other;
	const char *why = NULL;

	if (a->member_ca == NULL || b->member_ca == NULL)
		return NULL;
	one = load(config, a, NULL, arena, &why);
	other = load(config, b, NULL, arena, &why);
	return one != NULL && other != NULL ? trust_shared(arena, one, other)
					    : NULL;
}

void
directory_tell_shared(const struct config *config, struct arena *arena,
    void (*tell)(void *context, const char *line), void *context)
{
	const struct config_directory *a, *b;
	const char *shared;

	for (b = config->directories; b->issuer != NULL; b++)
		for (a = config->directories; a < b; a++) {
			shared = shared_by(config, a, b, arena);
			if (shared != NULL)
				tell(context,
				    arena_printf(arena,
					"the directories %s and %s have an "
					"authority in common, %s: a member of "
					"one "
					"passes for the member of the other "
					"whose "
					"identifiers read like its own",
					a->issuer, b->issuer, shared));
		}
}
