/* SPDX-License-Identifier: ISC */
/* Scans a string of JSON: escapes, surrogates and UTF-8. */
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
	if (*scan->at != c)
		return false;
	scan->at++;
	return true;
}

static void
put(struct json_scanner *scan, unsigned long byte)
{
	*scan->unescaped++ = (char)byte;
}

static void
put_utf8(struct json_scanner *scan, unsigned long c)
{
	if (c < 0x80) {
		put(scan, c);
		return;
	}
	if (c < 0x800) {
		put(scan, 0xc0 | c >> 6);
	} else if (c < 0x10000) {
		put(scan, 0xe0 | c >> 12);
		put(scan, 0x80 | (c >> 6 & 0x3f));
	} else {
		put(scan, 0xf0 | c >> 18);
		put(scan, 0x80 | (c >> 12 & 0x3f));
		put(scan, 0x80 | (c >> 6 & 0x3f));
	}
	put(scan, 0x80 | (c & 0x3f));
}

static unsigned long
hex4(struct json_scanner *scan)
{
	unsigned long number = 0;

	for (int i = 0; i < 4; i++, scan->at++) {
		const int digit = hex_digit(*scan->at);

		if (digit < 0)
			return NOT_HEX;
		number = number << 4 | (unsigned long)digit;
	}
	return number;
}

/* Scans what follows "\u". */
static bool
code_point(struct json_scanner *scan)
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
	put_utf8(scan, c);
	return true;
}

/* Scans what follows a backslash. */
static bool
escape(struct json_scanner *scan)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char meanings[] = "\"\\/\b\f\n\r\t";
	const char *letter;

	if (json_scan_take(scan, 'u'))
		return code_point(scan);
	letter = strchr(letters, *scan->at);
	if (*scan->at == '\0' || letter == NULL)
		return json_scan_refuse(scan, "bad escape");
	put(scan, (unsigned char)meanings[letter - letters]);
	scan->at++;
	return true;
}

/* Scans one character that stands for itself. */
static bool
literal(struct json_scanner *scan)
{
	const unsigned char *c = (const unsigned char *)scan->at;
	size_t length = utf8_length(c);

	if (scan->at == scan->end)
		return json_scan_refuse(scan, "unfinished string");
	if (*c < 0x20)
		return json_scan_refuse(scan, "control character in a string");
	if (length == 0)
		return json_scan_refuse(scan, "invalid UTF-8");
	while (length-- > 0)
		put(scan, (unsigned char)*scan->at++);
	return true;
}

/* Copies printable ASCII, which nearly all characters are; a signed char past
 * ASCII is below a blank. */
static void
plain(struct json_scanner *scan)
{
	while (*scan->at >= ' ' && *scan->at < 0x7f && *scan->at != '"' &&
	       *scan->at != '\\')
		*scan->unescaped++ = *scan->at++;
}

bool
json_chars(struct json_scanner *scan)
{
	if (!json_scan_take(scan, '"'))
		return json_scan_refuse(scan, "expected a string");
	for (plain(scan); !json_scan_take(scan, '"'); plain(scan)) {
		bool escaped = json_scan_take(scan, '\\');

		if (!(escaped ? escape(scan) : literal(scan)))
			return false;
	}
	return true;
}
