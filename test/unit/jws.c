/* SPDX-License-Identifier: ISC */
/* Signed tokens: their parts, their one spelling, and headers that are
 * refused. */
#include <string.h>

#include "kit/base64.h"
#include "kit/jose/jws.h"
#include "kit/json.h"
#include "test/unit/arena_setup.h"

static char *
token(const char *header, const char *payload)
{
	return arena_printf(arena, "%s.%s.c2ln",
	    base64url_encode(arena, header, strlen(header)),
	    base64url_encode(arena, payload, strlen(payload)));
}

static enum jws_fault
fault_of(const char *text)
{
	struct jws jws;

	return jws_parse(arena, text, strlen(text), &jws);
}

static enum jws_fault
header_fault(const char *header)
{
	return fault_of(token(header, "{}"));
}

static void
test_parts(void **state)
{
	char *text =
	    token("{\"alg\":\"PS256\",\"kid\":\"a b/=\"}", "{\"iss\":\"x\"}");
	struct jws jws;

	(void)state;
	/* Nothing after the length belongs to it. */
	assert_int_equal(jws_parse(arena, arena_printf(arena, "%s.x", text),
			     strlen(text), &jws),
	    JWS_OK);
	assert_string_equal(jws.compact, text);
	assert_int_equal(jws.signed_length, strrchr(text, '.') - text);
	assert_string_equal(jws.algorithm, "PS256");
	assert_string_equal(jws.kid, "a b/=");
	assert_string_equal(json_string(json_get(jws.payload, "iss")), "x");
	assert_int_equal(jws.signature.length, 3);
	assert_memory_equal(jws.signature.data, "sig", 3);
}

static void
test_compact(void **state)
{
	static const char *const wrong[] = {"", ".", "..", "...", "e30",
	    "e30.e30", "e30.e30.", "e30..e30", ".e30.e30",
	    "eyJhbGciOiJub25lIn0.e30.", "e30.e30.e30.", "e30.e30.e30.e30",
	    "e30.e30.e30.e30.e30", "{\"payload\":\"e30\"}"};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(fault_of(wrong[i]), JWS_NOT_COMPACT);
}

/* One token has one spelling. */
static void
test_malleable(void **state)
{
	/* {"alg":"ES256"} is 15 bytes and {} two: with a byte more the last
	 * character has unused bits. */
	static const char *const wrong[] = {
	    "eyJhbGciOiJFUzI1NiJ9.e30.c2ln=", "eyJhbGciOiJFUzI1NiJ9.e30=.c2ln",
	    "eyJhbGciOiJFUzI1NiJ9.e31.c2ln", "eyJhbGciOiJFUzI1NiJ9.e30.c2lnX",
	    "eyJhbGciOiJFUzI1NiJ9.e30._R", "eyJhbGciOiJFUzI1NiJ9.e30.c2l/",
	    "eyJhbGciOiJFUzI1NiJ9.e30.c2l+", "eyJhbGciOiJFUzI1NiJ9.e30.c2ln\n",
	    " eyJhbGciOiJFUzI1NiJ9.e30.c2ln", "eyJhbGciOiJFUzI1NiJ9.e3 0.c2ln",
	    "eyJhbGciOiJFUzI1NiJ9\r\n.e30.c2ln",
	    "eyJhbGciOiJFUzI1NiJ9.e30.c2l\xc3\xa9"};

	(void)state;
	assert_int_equal(fault_of("eyJhbGciOiJFUzI1NiJ9.e30._Q"), JWS_OK);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(fault_of(wrong[i]), JWS_ENCODING);
}

static void
test_nul(void **state)
{
	static const char text[] = "eyJhbGciOiJFUzI1NiJ9.e30.c2ln\0c2ln";
	struct jws jws;

	(void)state;
	assert_int_equal(
	    jws_parse(arena, text, sizeof(text) - 1, &jws), JWS_ENCODING);
}

static void
test_header(void **state)
{
	static const char *const wrong[] = {"[]", "null", "\"alg\"", "{}",
	    "{\"alg\":null}", "{\"alg\":256}", "{\"alg\":[\"PS256\"]}",
	    "{\"ALG\":\"PS256\"}", "{\"alg\":\"PS256\"}x",
	    "{\"alg\":\"PS256\",\"alg\":\"none\"}",
	    "{\"alg\":\"PS256\",\"\\u0061lg\":\"none\"}",
	    "{\"alg\":\"PS256\",\"kid\":1}", "{\"alg\":\"PS256\",\"kid\":null}",
	    "{\"alg\":\"PS256\",\"typ\":[]}", "{\"alg\":\"PS256\",\"cty\":1}",
	    "{\"alg\":\"PS256\",\"typ\":\"J\\u0000\"}", "{'alg':'PS256'}",
	    "{\"alg\":\"\xff\"}", "{\"alg\":\"\\ud800\"}"};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(header_fault(wrong[i]), JWS_HEADER);
}

