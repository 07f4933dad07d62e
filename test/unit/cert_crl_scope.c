/* SPDX-License-Identifier: ISC */
/* Which certificates a revocation list is about: RFC 5280 sections 5.2.4,
 * 5.2.5, 5.3.3 and 6.3.3. */
#include "test/unit/crl_world.h"

#include "kit/json.h"
#include "kit/x509/private.h"

#define ONE "fullname=URI:http://crl.example/1.crl"
#define TWO "fullname=URI:http://crl.example/2.crl"

/* A certificate with these distribution points, of that authority. */
static X509 *
with_points(struct world *w, const char *lines, const char *basic)
{
	const struct order order = {.cn = "client",
	    .key = w->key,
	    .issuer = w->root,
	    .issuer_key = w->key,
	    .basic = basic};
	X509 *x509 = make_x509(&order);
	X509_EXTENSION *extension;

	if (lines == NULL)
		return x509;
	extension =
	    make_configured(NID_crl_distribution_points, "point", lines);
	assert_true(X509_add_ext(x509, extension, -1));
	X509_EXTENSION_free(extension);
	assert_true(X509_sign(x509, w->key, EVP_sha256()) > 0);
	return x509;
}

static const char at_one[] = "[point]\n" ONE "\n";
static const char at_two_or_one[] =
    "[point]\nfullname=URI:http://crl.example/2.crl,"
    "URI:http://crl.example/1.crl\n";
static const char at_root[] = "[point]\nfullname=dirName:d\n[d]\nCN=root\n";
static const char by_root[] = "[point]\nCRLissuer=dirName:d\n[d]\nCN=root\n";
static const char at_relative[] = "[point]\nrelativename=r\n[r]\nOU=lists\n";
static const char for_some[] =
    "[point]\n" ONE "\nreasons=keyCompromise,superseded\n";

/* What a list is about, and whether it is about that certificate. */
static const struct {
	const char *points, *scope;
	bool authority, covered;
} scopes[] = {
    {NULL, NULL, false, true},
    {at_one, NULL, false, true},
    {at_one, ONE, false, true},
    {at_two_or_one, ONE, false, true},
    {at_one, TWO, false, false},
    {NULL, ONE, false, false},
    {NULL, "fullname=dirName:d\n[d]\nCN=root", false, true},
    {at_one, "fullname=dirName:d\n[d]\nCN=root", false, true},
    {NULL, "fullname=dirName:d\n[d]\nCN=other", false, false},
    {at_root, "fullname=dirName:d\n[d]\nCN=root", false, true},
    {at_relative, "relativename=r\n[r]\nOU=lists", false, true},
    {at_relative, "relativename=r\n[r]\nOU=other", false, false},
    {at_relative, ONE, false, false},
    {at_one, "relativename=r\n[r]\nOU=lists", false, false},
    {NULL, "onlyuser=TRUE", false, true},
    {NULL, "onlyuser=TRUE", true, false},
    {NULL, "onlyCA=TRUE", false, false},
    {NULL, "onlyCA=TRUE", true, true},
    {NULL, "onlyAA=TRUE", false, false},
    {at_one, ONE "\nonlyuser=TRUE", false, true},
    {at_one, ONE "\nonlyCA=TRUE", false, false},
    {NULL, "onlysomereasons=keyCompromise", false, false},
    {at_one, ONE "\nonlysomereasons=keyCompromise,CACompromise", false, false},
    {for_some, ONE, false, false},
    {for_some, NULL, false, true},
    {NULL, "indirectCRL=TRUE", false, true},
    {by_root, "indirectCRL=TRUE", false, true},
    {by_root, ONE "\nindirectCRL=TRUE", false, false},
};

