/* SPDX-License-Identifier: ISC */
/* Fuzzes revocation lists that the authority has signed: whoever is in one is
 * revoked, and none is good by a list that does not say so. */
#include "test/fuzz/der.h"
#include "test/fuzz/issued.h"

#include <openssl/err.h>

#include "kit/json.h"
#include "kit/utf8.h"

static struct issued world;

static X509_CRL *
read_list(const struct issued_bytes *der)
{
	const unsigned char *at = der->data;

	return d2i_X509_CRL(NULL, &at, (long)der->length);
}

/* Of a list that gives its entries no issuer of their own. */
static bool
holds(X509_CRL *list, const X509 *x509)
{
	STACK_OF(X509_REVOKED) *all = X509_CRL_get_REVOKED(list);

	for (int i = 0; i < sk_X509_REVOKED_num(all); i++) {
		const X509_REVOKED *one = sk_X509_REVOKED_value(all, i);

		if (ASN1_INTEGER_cmp(X509_REVOKED_get0_serialNumber(one),
			X509_get0_serialNumber(x509)) == 0)
			return true;
	}
	return false;
}

/* What a good answer needs, asked of OpenSSL and not of us. */
static void
check_good(STACK_OF(X509_CRL) * lists, time_t until)
{
	const X509 *x509 = world.client->x509;
	bool spoken = false;

	for (int i = 0; i < sk_X509_CRL_num(lists); i++) {
		X509_CRL *list = sk_X509_CRL_value(lists, i);
		int days, seconds;

		if (X509_CRL_get_ext_by_NID(list, NID_delta_crl, -1) >= 0)
			continue;
		MUST(!holds(list, x509) ||
		     X509_CRL_get_ext_by_NID(
			 list, NID_issuing_distribution_point, -1) >= 0 ||
		     sk_X509_CRL_num(lists) > 1);
		if (ASN1_TIME_cmp_time_t(
			X509_CRL_get0_nextUpdate(list), ISSUED_NOW) > 0 &&
		    ASN1_TIME_cmp_time_t(
			X509_CRL_get0_lastUpdate(list), ISSUED_NOW) <= 0)
			spoken = true;
		MUST(ASN1_TIME_diff(&days, &seconds,
			 X509_CRL_get0_lastUpdate(list),
			 X509_CRL_get0_nextUpdate(list)) == 1);
	}
	MUST(spoken && until > ISSUED_NOW);
	fuzz_reached("a certificate that is good");
}

static void
check_judged(STACK_OF(X509_CRL) * lists)
{
	const time_t end = ISSUED_NOW + 100 * ISSUED_DAY;
	time_t until = end;
	const char *why = NULL;
	enum revocation_status status = crl_judge(
	    lists, world.client, world.root, ISSUED_NOW, &until, &why);

	MUST(until <= end && until > ISSUED_NOW);
	if (status == REVOCATION_GOOD) {
		MUST(why == NULL && sk_X509_CRL_num(lists) > 0);
		check_good(lists, until);
	} else if (status == REVOCATION_UNSURE)
		MUST(why != NULL && fuzz_printable(why));
	else
		fuzz_reached("a certificate that is revoked");
}

/* An operator is shown text, and JSON that is read again. */
static void
check_described(struct arena *arena, STACK_OF(X509_CRL) * lists)
{
	for (int i = 0; i < sk_X509_CRL_num(lists); i++) {
		X509_CRL *list = sk_X509_CRL_value(lists, i);
		const struct json *one =
		    crl_describe(arena, list, "a.crl", ISSUED_NOW);
		const char *text = json_text(arena, one);

		MUST(utf8_valid(text));
		MUST(json_parse(arena, text, strlen(text), NULL) != NULL);
		MUST(crl_same_scope(list, list));
	}
	MUST(!crl_went_back(lists, lists));
}

/* Nobody else's list is taken, and a list is read as a whole or not at all. */
static void
check(struct arena *arena, const struct issued_bytes *ours,
    const struct issued_bytes *other)
{
	STACK_OF(X509_CRL) *lists = sk_X509_CRL_new_null();
	const char *text = (const char *)ours->data;
	const char *fault;
	X509_CRL *list;

	(void)crl_read(
	    lists, (const char *)other->data, other->length, world.trust);
	MUST(sk_X509_CRL_num(lists) == 0);
	fault = crl_read(lists, text, ours->length, world.trust);
	MUST(sk_X509_CRL_num(lists) <= (fault == NULL));
	if (sk_X509_CRL_num(lists) == 1) {
		list = read_list(ours);
		MUST(list != NULL && X509_CRL_verify(list, world.key) == 1 &&
		     X509_NAME_cmp(X509_CRL_get_issuer(list),
			 X509_get_subject_name(world.root)) == 0);
		X509_CRL_free(list);
		fuzz_reached("a list");
	}
	check_judged(lists);
	check_described(arena, lists);
	sk_X509_CRL_pop_free(lists, X509_CRL_free);
}

/* The input is the TBSCertList (RFC 5280 section 5.1). */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct issued_bytes ours, other;
	struct arena *arena = arena_new();

	if (world.arena == NULL)
		issued_open(&world);
	ours.length = other.length = 0;
	if (size <= 32768) {
		issued_sign(&ours, world.key, data, size);
		issued_wrap(&ours, 0x30);
		issued_sign(&other, world.other, data, size);
		issued_wrap(&other, 0x30);
		check(arena, &ours, &other);
	}
	MUST(ERR_peek_error() == 0);
	arena_free(arena);
	return 0;
}

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
	return der_mutate(data, size, most, seed, 0);
}
