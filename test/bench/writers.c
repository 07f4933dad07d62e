/* SPDX-License-Identifier: ISC */

/*
 * writers STORE SECONDS METADATA N...: clients added a second by N processes
 * at a time, for each N, and the time of the processor that each one cost.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/file.h"
#include "kit/limits.h"
#include "store/store.h"

static double
seconds(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
add(struct store *store, const char *metadata, int writer, long number)
{
	struct arena *arena = arena_new();
	const char *name =
	    arena_printf(arena, "%ld %d %ld", (long)getpid(), writer, number);
	const char *hash = digest_hex(arena, name, strlen(name));
	struct client client = {
	    .client_id = arena_strndup(arena, hash, 32),
	    .software = name,
	    .certificate = hash,
	    .registered = 1,
	    .changed = 1,
	    .state_why = "",
	    .subject = "",
	    .issuer = "",
	    .state_by = "",
	    .profile = "",
	    .metadata = metadata,
	};
	struct stored_change change = {
	    .kind = CHANGE_ADD,
	    .client = &client,
	    .jti = hash,
	    .jti_issuer = "writers",
	    .jti_expires = time(NULL) + 3600,
	    .now = time(NULL),
	    .audit = "{\"event\":\"registered\"}",
	};

	if (store->ops->change(store, &change) != STORED_OK)
		errx(1, "a client was not stored");
	arena_free(arena);
}

/* Tells how many there were. */
static void
write_on(
    const char *uri, const char *metadata, int writer, double until, int out)
{
	struct arena *arena = arena_new();
	const char *why = NULL;
	struct store *store = store_open(uri, arena, &why);
	long number = 0;

	if (store == NULL)
		errx(1, "%s", why);
	while (seconds() < until)
		add(store, metadata, writer, number++);
	if (write(out, &number, sizeof number) != sizeof number)
		err(1, "write");
	_exit(0);
}

static double
processor(void)
{
	struct rusage usage;

	(void)getrusage(RUSAGE_CHILDREN, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
measure(const char *uri, const char *metadata, double length, int writers)
{
	const double before = processor(), start = seconds();
	long sum = 0, number;
	int ends[2], status;

	if (pipe(ends) != 0)
		err(1, "pipe");
	for (int i = 0; i < writers; i++)
		if (fork() == 0)
			write_on(uri, metadata, i, start + length, ends[1]);
	(void)close(ends[1]);
	while (read(ends[0], &number, sizeof number) == sizeof number)
		sum += number;
	(void)close(ends[0]);
	while (wait(&status) > 0)
		if (status != 0)
			errx(1, "a writer failed");
	printf("%d writers       %.0f adds a second, %.0f us of the processor "
	       "each\n",
	    writers, (double)sum / (seconds() - start),
	    (processor() - before) / (double)sum * 1e6);
	(void)fflush(stdout);
}

static const char *
read_line(struct arena *arena, const char *path)
{
	size_t length;
	const char *text = file_read(arena, path, LIMIT_FILE, &length);

	return text == NULL ? NULL
			    : arena_strndup(arena, text, strcspn(text, "\n"));
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	const char *metadata;

	if (argc < 5)
		errx(2, "usage: writers STORE SECONDS METADATA N...");
	metadata = read_line(arena, argv[3]);
	if (metadata == NULL)
		err(1, "%s", argv[3]);
	for (int i = 4; i < argc; i++)
		measure(argv[1], metadata, atof(argv[2]), atoi(argv[i]));
	arena_free(arena);
	return 0;
}
