/* SPDX-License-Identifier: ISC */
#ifndef STORE_BDB_COPY_H
#define STORE_BDB_COPY_H

#include "store/bdb/private.h"

/* Private to store/bdb, which include <db.h> before it. */

/* Makes a folder by this template, which is inside of the store's, and holds
 * it: *held is its descriptor, -1 when there is none.  Removes the folders of
 * those that nobody holds any more.  0 or an errno. */
int bdb_folder_make(struct bdb *bdb, char *folder, int *held);

/* Removes a folder that is held, and what is in it. */
void bdb_folder_remove(int held, const char *folder);

/* The store's tables and log, into that folder.  0, or an errno after a line
 * in the log. */
int bdb_copy(struct bdb *bdb, int folder);

#endif
