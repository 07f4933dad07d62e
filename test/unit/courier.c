/* SPDX-License-Identifier: ISC */
/* What an answer means for an event, and what is kept of its words. */
#include <string.h>

#include "deliver/kind.h"
#include "kit/net/exchange.h"
#include "test/unit/arena_setup.h"

static struct sent
judge(int status, const char *body)
{
	const struct exchanged answer = {.status = status,
	    .body = body,
	    .length = strlen(body),
	    .retry_after = 3000};
	struct sent sent = {0};

	courier_judge(&answer, arena, &sent);
	return sent;
}

static void
mean(enum sent_as as, const int *statuses)
{
	for (; *statuses != 0; statuses++)
		if (judge(*statuses, "").as != as)
			fail_msg("%d", *statuses);
}

static void
test_statuses(void **state)
{
	static const int done[] = {200, 201, 202, 204, 299, 0};
	static const int later[] = {100, 301, 302, 304, 403, 404, 405, 408, 409,
	    425, 500, 501, 502, 504, 599, 0};
	static const int away[] = {401, 407, 429, 503, 0};
	static const int refused[] = {
	    400, 402, 406, 410, 411, 413, 415, 422, 451, 499, 0};

	(void)state;
	mean(SENT_DONE, done);
	mean(SENT_LATER, later);
	mean(SENT_AWAY, away);
	mean(SENT_REFUSED, refused);
}

static void
test_words(void **state)
{
	char *longest = arena_alloc(arena, 1001);
	struct sent sent = judge(422, "no\nsuch \x1b[0m\xff scope");

	(void)state;
	assert_string_equal(sent.words, "status 422: no?such ?[0m? scope");
	assert_int_equal(sent.after, 3000);
	assert_string_equal(judge(204, "thanks").words, "");
	assert_string_equal(judge(500, "").words, "status 500");
	/* Whoever refuses credentials may repeat them. */
	assert_string_equal(judge(401, "no token abc").words, "status 401");
	memset(longest, 'x', 1000);
	assert_int_equal(strlen(judge(400, longest).words), COURIER_WORDS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(test_statuses),
	    TEST(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
