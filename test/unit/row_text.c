/* SPDX-License-Identifier: ISC */
/* Rows of a store as lines of text: each is the other again. */
#include "test/unit/arena_setup.h"

#include <stdio.h>
#include <string.h>

#include "commands/lib/row_text.h"
#include "kit/json.h"
#include "store/lib/rows.h"

static struct stored_row
client_row(void)
{
	return (struct stored_row){
	    .table = TABLE_CLIENTS,
	    .client =
		{
		    .client_id = "a\xc3\xa9",
		    .software = "soft dir",
		    .certificate = "",
		    .registered = -1,
		    .changed = INT64_MAX,
		    .version = INT64_MAX,
		    .state = CLIENT_SUSPENDED,
		    .state_since = INT64_MIN,
		    .state_why = "a \"why\" \\ /",
		    .subject = "",
		    .issuer = "",
		    .state_by = "",
		    .profile = "",
		    .token = "00ff",
		    .metadata = "{\"client_name\":\"x\"}",
		},
	};
}

static const char *
there_and_back(struct stored_row row)
{
	const char *text = row_text(arena, &row);
	struct stored_row back;
	struct row_fault fault;

	assert_null(strchr(text, '\n'));
	if (!row_read(arena, row.table, text, strlen(text), &back, &fault))
		fail_msg("%s: %s in %s", fault.member, fault.what, text);
	assert_int_equal(back.table, row.table);
	if (row.table == TABLE_CLIENTS) {
		assert_true(rows_same_client(&row.client, &back.client));
	} else if (row.table == TABLE_SPENT) {
		assert_string_equal(back.spent.issuer, row.spent.issuer);
		assert_string_equal(back.spent.jti, row.spent.jti);
		assert_true(back.spent.expires == row.spent.expires);
	} else {
		assert_string_equal(back.record.key, row.record.key);
		assert_string_equal(back.record.text, row.record.text);
	}
	assert_string_equal(row_text(arena, &back), text);
	return text;
}

static void
test_client(void **state)
{
	struct stored_row row = client_row();

	(void)state;
	assert_string_equal(there_and_back(row),
	    "{\"client_id\":\"a\xc3\xa9\",\"software\":\"soft dir\","
	    "\"certificate\":\"\",\"registered\":-1,"
	    "\"changed\":9223372036854775807,\"version\":9223372036854775807,"
	    "\"state\":\"suspended\",\"state_since\":-9223372036854775808,"
	    "\"state_why\":\"a \\\"why\\\" \\\\ /\",\"token\":\"00ff\","
	    "\"metadata\":{\"client_name\":\"x\"}}");
	assert_null(strstr(there_and_back(row), "withdrawn"));
	row.client.withdrawn = 1795849034123456;
	assert_non_null(
	    strstr(there_and_back(row), "\"withdrawn\":1795849034123456,"));
	/* A line of an older program has none of the three. */
	assert_null(strstr(there_and_back(row), "subject"));
	assert_null(strstr(there_and_back(row), "state_by"));
	assert_null(strstr(there_and_back(row), "profile"));
	assert_null(strstr(there_and_back(row), "expires"));
	row.client.profile = "uk@3.4";
	row.client.expires = 1795849034;
	assert_non_null(strstr(there_and_back(row),
	    "\"profile\":\"uk@3.4\",\"expires\":1795849034,"));
	row.client.subject = "CN=a\xc3\xa9,2.5.4.97=#0c0141";
	row.client.issuer = "CN=\xff";
	row.client.state_by = "directory";
	assert_non_null(strstr(there_and_back(row),
	    "\"certificate\":\"\",\"subject\":\"CN=a\xc3\xa9,2.5.4.97=#"
	    "0c0141\","
	    "\"issuer_hex\":\"434e3dff\",\"registered\":-1,"));
	assert_non_null(
	    strstr(there_and_back(row), ",\"state_by\":\"directory\","));
	row.client.token = NULL;
	row.client.state = CLIENT_PENDING;
	assert_non_null(strstr(there_and_back(row), "\"state\":\"pending\","));
	row.client.state = CLIENT_ACTIVE;
	assert_null(strstr(there_and_back(row), "token"));
	row.client.token = "";
	assert_non_null(strstr(there_and_back(row), "\"token\":\"\""));
}

