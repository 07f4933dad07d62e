/* SPDX-License-Identifier: ISC */
/* What an answer in the cache folder still says when the OCSP responder
 * cannot be reached: nobody listens at its port. */
#include "test/unit/ocsp_world.h"

#include <dirent.h>
#include <sys/stat.h>

#include "kit/net/cache.h"
#include "kit/net/fetch.h"

static char folder[64];

static struct cached
place(void)
{
	return cache_named(
	    folder, ocsp_name(w->arena, cert, w->root), "ocsp", w->arena);
}

static void
put(struct answer answer, time_t fetched)
{
	const struct cached cache = place();
	const struct bytes der = make_answer(answer);

	cache_write(&cache, (const char *)der.data, der.length, fetched);
}

static enum revocation_status
ask_at(time_t now, const struct cert *about)
{
	static const char *const hosts[] = {"127.0.0.1:1", NULL};
	const struct fetch_policy policy = {
	    .hosts = hosts, .private_addresses = true, .seconds = 1};
	const struct revocation_setup setup = {.ocsp = true,
	    .responder = "http://127.0.0.1:1/",
	    .seconds = 1,
	    .policy = &policy,
	    .cache = folder};
	time_t until = now + 1000;
	const char *why = "";

	return ocsp_ask(&setup, about, w->root, now, w->arena, &until, &why);
}

static void
good_ends(void **state)
{
	(void)state;
	assert_int_equal(ask_at(NOW, cert), REVOCATION_UNSURE);
	put((struct answer){.status = GOOD, .to = 10000}, NOW);
	assert_int_equal(ask_at(NOW + 10, cert), REVOCATION_GOOD);
	assert_int_equal(
	    ask_at(NOW + LIMIT_OCSP_SECONDS + 1, cert), REVOCATION_GOOD);
	assert_int_equal(ask_at(NOW + 10000, cert), REVOCATION_UNSURE);
}

static void
revoked_does_not(void **state)
{
	(void)state;
	put((struct answer){.status = REVOKED, .to = 10}, NOW);
	assert_int_equal(ask_at(NOW + 1, cert), REVOCATION_REVOKED);
	assert_int_equal(ask_at(NOW + 11, cert), REVOCATION_REVOKED);
	assert_int_equal(ask_at(NOW + 300L * DAY, cert), REVOCATION_REVOKED);
	put((struct answer){.status = REVOKED, .endless = true}, NOW);
	assert_int_equal(ask_at(NOW + 100L * DAY, cert), REVOCATION_REVOKED);
	put((struct answer){.about = w->short_lived, .status = REVOKED}, NOW);
	assert_int_equal(ask_at(NOW + 100L * DAY, cert), REVOCATION_UNSURE);
}

/* Signed by whom the issuer had appointed until then. */
static void
nor_does_its_signer(void **state)
{
	const struct order order = {.cn = "responder",
	    .key = w->key,
	    .issuer = w->root,
	    .issuer_key = w->key,
	    .extended = "OCSPSigning",
	    .to = 10};
	X509 *signer = make_x509(&order);

	(void)state;
	put((struct answer){.status = REVOKED, .signer = signer}, NOW);
	assert_int_equal(ask_at(NOW + 20, cert), REVOCATION_REVOKED);
	put((struct answer){.status = GOOD, .signer = signer}, NOW);
	assert_int_equal(ask_at(NOW + 20, cert), REVOCATION_UNSURE);
	X509_free(signer);
}

/* Another certificate of that issuer and serial number is that certificate. */
static void
by_serial_number(void **state)
{
	X509 *again = X509_dup(w->client);
	const struct cert *twin;

	(void)state;
	assert_true(X509_sign(again, w->key, EVP_sha384()) > 0);
	twin = spelt(w, again, 0);
	assert_string_not_equal(cert_sha256_hex(twin), cert_sha256_hex(cert));
	put((struct answer){.status = REVOKED}, NOW);
	assert_int_equal(ask_at(NOW + 1, twin), REVOCATION_REVOKED);
	X509_free(again);
}

/* Files of others that are swept take it not along. */
static void
it_is_not_swept(void **state)
{
	const char *name = ocsp_name(w->arena, cert, w->root);
	const struct cached other = cache_named(folder,
	    arena_printf(w->arena, "%c%063d", name[0], 0), "jwks", w->arena);

	(void)state;
	put((struct answer){.status = REVOKED, .to = 10}, NOW);
	cache_write(&other, "{}", 2, NOW + 30L * DAY);
	assert_int_equal(ask_at(NOW + 30L * DAY, cert), REVOCATION_REVOKED);
}

static int
begin_kept(void **state)
{
	strcpy(folder, "/tmp/dcr-ocsp-XXXXXX");
	assert_non_null(mkdtemp(folder));
	return begin(state);
}

static int
end_kept(void **state)
{
	DIR *directory = opendir(folder);
	const struct dirent *entry;

	while ((entry = readdir(directory)) != NULL)
		unlinkat(dirfd(directory), entry->d_name, 0);
	closedir(directory);
	assert_int_equal(rmdir(folder), 0);
	return tear_down(state);
}

#define KEPT(name) cmocka_unit_test_setup_teardown(name, begin_kept, end_kept)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    KEPT(good_ends),
	    KEPT(revoked_does_not),
	    KEPT(nor_does_its_signer),
	    KEPT(by_serial_number),
	    KEPT(it_is_not_swept),
	};

	return cmocka_run_group_tests_name("cert_ocsp_kept", tests, NULL, NULL);
}
