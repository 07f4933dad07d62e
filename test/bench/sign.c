/* SPDX-License-Identifier: ISC */

/*
 * sign N ALGORITHM KEY HEADER CLAIMS: prints N signed tokens, one a line, of
 * the texts in the files HEADER and CLAIMS, in which "@jti@" is another jti
 * each time.
 */
#include <sys/random.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/issue/issue.h"
#include "test/bench/text_of.h"

static const char place[] = "@jti@";

static const char *
jti(struct arena *arena)
{
	unsigned int r[4];

	if (getrandom(r, sizeof(r), 0) != sizeof(r))
		err(1, "getrandom");
	return arena_printf(arena, "%08x-%04x-%04x-%04x-%04x%08x", r[0],
	    r[1] >> 16, r[1] & 0xffff, r[2] >> 16, r[2] & 0xffff, r[3]);
}

static const char *
claims_of(struct arena *arena, const char *text)
{
	const char *at = strstr(text, place);

	if (at == NULL)
		return text;
	return arena_printf(arena, "%.*s%s%s", (int)(at - text), text,
	    jti(arena), at + strlen(place));
}

int
main(int argc, char **argv)
{
	struct arena *process = arena_new();
	const char *why = NULL;

	if (argc != 6)
		errx(2, "usage: sign N ALGORITHM KEY HEADER CLAIMS");
	struct issue_signer *signer = issue_signer_open(
	    process, argv[2], text_of(process, argv[3]), &why);
	const char *header = text_of(process, argv[4]);
	const char *claims = text_of(process, argv[5]);
	for (long i = atol(argv[1]); signer != NULL && i > 0; i--) {
		struct arena *arena = arena_new();
		const char *token = issue_signer_sign(
		    signer, arena, header, claims_of(arena, claims), &why);
		if (token == NULL || puts(token) < 0)
			errx(1, "%s", why);
		arena_free(arena);
	}
	if (signer == NULL)
		errx(1, "%s", why);
	arena_free(process);
	return 0;
}