/* What would not be written just so is kept as a string. */
static void
test_metadata(void **state)
{
	static const char *const objects[] = {"{}",
	    "{\"a\":{\"b\":[1,2.5,null]}}", "{\"a\":\"\\u0001\\u007f\\n\"}",
	    "{\"a\":\"\xf0\x9f\x98\x80\"}",
	    "{\"metadata\":{\"client_id\":\"x\"}}"};
	static const char *const others[] = {"", " ", "{ }", "{\"a\":1} ",
	    "{\"a\": 1}", "{\"a\":1,\"a\":1}", "[]", "null", "1", "\"x\"",
	    "{\"a\":\"\\/\"}", "{\"a\":\"\\u00e9\"}", "{},\"b\":{}", "{}}{",
	    "{\n}", "\x01\x02\x1f\x7f\t\r\n\b\f", "\xef\xbb\xbf{}",
	    "{\"a\":\"\\u0000\"}", "}", "{\"a\":\"\x7f\"}",
	    "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]",
	    "{\"a\":[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]}"};
	struct stored_row row = client_row();

	(void)state;
	for (size_t i = 0; i < sizeof(objects) / sizeof(*objects); i++) {
		row.client.metadata = objects[i];
		assert_non_null(strstr(there_and_back(row), "\"metadata\":{"));
	}
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		row.client.metadata = others[i];
		assert_non_null(strstr(there_and_back(row), "\"metadata\":\""));
	}
}

/* At each depth that JSON may have here, as an object or as a string. */
static void
test_depth(void **state)
{
	struct stored_row row = client_row();
	const char *text = "{}";

	(void)state;
	for (int i = 0; i < 24; i++) {
		row.client.metadata = text;
		(void)there_and_back(row);
		text = arena_printf(arena, "{\"a\":%s}", text);
	}
}

static void
test_bytes(void **state)
{
	struct stored_row row = client_row();
	struct stored_row spent = {
	    .table = TABLE_SPENT, .spent = {"", "", INT64_MIN}};
	char bytes[256], two[3] = "";

	(void)state;
	for (int i = 0; i < 255; i++)
		bytes[i] = (char)(i + 1);
	bytes[255] = '\0';
	row.client.metadata = bytes;
	assert_non_null(strstr(there_and_back(row), "\"metadata_hex\":\"0102"));
	spent.spent.issuer = spent.spent.jti = bytes;
	assert_non_null(strstr(there_and_back(spent), "\"jti_hex\":\"0102"));
	for (int i = 1; i < 256; i++) {
		two[0] = (char)i;
		for (int j = i % 7; j < 256; j += 7) {
			two[1] = (char)j;
			spent.spent.jti = two;
			(void)there_and_back(spent);
		}
		arena_free(arena);
		arena = arena_new();
	}
	row.client.metadata = "{}";
	row.client.software = "\xff";
	row.client.state_why = "\xc3";
	(void)there_and_back(row);
}

static void
test_record(void **state)
{
	struct stored_row row = {.table = TABLE_AUDIT,
	    .record = {"00000000000000ff", "{\"event\":\"x\"}"}};

	(void)state;
	assert_string_equal(there_and_back(row),
	    "{\"key\":\"00000000000000ff\",\"text\":\"{"
	    "\\\"event\\\":\\\"x\\\"}\"}");
	row.table = TABLE_SEALS;
	row.record.text = "\xff\xfe";
	assert_string_equal(there_and_back(row),
	    "{\"key\":\"00000000000000ff\",\"text_hex\":\"fffe\"}");
}

