/* SPDX-License-Identifier: ISC */
#ifndef KIT_CONF_CONNINFO_H
#define KIT_CONF_CONNINFO_H

struct arena;

/*
 * What follows "postgresql:" in the configuration: "KEY=VALUE ..." as libpq
 * takes it, or "//USER@HOST:PORT/DATABASE?KEY=VALUE&...".  It may hold a
 * password, and nothing here ever tells one.
 */

/* NULL, or what is wrong with it; a key that is unknown is named, as far as
 * it can be no part of a password. */
const char *conninfo_wrong(struct arena *arena, const char *text);

/* The same with *** in place of every value that is not known to be harmless;
 * the arena's. */
const char *conninfo_masked(struct arena *arena, const char *text);

#endif
