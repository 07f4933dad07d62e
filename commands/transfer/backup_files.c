/* SPDX-License-Identifier: ISC */
/* The files of a backup: opened, verified, and told of in its MANIFEST. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/transfer/private.h"
#include "commands/lib/command.h"
#include "commands/lib/row_text.h"
#include "kit/arena.h"
#include "kit/conf/owner.h"
#include "kit/digest.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/limits.h"

#define FORMAT "dcr backup"
#define VERSION 1

const char *
backup_name(struct arena *arena, enum stored_table table)
{
	return arena_printf(arena, "%s.jsonl", row_table(table));
}

const char *
backup_manifest(
    struct arena *arena, const struct backup *backup, const struct store *store)
{
	struct json *manifest = transfer_head(arena, FORMAT, VERSION, store);
	struct json *files = json_new_object(arena);

	for (int i = 0; i < TABLES; i++) {
		struct json *file = json_new_object(arena);

		json_set_integer(file, "rows", backup->sums[i].rows);
		json_set_string(file, "sha256", backup->sums[i].sha256);
		json_set(files, backup_name(arena, (enum stored_table)i), file);
	}
	json_set(manifest, "files", files);
	return arena_printf(arena, "%s\n", json_text_pretty(arena, manifest));
}

/* Reads the MANIFEST; what is wrong with it, or NULL. */
static const char *
read_manifest(
    struct backup *backup, struct arena *arena, const struct json *manifest)
{
	const char *format = json_string(json_get(manifest, "format"));
	const struct json *files = json_get(manifest, "files");
	int64_t version;

	if (format == NULL || strcmp(format, FORMAT) != 0)
		return "format: must be \"" FORMAT "\"";
	if (!json_integer(json_get(manifest, "version"), &version) ||
	    version != VERSION)
		return "version: is not one that is known";
	if (json_length(files) != TABLES)
		return "files: must name the four files";
	for (int i = 0; i < TABLES; i++) {
		const struct json *file =
		    json_get(files, backup_name(arena, (enum stored_table)i));
		struct transfer_sum *sum = &backup->sums[i];

		sum->sha256 = json_string(json_get(file, "sha256"));
		if (sum->sha256 == NULL ||
		    !json_integer(json_get(file, "rows"), &sum->rows))
			return "files: each must have rows and sha256";
	}
	return NULL;
}

/* Opens a file of the backup.  The owner of a store has made it and root reads
 * it: no link is followed out of the folder. */
static int
open_file(struct backup *backup, const char *name)
{
	struct stat status;
	int fd = openat(backup->held, name,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		return fd;
	if (fd >= 0) {
		(void)close(fd);
		errno = EINVAL;
	}
	return -1;
}

static int
open_manifest(struct backup *backup, struct arena *arena)
{
	const char *path =
	    arena_printf(arena, "%s/" BACKUP_MANIFEST, backup->folder);
	const int fd = open_file(backup, BACKUP_MANIFEST);
	struct json_error error = {0, ""};
	const struct json *manifest;
	const char *why;
	size_t length;
	char *text =
	    fd < 0 ? NULL : file_read_opened(arena, fd, LIMIT_FILE, &length);

	if (text == NULL)
		return command_fail_file(EXIT_WRONG, path);
	manifest = json_parse(arena, text, length, &error);
	why = manifest == NULL ? error.what
			       : read_manifest(backup, arena, manifest);
	if (why == NULL)
		return EXIT_PASS;
	return command_fail(EXIT_REFUSED, "%s: %s", path, why);
}

int
backup_open(struct backup *backup, struct arena *arena, const char *folder)
{
	int code;

	*backup = (struct backup){.folder = folder, .held = -1};
	for (int i = 0; i < TABLES; i++)
		backup->files[i] = -1;
	backup->held = owner_open(arena, folder, O_RDONLY | O_DIRECTORY);
	if (backup->held < 0)
		return command_fail_file(EXIT_WRONG,
		    arena_printf(arena, "%s/" BACKUP_MANIFEST, folder));
	code = open_manifest(backup, arena);
	for (int i = 0; i < TABLES && code == EXIT_PASS; i++) {
		const char *name = backup_name(arena, (enum stored_table)i);

		backup->files[i] = open_file(backup, name);
		if (backup->files[i] < 0)
			code = command_fail_file(EXIT_REFUSED,
			    arena_printf(arena, "%s/%s", folder, name));
	}
	return code;
}

void
backup_close(struct backup *backup)
{
	for (int i = 0; i < TABLES; i++)
		if (backup->files[i] >= 0)
			(void)close(backup->files[i]);
	if (backup->held >= 0)
		(void)close(backup->held);
}

bool
backup_lines(const struct backup *backup, enum stored_table table,
    struct arena *arena, struct lines_reader *lines)
{
	lines_read_from(lines, arena, backup->files[table]);
	return lseek(backup->files[table], 0, SEEK_SET) == 0;
}

static int
verify_file(
    const struct backup *backup, enum stored_table table, struct arena *arena)
{
	const char *name = backup_name(arena, table);
	struct progress progress = {.what = row_table(table)};
	struct lines_reader lines;
	enum line line = LINE_FAILED;
	const char *text;
	size_t length;

	if (backup_lines(backup, table, arena, &lines))
		while (
		    (line = lines_next(&lines, &text, &length)) == LINE_READ &&
		    progress_step(&progress, 1))
			lines_count(&lines, text, length);
	progress_end(&progress);
	if (line == LINE_FAILED || progress_interrupted())
		return command_fail(EXIT_UNABLE, "%s/%s: %s", backup->folder,
		    name,
		    progress_interrupted() ? "interrupted" : strerror(errno));
	if (line == LINE_END && lines.number == backup->sums[table].rows &&
	    strcmp(digest_end(lines.digest, arena),
		backup->sums[table].sha256) == 0)
		return EXIT_PASS;
	return command_fail(EXIT_REFUSED,
	    "%s/%s: was altered or cut: it is not what " BACKUP_MANIFEST
	    " tells of",
	    backup->folder, name);
}

int
backup_verify(const struct backup *backup)
{
	int code = EXIT_PASS;

	for (int i = 0; i < TABLES && code == EXIT_PASS; i++) {
		struct arena *passing = arena_new();

		code = verify_file(backup, (enum stored_table)i, passing);
		arena_free(passing);
	}
	return code;
}

void
backup_tell(const struct transfer_sum sums[TABLES])
{
	for (int i = 0; i < TABLES; i++)
		printf("%-8s %" PRId64 "\n", row_table((enum stored_table)i),
		    sums[i].rows);
}
