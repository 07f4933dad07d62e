/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_DIRECTORY_H
#define VALIDATORS_LIB_DIRECTORY_H

#include <stdbool.h>

struct arena;
struct config;
struct config_directory;
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

/* Tells the memory the authorities of each directory.  False and *why (one
 * line, the arena's) when a file of authorities is unreadable or names one that
 * `all` has not, or when there is a file though the profile takes certificates
 * for statements, and all authorities for qualified trust services. */
bool directory_authorities(const struct config *config,
    const struct profile *profile, struct arena *arena, const struct trust *all,
    struct cert_memory *memory, const char **why);

/* Tells which directories have an authority in common, and what follows, in a
 * line for each pair. */
void directory_tell_shared(const struct config *config, struct arena *arena,
    void (*tell)(void *context, const char *line), void *context);

#endif
