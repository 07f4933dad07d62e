/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "kit/cert.h"
#include "kit/cert_qc.h"
#include "kit/hex.h"

/* Extensions of real certificates. */
#define QWAC                                                                   \
	"306e3013060604008e4601063009060704008e460106033057060604008198270230" \
	"4d"                                                                   \
	"302630110607040081982701020c065053505f504930110607040081982701030c06" \
	"50"                                                                   \
	"53505f41490c1b46696e616e6369616c20436f6e6475637420417574686f72697479" \
	"0c"                                                                   \
	"0647422d464341"
#define SEAL                                                                   \
	"30713013060604008e4601063009060704008e46010602305a060604008198270230" \
	"50"                                                                   \
	"303930110607040081982701020c065053505f504930110607040081982701030c06" \
	"50"                                                                   \
	"53505f414930110607040081982701040c065053505f49430c0c4f70656e2042616e" \
	"6b"                                                                   \
	"696e670c0547422d4f42"
#define FLAT                                                                   \
	"306c3013060604008e4601063009060704008e460106033055060604008198270230" \
	"4b"                                                                   \
	"302430220607040081982701020c065053505f50490607040081982701030c065053" \
	"50"                                                                   \
	"5f41490c1b46696e616e6369616c20436f6e6475637420417574686f726974790c06" \
	"47"                                                                   \
	"422d464341"

static struct arena *arena;

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static size_t
bytes_of(const char *hex, unsigned char *out)
{
	size_t length = strlen(hex) / 2;

	for (size_t i = 0; i < length; i++)
		out[i] = (unsigned char)(hex_digit(hex[2 * i]) * 16 +
					 hex_digit(hex[2 * i + 1]));
	return length;
}

static enum cert_qc_answer
parse(const char *hex, struct cert_qc *out)
{
	unsigned char der[512];

	return cert_qc_parse(arena, der, bytes_of(hex, der), out);
}

static void
reads_a_qwac(void **state)
{
	struct cert_qc qc;

	(void)state;
	assert_int_equal(parse(QWAC, &qc), CERT_QC_READ);
	assert_int_equal(qc.types, CERT_QC_WEB);
	assert_true(qc.psd2);
	assert_string_equal(qc.roles[0], "PSP_PI");
	assert_string_equal(qc.roles[1], "PSP_AI");
	assert_null(qc.roles[2]);
	assert_string_equal(qc.nca_id, "GB-FCA");
	assert_string_equal(qc.nca_name, "Financial Conduct Authority");
}

static void
reads_a_seal(void **state)
{
	struct cert_qc qc;

	(void)state;
	assert_int_equal(parse(SEAL, &qc), CERT_QC_READ);
	assert_int_equal(qc.types, CERT_QC_ESEAL);
	assert_string_equal(qc.roles[2], "PSP_IC");
	assert_null(qc.roles[3]);
	assert_string_equal(qc.nca_id, "GB-OB");
}

static void
refuses_flattened_roles(void **state)
{
	struct cert_qc qc;

	(void)state;
	assert_int_equal(parse(FLAT, &qc), CERT_QC_BROKEN);
	assert_false(qc.psd2);
	assert_null(qc.nca_id);
}

/* Cut anywhere, and with any one byte changed: an answer, and no more than
 * the structure holds. */
static void
survives_any_damage(void **state)
{
	unsigned char der[512];
	size_t length = bytes_of(SEAL, der);
	struct cert_qc qc;

	(void)state;
	for (size_t i = 0; i < length; i++)
		assert_int_equal(
		    cert_qc_parse(arena, der, i, &qc), CERT_QC_BROKEN);
	for (size_t i = 0; i < length; i++) {
		for (int bit = 0; bit < 8; bit++) {
			der[i] ^= (unsigned char)(1 << bit);
			if (cert_qc_parse(arena, der, length, &qc) ==
			    CERT_QC_READ)
				assert_true(!qc.psd2 || qc.nca_id != NULL);
			der[i] ^= (unsigned char)(1 << bit);
		}
	}
}

/* An octet behind it, and BER's indefinite length, are no DER. */
static void
refuses_what_is_not_der(void **state)
{
	struct cert_qc qc;

	(void)state;
	assert_int_equal(parse(QWAC "00", &qc), CERT_QC_BROKEN);
	assert_int_equal(parse("3080300806060400"
			       "8e4601010000",
			     &qc),
	    CERT_QC_BROKEN);
	assert_int_equal(parse("3000", &qc), CERT_QC_READ);
	assert_false(qc.psd2);
}

static void
knows_canonical_names(void **state)
{
	(void)state;
	assert_true(dn_canonical("CN=a,UID=b,2.5.4.97=#1302554B,C=BR"));
	assert_true(dn_canonical("CN=a\\,b+OU=c"));
	assert_false(dn_canonical("CN=a,organizationIdentifier=b"));
	assert_false(dn_canonical("CN=a, C=BR"));
	assert_false(dn_canonical("CN=a;C=BR"));
	assert_false(dn_canonical("CN=\"a\""));
	assert_false(dn_canonical("2.5.4.97=text"));
	assert_false(dn_canonical("CN=#1302554B"));
	assert_true(dn_canonical("cn=a,Street=b,uid=c"));
	assert_true(dn_canonical("CN=a\\ ,O=\\#b"));
	assert_false(dn_canonical("CN=a ,O=b"));
	assert_false(dn_canonical("CN=a,O=b "));
	assert_false(dn_canonical("2.5.4.97=#1302554B ,CN=a"));
	assert_false(dn_canonical("2.5.4.97=#13 02554B"));
	assert_false(dn_canonical("OID.2.5.4.97=#1302554B"));
	assert_false(dn_canonical("serialNumber=1"));
	assert_false(dn_canonical("/C=BR/CN=a"));
	assert_false(dn_canonical("CN"));
	assert_false(dn_canonical(""));
	assert_false(dn_canonical("CN=a,"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_a_qwac),
	    cmocka_unit_test(reads_a_seal),
	    cmocka_unit_test(refuses_flattened_roles),
	    cmocka_unit_test(survives_any_damage),
	    cmocka_unit_test(refuses_what_is_not_der),
	    cmocka_unit_test(knows_canonical_names),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
