/* SPDX-License-Identifier: ISC */
/* The table of all commands, and the way from a command line to one of them. */
#include "commands/commands.h"

#include <stdio.h>
#include <string.h>

#include "commands/help/help.h"
#include "commands/lib/command.h"
#include "kit/arena.h"

static int help(int argc, char **argv, struct arena *arena);

static const struct command commands[] = {
    {"audit",
	"[--client ID] [--since T] [--until T] [--after KEY] [--rule ID] "
	"[--follow | --count] [--json | --csv] | --verify | --seal | --prune "
	"--before T [--as NAME]",
	"tell what happened to the clients; verify, seal or prune the audit "
	"trail",
	audit_command},
    {"backup", "DIR", "write all that the store holds into a new folder",
	backup_command},
    {"check",
	"[--json] [--trace] [--second-opinion] [--at TIME] [--cert FILE] "
	"FILE",
	"judge a registration request (- is standard input), and register "
	"nothing",
	check_command},
    {"config", "[--json | --test] [--at TIME]",
	"check dcr.conf and print what is in force", config_command},
    {"conformance",
	"--url URI [--profile NAME] [--sandbox DIR] [--issuer URI] "
	"[--token-url URI] [--host HOST]... [--set NAME=JSON]... "
	"[--unset NAME]... [--ca FILE] [--timeout SECONDS] "
	"[--cert FILE --key FILE] [--signing-key FILE] [--signing-cert FILE] "
	"[--kid KID] [--alg ALG] [--statement FILE] [--software FILE] "
	"[--pack FILE] [--only NAME] [--json | --junit]",
	"test a server against a regime, in the part of a TPP",
	conformance_command},
    {"console", "[--listen PATH [--owner USER] [--mode MODE]] [--processes N]",
	"serve pages about the registrations to the bank's people",
	console_command},
    {"copy", "--from URI --to URI [--dry-run]",
	"put all that one store holds into another store", copy_command},
    {"delete", "ID [--why TEXT] [--as NAME]",
	"delete a client, and its tokens with it", delete_command},
    {"deliver",
	"[NAME]... | retry KEY [--why TEXT] [--as NAME] | "
	"skip KEY --why TEXT [--as NAME] | "
	"reconcile NAME [--dry-run] [--force]",
	"tell the receivers of dcr.conf of every change, until stopped; decide "
	"about what they refused; compare what they have",
	deliver_command},
    {"deliveries", "[--parked] [--json] [NAME]",
	"list what receivers have not taken, and how far each is",
	deliveries_command},
    {"doctor", "[--repair] [--json] [--at TIME] [--server FILE]",
	"look for what is wrong with the deployment and its store; mend it",
	doctor_command},
    {"export", "[FILE]", "write all clients, each a line of JSON",
	export_command},
    {"help", "[COMMAND [VERB] | --json]",
	"list the commands, or tell one of them with its options", help},
    {"import", "[--dry-run] [--directory ISSUER] [--as NAME] FILE",
	"register the clients of an export, or of another server",
	import_command},
    {"keys",
	"new [--algorithm ES256|PS256] [--entity] | list [--json] [--entity] | "
	"rotate [--entity] | retire KID [--at-once] [--entity]",
	"manage the keys that sign access tokens, or our statements in a "
	"federation",
	keys_command},
    {"list",
	"[--state active|suspended] [--organisation ID|NAME] [--software ID] "
	"[--since T] [--json | --csv]",
	"list the registered clients", list_command},
    {"metadata", "",
	"print the authorization server metadata, to be published elsewhere",
	metadata_command},
    {"migrate", "[--dry-run]",
	"bring the store's tables to the form that this program needs",
	migrate_command},
    {"relay", "PATH",
	"take FastCGI connections from standard input to the socket of dcr "
	"serve",
	relay_command},
    {"report", "--html [--since T] [--until T] [--clients N]",
	"write a page about the clients and what was refused, to be handed "
	"over",
	report_command},
    {"restore", "[--dry-run] DIR", "put a backup into an empty store",
	restore_command},
    {"resync", "[--dry-run] [--directory ISSUER] [--limit PERCENT | --force]",
	"suspend and resume clients as their directory does", resync_command},
    {"resume",
	"ID [--why TEXT] [--as NAME] | "
	"--software ID [--directory ISSUER] [--dry-run] [--why TEXT] "
	"[--as NAME] | "
	"--organisation ID [--directory ISSUER] [--dry-run] [--why TEXT] "
	"[--as NAME]",
	"let suspended clients do everything again", resume_command},
    {"profile",
	"[--overlay FILE] [--at TIME] [FILE] | new NAME --from FILE | "
	"diff [--json] A B | "
	"test [--sandbox DIR] [--only NAME] [--json | --junit] FILE CASES",
	"explain a profile, copy it, compare two, judge requests by one",
	profile_command},
    {"rules",
	"[--profile NAME] [--overlay FILE] [--at TIME] [--json | --html] "
	"[--cases DIR] | "
	"[--profile NAME] [--overlay FILE] [--at TIME] --explain RULE [--json] "
	"| --errors",
	"list every rule of the profile and the clause it enforces",
	rules_command},
    {"sandbox",
	"new|statement|request|certificate DIR [OPTION]... | "
	"assertion DIR CLIENT_ID [OPTION]...",
	"make a throw-away world, and JWTs and certificates in it",
	sandbox_command},
    {"serve", "[--listen PATH [--owner USER] [--mode MODE]] [--processes N]",
	"answer requests by several FastCGI processes, until stopped",
	serve_command},
    {"setup",
	"DIR|--etc [--profile P] [--issuer URI] [--endpoint URI] "
	"[--authorization-endpoint URI] [--directory ISSUER=KEYS]... "
	"[--fetch HOST]... [--client-ca FILE] [--store URI] "
	"[--tokens | --no-tokens] [--scope 'METHODS PATH SCOPE']... "
	"[--metadata NAME=URI]... "
	"[--sandbox WORLD] [--user NAME] [--force]",
	"write a first dcr.conf, with its folders and keys", setup_command},
    {"show", "[--json] ID", "show one client", show_command},
    {"stats", "[--json | --prometheus]", "tell numbers about the store",
	stats_command},
    {"suspend",
	"ID --why TEXT [--as NAME] | "
	"--software ID [--directory ISSUER] [--dry-run] --why TEXT "
	"[--as NAME] | "
	"--organisation ID [--directory ISSUER] [--dry-run] --why TEXT "
	"[--as NAME]",
	"let clients read their registrations and nothing else",
	suspend_command},
    {"validator",
	"test [--cert FILE] [--method M] [--stored FILE] FILE REQUEST...",
	"ask a bank's external validators about recorded requests; change "
	"nothing",
	validator_command},
    {"validators", "[--profile NAME] [--overlay FILE]",
	"list the questions in their order, with what each needs and gives",
	validators_command},
    {"version", "", "say what was compiled in", version_command},
    {NULL, NULL, NULL, NULL},
};

