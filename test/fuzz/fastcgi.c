/* SPDX-License-Identifier: ISC */
/* Fuzzes what comes in on a connection of the FastCGI door: whatever it is, the
 * answer is records of the protocol, for requests that have begun. */
#include "test/fuzz/fuzz.h"

#include <arpa/inet.h>
#include <sys/socket.h>

/* For one request from a connection, as the loop has it. */
#include "front/fastcgi.c"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(
    uint8_t *data, size_t size, size_t most, unsigned seed);
void __wrap_deadline_start(void);
void __wrap_deadline_stop(void);

/* The specification, section 8. */
enum {
	BEGIN = 1,
	END = 3,
	PARAMS = 4,
	STDIN = 5,
	STDOUT = 6,
	STDERR = 7,
	VALUES = 10,
	UNKNOWN = 11,
	HEAD = 8
};

static struct serving serving;
static struct connections connections = {.serving = &serving};

/* Alarms are libFuzzer's, and all is there already. */
void
__wrap_deadline_start(void)
{
}

void
__wrap_deadline_stop(void)
{
}

/* Nobody ever connects to it. */
static int
listening(void)
{
	const int fd =
	    socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	struct sockaddr_in any = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

	MUST(fd >= 0 && bind(fd, (void *)&any, sizeof(any)) == 0);
	MUST(listen(fd, 1) == 0);
	return fd;
}

static void
open_world(void)
{
	struct arena *arena = arena_new();
	const char *why = NULL;
	const int fd = listening();

	MUST(setenv("DCR_CONFIG", fuzz_path(arena, "memory.conf"), 1) == 0);
	if (!service_open(&serving.service, arena, &why)) {
		fprintf(stderr, "%s\n", why);
		abort();
	}
	serving.arena = arena;
	signal(SIGPIPE, SIG_IGN);
	MUST(FCGX_Init() == 0 && idle_open(&connections.idle, fd));
}

static size_t
length_of(const uint8_t *record)
{
	return (size_t)record[4] << 8 | record[5];
}

/* How much of the input comes until the web server waits for an answer: all up
 * to the next record that begins a request. */
static size_t
piece(const uint8_t *data, size_t size)
{
	bool begun = false;
	size_t at = 0;

	do {
		if (size - at < HEAD)
			return size;
		begun = begun || data[at + 1] == BEGIN;
		at += HEAD + length_of(data + at) + data[at + 6];
	} while (at < size && !(begun && data[at + 1] == BEGIN));
	return at < size ? at : size;
}

/* As a connection is that was kept, or libfcgi would close it.  What is still to
 * come never comes, and ends the connection as a deadline does. */
static int
connect_to(FCGX_Request *request)
{
	int ends[2];

	MUST(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0,
		 ends) == 0);
	for (int i = 0; i < 2; i++)
		MUST(setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &(int){1 << 20},
			 sizeof(int)) == 0);
	FCGX_InitRequest(request, connections.idle.fds[IDLE_LISTENING],
	    FCGI_FAIL_ACCEPT_ON_INTR);
	request->keepConnection = 1;
	request->detached = 1; /* or libfcgi waits for us to close our end */
	request->ipcFd = ends[1];
	MUST(idle_put(&connections.idle, 0, ends[1]));
	return ends[0];
}

/* Serves all requests of a connection on which these bytes came; what it has
 * answered. */
static size_t
converse(const uint8_t *data, size_t size, uint8_t *out, size_t most)
{
	FCGX_Request *request = &connections.requests[0];
	const int fd = connect_to(request);
	size_t length = 0;
	ssize_t n;

	while (size > 0 && request->ipcFd != -1) {
		const size_t part = piece(data, size);

		MUST(write(fd, data, part) == (ssize_t)part);
		data += part;
		size -= part;
		if (take(&connections, 0) != 0)
			break;
	}
	hang_up(&connections, 0);
	while ((n = recv(fd, out + length, most - length, 0)) > 0)
		length += (size_t)n;
	MUST(length < most);
	close(fd);
	return length;
}

