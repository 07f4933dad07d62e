/* SPDX-License-Identifier: ISC */
/* Fuzzes names: one that is read prints as the text that is read as the same
 * name. */
#include "test/fuzz/fuzz.h"

/* For the name that was read, and for the text that certificates show. */
#include "kit/x509/cert.c"
#include "kit/x509/dn.c"

/* OpenSSL prints no more than 79 characters of an object identifier, and has
 * no backslash for a value of a lone '#'. */
static bool
misprinted(const X509_NAME_ENTRY *entry)
{
	const ASN1_STRING *value = X509_NAME_ENTRY_get_data(entry);

	return OBJ_obj2txt(NULL, 0, X509_NAME_ENTRY_get_object(entry), 1) >
		   79 ||
	       (ASN1_STRING_length(value) == 1 &&
		   *ASN1_STRING_get0_data(value) == '#');
}

static bool
any_misprinted(const X509_NAME *name)
{
	for (int i = 0; i < X509_NAME_entry_count(name); i++)
		if (misprinted(X509_NAME_get_entry(name, i)))
			return true;
	return false;
}

static void
check(struct arena *arena, const char *dn, X509_NAME *name)
{
	struct cert_compared compared = {.done = false};
	struct cert cert = {.x509 = X509_new(), .compared = &compared};
	const char *text = asn1_name(arena, name);

	MUST(cert.x509 != NULL && X509_set_subject_name(cert.x509, name));
	MUST(read_values(arena, &cert, name) && text != NULL);
	MUST(cert_subject_is(&cert, dn) == DN_EQUAL);
	if (strlen(text) <= DN_LONGEST && !any_misprinted(name))
		MUST(cert_subject_is(&cert, text) == DN_EQUAL);
	(void)cert_attribute(&cert, "CN");
	X509_free(cert.x509);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *dn = arena_strndup(arena, (const char *)data, size);
	X509_NAME *name = dn_read(dn);

	MUST(dn_readable(dn) == (name != NULL));
	MUST(ERR_peek_error() == 0);
	if (name != NULL) {
		check(arena, dn, name);
		fuzz_reached("a name");
	}
	X509_NAME_free(name);
	arena_free(arena);
	return 0;
}
