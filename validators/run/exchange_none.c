/* SPDX-License-Identifier: ISC */
#include "validators/run/exchange.h"

#include <stddef.h>

/* Where the ways to other programs are not built in. */
__attribute__((weak)) struct exchange *
exchange_open(struct arena *arena, const char *kind, const struct json *entry,
    const char **why)
{
	(void)arena;
	(void)kind;
	(void)entry;
	*why = "this kind is not built in";
	return NULL;
}

__attribute__((weak)) const char *
exchange_ask(struct exchange *exchange, const struct json *question,
    struct arena *arena, const struct json **answer)
{
	(void)exchange;
	(void)question;
	(void)arena;
	*answer = NULL;
	return "this kind is not built in";
}
