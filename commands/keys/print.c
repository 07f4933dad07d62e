/* SPDX-License-Identifier: ISC */
/* What dcr keys list prints. */
#include "commands/keys/private.h"

#include <stdio.h>

#include "kit/json.h"
#include "kit/moment.h"
#include "kit/signing/signers.h"

#define COLUMNS "%-43s  %-9s  %-7s  %-20s  %s\n"

void
keys_print_heading(void)
{
	printf(COLUMNS, "KID", "ALGORITHM", "STATE", "SINCE", "UNTIL");
}

static void
print_row(struct arena *arena, const struct signer *signer)
{
	printf(COLUMNS, signer->kid, signer->algorithm,
	    signers_state(signer->state),
	    signer->state == SIGNER_OTHER ? "-"
					  : moment_text(arena, signer->since),
	    signer->until != 0 ? moment_text(arena, signer->until) : "-");
}

static void
print_json(struct arena *arena, const struct signer *signer)
{
	struct json *all = json_new_object(arena);

	json_set_string(all, "kid", signer->kid);
	json_set_string(all, "algorithm", signer->algorithm);
	json_set_string(all, "state", signers_state(signer->state));
	if (signer->state != SIGNER_OTHER)
		json_set_integer(all, "since", signer->since);
	if (signer->until != 0)
		json_set_integer(all, "until", signer->until);
	puts(json_text(arena, all));
}

void
keys_print(struct arena *arena, const struct signer *signers, bool json)
{
	for (; signers->kid != NULL; signers++)
		(json ? print_json : print_row)(arena, signers);
}
