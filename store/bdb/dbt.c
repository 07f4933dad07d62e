/* SPDX-License-Identifier: ISC */
/* Keys and values as Berkeley DB takes and gives them: bytes without a NUL. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <db.h>

#include "kit/arena.h"
#include "kit/log.h"
#include "store/bdb/private.h"

#define QUOTED_BYTES 100

DBT
bdb_bytes(const char *bytes, size_t length)
{
	DBT dbt;

	memset(&dbt, 0, sizeof dbt);
	dbt.data = (void *)(uintptr_t)bytes;
	dbt.size = (u_int32_t)length;
	return dbt;
}

DBT
bdb_text(const char *string)
{
	return bdb_bytes(string, strlen(string));
}

DBT
bdb_behind(struct arena *arena, const DBT *key)
{
	return bdb_bytes(
	    arena_strndup(arena, key->data, key->size), (size_t)key->size + 1);
}

bool
bdb_same(const DBT *a, const DBT *b)
{
	return a->size == b->size &&
	       (a->size == 0 || memcmp(a->data, b->data, a->size) == 0);
}

bool
bdb_is_text(const DBT *dbt, const char *text)
{
	const DBT other = bdb_text(text);

	return bdb_same(dbt, &other);
}

bool
bdb_number(const DBT *text, int64_t *number)
{
	char digits[24], *end;

	if (text->size == 0 || text->size >= sizeof digits)
		return false;
	memcpy(digits, text->data, text->size);
	digits[text->size] = '\0';
	errno = 0;
	*number = strtoll(digits, &end, 10);
	return errno == 0 && end == digits + text->size;
}

const char *
bdb_quoted(struct arena *arena, const DBT *key)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *bytes = key->data;
	char text[3 * QUOTED_BYTES + 4], *end = text;

	for (u_int32_t i = 0; i < key->size && i < QUOTED_BYTES; i++) {
		if (bytes[i] >= ' ' && bytes[i] < 127 && bytes[i] != '\\') {
			*end++ = (char)bytes[i];
			continue;
		}
		*end++ = '\\';
		*end++ = digits[bytes[i] >> 4];
		*end++ = digits[bytes[i] & 15];
	}
	*end = '\0';
	return arena_printf(
	    arena, "\"%s\"%s", text, key->size > QUOTED_BYTES ? "..." : "");
}

int
bdb_unreadable(const char *table)
{
	log_line("store: %s has a record that cannot be read", table);
	return EBADMSG;
}

int
bdb_close_cursor(DBC *cursor, int error)
{
	const int closing = cursor->close(cursor);

	return error != 0 ? error : closing;
}

bool
bdb_is_there(DB *table, DB_TXN *txn, const char *key, const char *record)
{
	DBT name = bdb_text(key), data = bdb_bytes(NULL, 0);

	return table->get(table, txn, &name, &data, 0) == 0 &&
	       bdb_is_text(&data, record);
}
