/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <string.h>

#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "front/registration/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/x509/cert.h"

/*
 * Whom an accepted change is counted for: the key of the certificate, for the
 * holder can have the same certificate with another hash, and the software,
 * which may come with many certificates.  Sources of notes hold no blank, or
 * are hexadecimal digits.
 */
enum { BY_CERTIFICATE, BY_SOFTWARE };
enum { DAY = 86400 };

void
registration_count(const struct service *service, const struct submission *s,
    const char *software, struct stored_change *change)
{
	change->counts[BY_CERTIFICATE] = (struct stored_count){
	    .source = arena_printf(s->arena, "changes of key %s",
		cert_key_sha256_hex(s->arena, s->cert)),
	    .most = service->config->certificate_changes,
	};
	change->counts[BY_SOFTWARE] = (struct stored_count){
	    .source = arena_printf(s->arena, "changes of software %s",
		digest_hex(s->arena, software, strlen(software))),
	    .most = service->config->software_changes,
	};
}

struct reply *
registration_full(const struct service *service, const struct submission *s,
    const struct stored_change *change, const char *client_id)
{
	const bool software = change->full == BY_SOFTWARE;
	struct reply *reply = reply_error(s->arena, 429, "too_many_changes",
	    arena_printf(s->arena,
		"%s: this %s has had the %u changes of registrations that "
		"one %s may make a day; the next day begins at midnight, UTC",
		software ? "software_changes" : "certificate_changes",
		software ? "software" : "certificate's key",
		change->counts[change->full].most,
		software ? "software" : "key"));

	reply->headers = arena_printf(s->arena, "Retry-After: %" PRId64 "\r\n",
	    (int64_t)(DAY - s->now % DAY));
	registration_note(service, s, reply, client_id);
	return reply;
}
