/* SPDX-License-Identifier: ISC */

/*
 * authorizer SOCKET NAME=VALUE...: asks whoever is behind the socket in the
 * FastCGI role AUTHORIZER, which cgi-fcgi does not know, and prints the answer.
 */
#include <sys/socket.h>
#include <sys/un.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BEGIN = 1, END = 3, PARAMS = 4, OUTPUT = 6, AUTHORIZER = 2, ID = 1 };

static unsigned char content[65535];
static size_t filled;

static void
fail(const char *what)
{
	perror(what);
	exit(1);
}

static void
put(const void *bytes, size_t size)
{
	if (size > sizeof(content) - filled) {
		fputs("authorizer: too many variables\n", stderr);
		exit(1);
	}
	memcpy(content + filled, bytes, size);
	filled += size;
}

static void
put_length(size_t length)
{
	const unsigned char bytes[] = {(unsigned char)(length >> 24 | 0x80),
	    (unsigned char)(length >> 16), (unsigned char)(length >> 8),
	    (unsigned char)length};

	if (length < 0x80)
		put(bytes + 3, 1);
	else
		put(bytes, 4);
}

static void
put_variable(const char *text)
{
	const size_t name = strcspn(text, "=");
	const char *value = text[name] != '\0' ? text + name + 1 : text + name;

	put_length(name);
	put_length(strlen(value));
	put(text, name);
	put(value, strlen(value));
}

static void
write_all(int fd, const void *bytes, size_t size)
{
	const char *at = bytes;
	ssize_t n;

	for (; size > 0; size -= (size_t)n, at += n)
		if ((n = write(fd, at, size)) <= 0)
			fail("write");
}

/* Sends the content as one record, and begins the next one. */
static void
send_record(int fd, int type)
{
	const unsigned char header[8] = {1, (unsigned char)type, 0, ID,
	    (unsigned char)(filled >> 8), (unsigned char)filled};

	write_all(fd, header, sizeof(header));
	write_all(fd, content, filled);
	filled = 0;
}

static void
read_all(int fd, void *bytes, size_t size)
{
	char *at = bytes;
	ssize_t n;

	for (; size > 0; size -= (size_t)n, at += n)
		if ((n = read(fd, at, size)) <= 0)
			fail("read");
}

/* The type of the next record; what is for standard output goes there. */
static int
read_record(int fd)
{
	unsigned char header[8], padding[255];

	read_all(fd, header, sizeof(header));
	filled = (size_t)(header[4] << 8 | header[5]);
	read_all(fd, content, filled);
	read_all(fd, padding, header[6]);
	if (header[1] == OUTPUT)
		fwrite(content, 1, filled, stdout);
	return header[1];
}

int
main(int argc, char **argv)
{
	static const unsigned char begin[8] = {0, AUTHORIZER};
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (argc < 2 || strlen(argv[1]) >= sizeof(address.sun_path))
		return 2;
	memcpy(address.sun_path, argv[1], strlen(argv[1]));
	if (fd == -1 ||
	    connect(fd, (struct sockaddr *)&address, sizeof(address)) == -1)
		fail(argv[1]);
	put(begin, sizeof(begin));
	send_record(fd, BEGIN);
	for (int i = 2; i < argc; i++)
		put_variable(argv[i]);
	send_record(fd, PARAMS);
	send_record(fd, PARAMS);
	while (read_record(fd) != END)
		;
	return fflush(stdout) == 0 ? 0 : 1;
}
