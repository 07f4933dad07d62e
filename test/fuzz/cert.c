/* SPDX-License-Identifier: ISC */
/* Fuzzes certificates: no input is read as what it is not. */
#include "test/fuzz/fuzz.h"

#include <openssl/err.h>
#include <openssl/x509.h>

#include "kit/base64.h"
#include "kit/x509/cert_memory.h"
#include "kit/x509/private.h"

/* Of the sandbox: its CA, and what that has issued to parties.  What does not
 * say what it is for may be a TLS client's (RFC 5280 section 4.2.1.12). */
static struct arena *world; /* ours to the end */
static struct trust *trust;
static struct cert_memory *memory;
static const char *issued[3];
static time_t now;

static void
open_world(void)
{
	static const char *const names[] = {
	    "tpp/transport.pem", "tpp/signing.pem", "other/transport.pem"};
	const char *why, *text;
	const struct cert *cert;

	world = arena_new();
	now = time(NULL);
	trust = trust_load(world, fuzz_path(world, "client-ca.pem"), &why);
	MUST(trust != NULL);
	memory = cert_memory_open(world, trust);
	for (size_t i = 0; i < 3; i++) {
		text = fuzz_read(world, names[i]);
		cert = cert_parse(world, text, strlen(text));
		MUST(cert != NULL && trust_check(trust, cert, now) == TRUST_OK);
		issued[i] = cert_sha256_hex(cert);
	}
}

/* All forms are of the same certificate. */
static void
check_forms(struct arena *arena, const struct cert *cert, const char *base64)
{
	const char *pem = arena_printf(arena,
	    "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n",
	    base64);
	const char *field = arena_printf(arena, ":%s:", base64);
	const struct cert *again[3];

	if (strlen(pem) > LIMIT_CERTIFICATE)
		return;
	again[0] = cert_parse(arena, base64, strlen(base64));
	again[1] = cert_parse(arena, pem, strlen(pem));
	again[2] = cert_parse_field(arena, field, strlen(field));
	for (size_t i = 0; i < 3; i++)
		MUST(again[i] != NULL && strcmp(cert_sha256_hex(again[i]),
					     cert_sha256_hex(cert)) == 0);
}

static bool
is_issued(const struct cert *cert)
{
	for (size_t i = 0; i < 3; i++)
		if (strcmp(cert_sha256_hex(cert), issued[i]) == 0)
			return true;
	return false;
}

/* X509_NAME_cmp() holds no NumericString equal to another type, and ours are
 * UTF8Strings: the subject is not its own then, which lets nobody in. */
static bool
has_digits_alone(const struct cert *cert)
{
	const X509_NAME *subject = X509_get_subject_name(cert->x509);

	for (int i = 0; i < X509_NAME_entry_count(subject); i++)
		if (ASN1_STRING_type(X509_NAME_ENTRY_get_data(
			X509_NAME_get_entry(subject, i))) ==
		    V_ASN1_NUMERICSTRING)
			return true;
	return false;
}

static void
check(struct arena *arena, const struct cert *cert)
{
	unsigned char *der = NULL;
	int length;

	if (cert == NULL)
		return;
	length = i2d_X509(cert->x509, &der);
	MUST(length > 0);
	check_forms(arena, cert, base64_encode(arena, der, (size_t)length));
	OPENSSL_free(der);
	for (const char *c = cert_subject(cert); *c != '\0'; c++)
		MUST((unsigned char)*c >= ' ' && *c != 0x7f);
	MUST(cert_subject_is(cert, cert_subject(cert)) != DN_DIFFERENT ||
	     has_digits_alone(cert));
	(void)cert_attribute(cert, "organizationIdentifier");
	if (trust_check(trust, cert, now) == TRUST_OK) {
		MUST(is_issued(cert));
		fuzz_reached("a certificate that is trusted");
	}
}

/* What is remembered is what would be found anew. */
static void
check_memory(
    const struct cert *cert, const char *text, size_t length, bool field)
{
	const struct cert *kept = cert_memory_read(memory, text, length, field);

	MUST((kept != NULL) == (cert != NULL));
	if (kept == NULL)
		return;
	MUST(strcmp(cert_sha256_hex(kept), cert_sha256_hex(cert)) == 0);
	MUST(strcmp(cert_subject(kept), cert_subject(cert)) == 0);
	for (int i = 0; i < 2; i++)
		MUST(cert_memory_check(memory, kept, now) ==
		     trust_check(trust, cert, now));
	MUST(cert_memory_read(memory, text, length, field) == kept);
}

/* The text decodes to exactly what the certificate encodes to. */
static void
check_text(struct arena *arena, const char *text, size_t length)
{
	const struct cert *cert = cert_parse(arena, text, length);
	unsigned char *again = NULL;
	struct bytes der;

	check(arena, cert);
	check_memory(cert, text, length, false);
	if (cert == NULL)
		return;
	MUST(cert_read(arena, text, length, &der));
	MUST((size_t)i2d_X509(cert->x509, &again) == der.length);
	MUST(memcmp(again, der.data, der.length) == 0);
	OPENSSL_free(again);
}

/* The input as a text, and as the DER in one. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *text = (const char *)data;
	const struct cert *cert;

	if (world == NULL)
		open_world();
	check_text(arena, text, size);
	cert = cert_parse_field(arena, text, size);
	check(arena, cert);
	check_memory(cert, text, size, true);
	text = base64_encode(arena, data, size);
	check_text(arena, text, strlen(text));
	MUST(ERR_peek_error() == 0);
	arena_free(arena);
	return 0;
}
