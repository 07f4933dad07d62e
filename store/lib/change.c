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
	    !line_sound("metadata", client->metadata == NULL ? NULL : ""))
		return false;
	if (client->state != CLIENT_ACTIVE &&
	    client->state != CLIENT_SUSPENDED) {
		log_line(
		    "store: refused a change: the client's state is unknown");
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

const char *
client_state_name(const struct client *client)
{
	switch (client->state) {
	case CLIENT_ACTIVE:
		return "active";
	case CLIENT_SUSPENDED:
		break;
	}
	return "suspended";
}

/* What was given out in the very second of the withdrawal is withdrawn, too. */
int64_t
client_not_before(const struct client *client)
{
	return client->withdrawn == 0
		   ? 0
		   : (int64_t)(client->withdrawn / UINT64_C(1000000)) + 1;
}
