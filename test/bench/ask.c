/* SPDX-License-Identifier: ISC */

/*
 * ask [-ak] [-n N] SOCKET VARIABLES LINES STATUS: sends N requests one
 * after the other to whoever is behind the socket, each with the variables of
 * the file VARIABLES (NAME=VALUE, a zero byte after each) and the next line of
 * the file LINES as its body; after the last line comes the first.  An answer
 * of another status than STATUS is printed and ends the run.
 *
 * -a  in the role of an authorizer: the line is the bearer token, and empty
 *     for none
 * -k  all of them over one connection
 * -n  as many as there are lines, unless told
 */
#include <sys/socket.h>
#include <sys/un.h>

#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BEGIN = 1, END = 3, PARAMS = 4, INPUT = 5, OUTPUT = 6 };
enum { RESPONDER = 1, AUTHORIZER = 2, KEEP = 1, RECORD_MAX = 65535 };

struct text {
	char *bytes;
	size_t length, room;
};

static struct sockaddr_un address = {.sun_family = AF_UNIX};
static bool keep, authorizer;

static void
append(struct text *text, const void *bytes, size_t length)
{
	if (text->length + length + 1 > text->room) {
		text->room = 2 * (text->length + length + 1);
		text->bytes = realloc(text->bytes, text->room);
		if (text->bytes == NULL)
			err(1, "realloc");
	}
	memcpy(text->bytes + text->length, bytes, length);
	text->length += length;
	text->bytes[text->length] = '\0';
}

static struct text
text_of(const char *path)
{
	struct text text = {NULL, 0, 0};
	char buffer[65536];
	size_t n;
	FILE *file = fopen(path, "r");

	if (file == NULL)
		err(1, "%s", path);
	append(&text, "", 0);
	while ((n = fread(buffer, 1, sizeof(buffer), file)) > 0)
		append(&text, buffer, n);
	fclose(file);
	return text;
}

static void
append_length(struct text *text, size_t length)
{
	const unsigned char bytes[] = {(unsigned char)(length >> 24 | 0x80),
	    (unsigned char)(length >> 16), (unsigned char)(length >> 8),
	    (unsigned char)length};

	if (length < 0x80)
		append(text, bytes + 3, 1);
	else
		append(text, bytes, 4);
}

static void
append_variable(
    struct text *text, const char *name, size_t length, const char *value)
{
	append_length(text, length);
	append_length(text, strlen(value));
	append(text, name, length);
	append(text, value, strlen(value));
}

/* One record or several; none at all is not a stream's end. */
static void
append_records(struct text *out, int type, const char *bytes, size_t length)
{
	while (length > 0) {
		const size_t n = length < RECORD_MAX ? length : RECORD_MAX;
		const unsigned char header[8] = {1, (unsigned char)type, 0, 1,
		    (unsigned char)(n >> 8), (unsigned char)n, 0, 0};
		append(out, header, sizeof(header));
		append(out, bytes, n);
		bytes += n;
		length -= n;
	}
}

static void
append_end(struct text *out, int type)
{
	const unsigned char header[8] = {1, (unsigned char)type, 0, 1};

	append(out, header, sizeof(header));
}

/* What is sent for this line. */
static void
make_request(struct text *out, const struct text *variables, const char *line)
{
	static struct text params, value;
	char begin[8] = {
	    0, authorizer ? AUTHORIZER : RESPONDER, keep ? KEEP : 0};
	char length[32];

	out->length = params.length = value.length = 0;
	append_records(out, BEGIN, begin, sizeof(begin));
	for (const char *at = variables->bytes;
	     at < variables->bytes + variables->length; at += strlen(at) + 1) {
		const size_t name = strcspn(at, "=");
		append_variable(&params, at, name,
		    at[name] == '\0' ? at + name : at + name + 1);
	}
	if (authorizer && *line != '\0') {
		append(&value, "Bearer ", 7);
		append(&value, line, strlen(line));
		append_variable(&params, "HTTP_AUTHORIZATION", 18, value.bytes);
	}
	if (!authorizer) {
		snprintf(length, sizeof(length), "%zu", strlen(line));
		append_variable(&params, "CONTENT_LENGTH", 14, length);
	}
	append_records(out, PARAMS, params.bytes, params.length);
	append_end(out, PARAMS);
	if (authorizer)
		return;
	append_records(out, INPUT, line, strlen(line));
	append_end(out, INPUT);
}

