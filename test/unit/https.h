/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_HTTPS_H
#define TEST_UNIT_HTTPS_H

/* After cmocka.h.  An https server on the loopback: the openssl command, in a
 * directory of its own, which answers /NAME with the file NAME as it is,
 * status line and all. */

#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct https {
	char directory[64];
	char ca[128]; /* its own certificate, for 127.0.0.1 */
	char host[32];
	unsigned port;
	pid_t pid; /* 0: not running */
	int output;
};

static inline void
https_write(
    const char *directory, const char *name, const void *data, size_t length)
{
	char path[256];
	FILE *file;

	assert_true(snprintf(path, sizeof(path), "%s/%s", directory, name) <
		    (int)sizeof(path));
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

static inline void
https_remove(const char *directory)
{
	DIR *dir = opendir(directory);
	const struct dirent *entry;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
	rmdir(directory);
}

static inline pid_t
https_spawn(char *const argv[], const char *directory, int output)
{
	pid_t pid = fork();

	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(null, 0);
		dup2(output == -1 ? null : output, 1);
		dup2(null, 2);
		if (chdir(directory) == 0)
			execvp(argv[0], argv);
		_exit(127);
	}
	return pid;
}

static inline bool
https_run(const char *directory, const char *command)
{
	char shell[] = "sh", option[] = "-c", *line = strdup(command);
	char *argv[] = {shell, option, line, NULL};
	int status;
	pid_t pid = https_spawn(argv, directory, -1);

	free(line);
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	       WEXITSTATUS(status) == 0;
}

/* False when there is no openssl command. */
static inline bool
https_prepare(struct https *https)
{
	memset(https, 0, sizeof(*https));
	strcpy(https->directory, "/tmp/dcr-https-XXXXXX");
	assert_non_null(mkdtemp(https->directory));
	snprintf(https->ca, sizeof(https->ca), "%s/cert.pem", https->directory);
	return https_run(https->directory,
	    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 "
	    "-nodes -days 2 -subj /CN=127.0.0.1 "
	    "-addext subjectAltName=IP:127.0.0.1 "
	    "-keyout key.pem -out cert.pem");
}

/* "ACCEPT 127.0.0.1:PORT" is what it says when it listens. */
static inline void
https_read_port(struct https *https)
{
	char text[256] = "";
	size_t length = 0;
	struct pollfd ready = {.fd = https->output, .events = POLLIN};

	while (length < sizeof(text) - 1) {
		const char *found = strstr(text, "ACCEPT 127.0.0.1:");
		ssize_t got;

		if (found != NULL && strchr(found, '\n') != NULL &&
		    sscanf(found, "ACCEPT 127.0.0.1:%u", &https->port) == 1)
			break;
		assert_int_equal(poll(&ready, 1, 10000), 1);
		got = read(
		    https->output, text + length, sizeof(text) - 1 - length);
		assert_true(got > 0);
		length += (size_t)got;
		text[length] = '\0';
	}
	assert_int_not_equal(https->port, 0);
	snprintf(https->host, sizeof(https->host), "127.0.0.1:%u", https->port);
}

static inline void
https_start(struct https *https)
{
	static char words[][16] = {"openssl", "s_server", "-accept",
	    "127.0.0.1:0", "-HTTP", "-cert", "cert.pem", "-key", "key.pem"};
	char *argv[sizeof(words) / sizeof(*words) + 1] = {NULL};
	int ends[2];

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		argv[i] = words[i];
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	https->pid = https_spawn(argv, https->directory, ends[1]);
	close(ends[1]);
	https->output = ends[0];
	https_read_port(https);
}

static inline void
https_stop(struct https *https)
{
	if (https->pid == 0)
		return;
	kill(https->pid, SIGKILL);
	waitpid(https->pid, NULL, 0);
	close(https->output);
	https->pid = 0;
}

/* From now on the server answers /NAME with this. */
static inline void
https_answer(const struct https *https, const char *name, const char *head,
    const char *body, size_t length)
{
	size_t before = strlen(head);
	char *all = malloc(before + length + 4);

	assert_non_null(all);
	memcpy(all, head, before);
	memcpy(all + before, "\r\n\r\n", 4);
	memcpy(all + before + 4, body, length);
	https_write(https->directory, name, all, before + 4 + length);
	free(all);
}

/* The one server of a group of tests. */
static struct https server;
static bool available;

static inline int
start(void **state)
{
	(void)state;
	available = https_prepare(&server);
	if (available)
		https_start(&server);
	return 0;
}

static inline int
stop(void **state)
{
	(void)state;
	https_stop(&server);
	https_remove(server.directory);
	return 0;
}

#endif
