/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_JOSE_H
#define TEST_UNIT_JOSE_H

/* Private keys, made once for all tests, and what a set of keys answers. */

#include <string.h>

#include "kit/issue/issue.h"
#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "test/unit/arena_setup.h"

static struct arena *process; /* of all tests */
static const char *rsa, *ec;

static inline int
make_keys(void **state)
{
	const char *why;

	(void)state;
	process = arena_new();
	rsa = issue_key(process, ISSUE_RSA_2048, &why);
	ec = issue_key(process, ISSUE_EC_P256, &why);
	return rsa == NULL || ec == NULL;
}

static inline int
free_keys(void **state)
{
	(void)state;
	arena_free(process);
	return 0;
}

/* The set of the keys in this list. */
static inline struct keys *
parse(const char *list)
{
	const char *why, *set = arena_printf(arena, "{\"keys\":[%s]}", list);
	struct keys *keys = keys_parse(set, strlen(set), &why);

	assert_non_null(keys);
	return keys;
}

static inline enum keys_answer
ask(struct keys *keys, const char *text)
{
	struct jws jws;

	assert_int_equal(jws_parse(arena, text, strlen(text), &jws), JWS_OK);
	return keys_verify(keys, &jws);
}

#endif
