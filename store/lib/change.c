/* SPDX-License-Identifier: ISC */
/* What every kind of store asks of a change before it is written. */
#include "store/lib/change.h"

#include <string.h>

#include "kit/log.h"
#include "store/lib/journal.h"

static bool
line_sound(const char *name, const char *text)
{
	if (text == NULL) {
		log_line("store: refused a change: %s is missing", name);
		return false;
	}
	if (journal_line(text, strlen(text)))
		return true;
	log_line("store: refused a change: %s has a control character", name);
	return false;
}

static bool
id_sound(const struct client *client)
{
	if (line_sound("client", client == NULL ? NULL : "") &&
	    line_sound("client_id", client->client_id)) {
		if (*client->client_id != '\0')
			return true;
		log_line("store: refused a change: the client_id is empty");
	}
	return false;
}

static bool
client_sound(const struct client *client)
{
	if (!id_sound(client) || !line_sound("software", client->software) ||
	    !line_sound("certificate", client->certificate) ||
	    !line_sound("subject", client->subject) ||
	    !line_sound("issuer", client->issuer) ||
	    !line_sound("state_by", client->state_by) ||
	    !line_sound("state_why", client->state_why) ||
	    !line_sound("profile", client->profile) ||
	    !line_sound("metadata", client->metadata == NULL ? NULL : ""))
		return false;
	if (client->state != CLIENT_ACTIVE &&
	    client->state != CLIENT_SUSPENDED &&
	    client->state != CLIENT_PENDING) {
		log_line(
		    "store: refused a change: the client's state is unknown");
		return false;
	}
	if (client->expires < 0) {
		log_line("store: refused a change: the client expires before "
			 "1970");
		return false;
	}
	return client->token == NULL || line_sound("token", client->token);
}

static bool
kind_sound(const struct stored_change *change)
{
	switch (change->kind) {
	case CHANGE_ADD:
	case CHANGE_REPLACE:
		return client_sound(change->client);
	case CHANGE_REMOVE:
		return id_sound(change->client);
	case CHANGE_NOTE:
		return line_sound("note_source", change->note_source) &&
		       line_sound("audit", change->audit);
	case CHANGE_SPEND:
	case CHANGE_REVOKE:
		return line_sound("jti", change->jti == NULL ? NULL : "");
	}
	log_line("store: refused a change: its kind is unknown");
	return false;
}

bool
change_sound(const struct stored_change *change)
{
	for (size_t i = 0; i < CHANGE_COUNTS; i++)
		if (change->counts[i].source != NULL &&
		    !line_sound("source of a count", change->counts[i].source))
			return false;
	if (!kind_sound(change) ||
	    (change->jti != NULL &&
		!line_sound(
		    "jti_issuer", change->jti_issuer == NULL ? NULL : "")))
		return false;
	return change->audit == NULL || line_sound("audit", change->audit);
}

const char *
change_name(enum change_kind kind)
{
	static const char *const names[] = {
	    [CHANGE_ADD] = "add",
	    [CHANGE_REPLACE] = "replace",
	    [CHANGE_REMOVE] = "remove",
	    [CHANGE_NOTE] = "note",
	    [CHANGE_SPEND] = "spend",
	    [CHANGE_REVOKE] = "revoke",
	};

	return names[kind];
}

bool
change_is_of_old(const struct stored_change *change)
{
	return change->kind == CHANGE_REPLACE || change->kind == CHANGE_REMOVE;
}

bool
change_counts(const struct stored_change *change)
{
	if (change->kind == CHANGE_NOTE)
		return true;
	for (size_t i = 0; i < CHANGE_COUNTS; i++)
		if (change->counts[i].source != NULL)
			return true;
	return false;
}

void
change_withdraw(struct client *client)
{
	if (!journal_next(client->withdrawn, &client->withdrawn))
		client->withdrawn++;
}

static const char *const states[] = {
    [CLIENT_ACTIVE] = "active",
    [CLIENT_SUSPENDED] = "suspended",
    [CLIENT_PENDING] = "pending",
    [CLIENT_EXPIRED] = "expired",
};

enum client_state
client_state_at(const struct client *client, int64_t now)
{
	if (client->expires != 0 && client->expires <= now)
		return CLIENT_EXPIRED;
	return client->state;
}

const char *
client_state_name(enum client_state state)
{
	return states[state];
}

bool
client_state_named(const char *name, enum client_state *out)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(states[i], name) == 0) {
			*out = (enum client_state)i;
			return true;
		}
	return false;
}

/* What was given out in the very second of the withdrawal is withdrawn, too. */
int64_t
client_not_before(const struct client *client)
{
	return client->withdrawn == 0
		   ? 0
		   : (int64_t)(client->withdrawn / UINT64_C(1000000)) + 1;
}
