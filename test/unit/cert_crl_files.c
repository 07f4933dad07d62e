/* SPDX-License-Identifier: ISC */
/* Files and folders of certificate revocation lists. */
#include "test/unit/crl_world.h"

static const char *
fault(struct lists *l)
{
	return revocation_fault(l->revocation, l->w->arena);
}

static void
assert_fault(struct lists *l, const char *words)
{
	const char *what = fault(l);

	if (what == NULL || strstr(what, words) == NULL)
		fail_msg(
		    "'%s': no '%s'", what != NULL ? what : "(none)", words);
}

static void
der_and_pem(void **state)
{
	struct lists *l = *state;
	struct list list = {.issuer = l->w->root, .key = l->w->key};
	struct bytes der = make_crl_bytes(l->w->arena, &list, true);

	put(l, l->file, der.data, der.length);
	assert_null(fault(l));
	assert_int_equal(at(l, NOW), TRUST_OK);
	put(l, l->file, der.data, der.length + 1); /* and its NUL */
	assert_fault(l, "a broken one");
	put(l, l->file, der.data, der.length - 1);
	assert_fault(l, "a broken one");
}

/* Of two lists of one issuer the newer one counts, in whatever order. */
static void
several_in_one_file(void **state)
{
	struct lists *l = *state;
	struct list lists[] = {
	    {.issuer = l->w->root, .key = l->w->key, .from = -2},
	    {.issuer = l->w->root, .key = l->w->key, .from = -1}};
	const unsigned char *one, *two;

	for (int newer = 0; newer < 2; newer++) {
		lists[newer].listed = l->w->client;
		lists[1 - newer].listed = NULL;
		one = make_crl_bytes(l->w->arena, &lists[0], false).data;
		two = make_crl_bytes(l->w->arena, &lists[1], false).data;
		for (int turn = 0; turn < 2; turn++) {
			const char *both =
			    arena_printf(l->w->arena, "a list\n%s\nand\n%s",
				turn == 0 ? one : two, turn == 0 ? two : one);

			put(l, l->file, both, strlen(both));
			assert_null(fault(l));
			assert_int_equal(
			    at(l, NOW), newer ? TRUST_REVOKED : TRUST_OK);
		}
	}
}

static void
faults_are_told(void **state)
{
	struct lists *l = *state;
	const char *good;

	assert_fault(l, "No such file");
	put(l, l->file, "", 0);
	assert_fault(l, "holds no revocation list");
	put(l, l->file, "hello\n", 6);
	assert_fault(l, "holds no revocation list");
	PUT(l->file, .endless = true);
	assert_fault(l, "has no nextUpdate");
	PUT(l->file, .timeless = true);
	assert_fault(l, "thisUpdate that is no time");
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	good = (const char *)make_crl_bytes(l->w->arena,
	    &(struct list){.issuer = l->w->root, .key = l->w->key}, false)
		   .data;
	put(l, l->file, good, strlen(good) / 2);
	assert_fault(l, "broken");
	put(l, l->file, good, strlen(good));
	assert_null(fault(l));
}

/* Half written, it shall not let anybody in again; gone, it says nothing. */
static void
a_broken_file_leaves_what_it_said(void **state)
{
	struct lists *l = *state;

	look_into(l, REVOCATION_SOFT, l->file);
	PUT(l->file, .listed = l->w->client);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	put(l, l->file, "-----BEGIN X509 CRL-----\n", 25);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	assert_fault(l, "broken");
	PUT(l->file, .listed = NULL);
	assert_int_equal(at(l, NOW), TRUST_OK);
	assert_null(fault(l));
	PUT(l->file, .listed = l->w->client);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	assert_int_equal(unlink(l->file), 0);
	assert_int_equal(at(l, NOW), TRUST_OK);
}

