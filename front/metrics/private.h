/* SPDX-License-Identifier: ISC */
#ifndef FRONT_METRICS_PRIVATE_H
#define FRONT_METRICS_PRIVATE_H

#include <sys/types.h>

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct arena;
struct config;
struct metrics;
struct service;

/*
 * What the processes count in: a table that they share, and that each of them
 * may find in any state, for one of them may have been killed in the middle, and
 * the disk may have lost a page.  So whatever is read of it is looked at first,
 * and no number of it is an address.
 *
 * A slot is for one name of a kind.  Who finds none takes an empty one
 * (SLOT_TAKEN), writes the name and lets it be seen (SLOT_READY).  Nobody waits
 * for that: who meets a taken slot goes on to the next, so that a name may have
 * two slots, whose sum counts.
 */
enum {
	TALLY_SLOTS = 1024, /* a power of 2 */
	TALLY_TRIED = 64,   /* slots that are looked at for one name */
	TALLY_FIRST = 64,   /* bytes of a name, with its NUL, */
	TALLY_SECOND = 28,  /* and of its second part */
	TALLY_BOUNDS = 13   /* of a histogram; what is over is counted too */
};

/* In microseconds. */
extern const uint32_t tally_bounds[TALLY_BOUNDS];

typedef _Atomic uint64_t tally;

struct histogram {
	tally counts[TALLY_BOUNDS + 1];
	tally microseconds; /* of all together */
};

enum slot_kind {
	SLOT_REQUESTS = 1, /* endpoint, outcome, status: histogram */
	SLOT_RULE	   /* of refusals: counts[0] */
};

enum slot_state { SLOT_EMPTY, SLOT_TAKEN, SLOT_READY };

struct slot {
	_Atomic uint32_t state;
	uint32_t kind;
	uint64_t hash;
	char first[TALLY_FIRST];
	char second[TALLY_SECOND];
	uint32_t number;
	struct histogram histogram;
	uint64_t spare[3];
};

#define TALLY_MAGIC "dcrtally"
#define TALLY_VERSION 1

struct tallies {
	char magic[8];
	uint32_t version;
	uint32_t size;
	int64_t since; /* seconds since the epoch */
	tally fetches, fetches_failed, ocsp, ocsp_failed;
	tally reloads, reloads_failed;
	_Atomic uint32_t reload_failed; /* the last one was */
	uint32_t spare;
	struct histogram fetch, store;
	struct slot other[2]; /* what has no slot, by kind */
	struct slot slots[TALLY_SLOTS];
};

_Static_assert(ATOMIC_LLONG_LOCK_FREE == 2, "a lock would be one's own");
_Static_assert(sizeof(struct slot) == 256, "the same in every process");

/* The slot of a name; that of `other` where the name is too long or not
 * printable, and where there is no room. */
struct slot *tally_slot(struct tallies *tallies, enum slot_kind kind,
    const char *first, const char *second, uint32_t number);

void tally_add(tally *to, uint64_t count);
void tally_time(struct histogram *to, int64_t microseconds);

/* The slots that are ready, each name once, in their order; the arena's.  A NULL
 * in first ends. */
struct counted {
	enum slot_kind kind;
	const char *first, *second;
	unsigned number;
	uint64_t counts[TALLY_BOUNDS + 1];
	uint64_t microseconds;
};
const struct counted *tally_list(struct tallies *tallies, struct arena *arena);
void tally_read(struct histogram *from, struct counted *to);

/* The file that they are mapped from. */
struct tally_file {
	const char *path;
	struct tallies *tallies; /* never NULL once it was opened */
	bool shared;		 /* else this process's own */
	dev_t device;
	ino_t inode;
	size_t guard; /* tally_guard_put() */
};

/* Maps the file of a cache folder, and makes it where that is needed; else
 * memory of the process's own.  Both are closed by tally_file_close(). */
void tally_file_open(
    struct tally_file *file, const char *folder, struct arena *arena);
void tally_file_close(struct tally_file *file);

/* Is the file still where others find it, and whole? */
bool tally_file_stands(const struct tally_file *file);

/* Who cuts a file that is mapped ends every process that touches it (SIGBUS).
 * Where that happens in a guarded mapping it becomes memory of the process's
 * own instead, and tally_guard_cut() says so. */
enum { TALLY_GUARDS = 4 };
size_t tally_guard_put(void *start, size_t size);
bool tally_guard_cut(size_t guard);
void tally_guard_drop(size_t guard);

struct metrics {
	const struct config *config;
	struct tally_file file;
	struct {
		const char *endpoint; /* one of front/route.c's; NULL: none */
		int status;
		struct histogram *histogram;
	} last;	      /* what was answered without an outcome, as each call
			 is that a door lets through */
	char *stored; /* what scrape_store() wrote last, from malloc(3) */
	size_t stored_length;
	bool stored_told;     /* else half of it */
	int64_t stored_until; /* by monotonic_now() */
};

/* Writes the lines of a metric's beginning, and one sample: labels are pairs of
 * a name and a value, which may be anything; NULL ends. */
void scrape_begin(
    FILE *out, const char *name, const char *type, const char *help);
void scrape_labels(FILE *out, const char *name, const char *const *labels);
void scrape_number(
    FILE *out, const char *name, const char *const *labels, int64_t value);

/* Parts of GET /metrics. */
void scrape_counters(FILE *out, struct metrics *metrics, struct arena *arena);
void scrape_gauges(
    FILE *out, const struct service *service, struct arena *arena);
void scrape_store(
    FILE *out, const struct service *service, struct arena *arena);

#endif
