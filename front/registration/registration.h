/* SPDX-License-Identifier: ISC */
#ifndef FRONT_REGISTRATION_REGISTRATION_H
#define FRONT_REGISTRATION_REGISTRATION_H

#include "front/lib/service.h"

/* POST to the registration endpoint (RFC 7591 section 3): judge, then store,
 * then answer.  What was answered with 201 is on disk. */
handler register_post;

/* What a client may do with its registration (RFC 7592 section 2): each function
 * is in a file of its name. */
handler manage_get, manage_put, manage_delete;

/* POST with ?software_id=: gives a lost client_id (and token) back to whose
 * request would register that software, where the deployment allows it: by the
 * certificate, the statement and the software's key, and once. */
handler manage_recover;

#endif
