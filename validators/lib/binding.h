/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_BINDING_H
#define VALIDATORS_LIB_BINDING_H

#include <stdbool.h>

#include "validators/lib/directory.h"

struct profile;
struct submission;

/* What a profile says of the binding of certificate and statement (validator
 * certificate_binding). */

/* Does each alternative name the party, by a claim?  Where one does not, the
 * certificate is that of any member of the scheme, and proves no client to be
 * the caller's. */
bool binding_names_party(const struct profile *profile);

/* Does the caller's certificate name the party of the statement, by one of the
 * alternatives (the settings of the validator that asks)? */
bool binding_holds(const struct submission *s, enum directory_issued issued);

/* What the certificate's names would have to be by each alternative, and what
 * they are: for the sender of both. */
const char *binding_told(const struct submission *s);

/* NULL, or what is wrong with the alternatives. */
const char *binding_wrong(const struct profile *profile);

#endif
