/* SPDX-License-Identifier: ISC */
/*
 * Makes a change in one transaction: all that belongs to it happens, or
 * nothing.
 *
 * READ COMMITTED is enough for that.  A claim on a software is about rows that
 * are not there yet, and no lock on the clients' rows would keep another one
 * from coming in.  So whoever adds, replaces or removes a client first writes
 * the row of its software in dcr_software, and holds that to the end.  Whoever
 * comes second waits there; each statement of READ COMMITTED sees what was
 * committed before it began, and so its look at the clients sees what the first
 * one did.  A replacement locks its client before the software, since the
 * client's row says which software that is, and two of these in the order of
 * their bytes.  All else that must happen once has a unique key.  At a higher
 * level of isolation, which a server may have that knows no lower one, the
 * second is told 40001 instead of being let on, and is tried again.
 *
 * Locks are taken in one order: client, software, jti, sources of notes and
 * counts, what is swept, the trail's end.  Where chance has it otherwise (a jti
 * that is swept and spent again) the server finds the deadlock, and one of the
 * two begins again.
 */
#include <sys/random.h>

#include "kit/arena.h"
#include "kit/log.h"
#include "store/pgsql/private.h"

struct changing {
	struct stored_change *change;
	unsigned char mark[PGSQL_MARK]; /* of the jti's row */
	char key[JOURNAL_KEY]; /* of the audit record, once it was tried */
};

static enum upshot
write_work(
    struct pgsql *p, struct stored_change *change, const struct client *old)
{
	switch (change->kind) {
	case CHANGE_ADD:
		return pgsql_add_client(p, change);
	case CHANGE_REPLACE:
	case CHANGE_REMOVE:
		return pgsql_write_client(p, change, old);
	case CHANGE_NOTE:
		return pgsql_spend_note(p, change);
	case CHANGE_SPEND:
	case CHANGE_REVOKE:
		break;
	}
	return PGSQL_DONE;
}

static enum upshot
write_change(struct pgsql *p, struct changing *changing, struct arena *arena)
{
	struct stored_change *change = changing->change;
	struct client old = {.version = 0};
	enum upshot outcome = pgsql_lock_change(p, change, arena, &old);

	if (outcome == PGSQL_DONE && change->jti != NULL)
		outcome = pgsql_spend_jti(p, change, changing->mark);
	if (outcome == PGSQL_DONE)
		outcome = write_work(p, change, &old);
	if (outcome == PGSQL_DONE)
		outcome = pgsql_spend_counts(p, change);
	if (outcome == PGSQL_DONE)
		outcome = pgsql_sweep(p, change);
	if (outcome == PGSQL_DONE && change->audit != NULL)
		outcome = pgsql_audit(p, change->audit, changing->key);
	return outcome;
}

/* Whether the client has become what it shall be, where neither a record nor a
 * jti tells. */
static enum upshot
is_written(struct pgsql *p, const struct stored_change *change, bool *happened)
{
	const struct client *client = change->client;
	struct pgsql_values values = {.count = 0};
	struct arena *arena;
	struct client old;
	enum upshot outcome;

	if (change->kind == CHANGE_REMOVE) {
		arena = arena_new();
		outcome = pgsql_lock_change(p, change, arena, &old);
		arena_free(arena);
		*happened = outcome == PGSQL_MISSING;
		return *happened ? PGSQL_DONE : outcome;
	}
	outcome = pgsql_lock_software(p, client->software);
	if (outcome != PGSQL_DONE)
		return outcome;
	pgsql_put_client(&values, client,
	    change->kind == CHANGE_ADD ? 1 : client->version + 1);
	return pgsql_same(p, SAME_CLIENT, &values, happened);
}

/*
 * Whether an attempt whose commit was not answered has happened all the same.
 * The attempt's server process may still be about to commit: pgsql_touch()
 * waits for that, since both want the same lock.  And it writes: its own commit
 * is durable only when all that was committed before it is, on a standby as
 * well.
 */
static enum upshot
look_back(struct pgsql *p, const struct changing *changing, bool *happened)
{
	const struct stored_change *change = changing->change;
	struct pgsql_values values = {.count = 0};
	enum upshot outcome = pgsql_touch(p);

	if (outcome != PGSQL_DONE)
		return outcome;
	if (change->audit != NULL) {
		pgsql_text(&values, changing->key);
		pgsql_text(&values, change->audit);
		return pgsql_same(p, SAME_AUDIT, &values, happened);
	}
	if (change->jti != NULL)
		return pgsql_is_marked(p, change, changing->mark, happened);
	return is_written(p, change, happened);
}

static enum upshot
change_work(struct pgsql *p, struct pgsql_job *job)
{
	struct changing *changing = job->argument;
	struct arena *arena;
	bool happened = false;
	enum upshot outcome = PGSQL_DONE;

	changing->change->clash = CLASH_NONE;
	if (job->unsure)
		outcome = look_back(p, changing, &happened);
	if (outcome != PGSQL_DONE || happened)
		return outcome;
	arena = arena_new();
	outcome = write_change(p, changing, arena);
	arena_free(arena);
	return outcome;
}

enum stored
pgsql_change(struct store *store, struct stored_change *change)
{
	struct changing changing = {.change = change};
	struct pgsql_job job = {
	    .work = change_work, .argument = &changing, .writes = true};
	enum stored stored;

	change->clash = CLASH_NONE;
	if (!change_sound(change))
		return STORED_UNABLE;
	if (getrandom(changing.mark, sizeof changing.mark, 0) !=
	    sizeof changing.mark) {
		log_line("store: the kernel gives no random bytes");
		return STORED_UNABLE;
	}
	job.name = change_name(change->kind);
	stored = pgsql_run((struct pgsql *)store, &job);
	if (stored != STORED_CONFLICT)
		change->clash = CLASH_NONE;
	return stored;
}
