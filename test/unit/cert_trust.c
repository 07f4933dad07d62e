/* SPDX-License-Identifier: ISC */
/* Chains of certificates up to a trust anchor. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <openssl/err.h>

#include "kit/arena.h"
#include "kit/x509/cert.h"
#include "test/unit/make_cert.h"

#define CLIENT "digitalSignature"

/* root -> middle and stale; each one's certificates are made by the tests. */
struct world {
	struct arena *arena;
	EVP_PKEY *ca_key, *key, *rsa;
	X509 *root, *middle, *stale, *weak;
	char folder[32];
	char file[48];
};

static X509 *
authority(struct world *w, const char *cn, X509 *issuer, long to,
    const EVP_MD *digest)
{
	const struct order order = {.cn = cn,
	    .key = w->ca_key,
	    .issuer = issuer,
	    .issuer_key = w->ca_key,
	    .to = to,
	    .digest = digest,
	    .basic = "critical,CA:TRUE",
	    .usage = "critical,keyCertSign,cRLSign"};

	return make_x509(&order);
}

static int
begin(void **state)
{
	struct world *w = calloc(1, sizeof *w);

	w->arena = arena_new();
	w->ca_key = EVP_EC_gen("P-256");
	w->key = EVP_EC_gen("P-256");
	w->rsa = EVP_RSA_gen(1024);
	w->root = authority(w, "root", NULL, 0, NULL);
	w->middle = authority(w, "middle", w->root, 0, NULL);
	w->stale = authority(w, "stale", w->root, -1, NULL);
	w->weak = authority(w, "weak", w->root, 0, EVP_sha1());
	strcpy(w->folder, "/tmp/dcr-cert-XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	snprintf(w->file, sizeof w->file, "%s/ca.pem", w->folder);
	*state = w;
	return 0;
}

static int
end(void **state)
{
	struct world *w = *state;

	unlink(w->file);
	rmdir(w->folder);
	X509_free(w->root);
	X509_free(w->middle);
	X509_free(w->stale);
	X509_free(w->weak);
	EVP_PKEY_free(w->ca_key);
	EVP_PKEY_free(w->key);
	EVP_PKEY_free(w->rsa);
	arena_free(w->arena);
	free(w);
	return 0;
}

static void
write_file(const struct world *w, const char *text)
{
	FILE *file = fopen(w->file, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* Trust in one certificate, and in another when there is one. */
static struct trust *
trust_in(struct world *w, X509 *one, X509 *other)
{
	const char *why = NULL;
	struct trust *trust;

	write_file(w, arena_printf(w->arena, "# ours\n%s\n# and\n%s",
			  make_pem(w->arena, one),
			  other != NULL ? make_pem(w->arena, other) : ""));
	trust = trust_load(w->arena, w->file, &why);
	if (trust == NULL)
		fail_msg("%s", why);
	assert_int_equal(ERR_peek_error(), 0);
	return trust;
}

static enum trust_answer
verdict(struct world *w, const struct trust *trust, struct order order)
{
	enum trust_answer answer;
	const struct cert *cert;

	order.cn = "client";
	order.issuer_key = w->ca_key;
	if (order.key == NULL)
		order.key = w->key;
	cert = make_cert(w->arena, &order);
	assert_non_null(cert);
	answer = trust_check(trust, cert, NOW);
	assert_int_equal(ERR_peek_error(), 0);
	return answer;
}

#define ANSWER(wanted, trust, ...) \
	assert_int_equal(verdict(w, trust, (struct order){__VA_ARGS__}), wanted)

static void
chains(void **state)
{
	struct world *w = *state;
	struct trust *root = trust_in(w, w->root, NULL);
	struct trust *middle = trust_in(w, w->middle, NULL);
	struct trust *both = trust_in(w, w->middle, w->root);

	ANSWER(TRUST_OK, root, .issuer = w->root);
	ANSWER(TRUST_OK, middle, .issuer = w->middle);
	ANSWER(TRUST_OK, both, .issuer = w->middle);
	ANSWER(TRUST_OK, both, .issuer = w->root);
	ANSWER(TRUST_UNKNOWN_ISSUER, middle, .issuer = w->root);
	ANSWER(TRUST_UNKNOWN_ISSUER, root, .issuer = w->middle);
	ANSWER(TRUST_UNKNOWN_ISSUER, root, .issuer = NULL);
}

/* The right name of the issuer and another's key. */
static void
a_forged_signature(void **state)
{
	struct world *w = *state;
	struct trust *trust = trust_in(w, w->root, NULL);
	const struct order order = {.cn = "client",
	    .key = w->key,
	    .issuer = w->root,
	    .issuer_key = w->key};

	assert_int_equal(trust_check(trust, make_cert(w->arena, &order), NOW),
	    TRUST_UNKNOWN_ISSUER);
}

static void
dates(void **state)
{
	struct world *w = *state;
	struct trust *trust = trust_in(w, w->root, w->stale);

	ANSWER(TRUST_EXPIRED, trust, .issuer = w->root, .to = -1);
	ANSWER(TRUST_OK, trust, .issuer = w->root, .to = 1);
	ANSWER(TRUST_NOT_YET_VALID, trust, .issuer = w->root, .from = 1);
	ANSWER(TRUST_OK, trust, .issuer = w->root, .from = -1);
	ANSWER(TRUST_EXPIRED, trust, .issuer = w->stale);
}

static void
purposes(void **state)
{
	struct world *w = *state;
	struct trust *trust = trust_in(w, w->root, NULL);

	ANSWER(TRUST_OK, trust, .issuer = w->root, .usage = CLIENT,
	    .extended = "clientAuth");
	ANSWER(TRUST_OK, trust, .issuer = w->root,
	    .extended = "serverAuth,clientAuth");
	ANSWER(
	    TRUST_PURPOSE, trust, .issuer = w->root, .extended = "serverAuth");
	ANSWER(TRUST_PURPOSE, trust, .issuer = w->root,
	    .extended = "emailProtection", .usage = CLIENT);
	ANSWER(TRUST_PURPOSE, trust, .issuer = w->root,
	    .usage = "critical,keyEncipherment");
	ANSWER(TRUST_UNKNOWN_ISSUER, trust, .issuer = w->root,
	    .basic = "critical,CA:FALSE", .key = w->rsa);
}

/* A client's certificate must not issue another one. */
static void
a_client_as_an_issuer(void **state)
{
	struct world *w = *state;
	const struct order order = {.cn = "leaf",
	    .key = w->ca_key,
	    .issuer = w->root,
	    .issuer_key = w->ca_key,
	    .basic = "critical,CA:FALSE",
	    .usage = CLIENT};
	X509 *leaf = make_x509(&order);
	struct trust *trust = trust_in(w, w->root, leaf);

	assert_int_not_equal(
	    verdict(w, trust, (struct order){.issuer = leaf}), TRUST_OK);
	X509_free(leaf);
}

static void
weak_signatures(void **state)
{
	struct world *w = *state;
	struct trust *root = trust_in(w, w->root, NULL);
	struct trust *weak = trust_in(w, w->weak, NULL);
	struct trust *both = trust_in(w, w->weak, w->root);

	ANSWER(TRUST_UNKNOWN_ISSUER, root, .issuer = w->root,
	    .digest = EVP_sha1());
	ANSWER(TRUST_OK, root, .issuer = w->root, .digest = EVP_sha384());
	/* Who signed a trust anchor, and how, is not asked. */
	ANSWER(TRUST_OK, weak, .issuer = w->weak);
	ANSWER(TRUST_OK, both, .issuer = w->weak);
}

static void
a_certificate_that_is_its_own_anchor(void **state)
{
	struct world *w = *state;
	const struct order order = {.cn = "self", .key = w->key};
	X509 *self = make_x509(&order);
	struct trust *trust = trust_in(w, self, NULL);
	const char *pem = make_pem(w->arena, self);
	const struct cert *cert = cert_parse(w->arena, pem, strlen(pem));

	assert_int_equal(trust_check(trust, cert, NOW), TRUST_OK);
	assert_int_equal(
	    trust_check(trust, cert, NOW + 2 * DAY), TRUST_EXPIRED);
	assert_int_equal(trust_check(trust, make_cert(w->arena, &order), NOW),
	    TRUST_UNKNOWN_ISSUER);
	X509_free(self);
}

static void
refused(struct world *w, const char *text, const char *words)
{
	const char *why = NULL;

	write_file(w, text);
	assert_null(trust_load(w->arena, w->file, &why));
	assert_non_null(why);
	assert_non_null(strstr(why, words));
	assert_int_equal(ERR_peek_error(), 0);
}

static void
files_that_are_refused(void **state)
{
	struct world *w = *state;
	const char *pem = make_pem(w->arena, w->root), *why = NULL;
	char *broken = arena_printf(w->arena, "%s%s", pem, pem);

	assert_null(trust_load(w->arena, "/nonexistent/ca.pem", &why));
	assert_non_null(strstr(why, "/nonexistent/ca.pem"));
	refused(w, "", "holds no certificate");
	refused(w, "hello\n", "holds no certificate");
	broken[strlen(pem) + 60] = '*';
	refused(w, broken, "broken");
	broken[strlen(pem) + 60] = '\0';
	refused(w, broken, "broken");
}

/* A part trusts what its own file names, whatever the whole has besides, and
 * what the whole has not as well. */
static void
a_part(void **state)
{
	struct world *w = *state;
	const char *why = NULL;
	struct trust *whole = trust_in(w, w->root, w->stale), *part;

	write_file(w, make_pem(w->arena, w->root));
	part = trust_load_part(w->arena, w->file, whole, &why);
	assert_non_null(part);
	ANSWER(TRUST_OK, part, .issuer = w->root);
	assert_null(trust_outside(w->arena, part, whole));
	assert_non_null(trust_outside(w->arena, whole, part));
	write_file(
	    w, arena_printf(w->arena, "%s%s", make_pem(w->arena, w->root),
		   make_pem(w->arena, w->middle)));
	part = trust_load_part(w->arena, w->file, whole, &why);
	assert_non_null(part);
	ANSWER(TRUST_OK, part, .issuer = w->middle);
	ANSWER(TRUST_UNKNOWN_ISSUER, whole, .issuer = w->middle);
	assert_non_null(trust_outside(w->arena, part, whole));
	assert_int_equal(ERR_peek_error(), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(chains),
	    cmocka_unit_test(a_forged_signature),
	    cmocka_unit_test(dates),
	    cmocka_unit_test(purposes),
	    cmocka_unit_test(a_client_as_an_issuer),
	    cmocka_unit_test(weak_signatures),
	    cmocka_unit_test(a_certificate_that_is_its_own_anchor),
	    cmocka_unit_test(files_that_are_refused),
	    cmocka_unit_test(a_part),
	};

	return cmocka_run_group_tests_name("cert_trust", tests, begin, end);
}