static void
refused(enum stored_table table, const char *text, const char *member,
    const char *what)
{
	struct stored_row row;
	struct row_fault fault;

	if (row_read(arena, table, text, strlen(text), &row, &fault))
		fail_msg("%s is a row", text);
	if (member == NULL)
		assert_null(fault.member);
	else
		assert_string_equal(fault.member, member);
	assert_non_null(strstr(fault.what, what));
}

/* The good line with one text in place of another. */
static void
spoilt(const char *old, const char *new, const char *member, const char *what)
{
	struct stored_row row = client_row();
	const char *text = row_text(arena, &row), *at = strstr(text, old);

	assert_non_null(at);
	refused(TABLE_CLIENTS,
	    arena_printf(arena, "%.*s%s%s", (int)(at - text), text, new,
		at + strlen(old)),
	    member, what);
}

static void
test_refused(void **state)
{
	(void)state;
	refused(TABLE_CLIENTS, "", NULL, "");
	refused(TABLE_CLIENTS, "[]", NULL, "object");
	refused(TABLE_CLIENTS, "{\"key\":1,\"key\":1}", NULL, "duplicate");
	refused(TABLE_CLIENTS, "{}", "client_id", "is missing");
	spoilt("\"client_id\"", "\"client\"", "client_id", "is missing");
	spoilt("\"a\xc3\xa9\"", "\"\"", "client_id", "is empty");
	spoilt("\"a\xc3\xa9\"", "1", "client_id", "must be a string");
	spoilt("soft dir", "soft\\ndir", "software", "control character");
	spoilt("\"registered\":-1", "\"registered\":1.5", "registered",
	    "whole number");
	spoilt("\"registered\":-1", "\"registered\":-1,\"subject\":1",
	    "subject", "must be a string");
	spoilt("\"registered\":-1", "\"registered\":-1,\"state_by\":\"\\n\"",
	    "state_by", "control character");
	spoilt("\"version\":9223372036854775807", "\"version\":0", "version",
	    "whole number");
	spoilt("\"changed\":9223372036854775807,", "", "changed", "is missing");
	spoilt("suspended", "asleep", "state", "active, suspended or pending");
	spoilt("suspended", "expired", "state", "active, suspended");
	spoilt("\"registered\":-1", "\"registered\":-1,\"expires\":0",
	    "expires", "whole number");
	spoilt("\"00ff\"", "null", "token", "must be a string");
	spoilt("\"00ff\"", "\"00\\u007f\"", "token", "control character");
	spoilt("{\"client_name\":\"x\"}", "[]", "metadata", "an object");
	spoilt("\"metadata\":{", "\"metadata_hex\":{", "metadata_hex",
	    "an object");
	spoilt(
	    "\"token\":", "\"extra\":1,\"token\":", "extra", "is not a member");
	spoilt("\"token\":", "\"token_hex\":\"ff\",\"token\":", "token_hex",
	    "is not a member");
	spoilt("\"software\":\"soft dir\"", "\"software_hex\":\"41\"",
	    "software_hex", "must be a string");
	spoilt("\"software\":\"soft dir\"", "\"software_hex\":\"ff0\"",
	    "software_hex", "must be a string");
	spoilt("\"software\":\"soft dir\"", "\"software_hex\":\"ff00ff\"",
	    "software_hex", "must be a string");
	refused(TABLE_SPENT, "{\"issuer\":\"\",\"jti\":\"\"}", "expires",
	    "is missing");
	refused(TABLE_AUDIT, "{\"key\":\"1\",\"text\":\"\"}", "key",
	    "16 hexadecimal digits");
	refused(TABLE_SEALS,
	    "{\"key\":\"0000000000000001\",\"text\":\"a\\u0001\"}", "text",
	    "control character");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_client),
	    TEST(test_metadata),
	    TEST(test_depth),
	    TEST(test_bytes),
	    TEST(test_record),
	    TEST(test_refused),
	};

	return cmocka_run_group_tests_name("row text", tests, NULL, NULL);
}
