/* SPDX-License-Identifier: ISC */
/* Finds out which person runs a command. */
#include "commands/lib/who.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/lib/command.h"
#include "kit/arena.h"
#include "kit/conf/owner.h"
#include "kit/file.h"
#include "kit/identifier.h"
#include "kit/limits.h"

#define NOBODY "4294967295" /* has logged in: a daemon, a container */

enum { DIGITS = 16 };

static const char *told; /* by --as; NULL: it was not */
static uid_t started_as;

void
who_begin(void)
{
	started_as = getuid();
}

bool
who_take(const char *as)
{
	told = as;
	if (as == NULL || identifier_is_party(as))
		return true;
	(void)command_fail(EXIT_WRONG,
	    "--as: must be one line of text, 1 to %d bytes", LIMIT_IDENTIFIER);
	return false;
}

/* The kernel keeps it from the login on, through su(1) and sudo(8). */
static const char *
logged_in(struct arena *arena)
{
	size_t length = 0;
	char *text = file_read(arena, "/proc/self/loginuid", DIGITS, &length);

	if (text == NULL || length == 0 ||
	    strspn(text, "0123456789") != length || strcmp(text, NOBODY) == 0)
		return NULL;
	return owner_name(arena, (unsigned)strtoul(text, NULL, 10));
}

const char *
who(struct arena *arena)
{
	const char *sudo = getenv("SUDO_USER"), *login;

	if (told != NULL)
		return told;
	if (sudo != NULL && identifier_is_party(sudo))
		return arena_strdup(arena, sudo);
	login = logged_in(arena);
	return login != NULL ? login : owner_name(arena, (unsigned)started_as);
}
