/* SPDX-License-Identifier: ISC */
/* Fuzzes OCSP answers: none is good but one that the authority, or whom it has
 * appointed, has signed about this certificate. */
#include "test/fuzz/der.h"
#include "test/fuzz/issued.h"

#include <openssl/err.h>
#include <openssl/ocsp.h>

/* Who signs: the authority, whom it has appointed, somebody whom it has not,
 * and somebody without any certificate. */
enum signer { AUTHORITY, APPOINTED, OTHER, NOBODY, SIGNERS };

static struct issued world;
static struct bytes appointed, other; /* DER of certificates */

static struct bytes
certificate(const char *name, const char *usage)
{
	X509 *x509 = issued_x509(name, 9, world.other);
	struct bytes out = {0};
	unsigned char *der = NULL;

	if (usage != NULL)
		issued_extension(x509, NID_ext_key_usage, usage);
	MUST(X509_sign(x509, world.key, EVP_sha256()) > 0);
	out.length = (size_t)i2d_X509(x509, &der);
	out.data = (unsigned char *)arena_strndup(
	    world.arena, (const char *)der, out.length);
	OPENSSL_free(der);
	X509_free(x509);
	return out;
}

static void
open_world(void)
{
	issued_open(&world);
	appointed = certificate("Responder", "OCSPSigning");
	other = certificate("Other", "clientAuth");
}

/* BasicOCSPResponse, and OCSPResponse around it (RFC 6960 section 4.2.1). */
static void
build(struct issued_bytes *out, enum signer signer, const uint8_t *data,
    size_t size)
{
	static const unsigned char basic[] = {
	    6, 9, 0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1};
	static const unsigned char successful[] = {10, 1, 0};
	static struct issued_bytes certs, response;
	const struct bytes *with = signer == APPOINTED ? &appointed : &other;

	out->length = certs.length = response.length = 0;
	issued_sign(
	    out, signer == AUTHORITY ? world.key : world.other, data, size);
	if (signer == APPOINTED || signer == OTHER) {
		issued_add(&certs, with->data, with->length);
		issued_wrap(&certs, 0x30);
		issued_wrap(&certs, 0xa0);
		issued_add(out, certs.data, certs.length);
	}
	issued_wrap(out, 0x30);
	issued_wrap(out, 4);
	issued_add(&response, basic, sizeof(basic));
	issued_add(&response, out->data, out->length);
	issued_wrap(&response, 0x30);
	issued_wrap(&response, 0xa0);
	out->length = 0;
	issued_add(out, successful, sizeof(successful));
	issued_add(out, response.data, response.length);
	issued_wrap(out, 0x30);
}

/* The bytes of the answer say the certificate's serial number, 7. */
static void
check_known(enum signer signer, const struct bytes *answer, time_t until)
{
	MUST(signer == AUTHORITY || signer == APPOINTED);
	MUST(memmem(answer->data, answer->length, "\2\1\7", 3) != NULL);
	MUST(until > ISSUED_NOW);
}

static void
check(enum signer signer, const struct bytes *answer)
{
	const time_t end = ISSUED_NOW + 100 * ISSUED_DAY;
	time_t until = end;
	const char *why = NULL;
	struct ocsp_word word = {0};
	enum revocation_status status = ocsp_judge(
	    answer, NULL, world.client, world.root, ISSUED_NOW, &until, &why);
	const bool read =
	    ocsp_read(answer, world.client, world.root, ISSUED_NOW, &word);

	MUST(until <= end);
	if (status == REVOCATION_UNSURE) {
		MUST(why != NULL && fuzz_printable(why));
		return;
	}
	MUST(why == NULL && read);
	MUST(word.revoked == (status == REVOCATION_REVOKED));
	MUST(word.begun <= ISSUED_NOW + 60 && !ocsp_older(&word, &word));
	check_known(signer, answer, until);
	if (status == REVOCATION_GOOD)
		fuzz_reached("a certificate that is good");
	else
		fuzz_reached("a certificate that is revoked");
	if (signer == APPOINTED)
		fuzz_reached("an appointed responder");
}

/* A byte for the signer, and ResponseData. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct issued_bytes out;
	struct bytes answer;

	if (world.arena == NULL)
		open_world();
	if (size > 0 && size <= 32768) {
		build(&out, data[0] % SIGNERS, data + 1, size - 1);
		answer.data = out.data;
		answer.length = out.length;
		check(data[0] % SIGNERS, &answer);
	}
	MUST(ERR_peek_error() == 0);
	return 0;
}

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
	return der_mutate(data, size, most, seed, size > 0);
}
