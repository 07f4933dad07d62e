/* SPDX-License-Identifier: ISC */
/* The TPPs of a new sandbox: their keys, certificates, software and key
 * sets. */
#include <string.h>

#include "commands/sandbox/private.h"
#include "kit/arena.h"
#include "kit/json.h"

/* A TPP with one software, and what its templates are filled with. */
struct party {
	const char *folder;
	const struct json *variables;
};

static const char *
file_of(const struct sandbox_world *world, const struct party *party,
    const char *name)
{
	return arena_printf(world->arena, "%s/%s", party->folder, name);
}

static const char *
fill(struct sandbox_world *world, const struct party *party, const char *text)
{
	const char *filled = text == NULL ? NULL
					  : sandbox_fill_text(world->arena,
						text, party->variables);

	if (filled == NULL)
		world->why = "its plan is incomplete";
	return filled;
}

static const char *
make_certificate(struct sandbox_world *world, const struct party *party,
    const char *kind, enum issue_purpose purpose, const char *key)
{
	const struct json *plan = json_get(world->plan, kind);
	struct issue_order order = {.purpose = purpose,
	    .key = key,
	    .ca_key = world->ca_key,
	    .ca_cert = world->ca_cert,
	    .psd2 = json_string(json_get(plan, "psd2"))};

	if (world->why != NULL)
		return NULL;
	order.subject =
	    fill(world, party, json_string(json_get(plan, "subject")));
	if (json_get(plan, "uri") != NULL)
		order.uri =
		    fill(world, party, json_string(json_get(plan, "uri")));
	return sandbox_issue(world,
	    file_of(world, party, arena_printf(world->arena, "%s.pem", kind)),
	    order);
}

/* Makes the folders on the way to a file below the keystore. */
static void
make_folders(struct sandbox_world *world, const char *path)
{
	for (const char *slash = strchr(path, '/'); slash != NULL;
	     slash = strchr(slash + 1, '/'))
		sandbox_folder(
		    world, arena_printf(world->arena, "keystore/%.*s",
			       (int)(slash - path), path));
}

static void
publish(struct sandbox_world *world, const char *set,
    const struct sandbox_jwk keys[], size_t count)
{
	make_folders(world, set);
	sandbox_jwks(
	    world, arena_printf(world->arena, "keystore/%s", set), keys, count);
}

/* Publishes the sets of revoked keys, in which the directory has nothing
 * yet. */
static void
make_revoked(struct sandbox_world *world, const struct party *party)
{
	const struct json *sets = json_get(world->plan, "revoked_key_sets");

	for (size_t i = 0; i < json_length(sets); i++) {
		const char *set =
		    fill(world, party, json_string(json_at(sets, i)));
		if (set == NULL)
			return;
		publish(world, set, NULL, 0);
	}
}

static void
make_keys(struct sandbox_world *world, const struct party *party)
{
	const char *set =
	    fill(world, party, json_string(json_get(world->plan, "key_set")));
	struct sandbox_jwk keys[] = {
	    {.use = "sig"}, {.use = "sig"}, {.use = "tls"}, {.use = "enc"}};
	size_t count = sizeof(keys) / sizeof(keys[0]) - 1;

	keys[0].key = sandbox_key(
	    world, file_of(world, party, "signing.key"), ISSUE_RSA_2048);
	keys[0].certificate = make_certificate(
	    world, party, "signing", ISSUE_SIGNING, keys[0].key);
	keys[1].key = sandbox_key(
	    world, file_of(world, party, "signing-ec.key"), ISSUE_EC_P256);
	keys[2].key = sandbox_key(
	    world, file_of(world, party, "transport.key"), ISSUE_RSA_2048);
	keys[2].certificate = make_certificate(
	    world, party, "transport", ISSUE_CLIENT, keys[2].key);
	if (json_true(json_get(world->plan, "encryption")))
		keys[count++].key = sandbox_key(world,
		    file_of(world, party, "encryption.key"), ISSUE_RSA_2048);
	if (world->why != NULL)
		return;
	publish(world, set, keys, count);
	if (sandbox_has_chain(world->plan))
		sandbox_chain_party(world, party->folder, keys, 2);
}

static void
make_software(struct sandbox_world *world, const struct party *party)
{
	const struct json *software = sandbox_fill(
	    world->arena, json_get(world->plan, "software"), party->variables);

	if (world->why != NULL)
		return;
	if (json_type(software) == JSON_OBJECT)
		sandbox_file(world, file_of(world, party, "software.json"),
		    arena_printf(world->arena, "%s\n",
			json_text_pretty(world->arena, software)),
		    0644);
	else
		world->why = "its plan has no software";
}

void
sandbox_parties(struct sandbox_world *world)
{
	const struct json *parties = json_get(world->plan, "parties");

	for (size_t i = 0; world->why == NULL && i < json_length(parties);
	     i++) {
		struct json *variables =
		    json_copy(world->arena, json_at(parties, i));
		const struct party party = {
		    json_string(json_get(variables, "folder")), variables};

		json_set_string(variables, "keystore", world->keystore);
		if (party.folder == NULL) {
			world->why = "its plan has a party without a folder";
			return;
		}
		sandbox_folder(world, party.folder);
		make_keys(world, &party);
		make_revoked(world, &party);
		make_software(world, &party);
	}
}
