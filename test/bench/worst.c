/* SPDX-License-Identifier: ISC */

/*
 * worst INPUT OUTPUT PROGRAM: runs the program with these and prints the CPU
 * time of it, in milliseconds, and the most memory that it had, in KiB.
 */
#include <sys/resource.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	struct rusage used;
	int status;
	pid_t pid;

	if (argc != 4)
		return 2;
	pid = fork();
	if (pid == 0) {
		const int in = open(argv[1], O_RDONLY);
		const int out =
		    open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0600);

		if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0)
			_exit(127);
		execl(argv[3], argv[3], (char *)NULL);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &used) != pid)
		return 3;
	printf("%ld %ld\n",
	    (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 +
		(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000,
	    used.ru_maxrss);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : 1;
}
