/* SPDX-License-Identifier: ISC */
/* Keeps the revocation lists of a file or folder as they are on the disk. */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/log.h"
#include "kit/x509/private.h"

struct file {
	char *path; /* NULL: an empty place */
	struct stat stamp;
	STACK_OF(X509_CRL) * lists;
	const char *fault; /* static; NULL: none */
	bool seen;
};

struct crls {
	const char *path, *marks; /* folder of those; NULL: there is none */
	const struct trust *trust;
	uint64_t edition, marked; /* the edition that left its marks */
	bool changed;
	const char *fault; /* of the path, static; NULL: none */
	struct file files[LIMIT_CRL_FILES];
	STACK_OF(X509_CRL) * all; /* those of the files */
};

static void
forget(struct file *file)
{
	free(file->path);
	sk_X509_CRL_pop_free(file->lists, X509_CRL_free);
	*file = (struct file){.path = NULL};
}

static void
close_crls(void *thing)
{
	struct crls *crls = thing;

	for (size_t i = 0; i < LIMIT_CRL_FILES; i++)
		forget(&crls->files[i]);
	sk_X509_CRL_free(crls->all);
}

struct crls *
crls_open(struct arena *arena, const char *path, const char *marks,
    const struct trust *trust)
{
	struct crls *crls = arena_alloc(arena, sizeof(*crls));

	crls->path = path;
	crls->marks = marks;
	crls->trust = trust;
	crls->all = sk_X509_CRL_new_null();
	if (crls->all == NULL)
		abort();
	arena_defer(arena, close_crls, crls);
	return crls;
}

/* The place of the file, or else a free place; NULL: all are taken. */
static struct file *
place_of(struct crls *crls, const char *path)
{
	struct file *free_one = NULL;

	for (size_t i = 0; i < LIMIT_CRL_FILES; i++) {
		struct file *file = &crls->files[i];

		if (file->path == NULL)
			free_one = free_one == NULL ? file : free_one;
		else if (strcmp(file->path, path) == 0)
			return file;
	}
	return free_one;
}

/* Tells the log once, and not at each request. */
static void
complain(const char *before, const char *path, const char *what)
{
	if (what != NULL && (before == NULL || strcmp(before, what) != 0))
		log_line("crl: %s: %s", path, what);
}

/* A file that is half written or broken shall not let anybody in again: the
 * lists that it held before stand, as long as they are in date. */
static void
read_file(struct crls *crls, struct file *file)
{
	STACK_OF(X509_CRL) *lists = sk_X509_CRL_new_null();
	struct arena *arena = arena_new();
	const char *what;
	size_t length;
	char *text = file_read(arena, file->path, LIMIT_CRL, &length);

	if (lists == NULL)
		abort();
	what = text == NULL ? strerror(errno)
			    : crl_read(lists, text, length, crls->trust);
	if (what == NULL && crl_went_back(file->lists, lists))
		what = "holds an older list than it did before";
	complain(file->fault, file->path, what);
	file->fault = what;
	if (what == NULL) {
		sk_X509_CRL_pop_free(file->lists, X509_CRL_free);
		file->lists = lists;
	} else
		sk_X509_CRL_pop_free(lists, X509_CRL_free);
	arena_free(arena);
}

static void
look_at(struct crls *crls, const char *path)
{
	struct file *file = place_of(crls, path);
	struct stat stamp;

	if (file == NULL) {
		crls->fault = "holds too many files of revocation lists";
		return;
	}
	/* The stamp is from before the read: a file that changes in between is
	 * read again next time. */
	if (stat(path, &stamp) == -1)
		return;
	file->seen = true;
	if (file->path != NULL && file_unchanged(&file->stamp, &stamp))
		return;
	if (file->path == NULL && (file->path = strdup(path)) == NULL)
		abort();
	file->stamp = stamp;
	crls->changed = true;
	read_file(crls, file);
}