static void
each_scope(void **state)
{
	struct lists *l = *state;

	for (size_t i = 0; i < sizeof(scopes) / sizeof(scopes[0]); i++) {
		X509 *x509 = with_points(l->w, scopes[i].points,
		    scopes[i].authority ? "critical,CA:TRUE" : NULL);
		enum trust_answer free, listed;

		l->cert = spelt(l->w, x509, 0);
		PUT(l->file, .scope = scopes[i].scope);
		free = at(l, NOW);
		PUT(l->file, .scope = scopes[i].scope, .listed = x509);
		listed = at(l, NOW);
		X509_free(x509);
		if (listed != TRUST_REVOKED ||
		    free != (scopes[i].covered ? TRUST_OK : TRUST_UNSURE))
			fail_msg("scope %zu: %d %d", i, free, listed);
	}
}

/* Whatever is wrong with it, and when nobody must answer. */
static void
a_listed_one_is_never_lost(void **state)
{
	struct lists *l = *state;
	const struct list lists[] = {
	    {.scope = ONE},
	    {.scope = "onlyAA=TRUE"},
	    {.scope = ONE "\nonlysomereasons=superseded"},
	    {.scope = TWO, .from = -DAY, .to = -1},
	    {.number = 3, .base = 2},
	    {.critical = true},
	    {.strange = true},
	};

	look_into(l, REVOCATION_SOFT, l->file);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		struct list list = lists[i];

		list.listed = l->w->client;
		put_list(l, l->file, list);
		if (at(l, NOW) != TRUST_REVOKED)
			fail_msg("list %zu", i);
	}
}

/* All reasons, by several lists together. */
static void
reasons_add_up(void **state)
{
	static const char some[] = "onlysomereasons=keyCompromise,CACompromise,"
				   "affiliationChanged,superseded";
	static const char others[] =
	    "onlysomereasons=cessationOfOperation,certificateHold,"
	    "privilegeWithdrawn,AACompromise";
	struct lists *l = *state;

	look_into(l, REVOCATION_HARD, l->folder);
	PUT(l->file, .scope = some);
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	assert_why(l, "not about all reasons");
	PUT(path_in(l, "two.crl"), .scope = others);
	assert_int_equal(at(l, NOW), TRUST_OK);
	PUT(path_in(l, "two.crl"), .scope = others, .to = -1);
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	PUT(path_in(l, "two.crl"), .scope = others, .listed = l->w->client);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
}

/* One part beside the other: neither takes the other's place. */
static void
parts(void **state)
{
	struct lists *l = *state;
	X509 *x509 = with_points(l->w, at_one, NULL);

	look_into(l, REVOCATION_HARD, l->folder);
	l->cert = spelt(l->w, x509, 0);
	PUT(l->file, .scope = ONE, .from = -20);
	PUT(path_in(l, "two.crl"), .scope = TWO, .from = -10);
	assert_int_equal(at(l, NOW), TRUST_OK);
	PUT(l->file, .scope = ONE, .from = -20, .listed = x509);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	PUT(path_in(l, "five.pem"), .scope = ONE, .from = -5);
	assert_int_equal(at(l, NOW), TRUST_OK);
	X509_free(x509);
}

static const struct trust *
trust_both(struct lists *l, X509 *other)
{
	const char *why, *both = arena_printf(l->w->arena, "%s%s",
			     make_pem(l->w->arena, l->w->root),
			     make_pem(l->w->arena, other));

	put(l, path_in(l, "three.txt"), both, strlen(both));
	return trust_load(l->w->arena, path_in(l, "three.txt"), &why);
}

/* By an authority of lists, for whom the certificate sends one to it. */
static void
by_another_authority(void **state)
{
	static const char delegated[] =
	    "[point]\nCRLissuer=dirName:d\n[d]\nCN=lists\n";
	struct lists *l = *state;
	EVP_PKEY *key = EVP_EC_gen("P-256");
	const struct order order = {
	    .cn = "lists", .key = key, .basic = "critical,CA:TRUE"};
	X509 *other = make_x509(&order);
	X509 *x509 = with_points(l->w, delegated, NULL);
	struct list list = {.issuer = other,
	    .key = key,
	    .scope = "indirectCRL=TRUE",
	    .by = "dirName:d",
	    .names = "[d]\nCN=root\n"};

	l->w->trust = trust_both(l, other);
	l->w->memory = cert_memory_open(l->w->arena, l->w->trust);
	look_into(l, REVOCATION_HARD, l->file);
	l->cert = spelt(l->w, x509, 0);
	put_list(l, l->file, list);
	assert_int_equal(at(l, NOW), TRUST_OK);
	list.listed = x509;
	put_list(l, l->file, list);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	/* The serial number of one that the authority itself has issued. */
	list.by = NULL;
	put_list(l, l->file, list);
	assert_int_equal(at(l, NOW), TRUST_OK);
	list.scope = NULL;
	put_list(l, l->file, list);
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	X509_free(x509);
	X509_free(other);
	EVP_PKEY_free(key);
}

