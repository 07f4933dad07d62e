/* SPDX-License-Identifier: ISC */
/* What pages count: names and slots of time, whose a request is, and records of
 * the audit trail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/trail.h"
#include "pages/activity.h"
#include "pages/history.h"
#include "pages/organisation.h"
#include "pages/plot.h"
#include "pages/slots.h"
#include "pages/ranking.h"
#include "store/lib/journal.h"

static void
counts_names(void **state)
{
	struct arena *arena = arena_new();
	struct ranking *ranking = ranking_new(arena);

	(void)state;
	ranking_add(ranking, "b", 0, 5);
	ranking_add(ranking, "a", 1, 7);
	ranking_add(ranking, "c", 2, 1);
	ranking_add(ranking, "c", 2, 9);
	ranking_add(ranking, "c", RANKING_SLOTS, 3);
	ranking_sort(ranking);
	assert_int_equal(ranking->count, 3);
	assert_string_equal(ranking->names[0]->name, "c");
	assert_string_equal(ranking->names[1]->name, "a");
	assert_string_equal(ranking->names[2]->name, "b");
	assert_int_equal(ranking->names[0]->total, 3);
	assert_int_equal(ranking->names[0]->counts[2], 2);
	assert_int_equal(ranking->names[0]->last, 9);
	assert_int_equal(ranking_total(ranking, "b"), 1);
	assert_int_equal(ranking_total(ranking, "d"), 0);
	ranking_add(ranking, "b", 0, 0);
	assert_int_equal(ranking_total(ranking, "b"), 2);
	arena_free(arena);
}

/* However many names come, the memory is the same, and none is lost. */
static void
counts_any_number_of_names(void **state)
{
	struct arena *arena = arena_new();
	struct ranking *ranking = ranking_new(arena);
	int64_t sum = 0;

	(void)state;
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 3 * RANKING_MOST; i++) {
			char name[16];

			snprintf(name, sizeof(name), "%d", i);
			ranking_add(ranking, name, 0, 1);
		}
	assert_int_equal(ranking->count, RANKING_MOST);
	ranking_sort(ranking);
	for (size_t i = 0; i < ranking->count; i++)
		sum += ranking->names[i]->total;
	assert_int_equal(sum, 2 * RANKING_MOST);
	assert_int_equal(ranking->others.total, 4 * RANKING_MOST);
	assert_int_equal(ranking_total(ranking, "17"), 2);
	arena_free(arena);
}

static void
cuts_time(void **state)
{
	static const struct {
		int64_t since, until;
		size_t count;
		const char *each, *first, *last;
	} cuts[] = {
	    /* a day, by hours */
	    {1795910400, 1795996800, 24, "hour", "11-29 00:00", "11-29 23:00"},
	    {1795910401, 1795996801, 25, "hour", "11-29 00:00", "11-30 00:00"},
	    {1795910400, 1795910400 + 7 * 86400, 28, "six hours", "11-29 00:00",
		"12-05 18:00"},
	    {1795910400, 1795910400 + 30 * 86400, 30, "day", "2026-11-29",
		"2026-12-28"},
	    /* 2026-11-29 is a Sunday */
	    {1795910400, 1795910400 + 100 * 86400, 16, "week", "2026-11-23",
		"2027-03-08"},
	    {0, 1, 1, "hour", "01-01 00:00", "01-01 00:00"},
	    {-5, -7, 1, "hour", "01-01 00:00", "01-01 00:00"},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		const struct slots slots =
		    slots_of(cuts[i].since, cuts[i].until);

		assert_string_equal(slots.each, cuts[i].each);
		assert_int_equal(slots.count, cuts[i].count);
		assert_string_equal(
		    slots_name(arena, &slots, 0), cuts[i].first);
		assert_string_equal(
		    slots_name(arena, &slots, slots.count - 1), cuts[i].last);
	}
	arena_free(arena);
}

