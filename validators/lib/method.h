/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_METHOD_H
#define VALIDATORS_LIB_METHOD_H

/* What a request would do to a registration, as HTTP has it (RFC 7591 section
 * 3, RFC 7592 section 2): also the bits of a set of several. */
enum method {
	METHOD_POST = 1 << 0,
	METHOD_PUT = 1 << 1,
	METHOD_GET = 1 << 2,
	METHOD_DELETE = 1 << 3
};

/* Of those that have a registration request. */
enum { METHODS_THAT_WRITE = METHOD_POST | METHOD_PUT };

/* "POST"; and back: 0 when no method has that name, or the name is NULL. */
const char *method_name(enum method method);
enum method method_named(const char *name);

#endif
