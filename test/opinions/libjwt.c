/* SPDX-License-Identifier: ISC */
/* libjwt's voice among the opinions (test/opinions/README): the key is the one
 * of the algorithm, whatever the key set says, so that it judges no sets. */
#include <jwt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/base64.h"

enum { FIELDS = 5 };

/* It verifies no PS256 (kit/jose/libjwt.c), and has one number for all that it
 * does not know. */
static bool
knows(const char *algorithm)
{
	const char *name = jwt_alg_str(jwt_str_alg(algorithm));

	return name != NULL && strcmp(name, algorithm) == 0 && *name != 'P';
}

/* libjwt takes the algorithm from the header; who asks compares it. */
static const char *
verdict(const char *token, const char *algorithm, const char *pem)
{
	jwt_t *jwt = NULL;
	bool good = jwt_decode(&jwt, token, (const unsigned char *)pem,
			(int)strlen(pem)) == 0;

	good = good && jwt_get_alg(jwt) == jwt_str_alg(algorithm);
	jwt_free(jwt);
	return good ? "accept" : "refuse";
}

static void
read_line(char *text)
{
	struct arena *arena = arena_new();
	struct bytes fields[FIELDS] = {{NULL, 0}};
	char *rest = text, *field;
	const char *number = strsep(&rest, "\t"), *kind = strsep(&rest, "\t");

	strsep(&rest, "\t");
	strsep(&rest, "\t");
	if (strcmp(kind, "token") == 0) {
		for (size_t i = 0;
		     i < FIELDS && (field = strsep(&rest, "\t")) != NULL; i++)
			if (!base64_decode(
				arena, field, strlen(field), &fields[i]))
				exit(1);
		/* What has a NUL in it no C string can say. */
		if (fields[4].data != NULL &&
		    strlen((char *)fields[0].data) == fields[0].length &&
		    strcmp((char *)fields[2].data, (char *)fields[3].data) ==
			0 &&
		    knows((char *)fields[3].data))
			printf("%s\ttoken\t%s\t\n", number,
			    verdict((char *)fields[0].data,
				(char *)fields[3].data,
				(char *)fields[4].data));
	}
	arena_free(arena);
}

int
main(void)
{
	char *text = NULL;
	size_t room = 0;
	ssize_t length;

	while ((length = getline(&text, &room, stdin)) > 0) {
		if (text[length - 1] == '\n')
			text[length - 1] = '\0';
		read_line(text);
	}
	free(text);
	return fflush(stdout) != 0;
}
