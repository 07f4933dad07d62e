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

/* The one of that iss; NULL: there is none. */
const struct config_directory *directory_of(
    const struct config *config, const char *issuer);

/* As seen from a directory, who has issued the caller's certificate?  Asked of
 * a certificate that is accepted (CLIENT_KNOWN). */
enum directory_issued {
	DIRECTORY_OWN,	     /* an authority of this directory's */
	DIRECTORY_QUALIFIED, /* none of any directory's, and the certificate is
				a QWAC of PSD2 (ETSI TS 119 495) */
	DIRECTORY_NOBODYS,   /* none of any directory's */
	DIRECTORY_ANOTHERS
};
enum directory_issued directory_issued(
    const struct submission *s, const struct config_directory *directory);

/* Has the memory know the authorities of each directory.  False and *why (one
 * line, the arena's) when a file of them is unreadable or names one that
 * `all` has not, or when the profile has no statements: it takes all of them
 * for qualified trust services. */
bool directory_authorities(const struct config *config,
    const struct profile *profile, struct arena *arena, const struct trust *all,
    struct cert_memory *memory, const char **why);

/* Which directories have an authority in common, and what follows, a line for
 * each pair. */
void directory_tell_shared(const struct config *config, struct arena *arena,
    void (*tell)(void *context, const char *line), void *context);

#endif
