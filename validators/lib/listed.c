/* SPDX-License-Identifier: ISC */
/* Finds a name among those of its first letter. */
#include "validators/lib/listed.h"

#include <stddef.h>

enum { LETTERS = 26 };

static void
make_ready(struct listed *listed)
{
	unsigned char at = 0;

	for (int letter = 0; letter <= LETTERS; letter++) {
		while (listed->names[at] != NULL &&
		       *listed->names[at] < 'a' + letter)
			at++;
		listed->first[letter] = at;
	}
	listed->ready = true;
}

static bool
is(const char *name, const char *other)
{
	while (*name == *other && *other != '\0') {
		name++;
		other++;
	}
	return *other == '\0' && (*name == '\0' || *name == '#');
}

bool
listed_has(struct listed *listed, const char *name)
{
	const unsigned letter = (unsigned)*name - 'a';

	if (!listed->ready)
		make_ready(listed);
	if (letter >= LETTERS)
		return false;
	for (unsigned at = listed->first[letter];
	     at < listed->first[letter + 1]; at++)
		if (is(name, listed->names[at]))
			return true;
	return false;
}
