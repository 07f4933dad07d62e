/* SPDX-License-Identifier: ISC */
#ifndef KIT_OWNER_H
#define KIT_OWNER_H

#include <stdbool.h>

/*
 * Root looking at a deployment of www-data's must not leave files behind that
 * www-data cannot open.  When we are root and the folder is another user's,
 * this process becomes that user, for good.  False, with errno, when it cannot;
 * a folder that is not there changes nothing.
 */
bool owner_become(const char *folder);

#endif
