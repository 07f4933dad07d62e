/* SPDX-License-Identifier: ISC */
#include "commands/sandbox.h"
#include "kit/arena.h"

/* A TPP with one software. */
struct party {
	const char *folder, *name, *registration, *org_id;
	const char *software_id, *product, *host;
};

static const struct party parties[] = {
    {.folder = "tpp",
	.name = "Example TPP Ltd",
	.registration = "123456",
	.org_id = "0015800001ExTppAA1",
	.software_id = "4kExampleBudgetTpp0001",
	.product = "Example Budget",
	.host = "tpp.example.com"},
    {.folder = "other",
	.name = "Other TPP Ltd",
	.registration = "654321",
	.org_id = "0015800001OtTppAA2",
	.software_id = "7mOtherPlannerTpp00002",
	.product = "Other Planner",
	.host = "other.example.com"},
};

static const char *
file_of(const struct sandbox_world *world, const struct party *party,
    const char *name)
{
	return arena_printf(world->arena, "%s/%s", party->folder, name);
}

/* The form of an OBWAC or OBSeal: ETSI TS 119 495 section 5.2.1. */
static const char *
make_certificate(struct sandbox_world *world, const struct party *party,
    const char *name, enum issue_purpose purpose, const char *key)
{
	struct issue_order order = {.purpose = purpose,
	    .key = key,
	    .ca_key = world->ca_key,
	    .ca_cert = world->ca_cert};

	order.subject = arena_printf(world->arena,
	    "C=GB,O=%s,organizationIdentifier=PSDGB-FCA-%s,CN=%s", party->name,
	    party->registration, party->org_id);
	return sandbox_issue(world, file_of(world, party, name), order);
}

/* The directory has revoked nothing yet. */
static void
make_revoked(
    struct sandbox_world *world, const struct party *party, const char *place)
{
	const char *folder = arena_printf(world->arena, "%s/revoked", place);

	sandbox_folder(world, folder);
	sandbox_jwks(world,
	    arena_printf(
		world->arena, "%s/%s.jwks", folder, party->software_id),
	    NULL, 0);
	sandbox_jwks(world,
	    arena_printf(world->arena, "%s/%s.jwks", folder, party->org_id),
	    NULL, 0);
}

static void
make_keys(struct sandbox_world *world, const struct party *party)
{
	const char *place =
	    arena_printf(world->arena, "keystore/%s", party->org_id);
	const char *set =
	    arena_printf(world->arena, "%s/%s.jwks", place, party->software_id);
	struct sandbox_jwk keys[] = {
	    {.use = "sig"}, {.use = "sig"}, {.use = "tls"}};

	keys[0].key = sandbox_key(
	    world, file_of(world, party, "signing.key"), ISSUE_RSA_2048);
	keys[0].certificate = make_certificate(
	    world, party, "signing.pem", ISSUE_SIGNING, keys[0].key);
	keys[1].key = sandbox_key(
	    world, file_of(world, party, "signing-ec.key"), ISSUE_EC_P256);
	keys[2].key = sandbox_key(
	    world, file_of(world, party, "transport.key"), ISSUE_RSA_2048);
	keys[2].certificate = make_certificate(
	    world, party, "transport.pem", ISSUE_CLIENT, keys[2].key);
	sandbox_folder(world, place);
	sandbox_jwks(world, set, keys, sizeof(keys) / sizeof(keys[0]));
	make_revoked(world, party, place);
}

static const char *
software_claims(const struct sandbox_world *world, const struct party *party)
{
	static const char form[] =
	    "  \"software_environment\": \"sandbox\",\n"
	    "  \"software_mode\": \"Test\",\n"
	    "  \"software_id\": \"%1$s\",\n"
	    "  \"software_client_id\": \"%1$s\",\n"
	    "  \"software_client_name\": \"%2$s\",\n"
	    "  \"software_client_description\": \"%2$s, of a sandbox\",\n"
	    "  \"software_version\": 1.1,\n"
	    "  \"software_client_uri\": \"https://%3$s\",\n"
	    "  \"software_redirect_uris\": [\n"
	    "    \"https://%3$s/cb\", \"https://%3$s/cb2\"\n"
	    "  ],\n"
	    "  \"software_roles\": [\"AISP\", \"PISP\"],\n"
	    "  \"software_jwks_endpoint\": \"%4$s%5$s/%1$s.jwks\",\n"
	    "  \"software_jwks_revoked_endpoint\":"
	    " \"%4$s%5$s/revoked/%1$s.jwks\",\n"
	    "  \"software_logo_uri\": \"https://%3$s/logo.png\",\n"
	    "  \"software_policy_uri\": \"https://%3$s/policy\",\n"
	    "  \"software_tos_uri\": \"https://%3$s/tos\",\n"
	    "  \"software_on_behalf_of_org\": null,\n";

	return arena_printf(world->arena, form, party->software_id,
	    party->product, party->host, world->keystore, party->org_id);
}

static const char *
org_claims(const struct sandbox_world *world, const struct party *party)
{
	static const char form[] =
	    "  \"organisation_competent_authority_claims\": {\n"
	    "    \"authority_id\": \"FCAGBR\",\n"
	    "    \"registration_id\": \"%1$s\",\n"
	    "    \"status\": \"Active\",\n"
	    "    \"authorisations\": [\n"
	    "      { \"member_state\": \"GB\","
	    " \"roles\": [\"PISP\", \"AISP\"] }\n"
	    "    ]\n"
	    "  },\n"
	    "  \"org_status\": \"Active\",\n"
	    "  \"org_id\": \"%2$s\",\n"
	    "  \"org_name\": \"%3$s\",\n"
	    "  \"org_contacts\": [\n"
	    "    { \"name\": \"Technical\", \"email\": \"tech@%4$s\",\n"
	    "      \"phone\": \"+440000000000\", \"type\": \"Technical\" }\n"
	    "  ],\n"
	    "  \"org_jwks_endpoint\": \"%5$s%2$s/%2$s.jwks\",\n"
	    "  \"org_jwks_revoked_endpoint\":"
	    " \"%5$s%2$s/revoked/%2$s.jwks\"\n";

	return arena_printf(world->arena, form, party->registration,
	    party->org_id, party->name, party->host, world->keystore);
}

void
sandbox_parties(struct sandbox_world *world)
{
	for (size_t i = 0; i < sizeof(parties) / sizeof(parties[0]); i++) {
		const struct party *party = &parties[i];

		sandbox_folder(world, party->folder);
		make_keys(world, party);
		sandbox_file(world, file_of(world, party, "software.json"),
		    arena_printf(world->arena, "{\n%s%s}\n",
			software_claims(world, party),
			org_claims(world, party)),
		    0644);
	}
}
