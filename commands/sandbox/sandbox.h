/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_SANDBOX_SANDBOX_H
#define COMMANDS_SANDBOX_SANDBOX_H

struct arena;

/* Makes a world of that profile in `dir`, a new or an empty folder, as dcr
 * sandbox new does; an issuer or endpoint of NULL is the usual one.  An exit
 * code, other than EXIT_PASS after saying what is wrong. */
int sandbox_make(struct arena *arena, const char *dir, const char *profile,
    const char *issuer, const char *endpoint);

#endif
