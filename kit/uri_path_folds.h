/* SPDX-License-Identifier: ISC */
#ifndef KIT_URI_PATH_FOLDS_H
#define KIT_URI_PATH_FOLDS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Private to kit/uri_path.c.  Is this a character past ASCII that a reader may
 * take for one of ASCII, or for none at all: full-width letters and slashes,
 * ligatures, the Kelvin sign, blanks of every width, joiners?  Programs compare
 * paths after a compatibility normalisation (Unicode Standard Annex 15, NFKC),
 * after changing the case, or in a code page of Windows.
 */
bool uri_path_folds(uint32_t character);

#endif