#define HOLD CRL_REASON_CERTIFICATE_HOLD
#define REMOVE CRL_REASON_REMOVE_FROM_CRL

static void
what_has_changed_since(void **state)
{
	struct lists *l = *state;
	X509 *client = l->w->client;
	const char *delta = path_in(l, "two.crl");

	look_into(l, REVOCATION_HARD, l->folder);
	PUT(delta, .number = 6, .base = 5, .from = -10);
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	PUT(l->file, .number = 5, .from = -20);
	assert_int_equal(at(l, NOW), TRUST_OK);
	PUT(delta, .number = 6, .base = 5, .from = -10, .listed = client);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	/* A complete list from after it. */
	PUT(l->file, .number = 7, .from = -5);
	assert_int_equal(at(l, NOW), TRUST_OK);
}

static void
what_was_on_hold_comes_back(void **state)
{
	struct lists *l = *state;
	X509 *client = l->w->client;
	const char *delta = path_in(l, "two.crl");

	look_into(l, REVOCATION_HARD, l->folder);
	PUT(l->file, .number = 5, .from = -20, .listed = client,
	    .reason = HOLD);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	PUT(delta, .number = 6, .base = 5, .from = -10, .listed = client,
	    .reason = REMOVE);
	assert_int_equal(at(l, NOW), TRUST_OK);
	PUT(delta, .number = 6, .base = 6, .from = -10, .listed = client,
	    .reason = REMOVE);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	PUT(delta, .number = 6, .base = 5, .from = -10, .to = -1,
	    .listed = client, .reason = REMOVE);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	PUT(delta, .number = 6, .base = 5, .from = -10, .listed = client,
	    .reason = REMOVE, .scope = "onlyuser=TRUE");
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	PUT(delta, .number = 6, .base = 5, .from = -10, .listed = client,
	    .reason = REMOVE);
	PUT(l->file, .number = 5, .from = -20, .listed = client,
	    .reason = CRL_REASON_KEY_COMPROMISE);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
}

/* IA5String is ASCII, and nothing holds an authority to that. */
static void
what_is_no_text_is_not_shown(void **state)
{
	static const char uri[] = "http://crl.example/1.crl";
	struct lists *l = *state;
	const struct list list = {
	    .issuer = l->w->root, .key = l->w->key, .scope = ONE};
	struct bytes der = make_crl_bytes(l->w->arena, &list, true);
	const unsigned char *begin = der.data;
	unsigned char *at = memmem(der.data, der.length, uri, strlen(uri));
	const struct json *one;
	X509_CRL *crl;

	for (int i = 0; i < 2; i++) {
		crl = d2i_X509_CRL(NULL, &begin, (long)der.length);
		assert_non_null(crl);
		one = crl_describe(l->w->arena, crl, "a.crl", NOW);
		assert_string_equal(json_string(json_get(one, "about")),
		    i == 0 ? "certificates at http://crl.example/1.crl"
			   : "certificates at a URI that is no text");
		X509_CRL_free(crl);
		begin = der.data;
		at[4] = 0x1b;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    LISTS(each_scope),
	    LISTS(a_listed_one_is_never_lost),
	    LISTS(reasons_add_up),
	    LISTS(parts),
	    LISTS(by_another_authority),
	    LISTS(what_has_changed_since),
	    LISTS(what_was_on_hold_comes_back),
	    LISTS(what_is_no_text_is_not_shown),
	};

	return cmocka_run_group_tests_name("cert_crl_scope", tests, NULL, NULL);
}
