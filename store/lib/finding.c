/* SPDX-License-Identifier: ISC */
/* Tells what an examination of a store finds, for `dcr doctor`. */
#include "store/lib/finding.h"

#include <stdarg.h>

#include "kit/arena.h"

void
finding_say(const struct finding_listener *listener, enum finding_state state,
    const char *what, const char *format, ...)
{
	struct store_finding finding = {.state = state, .what = what};
	va_list ap;

	va_start(ap, format);
	finding.detail = arena_vprintf(listener->arena, format, ap);
	va_end(ap);
	listener->tell(listener->context, &finding);
}
