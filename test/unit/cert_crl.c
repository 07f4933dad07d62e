/* SPDX-License-Identifier: ISC */
/* Certificate revocation lists: who is listed, and what an old answer is
 * worth. */
#include "test/unit/crl_world.h"

static void
who_is_listed_is_revoked(void **state)
{
	struct lists *l = *state;

	PUT(l->file, .listed = l->w->short_lived);
	assert_int_equal(at(l, NOW), TRUST_OK);
	PUT(l->file, .listed = l->w->client);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	look_into(l, REVOCATION_SOFT, l->file);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	look_into(l, REVOCATION_OFF, l->file);
	assert_int_equal(at(l, NOW), TRUST_OK);
}

/* At once, although the answer from before would have served. */
static void
another_list_counts_at_once(void **state)
{
	struct lists *l = *state;
	uint64_t before;

	PUT(l->file, .listed = NULL);
	assert_int_equal(at(l, NOW), TRUST_OK);
	before = cert_memory_edition(l->w->memory);
	assert_int_equal(cert_memory_edition(l->w->memory), before);
	PUT(l->file, .listed = l->w->client);
	assert_int_not_equal(cert_memory_edition(l->w->memory), before);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	PUT(l->file, .listed = NULL);
	assert_int_equal(at(l, NOW), TRUST_OK);
}

static void
no_answer_outlives_its_list(void **state)
{
	struct lists *l = *state;

	PUT(l->file, .to = 10);
	assert_int_equal(at(l, NOW), TRUST_OK);
	assert_int_equal(cert_memory_until(l->w->memory), NOW + 10);
	assert_int_equal(at(l, NOW + 9), TRUST_OK);
	assert_int_equal(cert_memory_until(l->w->memory), NOW + 10);
	assert_int_equal(at(l, NOW + 10), TRUST_UNSURE);
	assert_why(l, "out of date");
	assert_int_equal(at(l, NOW + 9), TRUST_OK);
	PUT(l->file, .to = DAY);
	assert_int_equal(at(l, NOW), TRUST_OK);
	assert_int_equal(
	    cert_memory_until(l->w->memory), NOW + LIMIT_CERTIFICATE_SECONDS);
}

/* The second list begins while the first one's answer would still serve. */
static void
nor_does_it_meet_the_next_one(void **state)
{
	struct lists *l = *state;

	look_into(l, REVOCATION_HARD, l->folder);
	PUT(l->file, .listed = NULL);
	PUT(path_in(l, "two.crl"), .from = 20, .listed = l->w->client);
	assert_int_equal(at(l, NOW), TRUST_OK);
	assert_int_equal(cert_memory_until(l->w->memory), NOW + 20);
	assert_int_equal(at(l, NOW + 20), TRUST_REVOKED);
}

static void
a_list_out_of_date_still_revokes(void **state)
{
	struct lists *l = *state;

	PUT(l->file, .from = -DAY, .to = -1, .listed = l->w->client);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	PUT(l->file, .from = 1, .listed = l->w->client);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	PUT(l->file, .from = 1);
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	assert_why(l, "dated in the future");
	assert_int_equal(at(l, NOW + 1), TRUST_OK);
}

static void
without_a_list_nobody_can_say(void **state)
{
	struct lists *l = *state;

	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	assert_why(l, "no revocation list");
	look_into(l, REVOCATION_SOFT, l->file);
	assert_int_equal(at(l, NOW), TRUST_OK);
	assert_int_equal(
	    cert_memory_until(l->w->memory), NOW + LIMIT_KEYS_FAILURE_SECONDS);
	PUT(l->file, .to = -1);
	assert_int_equal(at(l, NOW), TRUST_OK);
}

/* A self-made list must neither let in nor keep out. */
static void
a_list_of_somebody_else_is_none(void **state)
{
	struct lists *l = *state;
	EVP_PKEY *key = EVP_EC_gen("P-256");
	struct order order = {.cn = "other", .key = key};
	X509 *other = make_x509(&order);

	PUT(l->file, .key = key, .listed = l->w->client);
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	PUT(l->file, .key = key);
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	PUT(l->file, .issuer = other, .key = key, .listed = l->w->client);
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	assert_non_null(strstr(revocation_fault(l->revocation, l->w->arena),
	    "authority in client_ca"));
	X509_free(other);
	EVP_PKEY_free(key);
}