/* Has the input begun a request of that number?  Wherever the records are, the
 * bytes are there. */
static bool
has_begun(const uint8_t *data, size_t size, const uint8_t *record)
{
	const uint8_t begin[] = {1, BEGIN, record[2], record[3]};

	return memmem(data, size, begin, sizeof(begin)) != NULL;
}

/* The first output of a request is the head of an answer. */
static void
check_output(const uint8_t *record, bool first)
{
	const char *text = (const char *)record + HEAD;

	if (!first || length_of(record) == 0)
		return;
	MUST(length_of(record) > 12 && memcmp(text, "Status: ", 8) == 0);
	if (memcmp(text, "Status: 200", 11) == 0)
		fuzz_reached("an answer");
	if (memcmp(text, "Status: 415", 11) == 0)
		fuzz_reached("a registration that is refused");
}

static void
check(const uint8_t *data, size_t size, const uint8_t *out, size_t length)
{
	size_t requests = 0;
	bool first = true;

	while (length > 0) {
		MUST(length >= HEAD && out[0] == 1);
		const size_t whole = HEAD + length_of(out) + out[6];
		MUST(length >= whole);
		MUST(out[1] == END || out[1] == STDOUT || out[1] == STDERR ||
		     out[1] == VALUES || out[1] == UNKNOWN);
		if (out[1] == STDOUT || out[1] == END)
			MUST(has_begun(data, size, out));
		if (out[1] == STDOUT) {
			check_output(out, first);
			first = false;
		}
		if (out[1] == END) {
			MUST(length_of(out) == 8);
			first = true;
			requests++;
		}
		if (out[1] == VALUES)
			fuzz_reached("values");
		out += whole;
		length -= whole;
	}
	if (requests > 1)
		fuzz_reached("two requests on one connection");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t out[4 << 20];

	if (serving.arena == NULL)
		open_world();
	if (size <= 65536)
		check(data, size, out, converse(data, size, out, sizeof(out)));
	return 0;
}

/* Where the Nth record begins, modulo how many there are; `size`: there is
 * none. */
static size_t
record_at(const uint8_t *data, size_t size, unsigned n)
{
	size_t starts[64], count = 0, at = 0;

	while (count < 64 && at + HEAD <= size) {
		starts[count++] = at;
		at += HEAD + length_of(data + at) + data[at + 6];
	}
	return count > 0 ? starts[n % count] : size;
}

/* Changes what is in a record, and its length with it; or leaves a record out,
 * or has it twice. */
size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
	const size_t at = record_at(data, size, seed / 16);
	static uint8_t inside[1 << 17];
	size_t length, whole, rest, new;

	if (at == size || seed % 4 == 0 || size > 30000)
		return LLVMFuzzerMutate(data, size, most);
	length = length_of(data + at);
	whole = HEAD + length + data[at + 6];
	if (whole > size - at || at + HEAD + length > size)
		return LLVMFuzzerMutate(data, size, most);
	rest = size - at - whole;
	if (seed % 16 == 1) {
		memmove(data + at, data + at + whole, rest);
		return size - whole;
	}
	if (seed % 16 == 2 && size + whole <= most) {
		memmove(data + at + whole, data + at, whole + rest);
		return size + whole;
	}
	memcpy(inside, data + at + HEAD, length);
	new = LLVMFuzzerMutate(inside, length, length + 256);
	if (new > 65535 || at + HEAD + new + rest > most)
		return LLVMFuzzerMutate(data, size, most);
	memmove(data + at + HEAD + new, data + at + whole, rest);
	memcpy(data + at + HEAD, inside, new);
	data[at + 4] = (uint8_t)(new >> 8);
	data[at + 5] = (uint8_t) new;
	data[at + 6] = 0;
	return at + HEAD + new + rest;
}
