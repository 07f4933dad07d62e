/* SPDX-License-Identifier: ISC */
/* Fuzzes QCStatements: what is read of them is what the bytes say, and bytes
 * that are not DER say nothing. */
#include "test/fuzz/der.h"

#include <openssl/err.h>

#include "kit/utf8.h"
#include "kit/x509/cert_qc.h"

static const char *const names[] = {"PSP_AS", "PSP_PI", "PSP_AI", "PSP_IC",
    "PSP_CB", "PSP_PA", "VOP_RS", "VOP_VS", "Unspecified"};

/* Somewhere in the bytes, whatever is around it. */
static bool
has(const uint8_t *data, size_t size, const void *what, size_t length)
{
	return memmem(data, size, what, length) != NULL;
}

static void
check_text(const uint8_t *data, size_t size, const char *text)
{
	const size_t length = strlen(text);

	MUST(length > 0 && length <= 1024 && utf8_valid(text));
	for (size_t i = 0; i < length; i++)
		MUST((unsigned char)text[i] >= ' ' && text[i] != 0x7f);
	MUST(has(data, size, text, length));
}

/* Each role is one that is known, is there once, and its name is in there. */
static void
check_roles(const uint8_t *data, size_t size, const struct cert_qc *qc)
{
	unsigned seen = 0;

	for (size_t n = 0; qc->roles[n] != NULL; n++) {
		size_t i = 0;

		MUST(n < CERT_QC_ROLES);
		while (strcmp(names[i], qc->roles[n]) != 0)
			MUST(++i < CERT_QC_ROLES);
		MUST((seen & 1U << i) == 0);
		seen |= 1U << i;
		MUST(has(data, size, names[i], strlen(names[i])));
		fuzz_reached("a role");
	}
}

static void
check(const uint8_t *data, size_t size, const struct cert_qc *qc)
{
	static const char type[] = "\4\0\216\106\1\6";

	for (int i = 0; i < 3; i++)
		if ((qc->types & 1U << i) != 0) {
			char oid[8] = "\4\0\216\106\1\6";
			oid[6] = (char)(i + 1);
			MUST(has(data, size, oid, 7));
			fuzz_reached("a type");
		}
	MUST(qc->types < 8);
	MUST(qc->types == 0 || has(data, size, type, 6));
	MUST(!qc->qualified || has(data, size, "\4\0\216\106\1\1", 6));
	MUST(qc->psd2 == (qc->nca_name != NULL) &&
	     qc->psd2 == (qc->nca_id != NULL));
	check_roles(data, size, qc);
	if (!qc->psd2) {
		MUST(qc->roles[0] == NULL);
		return;
	}
	check_text(data, size, qc->nca_name);
	check_text(data, size, qc->nca_id);
}

/* What is not read is empty; and nothing that is cut or goes on is read. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct cert_qc qc, again;
	uint8_t *longer;

	if (cert_qc_parse(arena, data, size, &qc) == CERT_QC_READ) {
		check(data, size, &qc);
		longer =
		    (uint8_t *)arena_strndup(arena, (const char *)data, size);
		MUST(cert_qc_parse(arena, longer, size + 1, &again) ==
		     CERT_QC_BROKEN);
		MUST(cert_qc_parse(arena, data, size - 1, &again) ==
		     CERT_QC_BROKEN);
	} else
		MUST(!qc.qualified && qc.types == 0 && !qc.psd2 &&
		     qc.roles[0] == NULL && qc.nca_name == NULL &&
		     qc.nca_id == NULL);
	MUST(ERR_peek_error() == 0);
	arena_free(arena);
	return 0;
}

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
	return der_mutate(data, size, most, seed, 0);
}
