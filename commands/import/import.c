/* SPDX-License-Identifier: ISC */
/* dcr import: reads a file of clients into the store. */
#include "commands/import/private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "commands/lib/clients.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/lib/row_text.h"
#include "commands/lib/lines.h"
#include "commands/lib/progress.h"
#include "commands/lib/who.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/owner.h"
#include "kit/digest.h"
#include "kit/json.h"
#include "validators/judge/judge.h"
#include "validators/lib/certified.h"
#include "validators/lib/directory.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

/* One reading of the file.  An export that can be read twice is read first to
 * see whether it is whole. */
struct pass {
	struct import_batch *batch; /* NULL: only look */
	struct lines_reader lines;
	struct progress progress;
	const char *name;
	bool exported, ended;
};

static int
refuse_file(const struct pass *pass, const char *what)
{
	return command_fail(EXIT_REFUSED, "%s: %s%s", pass->name, what,
	    pass->batch == NULL ? "; nothing was imported" : "");
}

static int
read_first(struct pass *pass, struct arena *arena, const char *text,
    size_t length, bool *taken)
{
	int64_t version = 0;

	*taken = import_header(json_parse(arena, text, length, NULL), &version);
	pass->exported = *taken;
	if (!*taken || version == EXPORT_VERSION)
		return EXIT_PASS;
	return refuse_file(pass, "an export of a version that is not known");
}

static int
read_last(
    struct pass *pass, struct arena *arena, int64_t clients, const char *sha256)
{
	pass->ended = true;
	if (clients == pass->lines.number - 2 &&
	    strcmp(digest_end(pass->lines.digest, arena), sha256) == 0)
		return EXIT_PASS;
	return refuse_file(pass, "the export was altered or cut: its last line "
				 "tells of other lines");
}

static int
read_line(
    struct pass *pass, struct arena *arena, const char *text, size_t length)
{
	const char *sha256;
	int64_t clients;
	bool taken = false;
	int code = EXIT_PASS;

	if (pass->ended)
		return refuse_file(
		    pass, "holds lines behind the last line of the export");
	if (pass->lines.number == 1)
		code = read_first(pass, arena, text, length, &taken);
	if (code != EXIT_PASS)
		return code;
	if (pass->exported &&
	    import_trailer(arena, text, length, &clients, &sha256))
		return read_last(pass, arena, clients, sha256);
	lines_count(&pass->lines, text, length);
	if (pass->batch == NULL || taken)
		return EXIT_PASS;
	return import_batch_line(pass->batch, pass->lines.number, text, length);
}

static int
read_any(struct pass *pass, enum line line, const char *text, size_t length)
{
	struct arena *arena;
	int code;

	if (line == LINE_FAILED)
		return command_fail(EXIT_UNABLE, "%s: %s", pass->name,
		    progress_interrupted() ? "interrupted" : strerror(errno));
	if (line == LINE_LONG) {
		if (pass->batch != NULL)
			import_batch_refuse(pass->batch, pass->lines.number,
			    NULL, "longer than a line may be");
		return EXIT_PASS;
	}
	arena = arena_new();
	code = read_line(pass, arena, text, length);
	arena_free(arena);
	return code;
}

static int
read_file(struct pass *pass)
{
	enum line line;
	const char *text;
	size_t length;
	int code = EXIT_PASS;

	while (code == EXIT_PASS &&
	       (line = lines_next(&pass->lines, &text, &length)) != LINE_END) {
		code = read_any(pass, line, text, length);
		if (pass->batch == NULL && !pass->exported)
			break;
		pass->progress.done = pass->lines.bytes;
		if (!progress_step(&pass->progress, 0) && code == EXIT_PASS)
			code = command_fail(EXIT_UNABLE, "interrupted");
	}
	progress_end(&pass->progress);
	if (code == EXIT_PASS && pass->exported && !pass->ended)
		code = refuse_file(pass, "cut off: an export has a last line "
					 "that counts the others");
	return code;
}

