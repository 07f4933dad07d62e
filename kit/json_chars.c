/* SPDX-License-Identifier: ISC */
/* Scans a string of JSON: escapes, surrogates and UTF-8. */
#include <stdint.h>
#include <string.h>

#include "kit/hex.h"
#include "kit/private.h"
#include "kit/utf8.h"

#define NOT_HEX 0x10000UL

bool
json_scan_refuse(struct json_scanner *scan, const char *what)
{
	scan->what = what;
	return false;
}

bool
json_scan_take(struct json_scanner *scan, char c)
{
	if (scan->at == scan->end || *scan->at != c)
		return false;
	scan->at++;
	return true;
}

static char *
put_utf8(char *to, unsigned long c)
{
	if (c < 0x80) {
		*to++ = (char)c;
		return to;
	}
	if (c < 0x800) {
		*to++ = (char)(0xc0 | c >> 6);
	} else if (c < 0x10000) {
		*to++ = (char)(0xe0 | c >> 12);
		*to++ = (char)(0x80 | (c >> 6 & 0x3f));
	} else {
		*to++ = (char)(0xf0 | c >> 18);
		*to++ = (char)(0x80 | (c >> 12 & 0x3f));
		*to++ = (char)(0x80 | (c >> 6 & 0x3f));
	}
	*to++ = (char)(0x80 | (c & 0x3f));
	return to;
}

static unsigned long
hex4(struct json_scanner *scan)
{
	unsigned long number = 0;

	for (int i = 0; i < 4; i++, scan->at++) {
		const int digit =
		    scan->at < scan->end ? hex_digit(*scan->at) : -1;

		if (digit < 0)
			return NOT_HEX;
		number = number << 4 | (unsigned long)digit;
	}
	return number;
}

/* Scans what follows "\u". */
static bool
code_point(struct json_scanner *scan, char **to)
{
	unsigned long c = hex4(scan);

	if (c == NOT_HEX)
		return json_scan_refuse(scan, "bad escape");
	if (c == 0)
		return json_scan_refuse(scan, "NUL in a string");
	if (c >= 0xd800 && c < 0xe000) {
		unsigned long low = 0;

		if (json_scan_take(scan, '\\') && json_scan_take(scan, 'u'))
			low = hex4(scan);
		if (c >= 0xdc00 || low < 0xdc00 || low >= 0xe000)
			return json_scan_refuse(scan, "lone surrogate");
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	}
	*to = put_utf8(*to, c);
	return true;
}

/* Scans what follows a backslash. */
static bool
escape(struct json_scanner *scan, char **to)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char meanings[] = "\"\\/\b\f\n\r\t";
	const char *letter = NULL;

	if (json_scan_take(scan, 'u'))
		return code_point(scan, to);
	if (scan->at < scan->end)
		letter = memchr(letters, *scan->at, sizeof letters - 1);
	if (letter == NULL)
		return json_scan_refuse(scan, "bad escape");
	*(*to)++ = meanings[letter - letters];
	scan->at++;
	return true;
}

/* Scans one character that stands for itself and is not plain. */
static bool
literal(struct json_scanner *scan)
{
	const size_t left = (size_t)(scan->end - scan->at);
	unsigned char c[4] = {0};
	size_t length;

	if (left == 0)
		return json_scan_refuse(scan, "unfinished string");
	memcpy(c, scan->at, left < sizeof c ? left : sizeof c);
	if (c[0] < 0x20)
		return json_scan_refuse(scan, "control character in a string");
	length = utf8_length(c);
	if (length == 0)
		return json_scan_refuse(scan, "invalid UTF-8");
	scan->at += length;
	return true;
}

/* Are all of the eight bytes plain?  The top bit of a byte says that it is not;
 * a borrow may set it in the byte above such a one as well, and no matter. */
static bool
eight_plain(const char *at)
{
	const uint64_t each = UINT64_C(0x0101010101010101);
	uint64_t bytes, quotes, slashes, dels;

	memcpy(&bytes, at, sizeof bytes);
	quotes = (bytes ^ each * '"') - each;
	slashes = (bytes ^ each * '\\') - each;
	dels = (bytes ^ each * 0x7f) - each;
	return ((bytes | (bytes - each * ' ') | quotes | slashes | dels) &
		   each * 0x80) == 0;
}

const char *
json_plain_end(const char *at, const char *end)
{
	while (end - at >= 8 && eight_plain(at))
		at += 8;
	while (
	    at < end && *at >= ' ' && *at < 0x7f && *at != '"' && *at != '\\')
		at++;
	return at;
}

static char *
append(char *to, const char *from, const char *end)
{
	memcpy(to, from, (size_t)(end - from));
	return to + (end - from);
}

/* Goes on after the first plain characters.  Up to the first escape the string
 * is what the text has; from there on it is put together in scan->spare. */
static bool
other_chars(struct json_scanner *scan, struct json_chars *out)
{
	const char *from = scan->at - out->length;
	char *to = scan->spare;

	while (!json_scan_take(scan, '"')) {
		const char *end = scan->at;

		if (json_scan_take(scan, '\\')) {
			to = append(to, from, end);
			if (!escape(scan, &to))
				return false;
			from = scan->at;
		} else if (!literal(scan)) {
			return false;
		}
		scan->at = json_plain_end(scan->at, scan->end);
	}
	if (to == scan->spare) {
		out->length = (size_t)(scan->at - 1 - from);
		return true;
	}
	to = append(to, from, scan->at - 1);
	*out = (struct json_chars){scan->spare, (size_t)(to - scan->spare)};
	return true;
}

bool
json_chars(struct json_scanner *scan, struct json_chars *out)
{
	if (!json_scan_take(scan, '"'))
		return json_scan_refuse(scan, "expected a string");
	out->at = scan->at;
	scan->at = json_plain_end(scan->at, scan->end);
	out->length = (size_t)(scan->at - out->at);
	return json_scan_take(scan, '"') || other_chars(scan, out);
}
