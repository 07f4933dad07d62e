/* SPDX-License-Identifier: ISC */
#ifndef PAGES_ORGANISATION_H
#define PAGES_ORGANISATION_H

struct arena;
struct json;
struct trail_facts;

/*
 * Whose a client is, or the request that a record of the audit trail is about:
 * the organisation of the statement, where that was proved; else the one that
 * the certificate's subject names, or all of the subject.  The arena's, or the
 * argument's.
 */
#define ORGANISATION_UNKNOWN "not known"
const char *organisation_of_client(
    struct arena *arena, const struct trail_facts *facts);
const char *organisation_of_record(
    struct arena *arena, const struct json *record);

#endif
