/* SPDX-License-Identifier: ISC */
/* Statements of qualified certificates (PSD2): roles and the competent
 * authority. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "kit/hex.h"
#include "kit/x509/cert.h"
#include "kit/x509/cert_qc.h"

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
refuses_what_is_ambiguous(void **state)
{
	static const char *const wrong[] = {
	    /* two PSD2 statements */
	    "3081a13013060604008e4601063009060704008e46010603304406060400"
	    "81982702303a301330110607040081982701020c065053505f50490c1b46"
	    "696e616e6369616c20436f6e6475637420417574686f726974790c064742"
	    "2d46434130440606040081982702303a301330110607040081982701030c"
	    "065053505f41490c1b46696e616e6369616c20436f6e6475637420417574"
	    "686f726974790c0647422d464341",
	    /* the name of another role */
	    "305b3013060604008e4601063009060704008e4601060330440606040081"
	    "982702303a301330110607040081982701030c065053505f50490c1b4669"
	    "6e616e6369616c20436f6e6475637420417574686f726974790c0647422d"
	    "464341",
	    /* no role */
	    "30483013060604008e4601063009060704008e4601060330310606040081"
	    "982702302730000c1b46696e616e6369616c20436f6e6475637420417574"
	    "686f726974790c0647422d464341",
	    /* a line feed in the authority's name */
	    "30643013060604008e4601063009060704008e46010603304d0606040081"
	    "9827023043302630110607040081982701020c065053505f504930110607"
	    "040081982701030c065053505f41490c1146696e616e6369616c0a436f6e"
	    "647563740c0647422d464341",
	    /* a NUL in its identifier */
	    "306f3013060604008e4601063009060704008e4601060330580606040081"
	    "982702304e302630110607040081982701020c065053505f504930110607"
	    "040081982701030c065053505f41490c1b46696e616e6369616c20436f6e"
	    "6475637420417574686f726974790c0747422d46434100",
	    /* nothing said */
	    "301f3013060604008e4601063009060704008e4601060330080606040081"
	    "982702",
	};
	struct cert_qc qc;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(parse(wrong[i], &qc), CERT_QC_BROKEN);
		assert_false(qc.psd2);
		assert_null(qc.roles[0]);
	}
}

/* Compliance and a limit before, two types, a role of a later standard. */
static void
ignores_what_it_does_not_know(void **state)
{
	struct cert_qc qc;

	(void)state;
	assert_int_equal(
	    parse("30818f3008060604008e4601013015060604008e460102300b1303455552"
		  "0201030201033013060604008e4601063009060704008e46010603305706"
		  "06040081982702304d302630110607040081982701020c065053505f5049"
		  "30110607040081982701030c065053505f41490c1b46696e616e6369616c"
		  "20436f6e6475637420417574686f726974790c0647422d464341",
		&qc),
	    CERT_QC_READ);
	assert_string_equal(qc.roles[0], "PSP_PI");
	assert_int_equal(
	    parse("3077301c060604008e4601063012060704008e46010602060704008e4601"
		  "060330570606040081982702304d302630110607040081982701020c0650"
		  "53505f504930110607040081982701030c065053505f41490c1b46696e61"
		  "6e6369616c20436f6e6475637420417574686f726974790c0647422d4643"
		  "41",
		&qc),
	    CERT_QC_READ);
	assert_int_equal(qc.types, CERT_QC_ESEAL | CERT_QC_WEB);
	assert_int_equal(
	    parse("3081813013060604008e4601063009060704008e46010603306a06060400"
		  "819827023060303930110607040081982701090c065053505f4342301106"
		  "07040081982701020c065053505f504930110607040081982701030c0650"
		  "53505f41490c1b46696e616e6369616c20436f6e6475637420417574686f"
		  "726974790c0647422d464341",
		&qc),
	    CERT_QC_READ);
	assert_string_equal(qc.roles[1], "PSP_AI");
	assert_null(qc.roles[2]);
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
	    cmocka_unit_test(refuses_what_is_ambiguous),
	    cmocka_unit_test(ignores_what_it_does_not_know),
	    cmocka_unit_test(knows_canonical_names),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
