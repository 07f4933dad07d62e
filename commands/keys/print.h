/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_KEYS_PRINT_H
#define COMMANDS_KEYS_PRINT_H

#include <stdbool.h>

struct arena;
struct signer;

/* What dcr keys list prints: a line for each, under a heading, or as JSON. */
void keys_print_heading(void);
void keys_print(struct arena *arena, const struct signer *signers, bool json);

#endif
