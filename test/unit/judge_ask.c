/* SPDX-License-Identifier: ISC */
/* When nothing further is asked of a request. */
#include <string.h>

#include "front/lib/reply.h"
#include "kit/limits.h"
#include "test/unit/arena_setup.h"
#include "validators/judge/private.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

static const struct rule rules[] = {
    {"asked.always", ERROR_METADATA, "for a test", NULL}, {0}};
static unsigned asked_times;

static void
check(const struct submission *s, struct verdict *v)
{
	(void)s;
	asked_times++;
	for (int i = 0; i < 40; i++)
		refuse(v, &rules[0], "/client_name", "is wrong");
}

static const struct validator validator = {
    .name = "asked", .rules = rules, .check = check};

/* The rule has a clause, so that it is not off. */
static struct profile_question
question(void)
{
	return (struct profile_question){.validator = NULL};
}

static void
ask_often(struct submission *s, struct verdict *v, int times)
{
	struct profile_question q = question();

	q.validator = &validator;
	asked_times = 0;
	for (int i = 0; i < times; i++)
		judge_ask(s, v, &q);
}

static void
stops_at_too_many_findings(void **state)
{
	struct submission s = {.arena = arena};
	struct verdict v;
	struct reply *reply;

	(void)state;
	verdict_init(&v, arena);
	ask_often(&s, &v, 9);
	assert_int_equal(asked_times, 2);
	assert_int_equal(v.outcome, OUTCOME_REFUSE);
	assert_int_equal(v.count, 80);
	assert_true(v.cut);
	reply = reply_verdict(arena, &v);
	assert_int_equal(reply->status, 400);
	assert_non_null(
	    strstr(reply->body, "; the rest was not looked at; and "));
}

static void
stops_at_too_much_memory(void **state)
{
	struct submission s = {.arena = arena};
	struct verdict v;
	struct reply *reply;

	(void)state;
	verdict_init(&v, arena);
	(void)arena_alloc(arena, LIMIT_MEMORY + 1);
	ask_often(&s, &v, 2);
	assert_int_equal(asked_times, 0);
	assert_int_equal(v.outcome, OUTCOME_REFUSE);
	reply = reply_verdict(arena, &v);
	assert_int_equal(reply->status, 413);
	assert_non_null(
	    strstr(reply->body, "more memory than one request may"));
}

static void
counts_the_memory(void **state)
{
	const size_t before = arena_size(arena);

	(void)state;
	(void)arena_alloc(arena, 1000000);
	assert_in_range(arena_size(arena) - before, 1000000, 1001000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(stops_at_too_many_findings),
	    TEST(stops_at_too_much_memory),
	    TEST(counts_the_memory),
	};

	return cmocka_run_group_tests_name("judge_ask", tests, NULL, NULL);
}
