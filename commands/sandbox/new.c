/* SPDX-License-Identifier: ISC */
/* dcr sandbox new: a directory, a bank and its TPPs in a new folder. */
#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/sandbox/private.h"
#include "commands/sandbox/sandbox.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/signing/signers.h"
#include "kit/uri.h"
#include "validators/judge/regime.h"
#include "validators/profile/load.h"

/* Is the text a URI that can be extended by a path, and that stands in JSON as
 * it is? */
static bool
is_base(struct arena *arena, const char *option, const char *text)
{
	struct uri uri;

	if (uri_parse(arena, text, &uri) && strcmp(uri.scheme, "https") == 0 &&
	    uri.userinfo == NULL && uri.query == NULL && uri.fragment == NULL)
		return true;
	command_fail(EXIT_WRONG,
	    "sandbox: %s %s: must be an https URI without a query", option,
	    text);
	return false;
}

/* The path of a profile is made absolute, so that it is good from the world's
 * folder, too; what stands behind it stays. */
static void
make_absolute(struct sandbox_world *world)
{
	const char *file = profile_alone(world->arena, world->profile);
	char *path = strchr(file, '/') != NULL ? realpath(file, NULL) : NULL;

	if (path != NULL)
		world->profile = arena_printf(
		    world->arena, "%s%s", path, world->profile + strlen(file));
	free(path);
}

static bool
read_plan(struct sandbox_world *world)
{
	const char *why;

	if (regime_load(world->arena, world->profile, NULL, &why) == NULL) {
		command_fail(EXIT_WRONG, "sandbox: %s", why);
		return false;
	}
	world->plan = sandbox_plan(world->arena, world->profile);
	if (world->plan == NULL)
		return false;
	make_absolute(world);
	return true;
}

/* Takes the usual value for what was not said, and reads the plan. */
static bool
complete(struct sandbox_world *world)
{
	struct arena *arena = world->arena;

	world->now = time(NULL);
	world->fetched = world->keystore != NULL;
	if (world->keystore == NULL)
		world->keystore = SANDBOX_KEYSTORE;
	if (world->issuer == NULL)
		world->issuer = "https://as.sandbox.example";
	if (world->profile == NULL)
		world->profile = "uk";
	if (!is_base(arena, "--keystore", world->keystore) ||
	    !is_base(arena, "--issuer", world->issuer))
		return false;
	if (world->endpoint == NULL)
		world->endpoint =
		    sandbox_extend(arena, world->issuer, "/register");
	world->keystore = sandbox_extend(arena, world->keystore, "/");
	return read_plan(world) &&
	       is_base(arena, "--endpoint", world->endpoint);
}

static bool
take_folder(struct arena *arena, const char *path)
{
	if (mkdir(path, 0700) == 0)
		return true;
	if (errno != EEXIST)
		(void)command_fail_file(EXIT_WRONG, path);
	else if (!sandbox_become_owner(arena, path))
		return false;
	else if (command_folder_is_empty(path))
		return true;
	else
		command_fail(EXIT_WRONG,
		    "sandbox: %s: must be a new or an empty folder; nothing "
		    "was changed",
		    path);
	return false;
}

/* Makes what requests are judged by: a key for the directory, a CA for clients,
 * and one for the web server. */
static void
make_authorities(struct sandbox_world *world)
{
	struct sandbox_jwk directory = {.use = "sig"};
	struct issue_order server = {.subject = "CN=localhost",
	    .dns = "localhost",
	    .purpose = ISSUE_SERVER};

	if (json_get(world->plan, "directory") != NULL) {
		directory.key =
		    sandbox_key(world, "directory.key", ISSUE_RSA_2048);
		sandbox_jwks(world, "directory.jwks", &directory, 1);
	}
	if (sandbox_has_chain(world->plan))
		sandbox_chain_world(world);
	world->ca_key = sandbox_key(world, "client-ca.key", ISSUE_EC_P256);
	world->ca_cert = sandbox_issue(world, "client-ca.pem",
	    (struct issue_order){
		.subject = "C=GB,O=Sandbox Directory,CN=Sandbox Issuing CA",
		.purpose = ISSUE_CA,
		.key = world->ca_key});
	server.ca_key = sandbox_key(world, "server-ca.key", ISSUE_EC_P256);
	server.ca_cert = sandbox_issue(world, "server-ca.pem",
	    (struct issue_order){.subject = "CN=Sandbox Server CA",
		.purpose = ISSUE_CA,
		.key = server.ca_key});
	server.key = sandbox_key(world, "server.key", ISSUE_EC_P256);
	sandbox_issue(world, "server.pem", server);
}

