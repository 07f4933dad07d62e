/* SPDX-License-Identifier: ISC */
/* dcr version: what this program was built with. */
#include <stdio.h>
#include <string.h>

#include "commands/lib/command.h"
#include "kit/jose/keys.h"
#include "store/store.h"
#include "validators/profile/layer.h"
#include "validators/profile/load.h"

static void
has(bool in, const char *kind, const char *name)
{
	printf("[%c] %s %s\n", in ? '+' : '-', kind, name);
}

int
version_command(int argc, char **argv, struct arena *arena)
{
	(void)argc, (void)argv;
	printf("dcr %s\n", DCR_VERSION);
	for (const struct profile_text *t = profile_texts; t->name != NULL; t++)
		if (strchr(t->name, '.') == NULL)
			has(true, "profile", t->name);
	for (const struct profile_text *t = profile_texts; t->name != NULL; t++)
		if (layer_is(t))
			has(true, "layer", layer_name(arena, t));
	for (size_t i = 0; stores[i] != NULL; i++)
		has(true, "store", stores[i]->name);
#ifndef DCR_POSTGRESQL
	has(false, "store", "postgresql");
#endif
	for (size_t i = 0; keys_algorithm_at(i) != NULL; i++)
		has(true, "signature", keys_algorithm_at(i));
	has(false, "signature", "HS256");
	has(false, "signature", "none");
#ifdef __SANITIZE_ADDRESS__
	has(true, "sanitizer", "address");
#else
	has(false, "sanitizer", "address");
#endif
	return EXIT_PASS;
}