static int
look_first(struct pass *pass, int fd, int64_t size, struct arena *arena)
{
	int code;

	pass->progress = (struct progress){.what = "checking", .total = size};
	lines_read_from(&pass->lines, arena, fd);
	code = read_file(pass);
	if (code == EXIT_PASS && lseek(fd, 0, SEEK_SET) != 0)
		code = command_fail_file(EXIT_UNABLE, pass->name);
	pass->exported = pass->ended = false;
	return code;
}

static int
import_file(
    struct import_batch *batch, const char *name, int fd, struct arena *arena)
{
	struct pass pass = {.name = name};
	struct stat status;
	int64_t size = 0;
	int code = EXIT_PASS, flushed;

	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		size = status.st_size;
	if (size > 0 && lseek(fd, 0, SEEK_CUR) == 0)
		code = look_first(&pass, fd, size, arena);
	if (code != EXIT_PASS)
		return code;
	pass.batch = batch;
	pass.progress = (struct progress){.what = "clients", .total = size};
	lines_read_from(&pass.lines, arena, fd);
	code = read_file(&pass);
	flushed = code == EXIT_UNABLE ? code : import_batch_flush(batch);
	import_batch_tell(batch);
	if (code != EXIT_PASS || flushed != EXIT_PASS)
		return code != EXIT_PASS ? code : flushed;
	return batch->refused > 0 ? EXIT_REFUSED : EXIT_PASS;
}

/* Software without a statement is known to a directory of the configuration, or
 * to the trust services; false where --directory names anybody else. */
static bool
set_terms(struct import_terms *terms, const struct judge *judge)
{
	const struct config *config = judge->config;
	const struct config_directory *directories = config->directories;
	const bool certified = profile_is_qualified(judge->profile);

	terms->now = time(NULL);
	terms->issues = config->issuing != NULL;
	terms->endpoint = config->registration_endpoint;
	if (terms->directory != NULL)
		return certified
			   ? strcmp(terms->directory, CERTIFIED_ISSUER) == 0
			   : directory_of(config, terms->directory) != NULL;
	if (certified)
		terms->directory = CERTIFIED_ISSUER;
	else if (directories[0].issuer != NULL && directories[1].issuer == NULL)
		terms->directory = directories[0].issuer;
	return true;
}

static int
import_judged(struct import_batch *batch, const struct config *config,
    const char *name, int fd, struct arena *arena)
{
	struct judge *judge = arena_alloc(arena, sizeof(*judge));
	const char *why = NULL;

	if (!judge_open(judge, config, arena, &why))
		return command_fail(EXIT_WRONG, "%s", why);
	if (!set_terms(&batch->terms, judge))
		return command_fail(EXIT_WRONG,
		    "--directory: the configuration has no directory %s",
		    batch->terms.directory);
	batch->judge = judge;
	return import_file(batch, name, fd, arena);
}

int
import_command(int argc, char **argv, struct arena *arena)
{
	struct import_batch *batch = arena_alloc(arena, sizeof(*batch));
	const struct config *config;
	const char *name = NULL, *as = NULL;
	const struct option options[] = {
	    {"--dry-run", .flag = &batch->dry},
	    {"--directory", .value = &batch->terms.directory},
	    {"--as", .value = &as},
	    {"FILE", .value = &name, .kind = OPERAND_FILE},
	    {0},
	};
	int fd = STDIN_FILENO, code;

	if (!options_read(argc, argv, options) || !who_take(as))
		return EXIT_WRONG;
	/* The file is opened before root becomes the owner of the store, who
	 * might not read it. */
	if (strcmp(name, "-") != 0)
		fd = owner_open(arena, name, O_RDONLY);
	if (fd < 0)
		return command_fail_file(EXIT_WRONG, name);
	config = command_config(arena);
	if (config == NULL)
		return EXIT_WRONG;
	batch->name = name;
	progress_catch();
	batch->store = clients_open_of(arena, config);
	code = batch->store == NULL
		   ? EXIT_WRONG
		   : import_judged(batch, config, name, fd, arena);
	import_batch_drop(batch);
	store_close(batch->store);
	if (fd != STDIN_FILENO)
		(void)close(fd);
	return code;
}
