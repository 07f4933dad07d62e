/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_CRL_WORLD_H
#define TEST_UNIT_CRL_WORLD_H

/* The world of test/unit/cert_world.h with a folder for revocation lists, and
 * a memory that looks into them. */

#include "test/unit/cert_world.h"

#include <dirent.h>
#include <sys/stat.h>

#include "kit/x509/revocation.h"
#include "test/unit/make_crl.h"

struct lists {
	struct world *w;
	char folder[64], file[96], marks[96]; /* a folder, too */
	struct revocation_setup setup;
	struct revocation *revocation;
	const struct cert *cert; /* w->client */
};

static inline void
look_into(struct lists *l, enum revocation_mode mode, const char *path)
{
	l->setup = (struct revocation_setup){.mode = mode, .crl = path};
	l->revocation = revocation_open(l->w->arena, &l->setup, l->w->trust);
	cert_memory_revocation(l->w->memory, l->revocation);
}

static inline int
set_up_lists(void **state)
{
	struct lists *l = calloc(1, sizeof(*l));

	set_up((void **)&l->w);
	strcpy(l->folder, "/tmp/dcr-crl-XXXXXX");
	assert_non_null(mkdtemp(l->folder));
	snprintf(l->file, sizeof(l->file), "%s/one.pem", l->folder);
	snprintf(l->marks, sizeof(l->marks), "%s/marks", l->folder);
	assert_int_equal(mkdir(l->marks, 0700), 0);
	l->cert = spelt(l->w, l->w->client, 0);
	look_into(l, REVOCATION_HARD, l->file);
	*state = l;
	return 0;
}

static inline const char *
path_in(struct lists *l, const char *name)
{
	return arena_printf(l->w->arena, "%s/%s", l->folder, name);
}

static inline void
empty(const char *folder)
{
	DIR *directory = opendir(folder);
	const struct dirent *entry;

	while ((entry = readdir(directory)) != NULL)
		unlinkat(dirfd(directory), entry->d_name, 0);
	closedir(directory);
}

static inline int
tear_down_lists(void **state)
{
	static const char *const names[] = {
	    "one.pem", "two.crl", "three.txt", ".four.pem", "five.pem", "new"};
	struct lists *l = *state;
	void *w = l->w;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		unlink(path_in(l, names[i]));
	empty(l->marks);
	assert_int_equal(rmdir(l->marks), 0);
	assert_int_equal(rmdir(l->folder), 0);
	free(l);
	return tear_down(&w);
}

/* By another file, as an operator should. */
static inline void
put(struct lists *l, const char *path, const void *data, size_t length)
{
	const char *new = path_in(l, "new");
	FILE *file = fopen(new, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(rename(new, path), 0);
}

static inline void
put_list(struct lists *l, const char *path, struct list list)
{
	struct bytes pem;

	if (list.issuer == NULL)
		list.issuer = l->w->root;
	if (list.key == NULL)
		list.key = l->w->key;
	pem = make_crl_bytes(l->w->arena, &list, false);
	put(l, path, pem.data, pem.length);
}

static inline enum trust_answer
at(struct lists *l, time_t when)
{
	return cert_memory_check(l->w->memory, l->cert, when);
}

#define LISTS(name) \
	cmocka_unit_test_setup_teardown(name, set_up_lists, tear_down_lists)

#define PUT(path, ...) put_list(l, path, (struct list){__VA_ARGS__})

static inline void
assert_why(const struct lists *l, const char *words)
{
	const char *why = cert_memory_why(l->w->memory);

	if (strstr(why, words) == NULL)
		fail_msg("'%s': no '%s'", why, words);
}

#endif