static bool
is_list(const char *name)
{
	const char *ending = strrchr(name, '.');

	return ending != NULL && ending != name && name[0] != '.' &&
	       (strcmp(ending, ".crl") == 0 || strcmp(ending, ".pem") == 0);
}

static void
look_through(struct crls *crls, DIR *folder)
{
	struct arena *arena = arena_new();
	const struct dirent *entry;

	while ((entry = readdir(folder)) != NULL)
		if (is_list(entry->d_name))
			look_at(crls, arena_printf(arena, "%s/%s", crls->path,
					  entry->d_name));
	arena_free(arena);
}

static void
look(struct crls *crls)
{
	const char *before = crls->fault;
	DIR *folder = opendir(crls->path);

	crls->fault = NULL;
	if (folder != NULL) {
		look_through(crls, folder);
		closedir(folder);
	} else if (errno == ENOTDIR)
		look_at(crls, crls->path);
	else
		crls->fault = strerror(errno);
	complain(before, crls->path, crls->fault);
}

static void
gather(struct crls *crls)
{
	sk_X509_CRL_zero(crls->all);
	for (size_t i = 0; i < LIMIT_CRL_FILES; i++)
		for (int k = 0; k < sk_X509_CRL_num(crls->files[i].lists); k++)
			if (sk_X509_CRL_push(crls->all,
				sk_X509_CRL_value(crls->files[i].lists, k)) <=
			    0)
				abort();
}

/* Forgets the files that are gone; were there any? */
static bool
drop_unseen(struct crls *crls)
{
	bool dropped = false;

	for (size_t i = 0; i < LIMIT_CRL_FILES; i++) {
		struct file *file = &crls->files[i];

		if (file->path != NULL && !file->seen) {
			forget(file);
			dropped = true;
		}
		file->seen = false;
	}
	crls->changed |= dropped;
	return dropped;
}

/* Files that are gone may have kept others from a place. */
uint64_t
crls_edition(struct crls *crls)
{
	do
		look(crls);
	while (drop_unseen(crls) && crls->fault != NULL);
	if (crls->changed) {
		gather(crls);
		crls->edition++;
		crls->changed = false;
	}
	return crls->edition;
}

const char *
crls_fault(const struct crls *crls, struct arena *arena)
{
	if (crls->fault != NULL)
		return arena_printf(arena, "%s: %s", crls->path, crls->fault);
	for (size_t i = 0; i < LIMIT_CRL_FILES; i++)
		if (crls->files[i].fault != NULL)
			return arena_printf(arena, "%s: %s",
			    crls->files[i].path, crls->files[i].fault);
	if (sk_X509_CRL_num(crls->all) == 0)
		return arena_printf(arena,
		    "%s: holds no revocation list of an authority in client_ca",
		    crls->path);
	return NULL;
}

/* A list that is dated in the future leaves no mark. */
static void
mark(struct crls *crls, time_t now)
{
	if (crls->marks == NULL || crls->marked == crls->edition)
		return;
	for (int i = 0; i < sk_X509_CRL_num(crls->all); i++)
		if (crl_begin(sk_X509_CRL_value(crls->all, i)) <= now)
			crl_mark(crls->marks, sk_X509_CRL_value(crls->all, i));
	crls->marked = crls->edition;
}

struct json *
crls_describe(struct crls *crls, time_t now, struct arena *arena)
{
	struct json *all = json_new_array(arena);

	mark(crls, now);
	for (size_t i = 0; i < LIMIT_CRL_FILES; i++) {
		const struct file *file = &crls->files[i];

		for (int k = 0; k < sk_X509_CRL_num(file->lists); k++)
			json_append(all, crl_describe(arena,
					     sk_X509_CRL_value(file->lists, k),
					     file->path, now));
	}
	crl_describe_silent(arena, crls->all, crls->trust, all);
	return all;
}

enum revocation_status
crls_check(struct crls *crls, const struct cert *cert, X509 *issuer, time_t now,
    time_t *until, const char **why)
{
	mark(crls, now);
	return crl_judge(crls->all, cert, issuer, now, until, why);
}
