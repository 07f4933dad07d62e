/* SPDX-License-Identifier: ISC */

/*
 * ratio N BARE PROGRAM INPUT: runs BARE and PROGRAM in turn, N times each,
 * PROGRAM with the file INPUT.i as its i-th standard input, and prints the
 * median time of each from fork to reaped, and the median of their ratios
 * pair by pair, which holds when the machine's speed drifts; and that median of
 * the processor time alone, which holds as well when the machine does other
 * work meanwhile.  A PROGRAM whose output does not begin with "Status: 201" ends
 * the run.
 */
#include <sys/resource.h>
#include <sys/wait.h>

#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e6 + (double)ts.tv_nsec / 1e3;
}

static void
become(const char *program, const char *input, int output)
{
	int in = open(input, O_RDONLY);
	int null = open("/dev/null", O_WRONLY);

	if (in == -1 || dup2(in, 0) == -1 || dup2(output, 1) == -1 ||
	    dup2(null, 2) == -1)
		_exit(127);
	execl(program, program, (char *)NULL);
	_exit(127);
}

struct took {
	double time, processor; /* microseconds */
};

static double
microseconds(const struct timeval *time)
{
	return (double)time->tv_sec * 1e6 + (double)time->tv_usec;
}

/* Ends the program when the output does not begin as expected. */
static void
run(const char *program, const char *input, const char *expected,
    struct took *took)
{
	struct rusage used;
	char answer[4096] = "";
	size_t have = 0;
	ssize_t n;
	int ends[2], status;

	if (pipe2(ends, O_CLOEXEC) == -1)
		err(2, "pipe");
	double start = now();
	pid_t pid = fork();
	if (pid == -1)
		err(2, "fork");
	if (pid == 0)
		become(program, input, ends[1]);
	close(ends[1]);
	while (
	    have < sizeof(answer) - 1 &&
	    (n = read(ends[0], answer + have, sizeof(answer) - 1 - have)) > 0)
		have += (size_t)n;
	wait4(pid, &status, 0, &used);
	took->time = now() - start;
	took->processor =
	    microseconds(&used.ru_utime) + microseconds(&used.ru_stime);
	close(ends[0]);
	answer[have] = '\0';
	if (strncmp(answer, expected, strlen(expected)) != 0)
		errx(1, "%s with %s: %s", program, input, answer);
}

static int
by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double
median(double *values, size_t count)
{
	qsort(values, count, sizeof(*values), by_size);
	return values[count / 2];
}

static double *
room(size_t count)
{
	double *values = calloc(count, sizeof(*values));

	if (values == NULL)
		err(2, "calloc");
	return values;
}

int
main(int argc, char **argv)
{
	size_t count = argc == 5 ? strtoul(argv[1], NULL, 10) : 0;

	if (count == 0)
		errx(2, "usage: ratio N BARE PROGRAM INPUT");
	double *bare = room(count), *ours = room(count);
	double *ratio = room(count), *processor = room(count);
	for (size_t i = 0; i < count; i++) {
		struct took one, other;
		char input[4096];
		snprintf(input, sizeof(input), "%s.%zu", argv[4], i);
		run(argv[2], input, "", &one);
		run(argv[3], input, "Status: 201", &other);
		bare[i] = one.time;
		ours[i] = other.time;
		ratio[i] = other.time / one.time;
		processor[i] = other.processor / one.processor;
	}
	double b = median(bare, count), o = median(ours, count);
	printf("%.0f us bare, %.0f us one-shot CGI registration, ratio %.2f, "
	       "of processor time %.2f (medians of %zu)\n",
	    b, o, median(ratio, count), median(processor, count), count);
	return 0;
}
