/* SPDX-License-Identifier: ISC */
#ifndef KIT_CONF_OWNER_H
#define KIT_CONF_OWNER_H

#include <stdbool.h>

struct arena;
struct stat;

/*
 * Root looking at a deployment of www-data's must neither leave files behind
 * that www-data cannot open, nor go where a link of www-data's leads.
 */

/*
 * When we are root, this process becomes the user that the folder belongs to,
 * for good, and has made sure that it is nobody else any more; a folder of
 * root's leaves it root.  False, and *why (the arena's, it names the folder),
 * when it cannot, and also for a folder that is not there or that a link
 * stands for: whose it is nobody knows then.  *status is the folder's.
 * Whoever is not root is let through, with a *status of zeros.
 */
bool owner_become(struct arena *arena, const char *folder, struct stat *status,
    const char **why);

/* Whether what has this status can be changed by root alone. */
bool owner_is_root(const struct stat *status);

/*
 * open(2), close-on-exec, for reading something that was not made by us.  For
 * root a symbolic link on the way leads on only if root alone can have put it
 * there, at the end of the path and, with O_NOFOLLOW in `flags`, nothing does.
 * -1 and errno; owner_fault says what that means.
 */
int owner_open(struct arena *arena, const char *path, int flags);
const char *owner_fault(int error);

/* Behind a message about a file that could not be had: " (as www-data)" when
 * owner_become has made us somebody else; otherwise "". */
const char *owner_note(struct arena *arena);

/* The user's name, or its number. */
const char *owner_name(struct arena *arena, unsigned user);

#endif
