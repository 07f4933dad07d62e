/* SPDX-License-Identifier: ISC */
/* The names of the methods by which a registration is made, replaced, read and
 * removed. */
#include "validators/lib/method.h"

#include <stddef.h>
#include <string.h>

static const struct {
	enum method method;
	const char *name;
} methods[] = {
    {METHOD_POST, "POST"},
    {METHOD_PUT, "PUT"},
    {METHOD_GET, "GET"},
    {METHOD_DELETE, "DELETE"},
};
enum { METHODS = sizeof(methods) / sizeof(methods[0]) };

const char *
method_name(enum method method)
{
	size_t i = 0;

	while (methods[i].method != method)
		i++;
	return methods[i].name;
}

enum method
method_named(const char *name)
{
	size_t i = 0;

	while (
	    i < METHODS && (name == NULL || strcmp(methods[i].name, name) != 0))
		i++;
	return i < METHODS ? methods[i].method : 0;
}
