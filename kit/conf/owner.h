/* SPDX-License-Identifier: ISC */
#ifndef KIT_CONF_OWNER_H
#define KIT_CONF_OWNER_H

#include <stdbool.h>

struct arena;
struct stat;

/*
 * Root, when it looks at a deployment of www-data's, must neither leave files
 * behind that www-data cannot open, nor go where a link of www-data's leads.
 */

/*
 * A process of root's becomes the user that the folder belongs to, for good,
 * and makes sure that it is nobody else any more; for a folder of root's it
 * stays root.  False, and *why (the arena's, with the name of the folder), when
 * that fails, and also when the folder is missing or a link stands in its
 * place: nobody knows then whose it is.  *status is the folder's.  A process of
 * any other user's goes on as it is, with a *status of zeros.
 */
bool owner_become(struct arena *arena, const char *folder, struct stat *status,
    const char **why);

/* Can a file or folder of this status be changed by root alone? */
bool owner_is_root(const struct stat *status);

/*
 * Like open(2), close-on-exec, for reading what somebody else has made.  For
 * root a symbolic link on the way is followed only if root alone can have put
 * it there, and with O_NOFOLLOW in `flags` none is followed at the end of the
 * path.  -1 and errno; owner_fault says what that means.
 */
int owner_open(struct arena *arena, const char *path, int flags);
const char *owner_fault(int error);

/* The end of a message about a file that could not be opened: " (as www-data)"
 * when owner_become has made us somebody else; otherwise "". */
const char *owner_note(struct arena *arena);

/* The user's name, or its number. */
const char *owner_name(struct arena *arena, unsigned user);

#endif
