/* SPDX-License-Identifier: ISC */
/* The external validators of examples/validators, as they are described
 * there. */
#include "test/unit/parse_json.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit/json.h"
#include "test/unit/transcript.h"
#include "validators/external/private.h"

static char list[] = "/tmp/dcr-list-XXXXXX";

static void
write_list(const char *text)
{
	FILE *file = fopen(list, "w");

	assert_non_null(file);
	(void)fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

/* `arguments` are strings of JSON, each with a comma before it. */
static struct transport *
open_example(const char *kind, const char *name, const char *arguments)
{
	char *here = realpath("examples/validators", NULL);
	const char *why = NULL;

	assert_non_null(here);
	struct transport *transport = transport_open(arena, kind,
	    parse(arena_printf(arena,
		"{\"name\":\"%s\",\"milliseconds\":15000,"
		"\"argv\":[\"%s/%s\"%s]}",
		name, here, name, arguments)),
	    &why);
	free(here);
	if (transport == NULL)
		fail_msg("%s", why);
	return transport;
}

static const char *
ask(struct transport *transport, const char *more, const struct json **said)
{
	return transport_ask(transport,
	    parse(arena_printf(arena,
		"{\"dcr\":1,\"id\":\"r1\",\"method\":\"POST\"%s}", more)),
	    arena, said);
}

static void
assert_passes(struct transport *transport, const char *more)
{
	const struct json *said;
	const char *why = ask(transport, more, &said);

	if (why != NULL)
		fail_msg("%s", why);
	if (!json_equal(said, parse("{\"outcome\":\"pass\"}")))
		fail_msg("%s", json_text(arena, said));
}

static void
assert_refuses(struct transport *transport, const char *more, const char *rule,
    const char *pointer)
{
	const struct json *said, *finding;
	const char *why = ask(transport, more, &said);

	if (why != NULL)
		fail_msg("%s", why);
	assert_string_equal(json_string(json_get(said, "outcome")), "refuse");
	assert_int_equal(json_length(json_get(said, "findings")), 1);
	finding = json_at(json_get(said, "findings"), 0);
	assert_string_equal(json_string(json_get(finding, "rule")), rule);
	assert_string_equal(json_string(json_get(finding, "pointer")), pointer);
}

static void
test_business_hours(void **state)
{
	const struct json *said;

	(void)state;
	assert_passes(open_example("command", "business-hours",
			  ",\"0\",\"24\",\"1234567\""),
	    "");
	assert_refuses(
	    open_example("command", "business-hours", ",\"0\",\"24\",\"0\""),
	    "", "closed", "");
	assert_refuses(open_example("command", "business-hours",
			   ",\"0\",\"0\",\"1234567\""),
	    "", "closed", "");
	assert_non_null(
	    ask(open_example("command", "business-hours", ""), "", &said));
}

static void
test_sanctions(void **state)
{
	struct transport *transport;

	(void)state;
	write_list("# all made up\nEvil Shipping Ltd\nB\xc3\xb6se Bank AG\n");
	transport = open_example(
	    "coprocess", "sanctions", arena_printf(arena, ",\"%s\"", list));
	assert_passes(transport, ",\"request\":{\"client_name\":\"Shop\"}");
	assert_refuses(transport,
	    ",\"request\":{\"client_name\":\"the EVIL-Shiping, Inc.\"}",
	    "match", "/client_name");
	assert_refuses(transport,
	    ",\"request\":{},\"claims\":{\"org_name\":\"BOSE BANK\"}", "match",
	    "/software_statement/org_name");
	assert_passes(transport,
	    ",\"request\":{\"client_name\":\"Evil Shipping\"},"
	    "\"settings\":{\"names\":[\"org_name\"]}");
	write_list("# all made up, and longer\nGreat and Good Savings\n");
	assert_refuses(transport,
	    ",\"request\":{\"client_name\":\"Great & Good Savings\"}", "match",
	    "/client_name");
	assert_passes(
	    transport, ",\"request\":{\"client_name\":\"Evil Shipping\"}");
}

/* No list is no empty list. */
static void
test_no_list(void **state)
{
	const struct json *said;
	struct transport *transport =
	    open_example("coprocess", "sanctions", ",\"/nowhere/list\"");
	const char *why = ask(transport, "", &said);

	(void)state;
	assert_non_null(why);
	/* Whether the question was written before the program ended, or could
	 * not be, is chance. */
	assert_true(strstr(why, "has ended") != NULL ||
		    strstr(why, "reads no more") != NULL);
}

static void
play(struct transport *transport, const char *which, size_t from)
{
	const struct transcript transcript = transcript_read(which);
	const struct json *said;

	for (size_t i = from; i < transcript.count; i++) {
		const char *why =
		    transport_ask(transport, transcript.ours[i], arena, &said);
		if (why != NULL)
			fail_msg("%s", why);
		transcript_compare(said, transcript.its[i]);
	}
}

static void
test_transcripts(void **state)
{
	(void)state;
	play(open_example("command", "business-hours", ",\"8\",\"18\",\"0\""),
	    "command", 0);
	write_list("Evil Shipping Ltd\n");
	/* The greeting is the transport's own. */
	play(open_example("coprocess", "sanctions",
		 arena_printf(arena, ",\"%s\"", list)),
	    "coprocess", 1);
}

static int
make_list(void **state)
{
	int fd = mkstemp(list);

	(void)state;
	assert_int_not_equal(fd, -1);
	close(fd);
	return 0;
}

static int
remove_list(void **state)
{
	(void)state;
	unlink(list);
	return 0;
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {TEST(test_business_hours),
	    TEST(test_sanctions), TEST(test_no_list), TEST(test_transcripts)};

	return cmocka_run_group_tests_name(
	    "transport_examples", tests, make_list, remove_list);
}
