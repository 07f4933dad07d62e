/* SPDX-License-Identifier: ISC */
/* Takes the forms in which web servers hand over a certificate down to DER. */
#include <string.h>

#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/limits.h"
#include "kit/percent.h"
#include "kit/x509/private.h"

static const char begin_line[] = "-----BEGIN CERTIFICATE-----";
static const char end_line[] = "-----END CERTIFICATE-----";

struct span {
	const char *at;
	size_t length;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct span
trim(struct span text)
{
	while (text.length > 0 && is_blank(text.at[0])) {
		text.at++;
		text.length--;
	}
	while (text.length > 0 && is_blank(text.at[text.length - 1]))
		text.length--;
	return text;
}

/* A '+' stays: base64 has it, and servers escape the blank as %20. */
static bool
unescape(struct arena *arena, struct span *text)
{
	struct bytes out;

	if (!percent_decode(arena, text->at, text->length, &out))
		return false;
	*text = (struct span){(const char *)out.data, out.length};
	return true;
}

/* A second block of PEM is refused by base64, which has no '-'. */
static bool
unarmour(struct arena *arena, struct span *text)
{
	const size_t head = sizeof begin_line - 1, foot = sizeof end_line - 1;
	const char *at = text->at + head, *end;
	char *out;
	size_t n = 0;

	if (text->length < head + foot)
		return false;
	end = text->at + text->length - foot;
	if (memcmp(text->at, begin_line, head) != 0 ||
	    memcmp(end, end_line, foot) != 0)
		return false;
	out = arena_alloc(arena, (size_t)(end - at));
	for (; at < end; at++) {
		if (!is_blank(*at))
			out[n++] = *at;
	}
	*text = (struct span){out, n};
	return true;
}

bool
cert_read(
    struct arena *arena, const char *text, size_t length, struct bytes *der)
{
	struct span span = {text, length};

	if (length == 0 || length > LIMIT_CERTIFICATE)
		return false;
	if (memchr(text, '%', length) != NULL && !unescape(arena, &span))
		return false;
	span = trim(span);
	if (span.length > 0 && span.at[0] == '-' && !unarmour(arena, &span))
		return false;
	return base64_decode(arena, span.at, span.length, der);
}

bool
cert_read_field(
    struct arena *arena, const char *text, size_t length, struct bytes *der)
{
	if (length > LIMIT_CERTIFICATE)
		return false;
	for (; length > 0 && *text == ' '; text++)
		length--;
	while (length > 0 && text[length - 1] == ' ')
		length--;
	if (length < 2 || text[0] != ':' || text[length - 1] != ':')
		return false;
	return base64_decode(arena, text + 1, length - 2, der);
}
