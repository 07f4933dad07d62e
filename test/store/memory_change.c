/* SPDX-License-Identifier: ISC */
/* Makes a change in a store in memory. */
#include "test/store/memory.h"

#include <string.h>

#include "kit/arena.h"

/* What a change meets.  All of it is looked at before anything is written. */
struct meeting {
	struct entry **link;
	struct spent *spent; /* with this jti; NULL: none */
	struct noted *noted; /* of this source; NULL: none */
	struct noted *counted[CHANGE_COUNTS];
};

static struct noted *
find_noted(const struct memory *memory, const char *source)
{
	struct noted *noted = memory->noted;

	while (noted != NULL && strcmp(noted->source, source) != 0)
		noted = noted->next;
	return noted;
}

static bool
software_known(const struct memory *memory, const struct stored_change *change,
    bool suspended_only)
{
	const char *software = change->client->software;

	for (const struct entry *e = memory->entries; e != NULL; e = e->next)
		if (strcmp(e->client.software, software) == 0 &&
		    (suspended_only ? e->client.state == CLIENT_SUSPENDED
				    : client_state_at(&e->client,
					  change->now) != CLIENT_EXPIRED))
			return true;
	return false;
}

static enum stored_clash
clash_of_add(const struct memory *memory, const struct stored_change *change,
    const struct entry *entry)
{
	const struct client *client = change->client;

	if (software_known(memory, change, true))
		return CLASH_SUSPENDED;
	if (change->software_once && software_known(memory, change, false))
		return CLASH_SOFTWARE;
	return memory_is(entry, client->client_id) ? CLASH_CLIENT_ID
						   : CLASH_NONE;
}

static unsigned
notes_of(const struct noted *noted, int64_t now)
{
	bool fresh = true;

	if (noted != NULL)
		(void)journal_day(now, noted->day, &fresh);
	return fresh ? 0 : noted->count;
}

static enum stored_clash
clash_of_counts(struct stored_change *change, const struct meeting *meeting)
{
	for (unsigned i = 0; i < CHANGE_COUNTS; i++) {
		if (change->counts[i].source == NULL ||
		    notes_of(meeting->counted[i], change->now) <
			change->counts[i].most)
			continue;
		change->full = i;
		return CLASH_COUNT;
	}
	return CLASH_NONE;
}

static enum stored_clash
clash_of(const struct memory *memory, const struct stored_change *change,
    const struct meeting *meeting)
{
	if (meeting->spent != NULL && meeting->spent->expires >= change->now &&
	    change->kind != CHANGE_REVOKE)
		return CLASH_JTI;
	switch (change->kind) {
	case CHANGE_ADD:
		return clash_of_add(memory, change, *meeting->link);
	case CHANGE_NOTE:
		return notes_of(meeting->noted, change->now) < change->note_most
			   ? CLASH_NONE
			   : CLASH_NOTES;
	case CHANGE_SPEND:
	case CHANGE_REVOKE:
		return CLASH_NONE;
	case CHANGE_REPLACE:
	case CHANGE_REMOVE:
		break;
	}
	return (*meeting->link)->client.version == change->client->version
		   ? CLASH_NONE
		   : CLASH_VERSION;
}

static void
spend(struct memory *memory, const struct stored_change *change,
    struct spent *spent)
{
	if (spent == NULL) {
		struct arena *arena = arena_new();

		spent = arena_alloc(arena, sizeof *spent);
		spent->arena = arena;
		spent->issuer = arena_strdup(arena, change->jti_issuer);
		spent->jti = arena_strdup(arena, change->jti);
		spent->next = memory->spent;
		spent->expires = change->jti_expires;
		memory->spent = spent;
	}
	/* Never for a shorter time than it was. */
	if (spent->expires < change->jti_expires)
		spent->expires = change->jti_expires;
	memory_sweep_spent(memory, change->now);
}

static void
note(
    struct memory *memory, const char *source, int64_t now, struct noted *noted)
{
	const unsigned before = notes_of(noted, now);
	bool fresh;

