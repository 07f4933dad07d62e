/* SPDX-License-Identifier: ISC */
/* Signatures of the examples in RFC 7515, appendices A.2 and A.3, in RFC 8037,
 * appendix A.4, and in RFC 6979, appendix A.2.6. */
#include <string.h>

#include "kit/hex.h"
#include "kit/json.h"
#include "test/unit/jose.h"

/* RFC 7515, appendices A.2 and A.3. */
static const char a3_key[] = "{\"kty\":\"EC\",\"crv\":\"P-256\","
			     "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvR"
			     "VEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStik"
			     "YjKIWI5a0\"}";
static const char a3_text[] =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNv"
    "bS9pc19yb290Ijp0cnVlfQ."
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKT"
    "UJqPP3-Kg6NU1Q";
static const char a2_key[] =
    "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd"
    "_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2"
    "lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS"
    "5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5Zw"
    "Kh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDT"
    "W9gb54h4FRWyuXpoQ\"}";
static const char a2_text[] =
    "eyJhbGciOiJSUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNv"
    "bS9pc19yb290Ijp0cnVlfQ."
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4B"
    "h-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZ"
    "LgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_d"
    "O--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6"
    "LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

static enum keys_answer
verify(const char *key, const char *text)
{
	struct keys *keys = parse(key);
	enum keys_answer answer = ask(keys, text);

	keys_free(keys);
	return answer;
}

static void
test_es256(void **state)
{
	char *forged = arena_strdup(arena, a3_text);

	(void)state;
	assert_int_equal(verify(a3_key, a3_text), KEYS_VERIFIED);
	/* {"iss":"joe" becomes {"iss":"jof". */
	forged[strlen("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2")] = 'Y';
	assert_int_equal(verify(a3_key, forged), KEYS_FORGED);
}

/* A sound key and a true signature, of an algorithm that we do not take. */
static void
test_rs256(void **state)
{
	(void)state;
	assert_int_equal(verify(a2_key, a2_text), KEYS_UNKNOWN);
	assert_int_equal(verify(a2_key, a3_text), KEYS_UNKNOWN);
}

/* Where the reader accepts it. */
static enum keys_answer
accepting(const char *algorithm, const char *key, const struct jws *jws)
{
	struct jws accepted = *jws;
	struct json *list = json_new_array(arena);
	struct keys *keys = parse(key);
	enum keys_answer answer;

	json_append_string(list, algorithm);
	accepted.accepted = list;
	answer = keys_verify(keys, &accepted);
	keys_free(keys);
	return answer;
}

static void
test_rs256_accepted(void **state)
{
	struct jws jws;

	(void)state;
	assert_int_equal(
	    jws_parse(arena, a2_text, strlen(a2_text), &jws), JWS_OK);
	assert_int_equal(accepting("RS256", a2_key, &jws), KEYS_VERIFIED);
	assert_int_equal(accepting("RS384", a2_key, &jws), KEYS_UNKNOWN);
	jws.algorithm = "RS384";
	assert_int_equal(accepting("RS384", a2_key, &jws), KEYS_FORGED);
	jws.algorithm = "PS256";
	assert_int_equal(accepting("PS256", a2_key, &jws), KEYS_FORGED);
}

/* What is signed in these examples is no JSON, so that jws_parse() takes none
 * of them: they are put together here. */
static struct jws
example(const char *algorithm, const char *text, size_t length,
    const char *signature)
{
	struct jws jws = {.compact = text,
	    .length = length,
	    .signed_length = length,
	    .payload = json_new_object(arena),
	    .algorithm = algorithm};

	assert_true(base64url_decode(
	    arena, signature, strlen(signature), &jws.signature));
	return jws;
}

static const char *
url_of(const char *hex)
{
	struct bytes raw;

	assert_true(hex_decode(arena, hex, &raw));
	return base64url_encode(arena, raw.data, raw.length);
}

/* RFC 8037, appendix A.4. */
static void
test_eddsa(void **state)
{
	static const char key[] =
	    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":"
	    "\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";
	static const char text[] =
	    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
	struct jws jws = example("EdDSA", text, strlen(text),
	    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhV"
	    "sPt9g7sVvpAr_MuM0KAg");

	(void)state;
	assert_int_equal(accepting("EdDSA", key, &jws), KEYS_VERIFIED);
	jws.signature.data[0] ^= 1;
	assert_int_equal(accepting("EdDSA", key, &jws), KEYS_FORGED);
}

#define ONES_29 "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
#define NOUGHTS_31 \
	"00000000000000000000000000000000000000000000000000000000000000"

/* The point at infinity and no number: by a key of small order this is a
 * signature of any text.  A y of p or more is another encoding of a point. */
static void
test_eddsa_small(void **state)
{
	static const char *const keys[] = {
	    "01" NOUGHTS_31,
	    "00" NOUGHTS_31,
	    "ec" ONES_29 "ff7f",
	    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
	    "ed" ONES_29 "ff7f",
	    "ee" ONES_29 "ff7f",
	    "ff" ONES_29 "ffff",
	};
	const char *any = url_of("01" NOUGHTS_31 "00" NOUGHTS_31);

	(void)state;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const char *key = arena_printf(arena,
		    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}",
		    url_of(keys[i]));
		struct jws jws = example("EdDSA", "any text", 8, any);

		assert_int_equal(accepting("EdDSA", key, &jws), KEYS_UNKNOWN);
	}
}

/* RFC 6979, appendix A.2.6: P-384, SHA-384, the text "sample". */
static void
test_es384(void **state)
{
	const char *key = arena_printf(arena,
	    "{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"%s\",\"y\":\"%s\"}",
	    url_of("EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E"
		   "06AAE5286B300C64DEF8F0EA9055866064A254515480BC13"),
	    url_of("8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9"
		   "F54CA84B3F1C9DB1288B231C3AE0D4FE7344FD2533264720"));
	struct jws jws = example("ES384", "sample", 6,
	    url_of("94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA7"
		   "3D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46"
		   "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526"
		   "203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8"));

	(void)state;
	assert_int_equal(accepting("ES384", key, &jws), KEYS_VERIFIED);
	jws.signed_length = 5;
	assert_int_equal(accepting("ES384", key, &jws), KEYS_FORGED);
}

int
main(void)
{
	const struct CMUnitTest keys_vectors[] = {
	    TEST(test_es256),
	    TEST(test_rs256),
	    TEST(test_rs256_accepted),
	    TEST(test_eddsa),
	    TEST(test_eddsa_small),
	    TEST(test_es384),
	};

	return cmocka_run_group_tests(keys_vectors, NULL, NULL);
}
