/* SPDX-License-Identifier: ISC */
#ifndef FRONT_ACCESS_PRIVATE_H
#define FRONT_ACCESS_PRIVATE_H

#include "front/access/access.h"

/* The claims of a token that is signed by a key of its issuer's; NULL with *why,
 * and ACCESS_BAD or ACCESS_UNABLE in *answer. */
const struct json *access_verified(const struct service *service,
    const char *token, int64_t now, struct arena *arena,
    enum access_answer *answer, const char **why);

/* The claims that the introspection endpoint tells of a token; NULL as
 * access_verified(), also for a token that the endpoint calls inactive.  An
 * answer serves again for LIMIT_INTROSPECTION_SECONDS and never past exp. */
const struct json *introspection_ask(struct introspection *introspection,
    const char *token, int64_t now, struct arena *arena,
    enum access_answer *answer, const char **why);

/* NULL when the claims are those of a token that counts here and has not
 * expired; else what is wrong.  *out is what they say; its strings are the
 * claims' or the arena's. */
const char *access_judge(const struct service *service,
    const struct json *claims, int64_t now, struct arena *arena,
    struct access *out);

/* ACCESS_BAD for a token that dcr has issued and that was revoked; *why unless
 * ACCESS_GOOD. */
enum access_answer access_unless_revoked(const struct service *service,
    const struct access *access, int64_t now, const char **why);

#endif