/* Makes what the bank has: a server of its APIs, and a key for its access
 * tokens. */
static void
make_bank(struct sandbox_world *world)
{
	struct issue_order order = {
	    .subject = "C=GB,O=Sandbox Bank,CN=api",
	    .purpose = ISSUE_CLIENT,
	    .ca_key = world->ca_key,
	    .ca_cert = world->ca_cert,
	};
	const char *keys = arena_printf(world->arena, "%s/keys", world->dir);

	sandbox_folder(world, "api");
	order.key = sandbox_key(world, "api/transport.key", ISSUE_EC_P256);
	sandbox_issue(world, "api/transport.pem", order);
	sandbox_folder(world, "keys");
	if (world->why == NULL)
		signers_new(
		    world->arena, keys, "ES256", world->now, &world->why);
}

/* Quotes a word for a shell, which takes plain words as they are. */
static const char *
quoted(struct arena *arena, const char *word)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz"
				    "0123456789/._-+,:@";
	const char *text = "'", *quote;

	if (word[strspn(word, plain)] == '\0')
		return word;
	for (; (quote = strchr(word, '\'')) != NULL; word = quote + 1)
		text = arena_printf(
		    arena, "%s%.*s'\\''", text, (int)(quote - word), word);
	return arena_printf(arena, "%s%s'", text, word);
}

static int
tell(const struct sandbox_world *world)
{
	char *path = realpath(world->dir, NULL);

	if (path == NULL)
		return command_fail_file(EXIT_UNABLE, world->dir);
	/* No path in the comment: a newline in it would end the comment. */
	printf("export DCR_CONFIG=%s\n"
	       "# then: dcr sandbox request \"${DCR_CONFIG%%/*}\" |"
	       " dcr check --cert \"${DCR_CONFIG%%/*}/tpp/transport.pem\" -\n",
	    quoted(world->arena,
		arena_printf(world->arena, "%s/" SANDBOX_CONFIG, path)));
	free(path);
	return EXIT_PASS;
}

static int
make(struct sandbox_world *world)
{
	if (!complete(world) || !take_folder(world->arena, world->dir))
		return EXIT_WRONG;
	sandbox_folder(world, "db");
	sandbox_folder(world, "cache");
	sandbox_folder(world, "keystore");
	make_authorities(world);
	sandbox_parties(world);
	make_bank(world);
	sandbox_write_config(world);
	if (world->why != NULL)
		return command_fail(EXIT_UNABLE, "sandbox: %s", world->why);
	return EXIT_PASS;
}

int
sandbox_make(struct arena *arena, const char *dir, const char *profile,
    const char *issuer, const char *endpoint)
{
	struct sandbox_world world = {.arena = arena,
	    .dir = dir,
	    .profile = profile,
	    .issuer = issuer,
	    .endpoint = endpoint};

	return make(&world);
}

int
sandbox_new(int argc, char **argv, struct arena *arena)
{
	struct sandbox_world world = {.arena = arena, .dir = argv[0]};
	const struct option options[] = {
	    {"--keystore", .value = &world.keystore},
	    {"--issuer", .value = &world.issuer},
	    {"--endpoint", .value = &world.endpoint},
	    {"--profile", .value = &world.profile},
	    {0},
	};
	int code;

	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	code = make(&world);
	return code == EXIT_PASS ? tell(&world) : code;
}
