/* SPDX-License-Identifier: ISC */
/* Says why a certificate is not trusted. */
#include "validators/lib/untrusted.h"

#include "kit/arena.h"
#include "kit/moment.h"
#include "validators/lib/submission.h"

/* A certificate of an authority between may be out of date as well. */
static const char *
outdated(const struct submission *s, const struct cert *cert, const char *what,
    bool itself)
{
	if (!itself)
		return arena_printf(s->arena,
		    "%s: a certificate of its chain is out of date", what);
	return arena_printf(s->arena,
	    "%s: it is valid from %s to %s, and the time here is %s", what,
	    moment_text(s->arena, cert_not_before(cert)),
	    moment_text(s->arena, cert_not_after(cert)),
	    moment_text(s->arena, s->now));
}

const char *
untrusted_words(const struct submission *s, const struct cert *cert,
    enum trust_answer answer, const char *use)
{
	switch (answer) {
	case TRUST_NOT_YET_VALID:
		return outdated(
		    s, cert, "not valid yet", cert_not_before(cert) > s->now);
	case TRUST_EXPIRED:
		return outdated(
		    s, cert, "expired", cert_not_after(cert) < s->now);
	case TRUST_PURPOSE:
		return arena_printf(s->arena, "not meant %s", use);
	case TRUST_REVOKED:
		return "revoked by its authority";
	default:
		break;
	}
	return arena_printf(s->arena,
	    "not issued by an authority that is accepted here: its issuer is "
	    "%s",
	    cert_issuer_shown(s->arena, cert));
}