static int
help(int argc, char **argv, struct arena *arena)
{
	return help_tell(commands, argc, argv, arena);
}

static const struct command *
find(const char *name)
{
	if (strcmp(name, "--version") == 0)
		name = "version";
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
		name = "help";
	for (const struct command *c = commands; c->name != NULL; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

static int
run(const struct command *command, int argc, char **argv, struct arena *arena)
{
	if (help_is_wanted(command->name, argc, argv))
		return help_tell_command(
		    commands, command->name, argc, argv, arena);
	return command_run(command, argc, argv, arena);
}

/* What was printed must have reached its reader: a full disk is no success. */
static int
finish(int code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	return command_fail(EXIT_UNABLE, "cannot write to standard output");
}

int
commands_main(int argc, char **argv, command_door *serve)
{
	const struct command *command = argc > 1 ? find(argv[1]) : NULL;
	struct arena *arena = arena_new();
	int code;

	serve_by(serve);
	if (command != NULL)
		code = finish(run(command, argc - 1, argv + 1, arena));
	else if (argc > 1)
		code = command_fail(EXIT_WRONG,
		    "no command '%s'; dcr help lists them", argv[1]);
	else
		code = command_fail(EXIT_WRONG,
		    "usage: dcr COMMAND [ARGUMENT]...; dcr help lists them");
	arena_free(arena);
	return code;
}
