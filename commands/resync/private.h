/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_RESYNC_PRIVATE_H
#define COMMANDS_RESYNC_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "commands/lib/holder.h"
#include "commands/lib/progress.h"
#include "kit/keyring/ask.h"
#include "validators/judge/judge.h"

struct arena;
struct config_directory;
struct exchanger;
struct json;
struct status_list;
struct store;

/*
 * A resync: every client is looked at, the lists of the directories are had and
 * judged, key sets are asked for, what is to be done is decided for all, and is
 * then done, or nothing is.
 */

/* One list of a directory's. */
struct resync_list {
	const char *name;  /* "software", "organisation", "legal_entity" */
	const char *place; /* path or https URI; NULL: the directory has no such
			      list */
	const struct json *mapping;
	const struct status_list *list; /* NULL: it cannot be had */
	const char *document; /* where it is, its digest and its time */
	const char *memory;   /* path: how many entries it had last time */
	size_t ours, named;   /* clients that could be in it, and that are */
};

enum { RESYNC_SOFTWARE, RESYNC_ORGANISATION, RESYNC_LEGAL_ENTITY };
#define RESYNC_LISTS 3

struct resync_directory {
	const struct config_directory *config; /* NULL ends */
	struct resync_list lists[RESYNC_LISTS];
	const char *const *key_sets; /* what URIs of its key sets begin with;
					NULL ends */
	size_t active, suspend;	     /* clients that are, and that are to be */
};

enum resync_plan { RESYNC_KEEP, RESYNC_SUSPEND, RESYNC_RESUME };

/* A client that is active, or that a directory has suspended. */
struct resync_client {
	const char *client_id;
	struct holder holder;
	struct resync_directory *directory;
	bool active;
	bool removed; /* it was suspended as one that does not come back */
	enum resync_plan plan;
	const char *why; /* of a plan */
	struct resync_client *next;
};

struct resync {
	struct arena *arena;
	struct judge judge;
	struct keyring_asker asker;
	struct store *store;
	struct resync_directory *directories;
	struct resync_client **clients; /* by directory and software */
	size_t count, suspend, resume, unsure;
	size_t unheard; /* software whose keys cannot be had */
	struct progress progress;
	int64_t now, percent;
	bool dry, force;
	bool partial; /* some of the directories are not asked */
	int code;     /* the worst so far */
};

/* How a reason begins, of a client that does not come back by itself. */
#define RESYNC_REMOVED "removed by the directory: "
#define RESYNC_SUSPENDED "suspended by the directory: "

/* Says what is wrong and remembers the worst exit code. */
void resync_fail(struct resync *resync, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The directories that have anything to be asked; `only`: the one of that
 * issuer, or NULL.  False after saying what is wrong with the configuration. */
bool resync_directories(struct resync *resync, const char *only);

/* Reads all clients of those directories. */
int resync_read(struct resync *resync);

/* Has all lists.  One that cannot be had, or believed, is told and left out. */
void resync_lists(struct resync *resync);

/* What is at the place of a list, whole, fresh and by whom it must be, as JSON;
 * NULL, and *why, when it is not.  *told says of it where it is, its digest and
 * its time. */
const struct json *resync_document(struct resync *resync,
    const struct resync_directory *directory, const struct resync_list *list,
    const char **told, const char **why);

/* Is a time too old for a list, or ahead?  What is wrong, or NULL. */
const char *resync_stale(const struct resync *resync,
    const struct config_directory *directory, int64_t time);

/* Remembers how long the lists were, and that all directories were heard. */
void resync_lists_remember(const struct resync *resync);

/* The identifier by which a list has this client; NULL: it is not known. */
const char *resync_id(const struct resync_client *client, size_t list);

/* What a source says of a client. */
enum resync_word {
	RESYNC_NOT_ASKED, /* the source is not there, or not about it */
	RESYNC_NOTHING,	  /* it does not name the client, or cannot be had */
	RESYNC_ACTIVE,
	RESYNC_OUT,	/* suspended, */
	RESYNC_OUT_LONG /* removed; *why says by what, as does RESYNC_ACTIVE */
};

/* What the key sets of a client's software say. */
enum resync_word resync_keys(struct resync *resync,
    const struct resync_client *client, const char **why);

/* Makes the plans; false when the command was interrupted. */
bool resync_decide(struct resync *resync);

/* Carries them out, or tells what they are. */
void resync_apply(struct resync *resync);

#endif
