/* SPDX-License-Identifier: ISC */
/* Writes a line of the log into its room. */
#include <string.h>

#include "kit/log.h"
#include "kit/private.h"
#include "kit/utf8.h"

static const char cut[] = "...";

/* What a field takes beside its name and the text of its value: a comma, quotes,
 * a colon, the dots, or the digits of a number. */
enum { FIELD_ROOM = 32 };

void
log_text_begin(struct log_text *line, char *text, size_t size,
    const char *beginning, size_t kept)
{
	*line = (struct log_text){.text = text, .room = size - 1 - kept};
	line->length = line->safe = strlen(beginning);
	memcpy(text, beginning, line->length + 1);
}

static void
put(struct log_text *line, const char *bytes, size_t count)
{
	if (line->full)
		return;
	if (line->length + count > line->room) {
		line->full = true;
		line->length = line->safe;
		bytes = cut;
		count = sizeof(cut) - 1;
	}
	memcpy(line->text + line->length, bytes, count);
	line->length += count;
	line->text[line->length] = '\0';
	if (line->length + sizeof(cut) - 1 <= line->room)
		line->safe = line->length;
}

void
log_text_own(struct log_text *line, const char *text)
{
	put(line, text, strlen(text));
}

/* Of a character that is not plain.  Those called C1 have two bytes in UTF-8,
 * and some terminals obey them. */
static size_t
put_special(struct log_text *line, const char *at, enum log_form form)
{
	const unsigned char *c = (const unsigned char *)at;
	const size_t length = utf8_length(c);

	if (*c == '"' || *c == '\\') {
		const char escaped[] = {'\\', *at};
		if (form == LOG_PLAIN)
			put(line, at, 1);
		else
			put(line, escaped, sizeof escaped);
		return 1;
	}
	if (*c < ' ' || *c == 0x7f || (length == 0 && form == LOG_JSON)) {
		put(line, "?", 1);
		return 1;
	}
	if (length == 2 && *c == 0xc2 && c[1] < 0xa0)
		put(line, "??", 2);
	else
		put(line, at, length > 0 ? length : 1);
	return length > 0 ? length : 1;
}

/* What no form escapes.  Any part of such characters may be cut off. */
static size_t
put_plain(struct log_text *line, const char *at, const char *end)
{
	const size_t most = line->room - line->length;
	const size_t length = (size_t)(end - at);
	const size_t count =
	    (size_t)(json_plain_end(at, at + (length < most ? length : most)) -
		     at);

	if (count == 0)
		return 0;
	put(line, at, count);
	if (line->safe < line->length)
		line->safe = line->room - (sizeof(cut) - 1);
	return count;
}

void
log_text_add(struct log_text *line, const char *value, enum log_form form)
{
	const char *end = value + strlen(value);

	while (value < end && !line->full) {
		value += put_plain(line, value, end);
		if (value < end && !line->full)
			value += put_special(line, value, form);
	}
}

/* What ends a quoted value or the line has its room kept. */
static void
put_end(struct log_text *line, char c)
{
	line->text[line->length++] = c;
	line->text[line->length] = '\0';
}

static bool
is_word(const char *value)
{
	const size_t length = strlen(value);

	return length > 0 &&
	       json_plain_end(value, value + length) == value + length &&
	       memchr(value, ' ', length) == NULL &&
	       memchr(value, '=', length) == NULL;
}

static void
put_value(struct log_text *line, const struct log_field *field, bool json)
{
	const bool bare =
	    json ? field->number : field->number || is_word(field->value);

	if (!bare)
		put(line, "\"", 1);
	log_text_add(line, field->value, json ? LOG_JSON : LOG_LOGFMT);
	if (!bare)
		put_end(line, '"');
}

/* "dcr: " or nothing is what stands before the first field. */
static void
put_name(struct log_text *line, const char *name, bool json)
{
	const bool first =
	    line->length == 0 || line->text[line->length - 1] == ' ';

	if (json)
		put(line, first ? "{\"" : ",\"", 2);
	else if (!first)
		put(line, " ", 1);
	put(line, name, strlen(name));
	put(line, json ? "\":" : "=", json ? 2 : 1);
}

void
log_text_field(struct log_text *line, const struct log_field *field, bool json)
{
	const struct log_field absent = {field->name, "-", false};

	if (json && field->value == NULL)
		return;
	if (line->length + strlen(field->name) + FIELD_ROOM > line->room)
		line->full = true;
	if (line->full)
		return;
	put_name(line, field->name, json);
	put_value(line, field->value != NULL ? field : &absent, json);
}

void
log_text_end(struct log_text *line, bool json)
{
	if (json)
		put_end(line, '}');
}
