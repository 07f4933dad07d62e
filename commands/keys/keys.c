/* SPDX-License-Identifier: ISC */
/* dcr keys: what the bank's operator does to the keys that sign access
 * tokens. */
#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/keys/private.h"
#include "kit/conf/config.h"
#include "kit/conf/owner.h"
#include "kit/signing/signers.h"

#define OURS 0700

struct task {
	struct arena *arena;
	struct keys_shared shared;
	const char *folder;
	int64_t now;
	const char *algorithm; /* of new */
	const char *kid;       /* of retire */
	bool at_once, json;
	bool entity; /* the keys of our statements in a federation */
};

static const struct signer *
find_state(const struct signer *signers, enum signer_state state)
{
	for (; signers->kid != NULL; signers++)
		if (signers->state == state)
			return signers;
	return NULL;
}

/* The exit code of a failed change: EXIT_REFUSED where the state of the
 * folder's keys forbids it, EXIT_UNABLE where the disk failed. */
static int
fail(struct task *task, const char *why,
    bool (*refused)(const struct task *, const struct signer *))
{
	const char *unfit;
	const struct signer *signers =
	    signers_list(task->arena, task->folder, &unfit);
	int code = EXIT_UNABLE;

	if (signers == NULL)
		code = EXIT_WRONG;
	else if (refused(task, signers))
		code = EXIT_REFUSED;
	return command_fail(code, "%s", why);
}

/* Prints the kid of the last key, which is the one that a change has made. */
static int
print_last(struct task *task)
{
	const char *why;
	const struct signer *signers =
	    signers_list(task->arena, task->folder, &why);

	if (signers == NULL)
		return command_fail(EXIT_WRONG, "%s", why);
	while (signers->kid != NULL && signers[1].kid != NULL)
		signers++;
	if (signers->kid != NULL)
		puts(signers->kid);
	return EXIT_PASS;
}

static bool
has_next(const struct task *task, const struct signer *signers)
{
	(void)task;
	return find_state(signers, SIGNER_NEXT) != NULL;
}

static int
make_new(struct task *task)
{
	const char *why;
	int code;

	if (mkdir(task->folder, OURS) == -1 && errno != EEXIST)
		return command_fail(EXIT_WRONG,
		    "%s: cannot make this folder: %s%s", task->folder,
		    strerror(errno), owner_note(task->arena));
	if (!signers_new(
		task->arena, task->folder, task->algorithm, task->now, &why))
		return fail(task, why, has_next);
	code = keys_shared_tell(&task->shared);
	return code == EXIT_PASS ? print_last(task) : code;
}

static int
list(struct task *task)
{
	const char *why;
	const struct signer *signers =
	    signers_list(task->arena, task->folder, &why);

	if (signers == NULL)
		return command_fail(EXIT_WRONG, "%s", why);
	if (!task->json)
		keys_print_heading();
	keys_print(task->arena, signers, task->json);
	signers = keys_shared_list(&task->shared);
	if (signers == NULL)
		return EXIT_UNABLE;
	keys_print(task->arena, signers, task->json);
	return EXIT_PASS;
}

static bool
has_none(const struct task *task, const struct signer *signers)
{
	(void)task;
	return find_state(signers, SIGNER_SIGNING) == NULL;
}

/* Makes a key that the other machines can be told of before it signs.  Two
 * processes that do so at once both get the key that is there in the end. */
static int
make_next(struct task *task)
{
	const struct signer *signers, *next = NULL;
	const char *why, *trouble = NULL;

	for (int i = 0; i < 2 && next == NULL; i++) {
		signers = signers_public(task->arena, task->folder, &why);
		if (signers == NULL)
			return command_fail(EXIT_WRONG, "%s", why);
		next = find_state(signers, SIGNER_NEXT);
		signers = find_state(signers, SIGNER_SIGNING);
		if (next == NULL && signers != NULL && i == 0)
			(void)signers_new(task->arena, task->folder,
			    signers->algorithm, task->now, &trouble);
	}
	if (next != NULL)
		task->kid = next->kid;
	else if (trouble != NULL)
		return command_fail(EXIT_UNABLE, "%s", trouble);
	return EXIT_PASS;
}

/* The last step tells the other machines how long the key that signed so far is
 * still needed; without that step they keep it for too long. */
