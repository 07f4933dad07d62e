/* SPDX-License-Identifier: ISC */
/* dcr backup: writes all that the store holds into a new folder. */
#include "commands/transfer/private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "kit/arena.h"
#include "kit/digest.h"
#include "kit/file.h"

/* The backup is made beside its place, and put there when it is whole and was
 * read back.  What a process that was killed has left there is begun anew. */

/* Is the place one that rename() may replace: not there, or an empty folder? */
static int
check_place(const char *folder)
{
	if (command_folder_is_empty(folder) || errno == ENOENT)
		return EXIT_PASS;
	if (errno == ENOTEMPTY)
		return command_fail(EXIT_WRONG, "%s: is not empty", folder);
	return command_fail_file(EXIT_WRONG, folder);
}

static void
remove_files(const struct backup *backup, struct arena *arena)
{
	for (int i = 0; i < TABLES; i++)
		(void)unlinkat(
		    backup->held, backup_name(arena, (enum stored_table)i), 0);
	(void)unlinkat(backup->held, BACKUP_MANIFEST, 0);
}

static int
begin(struct backup *backup, struct arena *arena)
{
	if (mkdir(backup->folder, 0700) != 0 && errno != EEXIST)
		return command_fail_file(EXIT_UNABLE, backup->folder);
	backup->held = open(
	    backup->folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (backup->held < 0 || fchmod(backup->held, 0700) != 0)
		return command_fail_file(EXIT_UNABLE, backup->folder);
	if (flock(backup->held, LOCK_EX | LOCK_NB) != 0) {
		(void)close(backup->held);
		backup->held = -1;
		return command_fail(EXIT_UNABLE,
		    "%s: another process is writing this backup",
		    backup->folder);
	}
	remove_files(backup, arena);
	return EXIT_PASS;
}

/* Opens a file of the backup for writing; another descriptor of it is kept, to
 * read it back by. */
static FILE *
create(struct backup *backup, const char *name, int *kept)
{
	int fd = openat(backup->held, name,
	    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0)
		return NULL;
	*kept = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	return fdopen(fd, "w");
}

static int
write_table(struct backup *backup, struct store *store, enum stored_table table,
    struct arena *arena)
{
	const char *name = backup_name(arena, table);
	FILE *file = create(backup, name, &backup->files[table]);
	struct lines_writer lines;
	int code;

	if (file == NULL)
		return command_fail_file(EXIT_UNABLE, name);
	lines_write_to(&lines, arena, file);
	code = transfer_write(store, table, &lines);
	if (code == EXIT_PASS && !lines_flush(&lines))
		code = command_fail_file(EXIT_UNABLE, name);
	(void)fclose(file);
	backup->sums[table] =
	    (struct transfer_sum){lines.count, digest_end(lines.digest, arena)};
	/* The file is to be read back from the disk, and not from memory. */
	(void)posix_fadvise(backup->files[table], 0, 0, POSIX_FADV_DONTNEED);
	return code;
}

static int
write_manifest(
    struct backup *backup, const struct store *store, struct arena *arena)
{
	const char *path =
	    arena_printf(arena, "%s/" BACKUP_MANIFEST, backup->folder);
	const char *text = backup_manifest(arena, backup, store);

	if (!file_replace(path, text, strlen(text), 0600) ||
	    fsync(backup->held) != 0)
		return command_fail_file(EXIT_UNABLE, path);
	return EXIT_PASS;
}

static int
write_backup(struct backup *backup, struct store *store, const char *place,
    struct arena *arena)
{
	int code = EXIT_PASS;

	for (int i = 0; i < TABLES && code == EXIT_PASS; i++)
		code = write_table(backup, store, (enum stored_table)i, arena);
	if (code == EXIT_PASS)
		code = write_manifest(backup, store, arena);
	if (code == EXIT_PASS)
		code = backup_verify(backup);
	if (code == EXIT_PASS &&
	    (rename(backup->folder, place) != 0 || !file_sync_folder(place)))
		code = command_fail_file(EXIT_UNABLE, place);
	return code;
}

static int
make_backup(struct store *store, const char *place, struct arena *arena)
{
	struct backup backup = {
	    .folder = arena_printf(arena, "%s.partial", place), .held = -1};
	struct store *taken = NULL;
	const char *why = NULL;
	int code;

	for (int i = 0; i < TABLES; i++)
		backup.files[i] = -1;
	code = begin(&backup, arena);
	if (code == EXIT_PASS) {
		taken = store->ops->snapshot(store, arena, &why);
		code = taken == NULL
			   ? command_fail(EXIT_UNABLE, "%s", why)
			   : write_backup(&backup, taken, place, arena);
	}
	store_close(taken);
	if (code == EXIT_PASS) {
		backup_tell(backup.sums);
	} else if (backup.held >= 0) {
		remove_files(&backup, arena);
		(void)rmdir(backup.folder);
	}
	backup_close(&backup);
	return code;
}

static char *
without_slashes(struct arena *arena, const char *path)
{
	size_t length = strlen(path);

	while (length > 1 && path[length - 1] == '/')
		length--;
	return arena_strndup(arena, path, length);
}

int
backup_command(int argc, char **argv, struct arena *arena)
{
	const char *place = NULL;
	const struct option options[] = {
	    {"DIR", .value = &place, .kind = OPERAND}, {0}};
	struct store *store;
	int code;

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	place = without_slashes(arena, place);
	progress_catch();
	store = clients_open(arena);
	if (store == NULL)
		return EXIT_WRONG;
	code = check_place(place);
	if (code == EXIT_PASS)
		code = make_backup(store, place, arena);
	store_close(store);
	return code;
}
