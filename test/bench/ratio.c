/* SPDX-License-Identifier: ISC */

/*
 * ratio N BARE PROGRAM INPUT: runs BARE and PROGRAM in turn, N times each,
 * PROGRAM with the file INPUT.i as its i-th standard input, and prints the
 * median time of each from fork to reaped, and the median of their ratios
 * pair by pair, which holds when the machine's speed drifts.  A PROGRAM whose
 * output does not begin with "Status: 201" ends the run.
 */
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

/* Microseconds; -1 when the output does not begin as expected. */
static double
run(const char *program, const char *input, const char *expected)
{
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
	waitpid(pid, &status, 0);
	double took = now() - start;
	close(ends[0]);
	answer[have] = '\0';
	if (strncmp(answer, expected, strlen(expected)) == 0)
		return took;
	warnx("%s with %s: %s", program, input, answer);
	return -1;
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

int
main(int argc, char **argv)
{
	size_t count = argc == 5 ? strtoul(argv[1], NULL, 10) : 0;

	if (count == 0)
		errx(2, "usage: ratio N BARE PROGRAM INPUT");
	double *bare = calloc(count, sizeof(*bare));
	double *ours = calloc(count, sizeof(*ours));
	double *ratio = calloc(count, sizeof(*ratio));
	if (bare == NULL || ours == NULL || ratio == NULL)
		err(2, "calloc");
	for (size_t i = 0; i < count; i++) {
		char input[4096];
		snprintf(input, sizeof(input), "%s.%zu", argv[4], i);
		bare[i] = run(argv[2], input, "");
		ours[i] = run(argv[3], input, "Status: 201");
		if (ours[i] < 0)
			return 1;
		ratio[i] = ours[i] / bare[i];
	}
	double b = median(bare, count), o = median(ours, count);
	printf("%.0f us bare, %.0f us one-shot CGI registration, ratio %.2f "
	       "(medians of %zu)\n",
	    b, o, median(ratio, count), count);
	return 0;
}
