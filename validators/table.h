/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_TABLE_H
#define VALIDATORS_TABLE_H

struct validator;

/* All built-in validators, in the order in which they are asked; NULL ends. */
extern const struct validator *const validators[];

/* The validator of that name; NULL: there is none. */
const struct validator *validator_named(const char *name);

#endif
