/* SPDX-License-Identifier: ISC */
/* Which files are mappings. */
#include <stdlib.h>
#include <unistd.h>

#include "test/unit/mapping_world.h"

static void
reads(const char *members, const char *record, const char *put,
    const char *more, const char *values, const char *wanted)
{
	const struct mapping *mapping;
	const char *why =
	    read_text(text_of(members, record, put, more), values, &mapping);

	if (why == NULL ? wanted != NULL
			: wanted == NULL || strstr(why, wanted) == NULL)
		fail_msg("got %s, wanted %s", why != NULL ? why : "none",
		    wanted != NULL ? wanted : "none");
}

static void
the_least_is_read(void **state)
{
	(void)state;
	reads(MEMBERS, RECORD, PUT, "", NULL, NULL);
	reads(MEMBERS, RECORD, PUT, "", "{\"realm\":\"x\"}", NULL);
}

static void
wrong_members_are_refused(void **state)
{
	(void)state;
	reads("", RECORD, PUT, "", NULL,
	    ": members.client_name: is missing: say how");
	reads(MEMBERS "\"clientname\":{},", RECORD, PUT, "", NULL,
	    ": members.clientname: no client has such a member");
	reads("\"client_name\":{\"valeus\":[1]},", RECORD, PUT, "", NULL,
	    ": members.client_name.valeus: no such key; there are: values");
	reads("\"client_name\":{\"ignored\":\"a\",\"inexpressible\":\"b\"},",
	    RECORD, PUT, "", NULL, "is not allowed beside inexpressible");
	reads("\"client_name\":{\"ignored\":\"a\"},", RECORD, PUT, "", NULL,
	    "/client/client_name: is said to be ignored");
	reads(MEMBERS, "{\"to\":\"/a\",\"constant\":1}", PUT, "", NULL,
	    ": members.client_name: is mapped to nothing");
	reads("\"client_name\":{\"ignored\":\"a\",\"values\":[1]},", RECORD,
	    PUT, "", NULL, "is not mapped, and has no values");
	reads("\"client_name\":{\"elsewhere\":true},", RECORD, PUT, "", NULL,
	    "is allowed only beside inexpressible");
	reads("\"client_name\":{\"inexpressible\":\"a\"},",
	    "{\"to\":\"/a\",\"constant\":1}", PUT, "",
	    "{\"elsewhere\":\"client_name\"}",
	    ": values.elsewhere: must not name client_name");
	reads(MEMBERS, RECORD, PUT, "", "{\"elsewhere\":\"nonsense\"}",
	    ": values.elsewhere: nonsense is no member");
	reads(MEMBERS, RECORD, PUT, "", "{\"relam\":\"x\"}",
	    ": values.relam: dcr.conf gives a value that");
}

static void
wrong_fields_are_refused(void **state)
{
	static const struct {
		const char *field, *wanted;
	} cases[] = {
	    {"{\"to\":\"name\",\"from\":\"/client/client_name\"}",
		"record[0].to: must be a JSON Pointer"},
	    {"{\"to\":\"/a\",\"from\":\"/client/client_name\","
	     "\"as\":\"wrods\"}",
		"record[0].as: must be one of: \"words\""},
	    {"{\"to\":\"/a\",\"from\":\"/client/client_name\","
	     "\"split\":\",\"}",
		"record[0].split: no such key"},
	    {"{\"to\":\"/a\"}", "record[0].from: must be there, or constant"},
	    {"{\"to\":\"/a\",\"from\":\"/client/nmae\"}",
		"record[0]: /client/nmae: no client has such a member"},
	    {"{\"to\":\"/a\",\"from\":\"/nmae\"}",
		"record[0]: /nmae: there is no such value"},
	    {"{\"to\":\"/a\",\"from\":\"/values/tenant\"}",
		"/values/tenant: there is no such value"},
	    {"{\"to\":\"/a\",\"from\":\"/taken/id\"}",
		"/taken/id: there is no such value"},
	    {"{\"to\":\"/a\",\"constant\":\"{/values/realm\"}",
		"a { is not closed"},
	    {"{\"to\":\"/a\",\"from\":\"/client/client_name\","
	     "\"table\":{\"a\":1},\"as\":\"text\"}",
		"record[0].table: is not allowed beside"},
	    {"{\"to\":\"/a\",\"from\":\"/client/client_name\",\"when\":"
	     "[{\"from\":\"/state\"}]}",
		"record[0].when[0].any: must be there, or present"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		reads(MEMBERS,
		    arena_printf(arena, "%s," RECORD, cases[i].field), PUT, "",
		    NULL, cases[i].wanted);
}

static void
wrong_steps_are_refused(void **state)
{
	static const struct {
		const char *step, *wanted;
	} cases[] = {
	    {"{\"name\":\"p\",\"method\":\"FETCH\",\"path\":\"/\"}",
		"put[0].method: must be one of: GET"},
	    {"{\"name\":\"p\",\"method\":\"GET\",\"path\":\"x\"}",
		"put[0].path: must begin with /"},
	    {"{\"name\":\"p\",\"method\":\"GET\",\"path\":\"/\","
	     "\"on\":{\"200\":\"dnoe\"}}",
		"put[0].on.200: must be one of: next, done"},
	    {"{\"name\":\"p\",\"method\":\"GET\",\"path\":\"/\","
	     "\"on\":{\"2xx\":\"done\"}}",
		"put[0].on: must have statuses"},
	    {"{\"name\":\"p\",\"verb\":\"GET\",\"path\":\"/\"}",
		"put[0].verb: no such key"},
	    {"{\"name\":\"p\",\"method\":\"GET\",\"path\":\"/{/item\"}",
		"step \"p\": /{/item: a { is not closed"},
	    {"{\"name\":\"p\",\"method\":\"GET\",\"path\":\"/{/tiem}\"}",
		"step \"p\": /tiem: there is no such value"},
	    {"{\"name\":\"p\",\"method\":\"PUT\",\"path\":\"/\","
	     "\"body\":\"client\"}",
		"put[0].body: must be \"record\""},
	    {"{\"name\":\"p\",\"refuse\":\"no\",\"method\":\"GET\"}",
		"put[0].method: is not allowed beside refuse"},
	    /* No step goes back: there is no loop. */
	    {"{\"name\":\"p\",\"method\":\"GET\",\"path\":\"/\","
	     "\"on\":{\"200\":\"p\"}}",
		"put[0].on.200: must be one of"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		reads(
		    MEMBERS, RECORD, cases[i].step, "", NULL, cases[i].wanted);
	reads(
	    MEMBERS, RECORD, PUT, ",\"psut\":[]", NULL, ": psut: no such key");
	reads(MEMBERS, RECORD, PUT,
	    ",\"list\":{\"path\":\"/\",\"items\":\"\",\"client_id\":\"/i\"}",
	    NULL, ": list.ours: is missing");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
	    TEST(the_least_is_read),
	    TEST(wrong_members_are_refused),
	    TEST(wrong_fields_are_refused),
	    TEST(wrong_steps_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
