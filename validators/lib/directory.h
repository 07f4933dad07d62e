/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_DIRECTORY_H
#define VALIDATORS_LIB_DIRECTORY_H

#include <stdbool.h>

struct arena;
struct config;
struct config_directory;
struct cert;
struct cert_memory;
struct profile;
struct submission;
struct trust;

/*
 * A directory of the configuration and the authorities that issue certificates
 * to its members.  An identifier means something in its own directory alone:
 * what a certificate of another directory's authority is called names nobody
 * here.
 */

/* The directory of that iss; NULL: the configuration has none. */
const struct config_directory *directory_of(
    const struct config *config, const char *issuer);

/* The issuers of all directories, in a line; ASCII. */
const char *directory_listed(const struct config *config, struct arena *arena);

/* What of the directories does not go with the profile, as a line that names the
 * key; NULL: nothing. */
const char *directory_wrong(
    const struct config *config, const struct profile *profile);

/* Who has issued the caller's certificate, as seen from a directory?  The
 * certificate is accepted (CLIENT_KNOWN). */
enum directory_issued {
	DIRECTORY_OWN,	     /* an authority of this directory's */
	DIRECTORY_QUALIFIED, /* an authority that no directory has, and the
				certificate is a QWAC of PSD2 (ETSI TS 119 495)
			      */
	DIRECTORY_NOBODYS,   /* an authority that no directory has */
	DIRECTORY_ANOTHERS
};
enum directory_issued directory_issued(
    const struct submission *s, const struct config_directory *directory);

/* The directory at whose authorities the chain of a signer's certificate ends,
 * the certificate first and NULL behind the last of those that it brings along.
 * NULL: it ends at those of none, or of several, among which nothing decides. */
const struct config_directory *directory_of_signer(
    const struct submission *s, const struct cert *const *chain);

/* Tells the memory the authorities of each directory.  False and *why (one
 * line, the arena's) when a file of authorities is unreadable or names one that
 * `all` has not; or when there is a file though the profile takes certificates
 * of connections for statements, and all authorities for qualified trust
 * services; or when there is none though certificates come in what is signed,
 * each from an authority of one directory's. */
bool directory_authorities(const struct config *config,
    const struct profile *profile, struct arena *arena, const struct trust *all,
    struct cert_memory *memory, const char **why);

/* Tells which directories have an authority in common, and what follows, in a
 * line for each pair. */
void directory_tell_shared(const struct config *config, struct arena *arena,
    void (*tell)(void *context, const char *line), void *context);

#endif
