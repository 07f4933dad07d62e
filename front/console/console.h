/* SPDX-License-Identifier: ISC */
#ifndef FRONT_CONSOLE_CONSOLE_H
#define FRONT_CONSOLE_CONSOLE_H

#include <stdbool.h>

#include "front/lib/service.h"

/*
 * Pages for the bank's people, which show what is registered, what was refused
 * and what receivers have not taken, and change nothing.  A process serves them
 * or the endpoints, never both: who starts it says so (DCR_SERVE=console), and
 * dcr.conf has to allow it.  Who may look is for the web server to find out,
 * which names the person in REMOTE_USER.
 *
 * The last segment of the path says which page, so that they can be mounted
 * anywhere; links are relative.
 */
handler console_serve;

/* Has the process been started to serve these pages?  False with *why (the
 * arena's, without the name of the file) where that is not allowed, or where
 * DCR_SERVE is another word. */
bool console_wanted(const struct service *service, bool *console,
    struct arena *arena, const char **why);

/* The value of REMOTE_USER among "NAME=VALUE" (NULL ends), the arena's; NULL
 * where there is none, or two. */
const char *console_user(struct arena *arena, char *const *variables);

#endif
