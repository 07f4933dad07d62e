/* SPDX-License-Identifier: ISC */
/* Writes HTML, in which no text from outside becomes markup. */
#include "pages/html.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kit/utf8.h"

#define UNSHOWN "\xef\xbf\xbd" /* U+FFFD */

/* Characters that nobody sees, or that turn the direction in which others are
 * seen (Unicode, UAX 9): U+0080 to U+009F, U+061C, U+200B to U+200F, U+2028 to
 * U+202E, U+2060 to U+206F, U+FEFF. */
static bool
is_unshown(const unsigned char *c, size_t length)
{
	if (length == 1)
		return *c < ' ' || *c == 0x7f;
	if (length == 2)
		return (c[0] == 0xc2 && c[1] < 0xa0) ||
		       (c[0] == 0xd8 && c[1] == 0x9c);
	if (length != 3)
		return false;
	if (c[0] == 0xe2 && c[1] == 0x80)
		return (c[2] >= 0x8b && c[2] <= 0x8f) ||
		       (c[2] >= 0xa8 && c[2] <= 0xae);
	return (c[0] == 0xe2 && c[1] == 0x81 && c[2] >= 0xa0 && c[2] <= 0xaf) ||
	       (c[0] == 0xef && c[1] == 0xbb && c[2] == 0xbf);
}

static void
put_ascii(FILE *out, unsigned char c)
{
	switch (c) {
	case '<':
		fputs("&lt;", out);
		break;
	case '>':
		fputs("&gt;", out);
		break;
	case '&':
		fputs("&amp;", out);
		break;
	case '"':
		fputs("&quot;", out);
		break;
	case '\'':
		fputs("&#39;", out);
		break;
	default:
		putc(c, out);
	}
}

void
html_text(FILE *out, const char *text)
{
	const unsigned char *c = (const unsigned char *)text;

	while (c != NULL && *c != '\0') {
		const size_t length = utf8_length(c);

		if (*c == '\n' || *c == '\t')
			putc(*c, out);
		else if (length == 0 || is_unshown(c, length))
			fputs(UNSHOWN, out);
		else if (length == 1)
			put_ascii(out, *c);
		else
			fwrite(c, 1, length, out);
		c += length == 0 ? 1 : length;
	}
}

enum directive { TEXT, NUMBER, COORDINATE, PERCENT };

/* Which directive stands behind a percent sign; *length is its own. */
static enum directive
directive(const char *markup, size_t *length)
{
	static const struct {
		const char *name;
		enum directive directive;
	} all[] = {
	    {"s", TEXT}, {"lld", NUMBER}, {".1f", COORDINATE}, {"%", PERCENT}};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		*length = strlen(all[i].name);
		if (strncmp(markup, all[i].name, *length) == 0)
			return all[i].directive;
	}
	abort();
}

static void
put_markup(FILE *out, const char *markup, va_list ap)
{
	size_t length;

	for (; *markup != '\0'; markup += length) {
		length = strcspn(markup, "%");
		fwrite(markup, 1, length, out);
		if (markup[length] == '\0')
			continue;
		markup += length + 1;
		switch (directive(markup, &length)) {
		case TEXT:
			html_text(out, va_arg(ap, const char *));
			break;
		case NUMBER:
			fprintf(out, "%lld", va_arg(ap, long long));
			break;
		case COORDINATE:
			fprintf(out, "%.1f", va_arg(ap, double));
			break;
		case PERCENT:
			putc('%', out);
			break;
		}
	}
}

void
html(FILE *out, const char *markup, ...)
{
	va_list ap;

	va_start(ap, markup);
	put_markup(out, markup, ap);
	va_end(ap);
}

void
html_time(FILE *out, int64_t seconds)
{
	const time_t when = (time_t)seconds;
	char machine[32], people[32];
	struct tm tm;

	if (seconds <= 0 || gmtime_r(&when, &tm) == NULL ||
	    strftime(machine, sizeof(machine), "%Y-%m-%dT%H:%M:%SZ", &tm) ==
		0 ||
	    strftime(people, sizeof(people), "%Y-%m-%d %H:%M:%S", &tm) == 0) {
		html(out, "<span class=\"none\">&ndash;</span>");
		return;
	}
	html(out, "<time datetime=\"%s\">%s</time>", machine, people);
}

void
html_number(FILE *out, int64_t number)
{
	char digits[24];
	const int length =
	    snprintf(digits, sizeof(digits), "%lld", (long long)number);

	for (int i = 0; i < length; i++) {
		if (i > 0 && digits[i - 1] != '-' && (length - i) % 3 == 0)
			fputs("&#8239;", out);
		putc(digits[i], out);
	}
}
