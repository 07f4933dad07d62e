/* SPDX-License-Identifier: ISC */
#ifndef STORE_LIB_FINDING_H
#define STORE_LIB_FINDING_H

#include "store/store.h"

/* Who hears what an examination of a store finds. */
struct finding_listener {
	store_finding_fn *tell;
	void *context;
	struct arena *arena; /* has the details while they are told */
};

void finding_say(const struct finding_listener *listener,
    enum finding_state state, const char *what, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
