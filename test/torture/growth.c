/* SPDX-License-Identifier: ISC */

/*
 * growth HOME ADDS: so many clients are added, and the log must not grow with
 * them; then the writer is killed, and what recovery has to read is a few
 * megabytes, however many there were.
 */
#include "test/torture/direct.h"
#include "test/torture/folder.h"

#define ROUND 1000
#define FILES_MOST 4
#define BYTES_MOST (FILES_MOST * 4L * 1024 * 1024)
#define REPLAY_MOST (4L * 1024 * 1024) /* a checkpoint a megabyte, and a log */

static long files, bytes, files_most, bytes_most;

static void
weigh(int folder, const char *name, int to)
{
	struct stat status;

	(void)to;
	if (strncmp(name, "log.", 4) != 0 ||
	    fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return;
	files++;
	bytes += status.st_size;
}

static void
weigh_logs(const char *home)
{
	const int folder = folder_open(home);

	files = bytes = 0;
	folder_each(folder, weigh, -1);
	(void)close(folder);
	files_most = files > files_most ? files : files_most;
	bytes_most = bytes > bytes_most ? bytes : bytes_most;
}

/* What is in the log behind the last checkpoint. */
static long
behind_checkpoint(struct bdb *bdb)
{
	DB_TXN_STAT *txn;
	DB_LOG_STAT *log;
	long behind = -1;

	if (bdb->env->txn_stat(bdb->env, &txn, 0) != 0)
		return -1;
	if (bdb->env->log_stat(bdb->env, &log, 0) == 0) {
		behind =
		    ((long)log->st_cur_file - (long)txn->st_last_ckp.file) *
			(long)log->st_lg_size +
		    (long)log->st_cur_offset - (long)txn->st_last_ckp.offset;
		free(log);
	}
	free(txn);
	return behind;
}

/* In a process of its own, which ends in the middle. */
static void
add_all(const char *home, unsigned adds)
{
	struct store *store = check_open(home);
	char id[32];
	long behind;

	for (unsigned i = 0; i < adds; i++) {
		(void)snprintf(id, sizeof id, "g%09u", i);
		if (direct_add(store, id, i) == STORED_OK)
			toll_add(TOLL_ACKNOWLEDGED, 1);
		else
			toll_add(TOLL_UNABLE, 1);
		if (i % ROUND == 0)
			weigh_logs(home);
	}
	printf("  the log had at most %ld files and %ld kB\n", files_most,
	    bytes_most / 1024);
	if (files_most > FILES_MOST || bytes_most > BYTES_MOST)
		toll_blame(TOLL_WRONG, "the log grows");
	behind = behind_checkpoint((struct bdb *)store);
	printf("  %ld kB are behind the last checkpoint\n", behind / 1024);
	if (behind < 0 || behind > REPLAY_MOST)
		toll_blame(TOLL_WRONG, "there is too much to replay");
	(void)kill(getpid(), SIGKILL);
}

int
main(int argc, char **argv)
{
	const unsigned adds =
	    argc == 3 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
	struct ids told = {.count = 0};
	struct store *store;
	int64_t start;
	pid_t pid;

	if (adds == 0)
		errx(2, "usage: growth HOME ADDS");
	toll_new();
	folder_clear(argv[1]);
	pid = fork();
	if (pid == 0)
		add_all(argv[1], adds);
	if (pid < 0 || waitpid(pid, NULL, 0) < 0)
		err(2, "the writer");
	toll_add(TOLL_KILLS, 1);
	start = toll_clock();
	store = check_open(argv[1]);
	if (direct_add(store, "after", 1) == STORED_OK)
		toll_add(TOLL_ACKNOWLEDGED, 1);
	printf("  the next one was acknowledged after %ld ms\n",
	    (long)(toll_clock() - start) / 1000);
	store_close(store);
	toll_add(TOLL_STORED,
	    (long)check_store(argv[1], "after growth", &told, true));
	if (atomic_load(&toll[TOLL_STORED]) !=
	    atomic_load(&toll[TOLL_ACKNOWLEDGED]))
		toll_blame(TOLL_LOST, "acknowledged and stored differ");
	return toll_tell();
}
