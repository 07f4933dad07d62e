/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_TABLE_H
#define VALIDATORS_TABLE_H

struct validator;

/* All there are, in the order in which they are asked; NULL ends. */
extern const struct validator *const validators[];

/* The one of that name; NULL: none. */
const struct validator *validator_named(const char *name);

#endif
