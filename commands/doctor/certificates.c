/* SPDX-License-Identifier: ISC */
/* Looks at the certificates of a PEM file: which end, and when. */
#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "commands/doctor/private.h"
#include "kit/arena.h"
#include "kit/file.h"
#include "kit/limits.h"
#include "kit/moment.h"
#include "kit/x509/cert.h"

static const char begin[] = "-----BEGIN CERTIFICATE-----";
static const char end[] = "-----END CERTIFICATE-----";

static enum finding_state
state_of(const struct cert *cert, int64_t now)
{
	if (cert_not_after(cert) < now || cert_not_before(cert) > now)
		return FINDING_BAD;
	return cert_not_after(cert) - now < DOCTOR_SOON_SECONDS ? FINDING_POOR
								: FINDING_GOOD;
}

static const char *
remedy_of(const struct cert *cert, int64_t now)
{
	if (cert_not_before(cert) > now)
		return "look at this machine's clock (date -u): it is before "
		       "the certificate begins, or the certificate is not to "
		       "be used yet";
	if (cert_not_after(cert) < now)
		return "put the certificate that follows it in its place; if "
		       "it has not ended by other clocks, set this machine's";
	return "get the certificate that follows it, and put it beside or in "
	       "place of this one before the end";
}

void
doctor_cert(struct doctor *doctor, const char *what, const char *where,
    const struct cert *cert)
{
	const int64_t now = time(NULL);

	doctor_say(doctor, state_of(cert, now), what, remedy_of(cert, now),
	    "%s: %s: valid from %s to %s", where, cert_subject(cert),
	    moment_text(doctor->arena, cert_not_before(cert)),
	    moment_text(doctor->arena, cert_not_after(cert)));
}

/* Looks at each certificate in the text; how many there are. */
static unsigned
examine(
    struct doctor *doctor, const char *what, const char *path, const char *text)
{
	unsigned count = 0;
	const char *stop;

	while ((text = strstr(text, begin)) != NULL &&
	       (stop = strstr(text, end)) != NULL) {
		const struct cert *cert;

		stop += sizeof end - 1;
		cert = cert_parse(doctor->arena, text, (size_t)(stop - text));
		if (cert != NULL)
			doctor_cert(doctor, what, path, cert);
		count += cert != NULL;
		text = stop;
	}
	return count;
}

void
doctor_pem(struct doctor *doctor, const char *what, const char *path)
{
	const char *text;
	size_t length;

	if (!doctor_may(doctor, what, path, R_OK))
		return;
	text = file_read(doctor->arena, path, LIMIT_FILE, &length);
	if (text == NULL)
		doctor_say(doctor, FINDING_BAD, what, NULL, "%s: %s", path,
		    strerror(errno));
	else if (examine(doctor, what, path, text) == 0)
		doctor_say(doctor, FINDING_BAD, what, NULL,
		    "%s: no certificate in it", path);
}
