/* SPDX-License-Identifier: ISC */
/* Is a certificate one that a set of revoked keys names?  The set is spelt
 * in many ways; the certificate too, by its holder. */
#include "test/unit/cert_world.h"

#include "kit/base64.h"
#include "kit/jose/keys.h"
#include "kit/json.h"

static struct world *w;

static enum keys_revocation
look_up(const char *list, const char *active, X509 *x509)
{
	const struct cert *cert = spelt(w, x509, 0);
	const char *why;
	struct keys *revoked, *keys = NULL;
	enum keys_revocation answer;
	const char *text = arena_printf(w->arena, "{\"keys\":[%s]}", list);

	revoked = keys_parse(text, strlen(text), &why);
	assert_non_null(revoked);
	if (active != NULL) {
		text = arena_printf(w->arena, "{\"keys\":[%s]}", active);
		keys = keys_parse(text, strlen(text), &why);
		assert_non_null(keys);
	}
	answer = keys_revoked_certificate(revoked, keys, cert);
	keys_free(revoked);
	keys_free(keys);
	return answer;
}

static void
assert_revoked(const char *list, X509 *x509)
{
	if (look_up(list, NULL, x509) != KEYS_REVOKED)
		fail_msg("not revoked by %s", list);
}

static const char *
chain_of(X509 *x509)
{
	struct bytes der = make_der(w->arena, x509);

	return base64_encode(w->arena, der.data, der.length);
}

static const char *
sum_of(X509 *x509, const EVP_MD *digest, bool hex)
{
	struct bytes der = make_der(w->arena, x509);
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned size;
	const char *text = "";

	assert_true(EVP_Digest(der.data, der.length, sum, &size, digest, NULL));
	if (!hex)
		return base64url_encode(w->arena, sum, size);
	for (unsigned i = 0; i < size; i++)
		text = arena_printf(
		    w->arena, "%s%s%02X", text, i > 0 ? ":" : "", sum[i]);
	return text;
}

#define ENTRY(...) arena_printf(w->arena, __VA_ARGS__)

static void
by_its_chain(void **state)
{
	const char *chain = chain_of(w->client);

	(void)state;
	assert_revoked(ENTRY("{\"x5c\":[\"%s\"]}", chain), w->client);
	assert_revoked(ENTRY("{\"x5c\":\"%s\"}", chain), w->client);
	assert_revoked(ENTRY("{\"kid\":1,\"alg\":null,\"x5c\":[\"%.64s\\n%s"
			     "\\r\\n\",\"junk\"]}",
			   chain, chain + 64),
	    w->client);
	assert_revoked(ENTRY("{\"x5c\":[\"-----BEGIN CERTIFICATE-----\\n%s"
			     "-----END CERTIFICATE-----\"]}",
			   chain),
	    w->client);
	assert_revoked(
	    ENTRY("{\"x5c\":[\"%s-----END CERTIFICATE-----\"]}", chain),
	    w->client);
}

/* Another certificate of one key, and one of another key. */
static void
by_its_key(void **state)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	struct order order = {.cn = "client",
	    .key = key,
	    .issuer = w->root,
	    .issuer_key = w->key};
	X509 *other = make_x509(&order);
	const char *list =
	    ENTRY("{\"x5c\":[\"%s\"]}", chain_of(w->short_lived));

	(void)state;
	assert_revoked(list, w->client);
	assert_int_equal(look_up(list, NULL, other), KEYS_NOT_REVOKED);
	X509_free(other);
	EVP_PKEY_free(key);
}

static void
by_keys_of_other_kinds(void **state)
{
	EVP_PKEY *keys[] = {EVP_RSA_gen(2048), EVP_EC_gen("P-384"),
	    EVP_PKEY_Q_keygen(NULL, NULL, "ED25519")};

	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct order order = {.cn = "client",
		    .key = keys[i],
		    .issuer = w->root,
		    .issuer_key = w->key};
		X509 *one = make_x509(&order), *two = make_x509(&order);

		assert_revoked(ENTRY("{\"x5c\":[\"%s\"]}", chain_of(one)), two);
		assert_int_equal(
		    look_up(ENTRY("{\"x5c\":[\"%s\"]}", chain_of(one)), NULL,
			w->client),
		    KEYS_NOT_REVOKED);
		X509_free(one);
		X509_free(two);
		EVP_PKEY_free(keys[i]);
	}
}

static void
by_its_sums(void **state)
{
	(void)state;
	for (int hex = 0; hex < 2; hex++) {
		assert_revoked(ENTRY("{\"x5c\":null,\"x5t#S256\":\"%s\"}",
				   sum_of(w->client, EVP_sha256(), hex)),
		    w->client);
		assert_revoked(ENTRY("{\"x5t\":\"%s\"}",
				   sum_of(w->client, EVP_sha1(), hex)),
		    w->client);
		assert_int_equal(
		    look_up(ENTRY("{\"x5t#S256\":\"%s\"}",
				sum_of(w->short_lived, EVP_sha256(), hex)),
			NULL, w->client),
		    KEYS_NOT_REVOKED);
	}
}

/* What has been read of a certificate for one set serves for the next, which
 * may name it by what the first did not. */
