/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_STORE_COMMIT_H
#define TEST_UNIT_STORE_COMMIT_H

#include "test/unit/store_children.h"

#include <db.h>

#include "store/bdb/private.h"

/* Has something else happen at the next commit of a store that is open. */

static int (*store_begin)(DB_ENV *, DB_TXN *, DB_TXN **, u_int32_t);
static int (*store_commit)(DB_TXN *, u_int32_t);
static int (*instead)(DB_TXN *, u_int32_t);

static inline int
begin_once(DB_ENV *env, DB_TXN *parent, DB_TXN **txn, u_int32_t flags)
{
	const int error = store_begin(env, parent, txn, flags);

	if (error != 0)
		return error;
	env->txn_begin = store_begin;
	store_commit = (*txn)->commit;
	(*txn)->commit = instead;
	return 0;
}

static inline void
at_next_commit(struct world *world, int (*act)(DB_TXN *, u_int32_t))
{
	struct bdb *bdb = (struct bdb *)world->store;

	instead = act;
	store_begin = bdb->env->txn_begin;
	bdb->env->txn_begin = begin_once;
}

#endif
