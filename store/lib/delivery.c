/* SPDX-License-Identifier: ISC */
/* What every kind of store asks of deliveries before they are written. */
#include "store/lib/delivery.h"

#include <string.h>

#include "kit/log.h"
#include "store/lib/journal.h"

bool
delivery_key(const char *key, size_t length)
{
	return length > 0 && length <= DELIVERY_KEY_MOST &&
	       journal_line(key, length);
}

static bool
sound(const struct stored_delivery *row)
{
	if (row->key == NULL || !delivery_key(row->key, strlen(row->key))) {
		log_line("store: refused a delivery: its key is missing, too "
			 "long or has a control character");
		return false;
	}
	if (row->text == NULL ||
	    (*row->text != '\0' && journal_line(row->text, strlen(row->text))))
		return true;
	log_line("store: refused a delivery: its text is empty or has a "
		 "control character");
	return false;
}

bool
delivery_sound(const struct stored_delivery *was,
    const struct stored_delivery *rows, size_t count)
{
	if (count > DELIVERIES_MOST) {
		log_line("store: refused a delivery: it has more than %d rows",
		    DELIVERIES_MOST);
		return false;
	}
	for (size_t i = 0; i < count; i++)
		if (!sound(&rows[i]))
			return false;
	return was == NULL || sound(was);
}

enum stored
delivery_outcome(enum stored stored, bool unsure)
{
	if (stored != STORED_CONFLICT || !unsure)
		return stored;
	log_line("store: deliver: whether it was committed is not known");
	return STORED_UNABLE;
}
