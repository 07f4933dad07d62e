/* SPDX-License-Identifier: ISC */

/*
 * turns FOLDER SERVER FILE: takes connections on the unix socket of a
 * PostgreSQL in FOLDER, hands them on to the one in SERVER, and counts round
 * trips: a byte is added to FILE whenever a client speaks after the server has
 * spoken.  Until it is stopped.
 */
#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define CLIENT 0
#define SERVER 1

static struct sockaddr_un
address_in(const char *folder)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if ((size_t)snprintf(address.sun_path, sizeof address.sun_path,
		"%s/.s.PGSQL.5432", folder) >= sizeof address.sun_path)
		errx(2, "%s: too long", folder);
	return address;
}

static int
new_socket(void)
{
	const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		err(1, "socket");
	return fd;
}

/* False: whoever it comes from has hung up.  A client's goodbye is no turn. */
static bool
hand_on(int from, int to, bool turn, int file)
{
	char bytes[65536];
	const ssize_t length = read(from, bytes, sizeof bytes);

	if (length > 0 && turn && *bytes != 'X' && write(file, ".", 1) != 1)
		err(1, "the count");
	for (ssize_t done = 0, n; done < length; done += n) {
		n = write(to, bytes + done, (size_t)(length - done));
		if (n <= 0)
			return false;
	}
	return length > 0;
}

static void
serve(int client, const char *server, int file)
{
	const struct sockaddr_un address = address_in(server);
	struct pollfd fds[2] = {{.fd = client, .events = POLLIN},
	    {.fd = new_socket(), .events = POLLIN}};
	int last = SERVER; /* who has spoken */

	if (connect(fds[SERVER].fd, (const void *)&address, sizeof address) !=
	    0)
		err(1, "%s", address.sun_path);
	while (poll(fds, 2, -1) > 0)
		for (int i = CLIENT; i <= SERVER; i++) {
			if (fds[i].revents == 0)
				continue;
			if (!hand_on(fds[i].fd, fds[1 - i].fd,
				i == CLIENT && last == SERVER, file))
				_exit(0);
			last = i;
		}
}

int
main(int argc, char **argv)
{
	struct sockaddr_un address;
	int listener, client, file;

	if (argc != 4)
		errx(2, "usage: turns FOLDER SERVER FILE");
	(void)signal(SIGCHLD, SIG_IGN);
	file = open(argv[3], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (file < 0)
		err(1, "%s", argv[3]);
	address = address_in(argv[1]);
	listener = new_socket();
	if (bind(listener, (const void *)&address, sizeof address) != 0 ||
	    listen(listener, 50) != 0)
		err(1, "%s", address.sun_path);
	while ((client = accept(listener, NULL, NULL)) >= 0) {
		if (fork() == 0) {
			(void)close(listener);
			serve(client, argv[2], file);
			_exit(0);
		}
		(void)close(client);
	}
	err(1, "accept");
}
