/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_DOCTOR_PRIVATE_H
#define COMMANDS_DOCTOR_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "commands/lib/progress.h"
#include "store/store.h"

struct arena;
struct cert;
struct config;
struct doctor_place;
struct judge;
struct profile;

/* What ends within so long is told ahead. */
#define DOCTOR_SOON_SECONDS (30L * 86400)

/* So many things of one kind are named, and the others counted. */
enum { DOCTOR_NAMED = 10 };

/* How findings are told, a line each, and whether any is bad. */
struct doctor {
	struct arena *arena;
	bool json, repair;
	bool bad;	    /* a finding is */
	int64_t at;	    /* by the profile of that second; of --at, or now */
	const char *server; /* PEM file of the web server's; or NULL */
	struct doctor_place *asked; /* commands/doctor/ask.c; NULL: none yet */
	struct progress progress;   /* of what is looked at one by one */
};

/* What somebody does about a finding that is bad or to be looked at is told
 * with it; NULL: what doctor_remedy() has for such a thing. */
void doctor_say(struct doctor *doctor, enum finding_state state,
    const char *what, const char *remedy, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The same for a finding of the store's; `doctor` is a struct doctor. */
void doctor_take(void *doctor, const struct store_finding *finding);

/* What to do about a thing of that name (static). */
const char *doctor_remedy(const char *what);

/* Looks as root whose the folders of the deployment are, before root becomes
 * one of those users.  False after saying that nobody can tell whom dcr runs
 * as: everything else would be told as faults of the wrong user's. */
bool doctor_owners(struct doctor *doctor, const char *path);

/* May we use what is at the path for R_OK, W_OK or X_OK together?  False after
 * saying, as a finding about `what`, which name on the way is missing or closed,
 * whose it is, and what opens it. */
bool doctor_may(
    struct doctor *doctor, const char *what, const char *path, int mode);

/* The same of a file that serving does without, to be read: to be looked at. */
bool doctor_has(struct doctor *doctor, const char *what, const char *path);

/* Looks whether each file that the configuration names can be read. */
void doctor_files(struct doctor *doctor, const struct config *config);

/* Looks at the room where the cache is, and whether a file can be made there. */
void doctor_cache(struct doctor *doctor, const char *folder);

/* Looks at each certificate of a PEM file, and at one certificate. */
void doctor_pem(struct doctor *doctor, const char *what, const char *path);
void doctor_cert(struct doctor *doctor, const char *what, const char *where,
    const struct cert *cert);

/*
 * Asks what is at a URI, now and past all that is kept of it, by GET.  Its
 * host's clock and certificate are looked at as well, once for each host.  True,
 * and the answer's status and body (the arena's).  False: the host gave no
 * answer of HTTP; *why and *remedy say what is wrong there.
 */
struct doctor_answer {
	int status;
	const char *body;
	size_t length;
};
bool doctor_ask(struct doctor *doctor, const struct config *config,
    const char *uri, struct doctor_answer *answer, const char **why,
    const char **remedy);

/* Is what is at the URI read from a mirror, and never fetched? */
bool doctor_mirrored(const struct config *config, const char *uri);

/* Was that host, as kit/net/host.h writes it, asked already? */
bool doctor_asked(struct doctor *doctor, const char *origin);

/* What to do when a fetch failed for this reason. */
const char *doctor_fetch_remedy(
    struct doctor *doctor, const char *uri, const char *why);

/* Asks each directory for its keys, and looks whether the authorities of each
 * can be read: all of them are in client_ca as well. */
void doctor_directories(struct doctor *doctor, const struct config *config,
    const struct profile *profile);

/* Asks each host that keys may be fetched from, unless it was asked already. */
void doctor_hosts(struct doctor *doctor, const struct config *config,
    const struct profile *profile);

/* Asks the bank's own services: external validators, and who says what an access
 * token is worth. */
void doctor_services(struct doctor *doctor, const struct config *config,
    const struct profile *profile);

/* Looks whether the store can be written to. */
void doctor_write(struct doctor *doctor, struct store *store);

/* Looks at each client: can it be served, is its directory known, has that
 * directory signed its software statement, and what of it ends soon? */
void doctor_clients(
    struct doctor *doctor, const struct config *config, struct store *store);

/* Asks those whom a registration asks, external validators and the receivers
 * that have "check", about a client that is registered: can they say anything?
 */
void doctor_rehearse(struct doctor *doctor, const struct config *config,
    const struct judge *judge, const struct client *client);

/* Looks at each receiver: is it told, does it answer, what has it refused? */
void doctor_receivers(
    struct doctor *doctor, const struct config *config, struct store *store);

/* Looks at the revocation lists, and asks the OCSP responder. */
void doctor_revocation(struct doctor *doctor, const struct config *config);

/* Looks whether dcr resync runs, where a directory has lists of statuses. */
void doctor_status(struct doctor *doctor, const struct config *config,
    const struct profile *profile);

/* Looks at all that the configuration names but the store. */
void doctor_deployment(struct doctor *doctor, const struct config *config);

/* Looks whether the whole can be served, after all that has a look of its own,
 * and what clients will stumble over. */
void doctor_whole(struct doctor *doctor, const struct config *config);

#endif