static void
a_folder(void **state)
{
	struct lists *l = *state;

	look_into(l, REVOCATION_HARD, l->folder);
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	assert_fault(l, "no revocation list of an authority");
	PUT(path_in(l, "three.txt"), .listed = NULL);
	PUT(path_in(l, ".four.pem"), .listed = NULL);
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	PUT(path_in(l, "two.crl"), .from = -3);
	assert_int_equal(at(l, NOW), TRUST_OK);
	put(l, l->file, "broken", 6);
	assert_int_equal(at(l, NOW), TRUST_OK);
	assert_fault(l, "one.pem");
	PUT(l->file, .from = -2, .listed = l->w->client);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	assert_null(fault(l));
	assert_int_equal(unlink(l->file), 0);
	assert_int_equal(at(l, NOW), TRUST_OK);
	assert_int_equal(unlink(path_in(l, "two.crl")), 0);
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
}

static void
so_many_files_and_no_more(void **state)
{
	struct lists *l = *state;
	char name[32];

	look_into(l, REVOCATION_HARD, l->folder);
	for (int i = 0; i <= LIMIT_CRL_FILES; i++) {
		snprintf(name, sizeof(name), "n%d.crl", i);
		PUT(path_in(l, name), .listed = NULL);
		if (i == LIMIT_CRL_FILES - 1)
			assert_null(fault(l));
	}
	assert_fault(l, "too many files");
	for (int i = 0; i <= LIMIT_CRL_FILES; i++) {
		snprintf(name, sizeof(name), "n%d.crl", i);
		assert_int_equal(unlink(path_in(l, name)), 0);
		if (i == 0)
			assert_null(fault(l));
	}
}

/* Somebody on the way may play the list of yesterday to who fetches it. */
static void
no_way_back(void **state)
{
	struct lists *l = *state;

	PUT(l->file, .from = -10, .listed = l->w->client);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	PUT(l->file, .from = -20);
	assert_fault(l, "an older list than it did before");
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	PUT(l->file, .from = -20, .scope = "onlyuser=TRUE");
	assert_null(fault(l));
	assert_int_equal(at(l, NOW), TRUST_OK);
	PUT(l->file, .from = -10, .listed = l->w->client);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	PUT(l->file, .from = -9);
	assert_int_equal(at(l, NOW), TRUST_OK);
}

static void
again(struct lists *l, enum revocation_mode mode)
{
	l->w->memory = cert_memory_open(l->w->arena, l->w->trust);
	look_into(l, mode, l->file);
	l->setup.cache = l->marks;
	l->revocation = revocation_open(l->w->arena, &l->setup, l->w->trust);
	cert_memory_revocation(l->w->memory, l->revocation);
	l->cert = spelt(l->w, l->w->client, 0);
}

/* There is no way back for a process that begins later, either: what one has
 * seen all know. */
static void
nor_after_a_restart(void **state)
{
	struct lists *l = *state;

	PUT(l->file, .from = -10);
	again(l, REVOCATION_HARD);
	assert_int_equal(at(l, NOW), TRUST_OK);
	PUT(l->file, .from = 30);
	again(l, REVOCATION_HARD);
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	PUT(l->file, .from = -10);
	again(l, REVOCATION_HARD);
	assert_int_equal(at(l, NOW), TRUST_OK);
	PUT(l->file, .from = -11);
	again(l, REVOCATION_HARD);
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
	assert_why(l, "older than one that was here");
	PUT(l->file, .from = -11, .listed = l->w->client);
	again(l, REVOCATION_SOFT);
	assert_int_equal(at(l, NOW), TRUST_REVOKED);
	PUT(l->file, .from = -9);
	again(l, REVOCATION_HARD);
	assert_int_equal(at(l, NOW), TRUST_OK);
}

/* Nothing is known when the file cannot be read from the start. */
static void
too_large(void **state)
{
	struct lists *l = *state;

	put(l, l->file, "", 0);
	assert_int_equal(truncate(l->file, LIMIT_CRL + 1), 0);
	assert_fault(l, "too large");
	assert_int_equal(at(l, NOW), TRUST_UNSURE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    LISTS(der_and_pem),
	    LISTS(several_in_one_file),
	    LISTS(faults_are_told),
	    LISTS(a_broken_file_leaves_what_it_said),
	    LISTS(a_folder),
	    LISTS(so_many_files_and_no_more),
	    LISTS(no_way_back),
	    LISTS(nor_after_a_restart),
	    LISTS(too_large),
	};

	return cmocka_run_group_tests_name("cert_crl_files", tests, NULL, NULL);
}