	if (noted == NULL) {
		struct arena *arena = arena_new();

		noted = arena_alloc(arena, sizeof *noted);
		noted->arena = arena;
		noted->source = arena_strdup(arena, source);
		noted->next = memory->noted;
		memory->noted = noted;
	}
	noted->day = before == 0 ? now / JOURNAL_DAY
				 : journal_day(now, noted->day, &fresh);
	noted->count = before + 1;
}

void
memory_insert(
    struct entry **link, const struct client *client, uint64_t version)
{
	struct arena *arena = arena_new();
	struct entry *entry = arena_alloc(arena, sizeof *entry);

	entry->arena = arena;
	memory_copy(arena, client, &entry->client);
	entry->client.version = version;
	entry->next = *link;
	*link = entry;
}

static void
drop(struct entry **link)
{
	struct entry *entry = *link;

	*link = entry->next;
	arena_free(entry->arena);
}

static void
apply(struct memory *memory, const struct stored_change *change,
    const struct meeting *meeting)
{
	switch (change->kind) {
	case CHANGE_ADD:
		memory_insert(meeting->link, change->client, 1);
		break;
	case CHANGE_REPLACE:
		memory_insert(
		    meeting->link, change->client, change->client->version + 1);
		drop(&(*meeting->link)->next);
		break;
	case CHANGE_REMOVE:
		drop(meeting->link);
		break;
	case CHANGE_NOTE:
		note(memory, change->note_source, change->now, meeting->noted);
		break;
	case CHANGE_SPEND:
	case CHANGE_REVOKE:
		break;
	}
	for (size_t i = 0; i < CHANGE_COUNTS; i++)
		if (change->counts[i].source != NULL)
			note(memory, change->counts[i].source, change->now,
			    meeting->counted[i]);
	if (change_counts(change))
		memory_sweep_noted(memory, change->now);
	if (change->jti != NULL)
		spend(memory, change, meeting->spent);
	if (change->kind != CHANGE_NOTE && change->kind != CHANGE_SPEND)
		memory->generation++;
}

bool
memory_audit(struct memory *memory, const char *text, char key[JOURNAL_KEY])
{
	if (!journal_next(memory->audit_last, &memory->audit_last))
		return false;
	journal_key(memory->audit_last, key);
	*memory->audit_end = memory_keep(memory, key, text);
	memory->audit_end = &(*memory->audit_end)->next;
	return true;
}

/* False: the client that shall be changed is not there. */
static bool
meet(struct memory *memory, const struct stored_change *change,
    struct meeting *meeting)
{
	if (change->kind == CHANGE_NOTE)
		meeting->noted = find_noted(memory, change->note_source);
	for (size_t i = 0; i < CHANGE_COUNTS; i++)
		if (change->counts[i].source != NULL)
			meeting->counted[i] =
			    find_noted(memory, change->counts[i].source);
	if (change->kind <= CHANGE_REMOVE)
		meeting->link = memory_link(memory, change->client->client_id);
	if (change->jti != NULL)
		meeting->spent =
		    memory_find_spent(memory, change->jti_issuer, change->jti);
	return meeting->link == NULL || change->kind == CHANGE_ADD ||
	       memory_is(*meeting->link, change->client->client_id);
}

enum stored
memory_change(struct store *store, struct stored_change *change)
{
	struct memory *memory = (struct memory *)store;
	struct meeting meeting = {.link = NULL};

	change->clash = CLASH_NONE;
	*change->key = '\0';
	if (memory->frozen || !change_sound(change))
		return STORED_UNABLE;
	if (!meet(memory, change, &meeting))
		return STORED_MISSING;
	change->clash = clash_of(memory, change, &meeting);
	if (change->clash == CLASH_NONE)
		change->clash = clash_of_counts(change, &meeting);
	if (change->clash != CLASH_NONE)
		return STORED_CONFLICT;
	if (change->audit != NULL &&
	    !memory_audit(memory, change->audit, change->key))
		return STORED_UNABLE;
	apply(memory, change, &meeting);
	return STORED_OK;
}
