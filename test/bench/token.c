/* SPDX-License-Identifier: ISC */

/*
 * token N FORM JWKS KEY: serves N token requests one after the other, whose
 * bodies are in FORM.0 and so on and whose variables are the environment, and
 * prints the CPU time of the middle one in microseconds; then that of the
 * signatures it cannot do without, measured in between: its assertion (in
 * FORM.assertion; none, no such file) is verified by the key set, and a token
 * is signed with the private key, parsed once, or each time as libjwt does.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "front/front.h"
#include "kit/arena.h"
#include "kit/issue/issue.h"
#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "test/libjwt.h"
#include "test/memory_door.h"
#include "test/bench/text_of.h"

static const char header[] = "{\"typ\":\"at+jwt\",\"alg\":\"ES256\"}";
static const char claims[] =
    "{\"iss\":\"https://as.sandbox.example\",\"sub\":"
    "\"0123456789abcdef0123456789abcdef\",\"exp\":1,"
    "\"scope\":\"accounts payments\",\"cnf\":{\"x5t#S256\":"
    "\"rbrrqqoLCtkEyZDKR5Dw_5eS9zDV0J1Hko_vmqI0Vjo\"}}";

struct work {
	struct service service;
	const char *form; /* of the next request */
	struct jws assertion;
	const struct keys *keys;
	struct issue_signer *signer;
	const char *pem;
};

static double
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

static void
serve(struct work *work, struct arena *arena)
{
	struct memory_door from = {.environment = true, .body = work->form};
	size_t length;
	const char *text = memory_serve(&work->service, &from, arena, &length);

	if (strstr(text, "\"access_token\"") == NULL)
		errx(1, "%s", text);
}

static void
verify(struct work *work, struct arena *arena)
{
	(void)arena;
	if (keys_verify(work->keys, &work->assertion) != KEYS_VERIFIED)
		errx(1, "the assertion is not signed by the key set");
}

static void
sign(struct work *work, struct arena *arena)
{
	const char *why;

	if (issue_signer_sign(work->signer, arena, header, claims, &why) ==
	    NULL)
		errx(1, "%s", why);
}

static void
sign_by_libjwt(struct work *work, struct arena *arena)
{
	if (libjwt_token(arena, claims, "ES256", "kid", work->pem) == NULL)
		errx(1, "libjwt does not sign");
}

static double
time_of(void (*run)(struct work *, struct arena *), struct work *work)
{
	struct arena *arena = arena_new();
	double start = now();

	run(work, arena);
	start = now() - start;
	arena_free(arena);
	return start;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
middle(double *times, size_t count)
{
	qsort(times, count, sizeof(*times), compare);
	return times[count / 2];
}

static void
prepare(struct work *work, struct arena *arena, char **argv)
{
	const char *why = NULL;
	char *jwks = text_of(arena, argv[3]);
	char *assertion =
	    text_of(arena, arena_printf(arena, "%s.assertion", argv[2]));

	assertion[strcspn(assertion, "\n")] = '\0';
	if (*assertion != '\0' && jws_parse(arena, assertion, strlen(assertion),
				      &work->assertion) != JWS_OK)
		errx(1, "no JWS: %s", assertion);
	work->keys = keys_parse(jwks, strlen(jwks), &why);
	work->pem = text_of(arena, argv[4]);
	work->signer = issue_signer_open(arena, "ES256", work->pem, &why);
	if (work->keys == NULL || work->signer == NULL ||
	    !service_open(&work->service, arena, &why))
		errx(1, "%s", why);
}

int
main(int argc, char **argv)
{
	struct work work = {.form = NULL};
	struct arena *arena = arena_new();

	if (argc != 5)
		errx(2, "usage: token N FORM JWKS KEY");
	prepare(&work, arena, argv);
	const size_t count = (size_t)atol(argv[1]);
	double *times[4];
	for (size_t k = 0; k < 4; k++)
		times[k] = arena_alloc(arena, count * sizeof(double));
	for (size_t i = 0; i < count; i++) {
		work.form =
		    text_of(arena, arena_printf(arena, "%s.%zu", argv[2], i));
		times[0][i] = time_of(serve, &work);
		if (work.assertion.payload != NULL)
			times[1][i] = time_of(verify, &work);
		times[2][i] = time_of(sign, &work);
		times[3][i] = time_of(sign_by_libjwt, &work);
	}
	for (size_t k = 0; k < 4; k++)
		printf("%.1f%c", middle(times[k], count), k < 3 ? ' ' : '\n');
	service_close(&work.service);
	arena_free(arena);
	return 0;
}
