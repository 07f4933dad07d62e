/* SPDX-License-Identifier: ISC */
#ifndef COMMANDS_LIB_COMMAND_H
#define COMMANDS_LIB_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct config;
struct profile;

/* Exit codes, the same for every subcommand. */
enum command_exit {
	EXIT_PASS = 0,
	EXIT_REFUSED = 1, /* the request is refused; the client is unknown */
	EXIT_WRONG = 2,	  /* usage or configuration */
	EXIT_UNABLE = 3,  /* the world: store, network, disk */
	EXIT_DISPUTED = 4 /* check: two implementations disagree */
};

/* One subcommand; argv[0] is its own name. */
struct command {
	const char *name;      /* NULL ends */
	const char *arguments; /* for the usage line */
	const char *summary;
	int (*run)(int argc, char **argv, struct arena *arena);
};

/* Runs a subcommand; its exit code. */
int command_run(
    const struct command *command, int argc, char **argv, struct arena *arena);

/* "usage: dcr NAME ARGUMENTS" of the running command to standard error;
 * EXIT_WRONG. */
int command_usage(void);

/* "dcr: NAME: ", what is wrong with the arguments, and the usage, in one line;
 * EXIT_WRONG. */
int command_misuse(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* "dcr: ..." to standard error; returns `code`. */
int command_fail(int code, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "dcr: PATH: ", what errno means, and as which user the file was wanted;
 * returns `code`. */
int command_fail_file(int code, const char *path);

/* Can the value of --why be kept as one line of text, in a record that must be
 * read again?  NULL, which was not given, can.  False after saying what must
 * be. */
bool command_why_fits(const char *why);

/* Is this folder there, with nothing in it?  False with errno, which is
 * ENOTEMPTY where something is. */
bool command_folder_is_empty(const char *path);

/* The deployment's configuration; NULL after saying what is wrong.  Root goes
 * on as the user whose deployment it is: what this user may not read has to be
 * opened before. */
const struct config *command_config(struct arena *arena);

/* The profile of that name, with that overlay.  Where the name is NULL, the
 * profile of the configuration, with the overlay of the configuration unless
 * another one is given.  NULL after saying what is wrong. */
const struct profile *command_profile(
    struct arena *arena, const char *name, const char *overlay);

/* The same, in the version that is in force at the time of the option --at, as
 * since_read() takes it; NULL: now. */
const struct profile *command_profile_at(
    struct arena *arena, const char *name, const char *overlay, const char *at);

/* Reads a file that the operator names, as file_read() does; root follows no
 * link that somebody else can have put there.  owner_fault() (kit/conf/owner.h)
 * says what errno means then. */
char *command_read(
    struct arena *arena, const char *path, size_t limit, size_t *length);

/* Answers the requests that come to the listening socket at descriptor 0, until
 * told to leave, and calls `ready` as soon as it can; the exit code. */
typedef int command_door(void (*ready)(void));

/* Says what serve_command() has each of its processes do. */
void serve_by(command_door *by);

int audit_command(int argc, char **argv, struct arena *arena);
int backup_command(int argc, char **argv, struct arena *arena);
int check_command(int argc, char **argv, struct arena *arena);
int config_command(int argc, char **argv, struct arena *arena);
int conformance_command(int argc, char **argv, struct arena *arena);
int console_command(int argc, char **argv, struct arena *arena);
int copy_command(int argc, char **argv, struct arena *arena);
int deliver_command(int argc, char **argv, struct arena *arena);
int deliveries_command(int argc, char **argv, struct arena *arena);
int delete_command(int argc, char **argv, struct arena *arena);
int doctor_command(int argc, char **argv, struct arena *arena);
int export_command(int argc, char **argv, struct arena *arena);
int import_command(int argc, char **argv, struct arena *arena);
int keys_command(int argc, char **argv, struct arena *arena);
int list_command(int argc, char **argv, struct arena *arena);
int metadata_command(int argc, char **argv, struct arena *arena);
int migrate_command(int argc, char **argv, struct arena *arena);
int profile_command(int argc, char **argv, struct arena *arena);
int relay_command(int argc, char **argv, struct arena *arena);
int report_command(int argc, char **argv, struct arena *arena);
int restore_command(int argc, char **argv, struct arena *arena);
int resync_command(int argc, char **argv, struct arena *arena);
int resume_command(int argc, char **argv, struct arena *arena);
int rules_command(int argc, char **argv, struct arena *arena);
int sandbox_command(int argc, char **argv, struct arena *arena);
int serve_command(int argc, char **argv, struct arena *arena);
int setup_command(int argc, char **argv, struct arena *arena);
int show_command(int argc, char **argv, struct arena *arena);
int stats_command(int argc, char **argv, struct arena *arena);
int suspend_command(int argc, char **argv, struct arena *arena);
int validator_command(int argc, char **argv, struct arena *arena);
int validators_command(int argc, char **argv, struct arena *arena);
int version_command(int argc, char **argv, struct arena *arena);

#endif
