/* SPDX-License-Identifier: ISC */
/* Events as Security Event Tokens; test/suites/deliver-set has them verified. */
#include "deliver/set.h"

#include "kit/base64.h"
#include "kit/conf/config_receivers.h"
#include "kit/json.h"
#include "test/unit/signers_folder.h"

static struct signing *signing;

static const struct config_receiver receiver = {.name = "as",
    .kind = RECEIVER_SET,
    .audience = "https://as.bank.example",
    .issuer = "https://dcr.bank.example"};

static const char registered[] =
    "{\"key\":\"000661593149b0c0\",\"event\":\"registered\",\"client_id\":"
    "\"a-1\",\"version\":7,\"state\":\"active\"}";
static const char reconciled[] =
    "{\"key\":\"000661593149b0c0\",\"event\":\"reconciled\",\"client_id\":"
    "\"a-1\",\"version\":7,\"state\":\"active\"}";

static const struct json *
parsed(const char *text)
{
	const struct json *value = json_parse(arena, text, strlen(text), NULL);

	assert_non_null(value);
	return value;
}

static const char *
made(const struct config_receiver *to, const char *event)
{
	const char *token =
	    set_make(arena, signing, to, parsed(event), NOW, &why);

	if (token == NULL)
		fail_msg("%s", why);
	return token;
}

static const char *
claims_of(const char *token)
{
	const char *begin = strchr(token, '.') + 1;
	struct bytes bytes;

	assert_true(base64url_decode(
	    arena, begin, (size_t)(strchr(begin, '.') - begin), &bytes));
	return arena_strdup(arena, (const char *)bytes.data);
}

static void
start(void)
{
	make("ES256");
	signing = signing_open(arena, folder, &why);
	if (signing == NULL)
		fail_msg("%s", why);
}

static void
test_claims(void **state)
{
	(void)state;
	start();
	assert_string_equal(claims_of(made(&receiver, registered)),
	    arena_printf(arena,
		"{\"iss\":\"https://dcr.bank.example\","
		"\"aud\":\"https://as.bank.example\","
		"\"jti\":\"000661593149b0c0\",\"iat\":1800000000,"
		"\"toe\":%lld,\"sub_id\":{\"format\":\"opaque\",\"id\":"
		"\"a-1\"},\"events\":{\"https://dcr.bank.example/events/"
		"registered\":%s}}",
		0x000661593149b0c0LL / 1000000, registered));
}

static void
test_reconciled(void **state)
{
	(void)state;
	start();
	const struct json *claims =
	    parsed(claims_of(made(&receiver, reconciled)));

	assert_string_equal(
	    json_string(json_get(claims, "jti")), "000661593149b0c0-a-1-7");
	assert_null(json_get(claims, "toe"));
	assert_non_null(json_get(json_get(claims, "events"),
	    "https://dcr.bank.example/events/reconciled"));
}

static void
test_slash(void **state)
{
	struct config_receiver other = receiver;

	(void)state;
	start();
	other.issuer = "https://dcr.bank.example/a/";
	assert_non_null(strstr(claims_of(made(&other, registered)),
	    "\"https://dcr.bank.example/a/events/registered\""));
}

static void
test_errors(void **state)
{
	static const char *const ours[] = {"invalid_key", "invalid_issuer",
	    "invalid_audience", "authentication_failed", "access_denied"};

	(void)state;
	for (size_t i = 0; i < LENGTH(ours); i++)
		assert_true(set_error_is_ours(ours[i]));
	assert_false(set_error_is_ours("invalid_request"));
	assert_false(set_error_is_ours("invalid_keys"));
	assert_false(set_error_is_ours(""));
}

static void
test_no_keys(void **state)
{
	(void)state;
	start();
	assert_int_equal(unlink(at("keys.json")), 0);
	assert_null(
	    set_make(arena, signing, &receiver, parsed(registered), NOW, &why));
	assert_non_null(why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_claims),
	    TEST(test_reconciled),
	    TEST(test_slash),
	    TEST(test_errors),
	    TEST(test_no_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
