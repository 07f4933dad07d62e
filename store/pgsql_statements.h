/* SPDX-License-Identifier: ISC */
#ifndef STORE_PGSQL_STATEMENTS_H
#define STORE_PGSQL_STATEMENTS_H

/* Every statement that has values, by name.  Each is prepared when a
 * connection uses it for the second time. */
enum pgsql_statement {
	GET_CLIENT,
	FIND_CLIENT,
	SAME_CLIENT,
	INSERT_CLIENT,
	UPDATE_CLIENT,
	DELETE_CLIENT,
	LOCK_SOFTWARE,
	CLAIM_SOFTWARE,
	FORGET_SOFTWARE,
	EACH_CLIENT,
	EACH_OF_SOFTWARE,
	EACH_OF_CERTIFICATE,
	SPEND,
	KEEP_SPENT,
	IS_SPENT,
	MARK_OF,
	SWEEP_SPENT,
	EACH_SPENT,
	COUNT_NOTE,
	SWEEP_NOTES,
	TOUCH_TAIL,
	TAKE_KEY,
	RAISE_TAIL,
	INSERT_AUDIT,
	SAME_AUDIT,
	READ_AUDIT,
	INSERT_SEAL,
	SAME_SEAL,
	READ_SEALS,
	PUBLISH_KEY,
	UNPUBLISH_KEY,
	EACH_KEY,
	SWEEP_KEYS,
	INSERT_MIGRATION,
	STATEMENTS
};

/* NUL-ended; their values are $1, $2, ... */
extern const char *const pgsql_statements[STATEMENTS];

#endif
