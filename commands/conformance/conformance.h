/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_CONFORMANCE_CONFORMANCE_H
#define COMMANDS_CONFORMANCE_CONFORMANCE_H

struct arena;

/* dcr profile test: a pack judged by a profile, at this desk.  argv[0] is
 * "test"; an exit code. */
int conformance_profile_test(int argc, char **argv, struct arena *arena);

#endif
