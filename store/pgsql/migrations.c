/* SPDX-License-Identifier: ISC */
#include "store/pgsql/private.h"

/*
 * dcr_software has a row for each software that has a client, and is there to
 * be locked: see pgsql_change.c.  dcr_tail has one row, the last key of the
 * audit trail, as a number with its highest bit turned: see pgsql_journal.c.
 * head, digest and rest are the name of a spent jti: see pgsql_spend.c.
 */
const struct pgsql_migration pgsql_migrations[PGSQL_MIGRATIONS] = {
    {"clients", "CREATE TABLE dcr_clients ("
		" client_id bytea PRIMARY KEY,"
		" software bytea NOT NULL,"
		" certificate bytea NOT NULL,"
		" registered bigint NOT NULL,"
		" changed bigint NOT NULL,"
		" version bigint NOT NULL,"
		" suspended boolean NOT NULL,"
		" state_since bigint NOT NULL,"
		" state_why bytea NOT NULL,"
		" token bytea,"
		" metadata bytea NOT NULL);"
		"CREATE INDEX dcr_clients_by_software"
		" ON dcr_clients (software, client_id);"
		"CREATE INDEX dcr_clients_by_certificate"
		" ON dcr_clients (certificate, client_id);"
		"CREATE INDEX dcr_clients_suspended"
		" ON dcr_clients (software) WHERE suspended;"
		"CREATE TABLE dcr_software ("
		" software bytea PRIMARY KEY,"
		" changes bigint NOT NULL)"},
    {"spent jtis and counted refusals",
	"CREATE TABLE dcr_spent ("
	" head bytea NOT NULL,"
	" digest bytea NOT NULL,"
	" rest bytea NOT NULL,"
	" expires bigint NOT NULL,"
	" mark bytea NOT NULL,"
	" PRIMARY KEY (head, digest));"
	"CREATE INDEX dcr_spent_by_end ON dcr_spent (expires);"
	"CREATE TABLE dcr_notes ("
	" source bytea PRIMARY KEY,"
	" day bigint NOT NULL,"
	" count bigint NOT NULL);"
	"CREATE INDEX dcr_notes_by_day ON dcr_notes (day)"},
    {"the audit trail and its seals", "CREATE TABLE dcr_audit ("
				      " key bytea PRIMARY KEY,"
				      " text bytea NOT NULL);"
				      "CREATE TABLE dcr_seals ("
				      " key bytea PRIMARY KEY,"
				      " text bytea NOT NULL);"
				      "CREATE TABLE dcr_tail ("
				      " one boolean PRIMARY KEY,"
				      " last bigint NOT NULL);"
				      "INSERT INTO dcr_tail (one, last)"
				      " VALUES (true, -9223372036854775808)"},
    {"when a client's tokens were withdrawn",
	"ALTER TABLE dcr_clients"
	" ADD COLUMN withdrawn bigint NOT NULL DEFAULT 0"},
    {"the public keys of all machines", "CREATE TABLE dcr_keys ("
					" kid bytea PRIMARY KEY,"
					" jwk bytea NOT NULL,"
					" until bigint NOT NULL)"},
};
