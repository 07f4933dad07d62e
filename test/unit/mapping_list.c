/* SPDX-License-Identifier: ISC */
/* What a template does with a value, and how a product's clients are listed. */
#include <stdlib.h>
#include <unistd.h>

#include "test/unit/mapping_world.h"

/* Nothing that a client registers becomes more than a value. */
static void
no_value_breaks_out(void **state)
{
	static const struct answer all[] = {{200, "", NULL}};
	static const char hostile[] = "a/../b?c=d&e#f\\\"}\\r\\nX: y{/key}";
	const struct mapping *mapping;
	const struct json *event = parsed(arena_printf(arena,
	    "{\"key\":\"" KEY "\",\"client_id\":\"%s\",\"state\":\"active\","
	    "\"client\":{\"client_name\":\"%s\"}}",
	    hostile, hostile));
	struct sent out;

	(void)state;
	assert_null(read_text(text_of(MEMBERS,
				  RECORD ",{\"to\":\"/t\",\"constant\":"
					 "\"<{/client/client_name}>\"}",
				  PUT, ""),
	    NULL, &mapping));
	out = sent_by(mapping, event, all);
	assert_int_equal(out.as, SENT_DONE);
	assert_string_equal(asked,
	    "PUT /c/a%2F..%2Fb%3Fc%3Dd%26e%23f%22%7D%0D%0AX%3A%20y"
	    "%7B%2Fkey%7D {\"name\":\"a/../b?c=d&e#f\\\"}\\r\\n"
	    "X: y{/key}\",\"t\":\"<a/../b?c=d&e#f\\\"}\\r\\nX: y{/key}>\"}\n");
	assert_null(
	    read_text(text_of(MEMBERS, RECORD,
			  "{\"name\":\"p\",\"method\":\"PUT\",\"path\":\"/c\","
			  "\"headers\":{\"X-Id\":\"{/client_id}\"}}",
			  ""),
		NULL, &mapping));
	out = sent_by(mapping, event, all);
	assert_int_equal(out.as, SENT_REFUSED);
	assert_int_equal(answered, 0);
}

static void
dots_are_no_segment(void **state)
{
	static const char *const wrong[] = {"", ".", ".."};
	static const struct answer all[] = {{200, "", NULL}};
	const struct mapping *mapping;

	(void)state;
	assert_null(
	    read_text(text_of(MEMBERS, RECORD, PUT, ""), NULL, &mapping));
	for (size_t i = 0; i < 3; i++) {
		const struct sent out = sent_by(mapping,
		    parsed(arena_printf(arena,
			"{\"key\":\"" KEY "\",\"client_id\":\"%s\","
			"\"state\":\"active\",\"client\":{}}",
			wrong[i])),
		    all);
		assert_int_equal(out.as, SENT_REFUSED);
		assert_int_equal(answered, 0);
	}
}

struct seen {
	char text[256];
	size_t most;
};

static bool
see(void *context, const struct courier_known *known)
{
	struct seen *seen = context;
	const size_t length = strlen(seen->text);

	snprintf(seen->text + length, sizeof(seen->text) - length, "%s=%s ",
	    known->client_id, known->key != NULL ? known->key : "-");
	return --seen->most > 0;
}

static bool
listed(const struct mapping *mapping, const struct answer *all,
    struct seen *seen, const char **why)
{
	*seen = (struct seen){.most = 100};
	answers = all;
	answered = 0;
	*asked = '\0';
	*why = NULL;
	return mapping_list(mapping, &caller, see, seen, arena, why);
}

static void
pages_go_by_number(void **state)
{
	static const struct answer all[] = {{200,
	    "[{\"clientId\":\"a\",\"attributes\":{\"dcr.event\":\"1\"}},"
	    "{\"clientId\":\"admin-cli\"}]",
	    NULL}};
	static const struct answer wrong[] = {{200, "{}", NULL}};
	static const struct answer away[] = {{503, "", NULL}};
	const struct mapping *mapping =
	    shipped("keycloak", "{\"realm\":\"r\"}");
	struct seen seen;
	const char *why;

	(void)state;
	assert_true(mapping_can_list(mapping));
	assert_true(listed(mapping, all, &seen, &why));
	assert_string_equal(seen.text, "a=1 ");
	assert_string_equal(
	    asked, "GET /admin/realms/r/clients?first=0&max=100\n");
	assert_false(listed(mapping, wrong, &seen, &why));
	assert_non_null(why);
	assert_false(listed(mapping, away, &seen, &why));
}

static void
pages_go_by_link(void **state)
{
#define ITEM(id)                                             \
	"[{\"client_id\":\"" id "\",\"metadata\":{\"dcr\":{" \
	"\"event\":\"1\"}}}]"
	static const struct answer all[] = {
	    {200, ITEM("a"),
		"</admin/clients?page_size=250&page_token=x>; rel=\"first\","
		"</admin/clients?page_size=250&page_token=y%26z>; "
		"rel=\"next\""},
	    {200, ITEM("b"), "</admin/clients?page_token=x>; rel=\"first\""}};
	struct seen seen;
	const char *why;

	(void)state;
	assert_true(listed(shipped("hydra", NULL), all, &seen, &why));
	assert_string_equal(seen.text, "a=1 b=1 ");
	assert_string_equal(asked,
	    "GET /admin/clients?page_size=250\n"
	    "GET /admin/clients?page_size=250&page_token=y%26z\n");
}

static void
names_have_a_prefix(void **state)
{
	static const struct answer all[] = {{200,
	    "{\"applications\":[{\"name\":\"dcr_a\"},{\"name\":\"Console\"}]}",
	    NULL}};
	struct seen seen;
	const char *why;

	(void)state;
	assert_true(listed(shipped("wso2", NULL), all, &seen, &why));
	assert_string_equal(seen.text, "a=- ");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(no_value_breaks_out),
	    TEST(dots_are_no_segment),
	    TEST(pages_go_by_number),
	    TEST(pages_go_by_link),
	    TEST(names_have_a_prefix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
