/* SPDX-License-Identifier: ISC */
/* Asks a host that serving depends on, and looks at its clock and its
 * certificate on the way. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commands/doctor/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/limits.h"
#include "kit/net/exchange.h"
#include "kit/net/host.h"
#include "kit/x509/cert.h"

/* A statement or a token that is issued now is from the future for a clock that
 * is behind by more than this. */
enum { CLOCK_POOR_SECONDS = 30, CLOCK_BAD_SECONDS = 300 };

/* A host that was asked: it is asked nothing more once it gave no answer. */
struct doctor_place {
	const char *origin;
	const char *why; /* it gave no answer; or NULL */
	struct doctor_place *next;
};

static struct doctor_place *
place_of(struct doctor *doctor, const char *origin)
{
	struct doctor_place *place = doctor->asked;

	while (place != NULL && strcmp(place->origin, origin) != 0)
		place = place->next;
	return place;
}

bool
doctor_asked(struct doctor *doctor, const char *origin)
{
	return place_of(doctor, origin) != NULL;
}

/* What is wrong by the words of libcurl and of kit/net, and what to do. */
const char *
doctor_fetch_remedy(struct doctor *doctor, const char *uri, const char *why)
{
	static const struct {
		const char *in, *remedy;
	} reasons[] = {
	    {"of a host that may be",
		"add its host to fetch.hosts in dcr.conf"},
	    {"not a public one", "if it is a host of your own: "
				 "fetch.private_addresses in dcr.conf; else "
				 "see who answers for that name"},
	    {"expired", "its certificate has ended, or this machine's clock "
			"is wrong: tell those who run it, and look at date(1)"},
	    {"not yet valid",
		"this machine's clock is behind: look at date(1)"},
	    {"SSL", "name the authority of its certificate in fetch.ca of "
		    "dcr.conf, or have it present one of a public authority "
		    "and of its own name"},
	    {"certificate", "see that fetch.ca of dcr.conf is a PEM file with "
			    "the authority of its certificate"},
	    {"resolve", "see that this machine resolves the name "
			"(/etc/resolv.conf), and that the URI is spelt right"},
	    {"status", "ask whoever runs it, or mend the URI in dcr.conf: the "
		       "host answers and has no such thing"},
	};

	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (strstr(why, reasons[i].in) != NULL)
			return reasons[i].remedy;
	return arena_printf(doctor->arena,
	    "see that this machine reaches %s (curl -v, the firewall), and ask "
	    "those who run it",
	    host_origin(uri, doctor->arena));
}

static void
look_at_clock(struct doctor *doctor, const char *origin, int64_t date)
{
	const int64_t off = date == 0 ? 0 : (int64_t)time(NULL) - date;
	const int64_t by = off < 0 ? -off : off;

	if (by < CLOCK_POOR_SECONDS)
		return;
	doctor_say(doctor, by < CLOCK_BAD_SECONDS ? FINDING_POOR : FINDING_BAD,
	    "clock", NULL, "this machine's is %lld seconds %s that of %s",
	    (long long)by, off < 0 ? "behind" : "ahead of", origin);
}

static void
look_at_certificate(struct doctor *doctor, const char *origin, const char *pem)
{
	const struct cert *cert =
	    pem != NULL ? cert_parse(doctor->arena, pem, strlen(pem)) : NULL;

	if (cert != NULL && cert_not_after(cert) >= time(NULL))
		doctor_cert(doctor, "certificate", origin, cert);
}

static const char *
fetch_now(struct doctor *doctor, const struct config *config, const char *uri,
    struct exchanged *out, const char *origin)
{
	const struct exchange what = {.method = "GET",
	    .uri = uri,
	    .milliseconds = config->fetch.seconds > 0
				? config->fetch.seconds * INT64_C(1000)
				: 1000,
	    .limit = LIMIT_JWKS,
	    .inspect = true};
	const char *why = NULL;
	struct exchanger *exchanger =
	    exchange_open(&config->fetch, doctor->arena, &why);

	*out = (struct exchanged){.status = 0};
	if (exchanger == NULL)
		return why;
	if (exchange_make(exchanger, &what, doctor->arena, out, &why) ==
	    FETCHED_OK)
		why = NULL;
	if (place_of(doctor, origin) == NULL) {
		look_at_certificate(doctor, origin, out->certificate);
		look_at_clock(doctor, origin, out->date);
	}
	return why;
}

bool
doctor_ask(struct doctor *doctor, const struct config *config, const char *uri,
    struct doctor_answer *answer, const char **why, const char **remedy)
{
	const char *origin = host_origin(uri, doctor->arena);
	struct doctor_place *place = place_of(doctor, origin);
	struct exchanged out = {.status = 0};

	*answer = (struct doctor_answer){.status = 0};
	if (place == NULL || place->why == NULL) {
		*why = fetch_now(doctor, config, uri, &out, origin);
		if (place == NULL) {
			place = arena_alloc(doctor->arena, sizeof *place);
			*place =
			    (struct doctor_place){origin, NULL, doctor->asked};
			doctor->asked = place;
		}
		place->why = *why;
	} else
		*why = place->why;
	if (*why != NULL) {
		*remedy = doctor_fetch_remedy(doctor, uri, *why);
		return false;
	}
	*answer = (struct doctor_answer){out.status, out.body, out.length};
	return true;
}
