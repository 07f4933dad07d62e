/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/command.h"
#include "commands/sandbox.h"
#include "kit/arena.h"
#include "kit/signers.h"
#include "kit/uri.h"

#define DEFAULT_KEYSTORE "https://keystore.sandbox.example/"

/* An URI that can be extended by a path and stands in JSON as it is. */
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

/* The text with exactly this at its end in place of any slash. */
static const char *
extend(struct arena *arena, const char *text, const char *end)
{
	size_t length = strlen(text);

	while (length > 0 && text[length - 1] == '/')
		length--;
	return arena_printf(arena, "%.*s%s", (int)length, text, end);
}

static bool
read_options(int argc, char **argv, struct sandbox_world *world)
{
	const char *keystore = NULL;
	const struct sandbox_option options[] = {
	    {"--keystore", &keystore, NULL},
	    {"--issuer", &world->issuer, NULL},
	    {"--endpoint", &world->endpoint, NULL},
	    {0},
	};

	world->issuer = "https://as.sandbox.example";
	if (!sandbox_options(argc, argv, options))
		return false;
	world->fetched = keystore != NULL;
	if (keystore == NULL)
		keystore = DEFAULT_KEYSTORE;
	if (!is_base(world->arena, "--keystore", keystore) ||
	    !is_base(world->arena, "--issuer", world->issuer))
		return false;
	if (world->endpoint == NULL)
		world->endpoint =
		    extend(world->arena, world->issuer, "/register");
	world->keystore = extend(world->arena, keystore, "/");
	return is_base(world->arena, "--endpoint", world->endpoint);
}

static bool
is_empty(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	bool empty = true;

	if (dir == NULL)
		return false;
	while (empty && (entry = readdir(dir)) != NULL)
		empty = strcmp(entry->d_name, ".") == 0 ||
			strcmp(entry->d_name, "..") == 0;
	closedir(dir);
	return empty;
}

static bool
take_folder(const char *path)
{
	if (mkdir(path, 0700) == 0)
		return true;
	if (errno != EEXIST)
		command_fail(
		    EXIT_WRONG, "sandbox: %s: %s", path, strerror(errno));
	else if (is_empty(path))
		return true;
	else
		command_fail(EXIT_WRONG,
		    "sandbox: %s: is there and is no empty folder; nothing "
		    "was changed",
		    path);
	return false;
}

/* What requests are judged by: a key for the directory, a CA for clients,
 * and one for the web server. */
static void
make_authorities(struct sandbox_world *world)
{
	struct sandbox_jwk directory = {.use = "sig"};
	struct issue_order server = {.subject = "CN=localhost",
	    .dns = "localhost",
	    .purpose = ISSUE_SERVER};

	directory.key = sandbox_key(world, "directory.key", ISSUE_RSA_2048);
	sandbox_jwks(world, "directory.jwks", &directory, 1);
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

/* Of the bank: a server of its APIs, and a key for its tokens. */
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

/* A keystore of the user's own is fetched from; the default one does not
 * exist, and a folder stands for it. */
static const char *
fetch_text(const struct sandbox_world *world)
{
	struct uri uri;

	if (!world->fetched)
		return "{ \"mirror\": { \"" DEFAULT_KEYSTORE
		       "\": \"keystore\" } }";
	uri_parse(world->arena, world->keystore, &uri);
	return arena_printf(world->arena,
	    "{ \"hosts\": [\"%s%s%s:%s\"], \"ca\": \"server-ca.pem\",\n"
	    "             \"private_addresses\": true, \"seconds\": 3 }",
	    uri.address ? "[" : "", uri.host, uri.address ? "]" : "",
	    uri.port != NULL ? uri.port : "443");
}

static void
write_config(struct sandbox_world *world)
{
	static const char form[] =
	    "// A sandbox: every key in this folder is for throwing away.\n"
	    "{\n"
	    "  \"profile\": \"uk\",\n"
	    "  // Who we are, and what else requests may call us.\n"
	    "  \"issuer\": \"%s\",\n"
	    "  \"audience\": [\"%s\", \"0015800001BankAAA1\"],\n"
	    "  \"registration_endpoint\": \"%s\",\n"
	    "  // We issue the access tokens ourselves, signed with these "
	    "keys.\n"
	    "  \"token_endpoint\": \"%s\",\n"
	    "  \"keys\": \"keys\",\n"
	    "  // Who may ask about them, and what the APIs need.\n"
	    "  \"resource_servers\": ["
	    " { \"name\": \"api\", \"certificate\": \"api/transport.pem\" } "
	    "],\n"
	    "  \"authorizer\": [\n"
	    "    { \"path\": \"/accounts\", \"methods\": [\"GET\"],"
	    " \"scope\": \"accounts\" },\n"
	    "    { \"path\": \"/payments\", \"scope\": \"payments\" },\n"
	    "    { \"path\": \"/status\", \"methods\": [\"GET\"] }\n"
	    "  ],\n"
	    "  \"store\": \"bdb:db\",\n"
	    "  // Whose software statements are believed.\n"
	    "  \"directory\": [\n"
	    "    { \"issuer\": \"" SANDBOX_DIRECTORY "\","
	    " \"jwks\": \"directory.jwks\" }\n"
	    "  ],\n"
	    "  // Whose certificates clients come with.\n"
	    "  \"client_ca\": \"client-ca.pem\",\n"
	    "  \"cache\": \"cache\",\n"
	    "  // Where the keys of the TPPs' software are.\n"
	    "  \"fetch\": %s,\n"
	    "  \"statement_max_age\": 1800\n"
	    "}\n";

	sandbox_file(world, SANDBOX_CONFIG,
	    arena_printf(world->arena, form, world->issuer, world->issuer,
		world->endpoint, extend(world->arena, world->issuer, "/token"),
		fetch_text(world)),
	    0644);
}

/* For a shell, which takes plain words as they are. */
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
		return command_fail(EXIT_UNABLE, "sandbox: %s: %s", world->dir,
		    strerror(errno));
	/* No path in the comment: a newline in it would end the comment. */
	printf("export DCR_CONFIG=%s\n"
	       "# then: dcr sandbox request \"${DCR_CONFIG%%/*}\" |"
	       " dcr check --cert \"${DCR_CONFIG%%/*}/tpp/transport.pem\" -\n",
	    quoted(world->arena,
		arena_printf(world->arena, "%s/" SANDBOX_CONFIG, path)));
	free(path);
	return EXIT_PASS;
}

int
sandbox_new(int argc, char **argv, struct arena *arena)
{
	struct sandbox_world world = {
	    .arena = arena, .dir = argv[0], .now = time(NULL)};

	if (!read_options(argc, argv, &world) || !take_folder(world.dir))
		return EXIT_WRONG;
	sandbox_folder(&world, "db");
	sandbox_folder(&world, "cache");
	sandbox_folder(&world, "keystore");
	make_authorities(&world);
	sandbox_parties(&world);
	make_bank(&world);
	write_config(&world);
	if (world.why != NULL)
		return command_fail(EXIT_UNABLE, "sandbox: %s", world.why);
	return tell(&world);
}
