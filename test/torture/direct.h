/* SPDX-License-Identifier: ISC */
#ifndef TEST_TORTURE_DIRECT_H
#define TEST_TORTURE_DIRECT_H

#include <inttypes.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "test/torture/check.h"

/* Writers that use the store itself, for speed. */

/* As long as the number has it: some records need a page of their own. */
static inline const char *
direct_metadata(struct arena *arena, const char *id, unsigned number)
{
	const size_t size = number % 16 == 0 ? 6000 : 40 + number % 700;
	char *filler = arena_alloc(arena, size + 1);

	memset(filler, 'x', size);
	return arena_printf(
	    arena, "{\"client_id\":\"%s\",\"filler\":\"%s\"}", id, filler);
}

static inline enum stored
direct_add(struct store *store, const char *id, unsigned number)
{
	struct arena *arena = arena_new();
	struct client client = {.client_id = id,
	    .software = arena_printf(arena, "software %u", number % 7),
	    .certificate = number % 2 == 0 ? "00ff" : "ff00",
	    .registered = 1000,
	    .changed = 1000,
	    .state_since = 1000,
	    .state_why = "",
	    .subject = "",
	    .issuer = "",
	    .state_by = "",
	    .profile = "",
	    .metadata = direct_metadata(arena, id, number)};
	struct stored_change add = {.kind = CHANGE_ADD,
	    .client = &client,
	    .jti = id,
	    .jti_issuer = "issuer",
	    .jti_expires = 2000,
	    .now = 1000,
	    .audit = arena_printf(
		arena, "{\"event\":\"registered\",\"client_id\":\"%s\"}", id)};
	const int64_t start = toll_clock();
	const enum stored stored = store->ops->change(store, &add);

	toll_stall(start);
	arena_free(arena);
	return stored;
}

/* Tells each id once it was acknowledged, with one write. */
static inline void
direct_write(const char *home, unsigned number, int told, unsigned count)
{
	struct store *store = check_open(home);
	char id[32];
	int length;

	for (unsigned i = 0; i < count; i++) {
		length = snprintf(id, sizeof id, "w%05u.%06u\n", number, i);
		id[length - 1] = '\0';
		switch (direct_add(store, id, number + i)) {
		case STORED_OK:
			id[length - 1] = '\n';
			if (write(told, id, (size_t)length) != length)
				_exit(2);
			toll_add(TOLL_ACKNOWLEDGED, 1);
			break;
		case STORED_UNABLE:
			toll_add(TOLL_UNABLE, 1);
			break;
		case STORED_MISSING:
		case STORED_CONFLICT:
			toll_blame(TOLL_DOUBLED, "%s was there already", id);
		}
	}
	store_close(store);
}

static inline pid_t
direct_start(const char *home, unsigned number, int told, unsigned count)
{
	const pid_t parent = getpid();
	pid_t pid = fork();

	if (pid < 0)
		err(2, "fork");
	if (pid > 0)
		return pid;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(2);
	direct_write(home, number, told, count);
	_exit(0);
}

#endif