static int
rotate(struct task *task)
{
	const char *why;
	int code = EXIT_PASS;

	if (task->shared.store != NULL)
		code = make_next(task);
	if (code == EXIT_PASS)
		code = keys_shared_tell_first(&task->shared);
	if (code != EXIT_PASS)
		return code;
	task->now = time(NULL);
	if (!signers_rotate(
		task->arena, task->folder, task->kid, task->now, &why))
		return fail(task, why, has_none);
	code = keys_shared_tell(&task->shared);
	return code == EXIT_PASS ? print_last(task) : code;
}

static bool
must_stay(const struct task *task, const struct signer *signers)
{
	for (; signers->kid != NULL; signers++)
		if (strcmp(signers->kid, task->kid) == 0)
			return signers->state == SIGNER_SIGNING ||
			       (signers->state == SIGNER_OLD &&
				   signers->until > task->now &&
				   !task->at_once);
	return true;
}

static int
retire(struct task *task)
{
	const struct signer *others = keys_shared_list(&task->shared), *other;
	const char *why;
	int code;

	if (others == NULL)
		return EXIT_UNABLE;
	other = keys_shared_find(others, task->kid);
	if (other != NULL)
		return keys_shared_retire_other(
		    &task->shared, other, task->at_once);
	if (!signers_retire(task->arena, task->folder, task->kid, task->at_once,
		task->now, &why))
		return fail(task, why, must_stay);
	code = keys_shared_retire(&task->shared, task->kid);
	if (code != EXIT_PASS && code != EXIT_REFUSED)
		return code;
	printf("%s retired\n", task->kid);
	return EXIT_PASS;
}

static const struct verb {
	const char *name;
	int (*run)(struct task *task);
} verbs[] = {
    {"new", make_new},
    {"list", list},
    {"rotate", rotate},
    {"retire", retire},
};

/* argv[0] is the verb.  False after saying what is wrong. */
static bool
parse(struct task *task, const struct verb *verb, int argc, char **argv)
{
	static const struct option none = {0};
	const struct option algorithm = {
	    "--algorithm", .value = &task->algorithm};
	const struct option json = {"--json", .flag = &task->json};
	const struct option at_once = {"--at-once", .flag = &task->at_once};
	const struct option entity = {"--entity", .flag = &task->entity};
	const struct option kid = {
	    "KID", .value = &task->kid, .kind = OPERAND_ID};

	if (verb->run == retire)
		return options_read(argc, argv,
		    (const struct option[]){at_once, entity, kid, none});
	if (verb->run == list)
		return options_read(
		    argc, argv, (const struct option[]){json, entity, none});
	if (verb->run == rotate)
		return options_read(
		    argc, argv, (const struct option[]){entity, none});
	task->algorithm = "ES256";
	if (!options_read(
		argc, argv, (const struct option[]){algorithm, entity, none}))
		return false;
	if (strcmp(task->algorithm, "ES256") == 0 ||
	    strcmp(task->algorithm, "PS256") == 0)
		return true;
	(void)command_misuse("--algorithm: must be ES256 or PS256");
	return false;
}

/* Whoever reads our statements has the keys of all machines from our superiors:
 * no machine tells another of them. */
static int
begin(struct task *task)
{
	const struct config *config = command_config(task->arena);

	if (config == NULL)
		return EXIT_WRONG;
	task->shared =
	    (struct keys_shared){.arena = task->arena, .now = task->now};
	task->folder = config->keys;
	if (task->entity)
		task->folder =
		    config->entity != NULL ? config->entity->keys : NULL;
	if (task->folder == NULL)
		return command_fail(EXIT_WRONG, "%s: %s", config->path,
		    task->entity
			? "\"entity\" is missing: this server is in no "
			  "federation"
			: "\"token_endpoint\" and \"keys\" are missing: "
			  "the bank's own server issues the tokens, and no "
			  "receiver of kind set is told by signed events");
	return task->entity ? EXIT_PASS
			    : keys_shared_open(&task->shared, config);
}

int
keys_command(int argc, char **argv, struct arena *arena)
{
	struct task task = {.arena = arena, .now = time(NULL)};

	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		int code;

		if (argc < 2 || strcmp(argv[1], verbs[i].name) != 0)
			continue;
		if (!parse(&task, &verbs[i], argc - 1, argv + 1))
			return EXIT_WRONG;
		code = begin(&task);
		if (code == EXIT_PASS)
			code = verbs[i].run(&task);
		keys_shared_close(&task.shared);
		return code;
	}
	return command_usage();
}