static int
connected(void)
{
	const int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (fd == -1 ||
	    connect(fd, (struct sockaddr *)&address, sizeof(address)) == -1)
		err(1, "%s", address.sun_path);
	return fd;
}

static void
write_all(int fd, const char *bytes, size_t size)
{
	ssize_t n;

	for (; size > 0; size -= (size_t)n, bytes += n)
		if ((n = write(fd, bytes, size)) <= 0)
			err(1, "write");
}

static bool
read_all(int fd, void *bytes, size_t size)
{
	char *at = bytes;
	ssize_t n;

	for (; size > 0; size -= (size_t)n, at += n)
		if ((n = read(fd, at, size)) <= 0)
			return false;
	return true;
}

/* The answer's standard output; false: there was no end of it. */
static bool
read_answer(int fd, struct text *answer)
{
	unsigned char header[8];
	char content[RECORD_MAX + 255];

	answer->length = 0;
	append(answer, "", 0);
	while (read_all(fd, header, sizeof(header))) {
		const size_t length = (size_t)(header[4] << 8 | header[5]);
		if (!read_all(fd, content, length + header[6]))
			return false;
		if (header[1] == OUTPUT)
			append(answer, content, length);
		else if (header[1] == END)
			return true;
	}
	return false;
}

static bool
is_status(const char *answer, const char *status)
{
	return strncmp(answer, "Status: ", 8) == 0 &&
	       strncmp(answer + 8, status, strlen(status)) == 0;
}

static void
ask(const struct text *request, const char *status)
{
	static struct text answer;
	static int fd = -1;

	if (fd == -1)
		fd = connected();
	write_all(fd, request->bytes, request->length);
	if (!read_answer(fd, &answer))
		errx(1, "no answer");
	if (!is_status(answer.bytes, status))
		errx(1, "%s was expected:\n%s", status, answer.bytes);
	if (!keep) {
		close(fd);
		fd = -1;
	}
}

/* Each line becomes a string of its own; returns how many there are. */
static long
split(struct text *lines)
{
	long count = 0;

	for (size_t i = 0; i < lines->length; i++)
		if (lines->bytes[i] == '\n') {
			lines->bytes[i] = '\0';
			count++;
		}
	return count;
}

static void
run(char **argv, long number)
{
	const struct text variables = text_of(argv[1]);
	struct text lines = text_of(argv[2]), request = {NULL, 0, 0};
	const long count = split(&lines);
	const char *line = lines.bytes;

	if (count == 0)
		errx(1, "%s: no line", argv[2]);
	if (number == 0)
		number = count;
	for (long i = 0; i < number; i++) {
		if (i % count == 0)
			line = lines.bytes;
		make_request(&request, &variables, line);
		ask(&request, argv[3]);
		line += strlen(line) + 1;
	}
	free(request.bytes);
	free(lines.bytes);
	free(variables.bytes);
}

int
main(int argc, char **argv)
{
	long number = 0;
	int option;

	while ((option = getopt(argc, argv, "akn:")) != -1)
		switch (option) {
		case 'a':
			authorizer = true;
			break;
		case 'k':
			keep = true;
			break;
		case 'n':
			number = atol(optarg);
			break;
		default:
			return 2;
		}
	if (argc - optind != 4 ||
	    strlen(argv[optind]) >= sizeof(address.sun_path))
		errx(2, "usage: ask [-ak] [-n N] "
			"SOCKET VARIABLES LINES STATUS");
	memcpy(address.sun_path, argv[optind], strlen(argv[optind]));
	run(argv + optind, number);
	return 0;
}
