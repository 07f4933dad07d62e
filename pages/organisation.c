/* SPDX-License-Identifier: ISC */
/* Says whose a client or a request is, as well as it is known. */
#include "pages/organisation.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/trail.h"

/* The value of O in a subject as RFC 4514 writes it, or NULL: up to a comma or
 * a plus sign without a backslash before it. */
static const char *
subject_organisation(struct arena *arena, const char *subject)
{
	const char *at = subject;
	size_t length = 0;

	while (strncmp(at, "O=", 2) != 0) {
		for (; *at != '\0' && *at != ',' && *at != '+'; at++)
			at += *at == '\\' && at[1] != '\0';
		if (*at == '\0')
			return NULL;
		at++;
	}
	at += 2;
	while (at[length] != '\0' && at[length] != ',' && at[length] != '+')
		length += at[length] == '\\' && at[length + 1] != '\0' ? 2 : 1;
	return length > 0 ? arena_strndup(arena, at, length) : NULL;
}

static const char *
of_subject(struct arena *arena, const char *subject)
{
	const char *organisation;

	if (subject == NULL || *subject == '\0')
		return ORGANISATION_UNKNOWN;
	organisation = subject_organisation(arena, subject);
	return organisation != NULL ? organisation : subject;
}

const char *
organisation_of_client(struct arena *arena, const struct trail_facts *facts)
{
	if (facts->organisation_name != NULL)
		return facts->organisation_name;
	if (facts->organisation_id != NULL)
		return facts->organisation_id;
	return of_subject(arena, facts->subject);
}

const char *
organisation_of_record(struct arena *arena, const struct json *record)
{
	static const char *const names[] = {
	    "organisation_name", "organisation_id"};
	const char *text;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		text = json_string(json_get(record, names[i]));
		if (text != NULL && *text != '\0')
			return text;
	}
	return of_subject(arena, json_string(json_get(record, "subject")));
}
