/* SPDX-License-Identifier: ISC */
/* Makes an event of a record of the audit trail, or of a client. */
#include "deliver/event.h"

#include <string.h>

#include "deliver/told.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "kit/words.h"
#include "store/lib/change.h"
#include "store/lib/journal.h"
#include "validators/lib/profile.h"

/* The events of records, and what each is told as.  A client that gets its
 * registration back may have come with a renewed certificate. */
static const struct {
	const char *recorded, *told;
} events[] = {
    {"registered", "registered"},
    {"updated", "updated"},
    {"suspended", "suspended"},
    {"resumed", "resumed"},
    {"deleted", "deleted"},
    {"imported", "imported"},
    {"recovered", "updated"},
};

static const char *
told_as(const char *event)
{
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		if (event != NULL && strcmp(events[i].recorded, event) == 0)
			return events[i].told;
	return NULL;
}

bool
event_is_told(const char *event)
{
	return told_as(event) != NULL;
}

static struct json *
begin(struct arena *arena, const char *key, const char *event, const char *at,
    const char *why)
{
	struct json *all = json_new_object(arena);

	json_set_string(all, "key", key);
	json_set_string(all, "event", event);
	if (at != NULL)
		json_set_string(all, "at", at);
	if (why != NULL)
		json_set_string(all, "why", why);
	return all;
}

static void
add_all(struct json *to, const struct json *from)
{
	const struct json *value;
	const char *name;

	for (struct json_each each = json_each(from);
	     json_next(&each, &name, &value);)
		json_set(to, name, value);
}

static void
carry(struct json *to, const char *name, const struct json *from,
    const char *under)
{
	const struct json *value = json_get(from, under);

	if (value != NULL)
		json_set(to, name, value);
}

/* The key set of a client is in no record. */
static const struct json *
with_keys(struct arena *arena, const struct profile *profile,
    const struct json *client, const struct client *row)
{
	const struct json *jwks;
	struct json *all;

	if (row == NULL || json_get(client, "jwks_uri") != NULL)
		return client;
	jwks = json_get(
	    json_get(told_client(arena, profile, row), "client"), "jwks");
	if (jwks == NULL)
		return client;
	all = json_copy(arena, client);
	json_set(all, "jwks", jwks);
	return all;
}

static void
add_facts(struct arena *arena, struct json *event, const struct json *record)
{
	static const char *const names[] = {"client_id", "version", "state",
	    "standing", "not_before", "expires", "profile", "software_id",
	    "directory", "organisation_id", "organisation_name", "roles"};
	struct json *certificate = json_new_object(arena);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		carry(event, names[i], record, names[i]);
	carry(certificate, "sha256", record, "certificate_sha256");
	carry(certificate, "subject", record, "certificate_subject");
	carry(certificate, "issuer", record, "certificate_issuer");
	json_set(event, "certificate", certificate);
}

/* The standard's name of a member, where the profile has one for it. */
static const char *
standard_name(const struct profile *profile, const char *member)
{
	const struct json *const maps[] = {
	    profile->normalised, profile->claims};
	const struct json *value;
	const char *name;

	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++)
		for (struct json_each each = json_each(maps[i]);
		     json_next(&each, &name, &value);)
			if (json_string(value) != NULL &&
			    strcmp(json_string(value), member) == 0)
				return name;
	return member;
}

static void
add_names(struct json *names, const struct profile *profile,
    const struct json *members)
{
	const struct json *value;
	const char *member;

	for (struct json_each each = json_each(members);
	     json_next(&each, &member, &value);) {
		const char *name = standard_name(profile, member);
		if (!json_has_string(names, name))
			json_append_string(names, name);
	}
}

static const struct json *
lost_words(struct arena *arena, const char *before, const char *after)
{
	struct json *lost = json_new_array(arena);

	while (before != NULL && *before != '\0') {
		const size_t length = strcspn(before, " ");
		if (length > 0 && !words_have(after, before, length))
			json_append_string(
			    lost, arena_strndup(arena, before, length));
		before += length + (before[length] == ' ');
	}
	return lost;
}

/* Of an update, a record has the members that differ. */
static void
add_changes(struct arena *arena, const struct profile *profile,
    struct json *event, const struct json *record)
{
	const struct json *before = json_get(record, "before");
	const struct json *after = json_get(record, "after"), *lost;
	struct json *names = json_new_array(arena);

	if (before == NULL || after == NULL)
		return;
	add_names(names, profile, after);
	add_names(names, profile, before);
	json_set(event, "changed", names);
	lost = lost_words(arena, json_string(json_get(before, "scope")),
	    json_string(json_get(after, "scope")));
	if (json_length(lost) > 0)
		json_set(event, "scope_removed", lost);
}

/* A record's key is its time in microseconds, or later: of a record of an older
 * program nothing else is needed. */
static struct json *
deletion(struct json *event, const char *key, const struct json *record)
{
	const int64_t at = journal_moment(key);

	carry(event, "client_id", record, "client_id");
	carry(event, "version", record, "version");
	json_set_string(event, "state", "deleted");
	carry(event, "not_before", record, "not_before");
	if (json_get(record, "not_before") == NULL)
		json_set_integer(event, "not_before", at + 1);
	return event;
}

/* A record has all facts, or the client's metadata alone are missing, or it is an
 * older program's. */
static bool
is_whole(const struct json *record)
{
	return json_get(record, "version") != NULL &&
	       json_get(record, "client") != NULL;
}

/* A registration that was told its client again, and no more, changed nothing. */
static bool
is_repeated(const struct json *record)
{
	return strcmp(json_string(json_get(record, "event")), "recovered") == 0;
}

struct json *
event_of_record(struct arena *arena, const struct profile *profile,
    const char *key, const struct json *record, const struct client *row)
{
	const char *name = told_as(json_string(json_get(record, "event")));
	struct json *event;

	if (name == NULL || json_string(json_get(record, "client_id")) == NULL)
		return NULL;
	event = begin(arena, key, name, json_string(json_get(record, "at")),
	    json_string(json_get(record, "why")));
	if (strcmp(name, "deleted") == 0)
		return deletion(event, key, record);
	if (is_whole(record)) {
		add_facts(arena, event, record);
		json_set(event, "client",
		    with_keys(arena, profile, json_get(record, "client"), row));
	} else if (row != NULL && !is_repeated(record))
		add_all(event, told_client(arena, profile, row));
	else
		return NULL;
	if (strcmp(name, "updated") == 0)
		add_changes(arena, profile, event, record);
	return event;
}

struct json *
event_of_client(struct arena *arena, const struct profile *profile,
    const char *key, const char *event, int64_t at, const struct client *client)
{
	struct json *all =
	    begin(arena, key, event, moment_text(arena, at), NULL);

	add_all(all, told_client(arena, profile, client));
	return all;
}