/* Of any period each second is in one slot, and the slots have room. */
static void
cuts_any_time(void **state)
{
	(void)state;
	for (int64_t length = 1; length < INT64_C(60) * 31557600;
	     length = length * 3 / 2 + 1)
		for (int64_t since = 0; since < INT64_C(4000000000);
		     since += 399999937) {
			const struct slots slots =
			    slots_of(since, since + length);

			assert_in_range(slots.count, 1, RANKING_SLOTS);
			assert_true(slots.begin <= since);
			assert_true(slots.begin + slots.seconds > since);
			assert_int_equal(slots_at(&slots, since), 0);
			assert_int_equal(slots_at(&slots, since + length - 1),
			    slots.count - 1);
			assert_int_equal(slots_at(&slots, since - 1), 0);
			assert_int_equal(
			    slots_at(&slots, INT64_MAX), slots.count - 1);
		}
}

static void
says_whose_a_request_is(void **state)
{
	static const struct {
		const char *record, *whose;
	} records[] = {
	    {"{\"organisation_name\":\"A\",\"organisation_id\":\"B\"}", "A"},
	    {"{\"organisation_id\":\"B\",\"subject\":\"O=C\"}", "B"},
	    {"{\"subject\":\"CN=x,O=C,C=GB\"}", "C"},
	    {"{\"subject\":\"O=C\"}", "C"},
	    {"{\"subject\":\"CN=x+O=C\"}", "C"},
	    {"{\"subject\":\"CN=x\\\\,O=no,O=C\\\\, D\"}", "C\\, D"},
	    {"{\"subject\":\"CN=x,OU=y\"}", "CN=x,OU=y"},
	    {"{\"subject\":\"CN=x,O=\"}", "CN=x,O="},
	    {"{\"subject\":\"CN=\\\\\"}", "CN=\\"},
	    {"{\"subject\":\"\"}", ORGANISATION_UNKNOWN},
	    {"{\"subject\":7}", ORGANISATION_UNKNOWN},
	    {"{}", ORGANISATION_UNKNOWN},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++)
		assert_string_equal(organisation_of_record(arena,
					json_parse(arena, records[i].record,
					    strlen(records[i].record), NULL)),
		    records[i].whose);
	assert_string_equal(
	    organisation_of_record(arena, NULL), ORGANISATION_UNKNOWN);
	arena_free(arena);
}

static void
knows_keys(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	assert_null(journal_before(arena, 0));
	assert_null(journal_before(arena, -1));
	assert_string_equal(journal_before(arena, 1), "00000000000f423f");
	assert_int_equal(journal_moment("00000000000f4240"), 1);
	assert_int_equal(journal_moment("00000000000f423f"), 0);
	arena_free(arena);
}

/* A store that has an audit trail of so many records, each with its number. */
enum { RECORDS = 500 };

static enum stored
tell_rows(struct store *store, const struct stored_range *range,
    store_row_fn *each, void *context)
{
	(void)store;
	for (int i = 0; i < RECORDS; i++) {
		char key[17], text[200];
		struct stored_row row = {.table = TABLE_AUDIT};

		snprintf(key, sizeof(key), "%016x", (unsigned)i);
		if (range->after != NULL && strcmp(key, range->after) <= 0)
			continue;
		snprintf(text, sizeof(text),
		    "{\"event\":\"%s\",\"n\":\"x%dx\",\"rules\":[\"r%d\"]}",
		    i % 2 ? "refused" : "registered", i, i % 3);
		row.record = (struct stored_record){key, text};
		if (!each(context, &row))
			break;
	}
	return STORED_OK;
}

