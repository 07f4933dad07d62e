/* SPDX-License-Identifier: ISC */
/* Signatures of the examples in RFC 7515, appendices A.2 and A.3. */
#include <string.h>

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

int
main(void)
{
	const struct CMUnitTest keys_vectors[] = {
	    TEST(test_es256),
	    TEST(test_rs256),
	};

	return cmocka_run_group_tests(keys_vectors, NULL, NULL);
}
