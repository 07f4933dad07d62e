/* SPDX-License-Identifier: ISC */
#ifndef STORE_PGSQL_MIGRATIONS_H
#define STORE_PGSQL_MIGRATIONS_H

/* One step from an empty database to the tables that we need; its number is
 * its place in the list, from 1.  What was released is never changed: what
 * the tables shall be from now on is a further step. */
struct pgsql_migration {
	const char *name; /* what it makes, for people */
	const char *sql;  /* statements, in one transaction */
};

#define PGSQL_MIGRATIONS 5
extern const struct pgsql_migration pgsql_migrations[PGSQL_MIGRATIONS];

#endif