static void
finds_records(void **state)
{
	static const struct {
		struct history_search search;
		int64_t matches, scanned;
		int first, last; /* of those that are shown */
		bool cut;
	} searches[] = {
	    {{.scan = 1000}, 500, 500, 450, 499, false},
	    {{.scan = RECORDS}, 500, 500, 450, 499, false},
	    {{.scan = RECORDS - 1}, 499, 499, 449, 498, true},
	    {{.scan = 1000, .texts = {"x7x", "x300x"}}, 2, 500, 7, 300, false},
	    {{.scan = 100, .texts = {"x7x", "x300x"}}, 1, 100, 7, 7, true},
	    {{.scan = 1000, .refused = true}, 250, 500, 401, 499, false},
	    {{.scan = 1000, .rule = "r0", .texts = {"x9x"}}, 1, 500, 9, 9,
		false},
	    {{.scan = 1000, .rule = "r1", .texts = {"x9x"}}, 0, 500, -1, -1,
		false},
	    {{.scan = 1000, .text = "X499X"}, 1, 500, 499, 499, false},
	    {{.scan = 1000, .text = "nowhere"}, 0, 500, -1, -1, false},
	    {{.scan = 1000, .after = "00000000000001f2"}, 1, 1, 499, 499,
		false},
	    {{.scan = 1000, .until = "0000000000000003"}, 3, 3, 0, 2, false},
	};
	static const struct store_ops ops = {.rows = tell_rows};
	struct store store = {&ops};

	(void)state;
	for (size_t i = 0; i < sizeof(searches) / sizeof(searches[0]); i++) {
		struct arena *arena = arena_new();
		struct history found;
		char key[17];

		assert_int_equal(
		    history_find(&store, arena, &searches[i].search, &found),
		    STORED_OK);
		assert_int_equal(found.matches, searches[i].matches);
		assert_int_equal(found.scanned, searches[i].scanned);
		assert_int_equal(found.cut, searches[i].cut);
		if (searches[i].first < 0) {
			assert_null(history_oldest(&found));
		} else {
			snprintf(key, sizeof(key), "%016x",
			    (unsigned)searches[i].first);
			assert_string_equal(history_oldest(&found), key);
			snprintf(key, sizeof(key), "%016x",
			    (unsigned)searches[i].last);
			assert_string_equal(
			    found
				.rows[(found.first + found.count - 1) %
				      HISTORY_ROWS]
				.key,
			    key);
		}
		arena_free(arena);
	}
}

static char *
plotted(const struct slots *slots, struct ranking *ranking)
{
	static const struct plot plot = {"id", "<Title>", "things", "Nothing."};
	struct arena *arena = arena_new();
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	ranking_sort(ranking);
	plot_put(out, arena, &plot, slots, ranking);
	assert_int_equal(fclose(out), 0);
	arena_free(arena);
	return text;
}

static size_t
times(const char *text, const char *part)
{
	size_t count = 0;

	for (; (text = strstr(text, part)) != NULL; text++)
		count++;
	return count;
}

static void
draws_what_was_counted(void **state)
{
	const struct slots slots = slots_of(1795910400, 1795996800);
	struct arena *arena = arena_new();
	struct ranking *ranking = ranking_new(arena);
	char *text = plotted(&slots, ranking);

	(void)state;
	assert_string_equal(text, "<p class=\"note\">Nothing.</p>\n");
	free(text);
	ranking_add(ranking, "</text><script>", 3, 1);
	ranking_add(ranking, "two", 3, 1);
	ranking_add(ranking, "two", 5, 1);
	text = plotted(&slots, ranking);
	assert_null(strstr(text, "<script"));
	assert_non_null(strstr(text, "&lt;Title&gt;"));
	/* three pieces of bars, and a square of the legend for each name */
	assert_int_equal(times(text, "<rect "), 3 + 2);
	assert_int_equal(times(text, "<tr>"), 1 + 24);
	assert_non_null(strstr(text, "In all 3 things, 2 at most"));
	free(text);
	for (int i = 0; i < 20; i++)
		for (int j = 0; j <= i; j++) {
			char name[16];

			snprintf(name, sizeof(name), "n%d", i);
			ranking_add(ranking, name, 23, 1);
		}
	text = plotted(&slots, ranking);
	assert_non_null(strstr(text, "16 others"));
	assert_non_null(strstr(text, "In all 213 things, 210 at most"));
	free(text);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counts_names),
	    cmocka_unit_test(counts_any_number_of_names),
	    cmocka_unit_test(cuts_time),
	    cmocka_unit_test(cuts_any_time),
	    cmocka_unit_test(says_whose_a_request_is),
	    cmocka_unit_test(knows_keys),
	    cmocka_unit_test(finds_records),
	    cmocka_unit_test(draws_what_was_counted),
	};

	return cmocka_run_group_tests_name("pages", tests, NULL, NULL);
}
