/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_SYNCED_H
#define COMMANDS_LIB_SYNCED_H

struct arena;
struct config;

/* The file, in the cache folder, whose mtime says when dcr resync has last asked
 * all directories and been answered.  Its name is of another form than those
 * that kit/net/cache.h sweeps away. */
const char *synced_mark(struct arena *arena, const struct config *config);

/* So old it may be before somebody should look. */
enum { SYNCED_SECONDS = 86400 };

#endif