static void
a_weak_signature_is_none(void **state)
{
	struct lists *l = *state;

	PUT(l->file, .digest = EVP_sha1());
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	PUT(l->file, .digest = EVP_sha384());
	assert_int_equal(at(l, NOW), TRUST_OK);
}

/* RFC 5280 sections 5.2 and 5.3: who does not know a critical extension cannot
 * know what the list is about.  What it lists, ITU-T X.509 has taken for
 * revoked at the least. */
static void
an_unknown_extension_spoils_it(void **state)
{
	struct lists *l = *state;

	PUT(l->file, .critical = true);
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	assert_why(l, "an extension that is not known");
	PUT(l->file, .critical = true, .listed = l->w->client);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	PUT(l->file, .strange = true, .listed = l->w->short_lived);
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	PUT(l->file, .strange = true, .listed = l->w->client);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
}

/* An authority without cRLSign, where it says what its key is for. */
static void
an_authority_that_signs_no_lists(void **state)
{
	struct lists *l = *state;
	struct world *w = l->w;
	const struct order order = {.cn = "root",
	    .key = w->key,
	    .basic = "critical,CA:TRUE",
	    .usage = "critical,keyCertSign"};
	X509 *root = make_x509(&order);

	PUT(l->file, .listed = NULL);
	w->trust = trust_in(w->arena, root);
	look_into(l, REVOCATION_HARD, l->file);
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	X509_free(root);
}

/* An authority of client_ca may be revoked by its own authority, which is in
 * client_ca, too. */
static void
an_authority_may_be_revoked(void **state)
{
	struct lists *l = *state;
	struct world *w = l->w;
	const struct order order = {.cn = "middle",
	    .key = w->key,
	    .issuer = w->root,
	    .issuer_key = w->key,
	    .basic = "critical,CA:TRUE"};
	X509 *middle = make_x509(&order), *client = issued(w, middle, 0);
	const char *both = arena_printf(w->arena, "%s%s",
	    make_pem(w->arena, w->root), make_pem(w->arena, middle));
	const char *why;

	put(l, path_in(l, "three.txt"), both, strlen(both));
	w->trust = trust_load(w->arena, path_in(l, "three.txt"), &why);
	w->memory = cert_memory_open(w->arena, w->trust);
	look_into(l, REVOCATION_HARD, l->folder);
	l->cert = spelt(w, client, 0);
	PUT(l->file, .issuer = middle);
	assert_int_equal(at(l, NOW), TRUST_OK);
	PUT(path_in(l, "two.crl"), .listed = w->client);
	assert_int_equal(at(l, NOW), TRUST_OK);
	PUT(path_in(l, "two.crl"), .listed = middle);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	X509_free(client);
	X509_free(middle);
}

/* Trusted by name: whoever wants to revoke it takes it out of client_ca. */
static void
an_anchor_is_nobodys_to_revoke(void **state)
{
	struct lists *l = *state;
	struct world *w = l->w;

	w->memory = cert_memory_open(w->arena, trust_in(w->arena, w->stranger));
	look_into(l, REVOCATION_HARD, l->file);
	l->cert = spelt(w, w->stranger, 0);
	assert_int_equal(at(l, NOW), TRUST_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    LISTS(who_is_listed_is_revoked),
	    LISTS(another_list_counts_at_once),
	    LISTS(no_answer_outlives_its_list),
	    LISTS(nor_does_it_meet_the_next_one),
	    LISTS(a_list_out_of_date_still_revokes),
	    LISTS(without_a_list_nobody_can_say),
	    LISTS(a_list_of_somebody_else_is_none),
	    LISTS(a_weak_signature_is_none),
	    LISTS(an_unknown_extension_spoils_it),
	    LISTS(an_authority_that_signs_no_lists),
	    LISTS(an_authority_may_be_revoked),
	    LISTS(an_anchor_is_nobodys_to_revoke),
	};

	return cmocka_run_group_tests_name("cert_crl", tests, NULL, NULL);
}