static void
and_once_more(void **state)
{
	const char *sum = ENTRY(
	    "{\"x5t#S256\":\"%s\"}", sum_of(w->client, EVP_sha256(), false));
	const char *other = ENTRY("{\"x5t#S256\":\"%s\"}",
	    sum_of(w->short_lived, EVP_sha256(), false));
	const char *chain =
	    ENTRY("{\"x5c\":[\"%s\"]}", chain_of(w->short_lived));
	const struct cert *cert = spelt(w, w->client, 0);

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(look_up("{\"kid\":\"x\"}", NULL, w->client),
		    KEYS_NOT_REVOKED);
		assert_int_equal(
		    look_up(other, NULL, w->client), KEYS_NOT_REVOKED);
		assert_revoked(sum, w->client);
		assert_revoked(chain, w->client);
		assert_ptr_equal(spelt(w, w->client, 0), cert);
	}
}

/* The same certificate, signed the other way round. */
static X509 *
twin_of(X509 *x509, int curve)
{
	EC_GROUP *group = EC_GROUP_new_by_curve_name(curve);
	const ASN1_BIT_STRING *bits;
	const unsigned char *at;
	unsigned char *der = NULL;
	X509 *twin = X509_dup(x509);
	BIGNUM *s = BN_new();
	ECDSA_SIG *signature;
	int length;

	X509_get0_signature(&bits, NULL, twin);
	at = ASN1_STRING_get0_data(bits);
	signature = d2i_ECDSA_SIG(NULL, &at, ASN1_STRING_length(bits));
	assert_non_null(signature);
	assert_true(
	    BN_sub(s, EC_GROUP_get0_order(group), ECDSA_SIG_get0_s(signature)));
	assert_true(
	    ECDSA_SIG_set0(signature, BN_dup(ECDSA_SIG_get0_r(signature)), s));
	length = i2d_ECDSA_SIG(signature, &der);
	assert_true(ASN1_STRING_set((ASN1_STRING *)bits, der, length));
	OPENSSL_free(der);
	ECDSA_SIG_free(signature);
	EC_GROUP_free(group);
	return twin;
}

static void
and_its_twin(void **state)
{
	static const int curves[] = {
	    NID_X9_62_prime256v1, NID_secp384r1, NID_brainpoolP256r1};

	(void)state;
	for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++) {
		EVP_PKEY *key = EVP_EC_gen(OBJ_nid2sn(curves[i]));
		struct order of_root = {
		    .cn = "r", .key = key, .basic = "critical,CA:TRUE"};
		X509 *root = make_x509(&of_root);
		struct order order = {
		    .cn = "c", .key = key, .issuer = root, .issuer_key = key};
		X509 *one = make_x509(&order), *twin = twin_of(one, curves[i]);

		assert_int_equal(X509_verify(twin, key), 1);
		assert_int_not_equal(X509_cmp(one, twin), 0);
		assert_revoked(
		    ENTRY("{\"x5c\":[\"%s\"]}", chain_of(one)), twin);
		assert_revoked(ENTRY("{\"x5t#S256\":\"%s\"}",
				   sum_of(one, EVP_sha256(), false)),
		    twin);
		assert_revoked(
		    ENTRY("{\"x5t\":\"%s\"}", sum_of(one, EVP_sha1(), false)),
		    twin);
		X509_free(twin);
		X509_free(one);
		X509_free(root);
		EVP_PKEY_free(key);
	}
}

/* By issuer and serial number, whatever key is in there. */
static void
by_serial_number(void **state)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *same = X509_dup(w->client), *other = X509_dup(w->client);

	(void)state;
	X509_set_pubkey(same, key);
	assert_true(X509_sign(same, w->key, EVP_sha256()) > 0);
	assert_revoked(ENTRY("{\"x5c\":[\"%s\"]}", chain_of(same)), w->client);
	X509_set_pubkey(other, key);
	ASN1_INTEGER_set(X509_get_serialNumber(other), 999999);
	assert_true(X509_sign(other, w->key, EVP_sha256()) > 0);
	assert_int_equal(look_up(ENTRY("{\"x5c\":[\"%s\"]}", chain_of(other)),
			     NULL, w->client),
	    KEYS_NOT_REVOKED);
	X509_free(same);
	X509_free(other);
	EVP_PKEY_free(key);
}

/* A kid is a name in the software's own set, and nowhere else. */
static void
by_kid(void **state)
{
	static const char revoked[] = "{\"kid\":\"k\"}";
	const char *own = ENTRY("{\"kid\":\"a\",\"x5c\":[\"%s\"]},"
				"{\"kid\":\"k\",\"x5c\":[\"%s\"]}",
	    chain_of(w->root), chain_of(w->client));

	(void)state;
	assert_int_equal(look_up(revoked, own, w->client), KEYS_REVOKED);
	assert_int_equal(
	    look_up(
		revoked, ENTRY("{\"kid\":\"k\",\"kty\":\"EC\"}"), w->client),
	    KEYS_NOT_REVOKED);
	assert_int_equal(look_up(revoked, NULL, w->client), KEYS_NOT_REVOKED);
	assert_int_equal(
	    look_up("{\"kid\":\"x\"}", own, w->client), KEYS_NOT_REVOKED);
	assert_int_equal(
	    look_up("{\"kid\":\"x\",\"x5c\":[\"?\"]}", own, w->client),
	    KEYS_REVOKED_UNREADABLE);
}

static int
begin(void **state)
{
	set_up(state);
	w = *state;
	return 0;
}

#define ONE(name) cmocka_unit_test_setup_teardown(name, begin, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    ONE(by_its_chain),
	    ONE(by_its_key),
	    ONE(by_keys_of_other_kinds),
	    ONE(by_its_sums),
	    ONE(and_once_more),
	    ONE(and_its_twin),
	    ONE(by_serial_number),
	    ONE(by_kid),
	};

	return cmocka_run_group_tests_name(
	    "keys_revoked_cert", tests, NULL, NULL);
}