static void
test_extensions(void **state)
{
	static const char *const critical[] = {"\"crit\":[\"exp\"],\"exp\":1",
	    "\"crit\":[]", "\"crit\":null", "\"crit\":[\"b64\"],\"b64\":false",
	    "\"b64\":false", "\"b64\":true"};
	static const char *const nested[] = {"\"cty\":\"JWT\"",
	    "\"cty\":\"jwt\"", "\"cty\":\"application/JWT\"",
	    "\"cty\":\"at+jwt\"", "\"enc\":\"A256GCM\"", "\"enc\":null",
	    "\"zip\":\"DEF\""};

	(void)state;
	for (size_t i = 0; i < sizeof(critical) / sizeof(critical[0]); i++)
		assert_int_equal(header_fault(arena_printf(arena,
				     "{\"alg\":\"ES256\",%s}", critical[i])),
		    JWS_CRITICAL);
	for (size_t i = 0; i < sizeof(nested) / sizeof(nested[0]); i++)
		assert_int_equal(header_fault(arena_printf(arena,
				     "{\"alg\":\"ES256\",%s}", nested[i])),
		    JWS_NESTED);
}

static void
test_content_type(void **state)
{
	static const char *const types[] = {
	    "json", "application/json", "", "JOSE", "xjwt", "application/"};

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		assert_int_equal(
		    header_fault(arena_printf(
			arena, "{\"alg\":\"ES256\",\"cty\":\"%s\"}", types[i])),
		    JWS_OK);
}

/* Only what a client asserts about itself has a type of its own. */
static void
test_assertion_type(void **state)
{
	static const struct {
		const char *type;
		enum jws_fault fault;
	} cases[] = {{"JWT", JWS_OK}, {"Client-Authentication+JWT", JWS_OK},
	    {"application/client-authentication+jwt", JWS_OK},
	    {"at+jwt", JWS_TYPE}, {"", JWS_TYPE}, {"xjwt", JWS_TYPE}};
	struct jws jws;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *text = token(
		    arena_printf(arena, "{\"typ\":\"%s\",\"alg\":\"ES256\"}",
			cases[i].type),
		    "{}");
		assert_int_equal(
		    jws_parse_assertion(arena, text, strlen(text), &jws),
		    cases[i].fault);
	}
	assert_int_equal(header_fault("{\"typ\":\"client-authentication+jwt\","
				      "\"alg\":\"ES256\"}"),
	    JWS_TYPE);
}

static void
test_type(void **state)
{
	static const struct {
		const char *type;
		enum jws_fault fault;
	} cases[] = {{"JWT", JWS_OK}, {"jwt", JWS_OK}, {"JOSE", JWS_OK},
	    {"Application/JWT", JWS_OK}, {"at+jwt", JWS_TYPE},
	    {"JOSE+JSON", JWS_TYPE}, {"", JWS_TYPE}, {"JWT ", JWS_TYPE},
	    {"J\\u0057T", JWS_OK}, {"dpop+jwt", JWS_TYPE}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    header_fault(arena_printf(arena,
			"{\"typ\":\"%s\",\"alg\":\"ES256\"}", cases[i].type)),
		    cases[i].fault);
}

static void
test_payload(void **state)
{
	static const char *const wrong[] = {"[]", "null", "\"x\"", "{}{}",
	    "{\"iss\":\"a\",\"iss\":\"b\"}", "{\"exp\":NaN}", "{\"a\":1e999}",
	    "x", "{\"iss\":\"\xc3\"}", "{\"a\\u0000\":1}"};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(
		    fault_of(token("{\"alg\":\"ES256\"}", wrong[i])),
		    JWS_PAYLOAD);
}

static void
test_embedded_key(void **state)
{
	static const char *const names[] = {"jwk", "jku", "x5u", "x5c"};
	struct jws jws;
	char *text;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		text = token(arena_printf(arena,
				 "{\"alg\":\"ES256\",\"%s\":null}", names[i]),
		    "{}");
		assert_int_equal(
		    jws_parse(arena, text, strlen(text), &jws), JWS_OK);
		assert_string_equal(jws_embedded_key(&jws), names[i]);
	}
	text = token("{\"alg\":\"ES256\",\"x5t#S256\":\"x\"}", "{}");
	assert_int_equal(jws_parse(arena, text, strlen(text), &jws), JWS_OK);
	assert_null(jws_embedded_key(&jws));
}

static void
test_fault_text(void **state)
{
	(void)state;
	for (int i = JWS_OK; i <= JWS_PAYLOAD; i++) {
		for (int j = JWS_OK; j < i; j++)
			assert_string_not_equal(
			    jws_fault_text((enum jws_fault)i),
			    jws_fault_text((enum jws_fault)j));
	}
}

int
main(void)
{
	const struct CMUnitTest jws[] = {
	    TEST(test_parts),
	    TEST(test_compact),
	    TEST(test_malleable),
	    TEST(test_nul),
	    TEST(test_header),
	    TEST(test_extensions),
	    TEST(test_content_type),
	    TEST(test_assertion_type),
	    TEST(test_type),
	    TEST(test_payload),
	    TEST(test_embedded_key),
	    TEST(test_fault_text),
	};

	return cmocka_run_group_tests(jws, NULL, NULL);
}
