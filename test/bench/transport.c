/* SPDX-License-Identifier: ISC */

/*
 * transport N [KIND PROGRAM [ARGUMENT...]]: asks an external validator N times
 * with a question of the usual size and prints what one costs: the middle of the
 * times, CPU of ours and of the program, and context switches.  Without a
 * program it is a co-process in C, which is this one.
 */
#include <sys/resource.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "validators/external/private.h"

struct usage {
	double cpu; /* microseconds */
	long switches;
};

static double
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

static double
microseconds(const struct timeval *tv)
{
	return (double)tv->tv_sec * 1e6 + (double)tv->tv_usec;
}

static struct usage
usage_of(int whose)
{
	struct rusage usage;

	(void)getrusage(whose, &usage);
	return (struct usage){
	    microseconds(&usage.ru_utime) + microseconds(&usage.ru_stime),
	    usage.ru_nvcsw + usage.ru_nivcsw};
}

/* The co-process: no JSON library, so that it is the transport that is
 * measured. */
static void
answer(void)
{
	static char line[65536];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		const char *id = strstr(line, "\"id\":\"");
		if (id == NULL)
			(void)printf("{\"dcr\":1,\"hello\":\"bench\"}\n");
		else
			(void)printf("{\"id\":\"%.*s\",\"outcome\":\"pass\"}\n",
			    (int)strcspn(id + 6, "\""), id + 6);
		(void)fflush(stdout);
	}
}

static const struct json *
entry_for(struct arena *arena, char **argv)
{
	struct json *entry = json_new_object(arena);
	struct json *words = json_new_array(arena);

	for (; *argv != NULL; argv++)
		json_append_string(words, *argv);
	json_set_string(entry, "name", "bench");
	json_set(entry, "argv", words);
	return entry;
}

/* About 1.5 kB. */
static const struct json *
question_for(struct arena *arena, long id)
{
	struct json *question = json_new_object(arena);
	struct json *request = json_new_object(arena);

	for (int i = 0; i < 24; i++)
		json_set_string(request,
		    arena_printf(arena, "software_member_%d", i),
		    "https://tpp.example/a-value");
	json_set_integer(question, "dcr", 1);
	json_set_string(question, "id", arena_printf(arena, "%ld", id));
	json_set_string(question, "method", "POST");
	json_set(question, "request", request);
	return question;
}

static double
ask(struct transport *transport, long id)
{
	struct arena *arena = arena_new();
	const struct json *question = question_for(arena, id), *said;
	const double start = now();
	const char *why = transport_ask(transport, question, arena, &said);
	const double time = now() - start;

	if (why != NULL)
		errx(1, "%s", why);
	arena_free(arena);
	return time;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
measure(struct transport *transport, struct arena *arena, long count)
{
	double *times = calloc((size_t)count, sizeof(*times));
	struct usage before, after, its;

	if (times == NULL)
		err(1, "calloc");
	for (long i = 0; i < 10; i++) /* the start is not what is asked */
		(void)ask(transport, i);
	before = usage_of(RUSAGE_SELF);
	for (long i = 0; i < count; i++)
		times[i] = ask(transport, 10 + i);
	after = usage_of(RUSAGE_SELF);
	arena_free(arena);
	its = usage_of(RUSAGE_CHILDREN);
	qsort(times, (size_t)count, sizeof(*times), compare);
	(void)printf("middle %.0f us (a tenth under %.0f, a tenth over %.0f), "
		     "CPU %.0f us of ours and %.0f of its, "
		     "switches %.2f of ours and %.2f of its\n",
	    times[count / 2], times[count / 10], times[count - count / 10 - 1],
	    (after.cpu - before.cpu) / (double)count, its.cpu / (double)count,
	    (double)(after.switches - before.switches) / (double)count,
	    (double)its.switches / (double)count);
	free(times);
}

int
main(int argc, char **argv)
{
	char own[4096], part[] = "answer";
	char *us[] = {own, part, NULL}, **program = argc > 3 ? argv + 3 : us;
	const long count = argc > 1 ? atol(argv[1]) : 10000;
	struct arena *arena = arena_new();
	const char *why;

	if (argc > 1 && strcmp(argv[1], part) == 0)
		return answer(), 0;
	const ssize_t n = readlink("/proc/self/exe", own, sizeof(own) - 1);
	if (n < 0 || count < 1)
		errx(2, "usage: transport N [KIND PROGRAM...]");
	own[n] = '\0';
	struct transport *transport = transport_open(arena,
	    argc > 3 ? argv[2] : "coprocess", entry_for(arena, program), &why);
	if (transport == NULL)
		errx(2, "%s", why);
	measure(transport, arena, count);
	return 0;
}
