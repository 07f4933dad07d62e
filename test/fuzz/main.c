/* SPDX-License-Identifier: ISC */
/* Gives the files that are named to a harness, one after the other: what
 * libFuzzer's main() does with files, for a compiler that has no libFuzzer. */
#include "test/fuzz/fuzz.h"

#include <err.h>

/* What a custom mutator of a harness links; nobody mutates here. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t
LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most)
{
	(void)data;
	(void)most;
	return size;
}

/* The input has a block of its own, so that what reads past its end is
 * seen. */
static void
feed(const char *name)
{
	static uint8_t text[LIMIT_FILE];
	FILE *file = fopen(name, "r");
	uint8_t *input;
	size_t size;

	if (file == NULL)
		err(1, "%s", name);
	size = fread(text, 1, sizeof(text), file);
	if (ferror(file) || !feof(file))
		errx(1, "%s: cannot be read as a whole", name);
	fclose(file);
	input = malloc(size > 0 ? size : 1);
	if (input == NULL)
		err(1, NULL);
	memcpy(input, text, size);
	fprintf(stderr, "input: %s\n", name);
	LLVMFuzzerTestOneInput(input, size);
	free(input);
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		errx(2, "usage: %s FILE...", argv[0]);
	for (int i = 1; i < argc; i++)
		feed(argv[i]);
	printf("%d inputs\n", argc - 1);
	return 0;
}
