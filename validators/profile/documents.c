/* SPDX-License-Identifier: ISC */
/* Proves the key "documents": which texts a profile was checked against. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/profile/private.h"

/* "2026-11-28" (RFC 3339, full-date), or its beginning, "2026-11", which is all
 * that many a text says of itself. */
static bool
is_date(const char *text, bool month_will_do)
{
	static const char form[] = "0000-00-00";
	size_t length = text != NULL ? strlen(text) : 0;
	int month, day = 1;

	if (length != 10 && (length != 7 || !month_will_do))
		return false;
	for (size_t i = 0; i < length; i++)
		if (form[i] == '0' ? text[i] < '0' || text[i] > '9'
				   : text[i] != form[i])
			return false;
	month = (text[5] - '0') * 10 + text[6] - '0';
	if (length == 10)
		day = (text[8] - '0') * 10 + text[9] - '0';
	return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static void
read_date(struct reader *reader, const struct json *document,
    const char *prefix, const char *name, const char *wrong)
{
	const struct json *date = json_get(document, name);

	if (!is_date(json_string(date), strcmp(name, "date") == 0))
		reader_wrong(reader,
		    arena_printf(reader->arena, "%s%s", prefix, name), wrong);
}

static void
read_document(
    struct reader *reader, const struct json *document, const char *prefix)
{
	static const char *const names[] = {
	    "title", "version", "date", "address", "checked", NULL};

	reader_known_keys(reader, document, prefix, names);
	(void)reader_need(reader, document, prefix, "title");
	(void)reader_need(reader, document, prefix, "version");
	if (json_get(document, "date") != NULL)
		read_date(reader, document, prefix, "date",
		    "must be \"2026-11-28\" or \"2026-11\"");
	(void)reader_https(reader, document, prefix, "address");
	read_date(reader, document, prefix, "checked",
	    "must be a date such as \"2026-11-28\"");
}

void
profile_check_documents(struct reader *reader, const struct json *root)
{
	const struct json *documents = json_get(root, "documents");

	if (documents != NULL && !json_is_array_of(documents, JSON_OBJECT, 1))
		reader_wrong(reader, "documents",
		    "must be an array with an object for each document");
	for (size_t i = 0; i < json_length(documents); i++)
		read_document(reader, json_at(documents, i),
		    arena_printf(reader->arena, "documents[%zu].", i));
}
