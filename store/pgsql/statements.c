/* SPDX-License-Identifier: ISC */
/* The SQL statements that have values, and what goes together with them. */
#include "store/pgsql/statements.h"

/* clang-format off */
#define COLUMNS \
	"client_id, software, certificate, registered, changed, version," \
	" suspended, state_since, state_why, token, metadata, withdrawn," \
	" subject, issuer, state_by, profile, expires, pending"

/* PGSQL_BATCH of them at a time. */
#define SOME " LIMIT 64"

/* A record with the next key, whose highest bit is turned in dcr_tail.  Where
 * that has no row the key is NULL, and where it is behind there is such a key:
 * errors, since a COMMIT may be on its way. */
#define WRITE_AUDIT \
	"WITH tail AS (UPDATE dcr_tail SET last = CASE WHEN last < $1 THEN $1" \
	" ELSE last + 1 END WHERE one RETURNING last)" \
	" INSERT INTO dcr_audit (key, text) VALUES (decode(lpad(to_hex(" \
	"(SELECT last FROM tail) # '-9223372036854775808'::bigint), 16, '0')," \
	" 'escape'), $2)"

const char *const pgsql_statements[STATEMENTS] = {
	/*
	 * The server gives up a statement later than we do: were it sooner, a
	 * commit that waits for a standby would be told as done, with a
	 * warning, though no standby has it.  A transaction whose client was
	 * stopped in the middle of it does not hold its locks for ever.  Plans
	 * are the same for all values, and made once.  lock_timeout is
	 * PGSQL_LOCK_MILLISECONDS.
	 */
	[SET_UP] =
	"SELECT (SELECT set_config('synchronous_commit', 'on', false)"
	" WHERE current_setting('synchronous_commit') = 'off'),"
	" set_config('statement_timeout', '7000', false),"
	" set_config('lock_timeout', '4000', false),"
	" set_config('idle_in_transaction_session_timeout', '10000', false),"
	" set_config('plan_cache_mode', 'force_generic_plan', false)",

	[FORM] =
	"SELECT count(*), coalesce(max(number), 0) FROM dcr_migrations",

	[BEGIN_CHANGE] =
	"BEGIN ISOLATION LEVEL READ COMMITTED",

	[LIMIT_LOCKS] =
	"SELECT set_config('lock_timeout', CAST($1 AS text), true)",

	[COMMIT_CHANGE] =
	"COMMIT",

	[HOLD_MARK] =
	"SELECT 1 FROM dcr_spent WHERE head = $1 AND digest = $2"
	" AND rest = $3 AND mark = $4 FOR KEY SHARE",

	[GET_CLIENT] =
	"SELECT " COLUMNS " FROM dcr_clients WHERE client_id = $1",

	[FIND_CLIENT] =
	"SELECT version, software FROM dcr_clients WHERE client_id = $1"
	" FOR UPDATE",

	[SAME_CLIENT] =
	"SELECT 1 FROM dcr_clients WHERE client_id = $1 AND software = $2"
	" AND certificate = $3 AND registered = $4 AND changed = $5"
	" AND version = $6 AND suspended = $7 AND state_since = $8"
	" AND state_why = $9 AND token IS NOT DISTINCT FROM $10"
	" AND metadata = $11 AND withdrawn = $12 AND subject = $13"
	" AND issuer = $14 AND state_by = $15 AND profile = $16"
	" AND expires = $17 AND pending = $18",

	[INSERT_CLIENT] =
	"INSERT INTO dcr_clients (" COLUMNS ")"
	" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
	" $14, $15, $16, $17, $18)"
	" ON CONFLICT (client_id) DO NOTHING",

	/* $19 is the version that the row must have. */
	[UPDATE_CLIENT] =
	"UPDATE dcr_clients SET software = $2, certificate = $3,"
	" registered = $4, changed = $5, version = $6, suspended = $7,"
	" state_since = $8, state_why = $9, token = $10, metadata = $11,"
	" withdrawn = $12, subject = $13, issuer = $14, state_by = $15,"
	" profile = $16, expires = $17, pending = $18"
	" WHERE client_id = $1 AND version = $19",

	[DELETE_CLIENT] =
	"DELETE FROM dcr_clients WHERE client_id = $1 AND version = $2",

	[LOCK_SOFTWARE] =
	"INSERT INTO dcr_software (software, changes) VALUES ($1, 1)"
	" ON CONFLICT (software)"
	" DO UPDATE SET changes = dcr_software.changes + 1",

	/* $2 is now: a ban outlives the client's own end. */
	[CLAIM_SOFTWARE] =
	"SELECT EXISTS (SELECT 1 FROM dcr_clients"
	" WHERE software = $1 AND suspended),"
	" EXISTS (SELECT 1 FROM dcr_clients WHERE software = $1"
	" AND (expires = 0 OR expires > $2))",

	[FORGET_SOFTWARE] =
	"DELETE FROM dcr_software WHERE software = $1 AND NOT EXISTS"
	" (SELECT 1 FROM dcr_clients WHERE software = $1)",

	[EACH_CLIENT] =
	"SELECT " COLUMNS " FROM dcr_clients WHERE client_id > $1"
	" ORDER BY client_id" SOME,

	[EACH_OF_SOFTWARE] =
	"SELECT " COLUMNS " FROM dcr_clients WHERE client_id > $1"
	" AND software = $2 ORDER BY client_id" SOME,

	[EACH_OF_CERTIFICATE] =
	"SELECT " COLUMNS " FROM dcr_clients WHERE client_id > $1"
	" AND certificate = $2 ORDER BY client_id" SOME,

	/* $6 is now; $7: whatever is there.  No row: the jti is spent. */
	[SPEND] =
	"INSERT INTO dcr_spent (head, digest, rest, expires, mark)"
	" VALUES ($1, $2, $3, $4, $5) ON CONFLICT (head, digest) DO UPDATE"
	" SET expires = greatest(dcr_spent.expires, excluded.expires),"
	" mark = excluded.mark WHERE $7 OR dcr_spent.expires < $6",

	[KEEP_SPENT] =
	"INSERT INTO dcr_spent (head, digest, rest, expires, mark)"
	" VALUES ($1, $2, $3, $4, $5) ON CONFLICT (head, digest) DO UPDATE"
	" SET expires = excluded.expires"
	" WHERE dcr_spent.expires < excluded.expires",

	[IS_SPENT] =
	"SELECT 1 FROM dcr_spent WHERE head = $1 AND digest = $2"
	" AND rest = $3 AND expires >= $4",

	[MARK_OF] =
	"SELECT 1 FROM dcr_spent WHERE head = $1 AND digest = $2"
	" AND rest = $3 AND mark = $4",

	[SWEEP_SPENT] =
	"DELETE FROM dcr_spent WHERE (head, digest) IN"
	" (SELECT head, digest FROM dcr_spent WHERE expires < $1"
	" ORDER BY expires LIMIT 4)",

	[EACH_SPENT] =
	"SELECT head, rest, expires FROM dcr_spent WHERE head >= $1"
	" AND (head > $1 OR rest > $2) ORDER BY head, rest" SOME,

	/* No row: the source has had $3 of them. */
	[COUNT_NOTE] =
	"INSERT INTO dcr_notes (source, day, count)"
	" SELECT $1, $2, 1 WHERE $3 > 0 ON CONFLICT (source) DO UPDATE SET"
	" day = CASE WHEN dcr_notes.day - excluded.day IN (0, 1)"
	" THEN dcr_notes.day ELSE excluded.day END,"
	" count = CASE WHEN dcr_notes.day - excluded.day IN (0, 1)"
	" THEN dcr_notes.count + 1 ELSE 1 END"
	" WHERE dcr_notes.day - excluded.day NOT IN (0, 1)"
	" OR dcr_notes.count < $3",

	[SWEEP_NOTES] =
	"DELETE FROM dcr_notes WHERE source IN"
	" (SELECT source FROM dcr_notes WHERE day < $1"
	" ORDER BY day LIMIT 4)",

	[TOUCH_TAIL] =
	"UPDATE dcr_tail SET last = last WHERE one",

	[RAISE_TAIL] =
	"UPDATE dcr_tail SET last = greatest(last, $1) WHERE one",

	[AUDIT] =
	WRITE_AUDIT " RETURNING key",

	/* The commit of what is marked returns at once: see change.c. */
	[AUDIT_MARKED] =
	WRITE_AUDIT " RETURNING key,"
	" set_config('synchronous_commit', 'off', true)",

	/* A lock that keeps nobody from taking the next key. */
	[HOLD_TAIL] =
	"SELECT 1 FROM dcr_tail WHERE one FOR KEY SHARE",

	/* The same, for a commit that waits for no standby. */
	[SETTLE] =
	"SELECT last, set_config('synchronous_commit', 'local', true)"
	" FROM dcr_tail WHERE one FOR KEY SHARE",

	[INSERT_AUDIT] =
	"INSERT INTO dcr_audit (key, text) VALUES ($1, $2)"
	" ON CONFLICT (key) DO NOTHING",

	[PRUNE_AUDIT] =
	"DELETE FROM dcr_audit WHERE key IN"
	" (SELECT key FROM dcr_audit WHERE key <= $1"
	" AND key < (SELECT key FROM dcr_audit ORDER BY key DESC"
	" LIMIT 1)"
	" ORDER BY key" SOME ")",

	[SAME_AUDIT] =
	"SELECT 1 FROM dcr_audit WHERE key = $1 AND text = $2",

	[FIND_AUDIT] =
	"SELECT key FROM dcr_audit WHERE key > $1 AND text = $2"
	" ORDER BY key DESC LIMIT 1",

	[READ_AUDIT] =
	"SELECT key, text FROM dcr_audit WHERE key > $1 ORDER BY key" SOME,

	[INSERT_SEAL] =
	"INSERT INTO dcr_seals (key, text) VALUES ($1, $2)"
	" ON CONFLICT (key) DO NOTHING",

	[SAME_SEAL] =
	"SELECT 1 FROM dcr_seals WHERE key = $1 AND text = $2",

	[READ_SEALS] =
	"SELECT key, text FROM dcr_seals WHERE key > $1 ORDER BY key" SOME,

	/* An empty row says that there is none: see deliver.c. */
	[CLAIM_DELIVERY] =
	"INSERT INTO dcr_deliveries (key, text) VALUES ($1, '')"
	" ON CONFLICT (key) DO NOTHING",

	[UNCLAIM_DELIVERY] =
	"DELETE FROM dcr_deliveries WHERE key = $1 AND text = ''",

	[HOLD_DELIVERY] =
	"SELECT 1 FROM dcr_deliveries WHERE key = $1 AND text = $2"
	" FOR UPDATE",

	[PUT_DELIVERY] =
	"INSERT INTO dcr_deliveries (key, text) VALUES ($1, $2)"
	" ON CONFLICT (key) DO UPDATE SET text = excluded.text",

	[DROP_DELIVERY] =
	"DELETE FROM dcr_deliveries WHERE key = $1",

	[READ_DELIVERIES] =
	"SELECT key, text FROM dcr_deliveries WHERE key > $1"
	" ORDER BY key" SOME,

	[PUBLISH_KEY] =
	"INSERT INTO dcr_keys (kid, jwk, until) VALUES ($1, $2, $3)"
	" ON CONFLICT (kid) DO UPDATE SET jwk = excluded.jwk,"
	" until = greatest(dcr_keys.until, excluded.until)",

	[UNPUBLISH_KEY] =
	"DELETE FROM dcr_keys WHERE kid = $1",

	[EACH_KEY] =
	"SELECT kid, jwk, until FROM dcr_keys WHERE until > $1 ORDER BY kid",

	[SWEEP_KEYS] =
	"DELETE FROM dcr_keys WHERE until < $1",

	[INSERT_MIGRATION] =
	"INSERT INTO dcr_migrations (number, name) VALUES ($1, $2)"
	" ON CONFLICT (number) DO NOTHING",
};
/* clang-format on */
