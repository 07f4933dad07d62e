/* SPDX-License-Identifier: ISC */
/* Whether a client assertion is signed by its client: by the keys that the
 * statement of the registration names; and where the connection brings no
 * certificate, by the certificate in the header, or by keys that were
 * registered. */
#include "front/token/private.h"

#include <string.h>

#include "front/lib/service.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/identifier.h"
#include "kit/jose/keys.h"
#include "kit/json.h"
#include "kit/keyring/keyring.h"
#include "kit/x509/cert.h"
#include "kit/x509/cert_memory.h"
#include "validators/lib/directory.h"
#include "validators/lib/facts.h"
#include "validators/lib/profile.h"
#include "validators/lib/untrusted.h"
#include "validators/lib/x5c.h"
#include "validators/refusals/refusals.h"

static struct client_fault
by_answer(const struct submission *caller, const struct jws *assertion,
    const struct keys *keys, enum keys_answer found, const char *place)
{
	if (found == KEYS_UNKNOWN)
		return client_fault(CLIENT_AUTHENTICATION_KEY,
		    arena_printf(caller->arena,
			"client_assertion: no key of this client fits kid and "
			"alg: %s (%s)",
			keys_told(caller->arena, keys, assertion), place));
	if (found != KEYS_VERIFIED)
		return client_fault(CLIENT_AUTHENTICATION_SIGNATURE,
		    "client_assertion: the signature is not this client's");
	return client_fault_none;
}

/* Where the key set of a client is, and whether a proved statement says so. */
struct place {
	const char *uri;
	bool named;
};

static struct client_fault
by_set_at(const struct service *service, const struct jws *assertion,
    const struct submission *caller, const struct place *place)
{
	enum keyring_wish wish = KEYRING_CACHED;
	enum keys_answer found;
	const struct keys *keys = NULL;
	const char *why = NULL;

	do {
		if ((place->named ? keyring_named : keyring_at)(
			service->judge.keyring, place->uri, wish, caller->now,
			caller->arena, &keys, &why) != KEYRING_FOUND)
			return client_fault_unsure(why);
		found = keys_verify_any(keys, assertion);
	} while (keyring_again(found != KEYS_UNKNOWN, &wish));
	return by_answer(caller, assertion, keys, found,
	    arena_printf(caller->arena, "the key set at %s",
		quoted_whole(caller->arena, place->uri)));
}

/* The set is gone before anybody could ask it again who has signed. */
static struct client_fault
by_registered_set(const struct jws *assertion, const struct submission *caller,
    const struct json *jwks)
{
	const char *why = NULL, *text = json_text(caller->arena, jwks);
	struct jws once = *assertion;
	struct keys *keys = keys_parse(text, strlen(text), &why);
	struct client_fault found;

	if (keys == NULL)
		return client_fault_unsure(why);
	once.signer = NULL;
	found = by_answer(caller, &once, keys, keys_verify_any(keys, &once),
	    "the registered jwks");
	keys_free(keys);
	return found;
}

/* Is it a certificate of the client's: of a URI and a community that are those
 * of the registration?  Whoever has the same URI of another community is
 * another party. */
static bool
is_clients(const struct submission *caller, const struct client *client,
    const struct cert *const *chain)
{
	const struct config_directory *community =
	    directory_of_signer(caller, chain);

	return community != NULL &&
	       strcmp(community->issuer,
		   identifier_directory(client->software)) == 0 &&
	       cert_is_named(chain[0], CERT_NAME_URI,
		   identifier_of_key(caller->arena, client->software));
}

static struct client_fault
distrusted(const struct submission *caller, const struct cert *cert,
    enum trust_answer answer)
{
	if (answer == TRUST_UNSURE)
		return client_fault_unsure(
		    cert_memory_why(caller->certificates));
	return client_fault(answer == TRUST_REVOKED
				? CLIENT_AUTHENTICATION_REVOKED_CERTIFICATE
				: CLIENT_AUTHENTICATION_KEY,
	    arena_printf(caller->arena,
		"client_assertion: the certificate in x5c: %s",
		untrusted_words(caller, cert, answer, "to sign")));
}

static struct client_fault
by_chain(const struct jws *assertion, struct authenticated *client)
{
	struct submission *caller = &client->caller;
	const struct cert *chain[X5C_MOST + 1];
	enum trust_answer answer;

	if (!x5c_read(caller->arena, assertion->header, chain))
		return client_fault(CLIENT_AUTHENTICATION_KEY,
		    "client_assertion: the header must bring the certificate "
		    "of the key, and those behind it (x5c)");
	answer = cert_memory_check_signer(
	    caller->certificates, chain[0], chain + 1, caller->now);
	if (answer != TRUST_OK)
		return distrusted(caller, chain[0], answer);
	if (!is_clients(caller, &client->client, chain))
		return client_fault(CLIENT_AUTHENTICATION_KEY,
		    "client_assertion: the certificate in x5c is not this "
		    "client's: it has another URI, or another community's "
		    "authority has issued it");
	if (keys_cert_verify(chain[0], assertion) != KEYS_VERIFIED)
		return client_fault(CLIENT_AUTHENTICATION_SIGNATURE,
		    "client_assertion: the signature is not by the key of the "
		    "certificate in x5c");
	caller->cert = chain[0];
	return client_fault_none;
}

static struct client_fault
by_place(const struct service *service, const struct jws *assertion,
    const struct submission *caller, const struct json *uri, bool named)
{
	const struct place place = {json_string(uri), named};

	return place.uri != NULL
		   ? by_set_at(service, assertion, caller, &place)
		   : client_fault(CLIENT_AUTHENTICATION_KEYS,
			 "client_assertion: this client has registered no "
			 "keys");
}

/* Where nothing but the assertion says who calls. */
static struct client_fault
by_itself(const struct service *service, const struct jws *assertion,
    struct authenticated *client)
{
	const struct json *metadata = client->party.metadata;
	const struct json *jwks = json_get(metadata, "jwks");

	if ((service->judge.profile->given & STATEMENT_CERTIFIED) != 0)
		return by_chain(assertion, client);
	if (json_type(jwks) == JSON_OBJECT)
		return by_registered_set(assertion, &client->caller, jwks);
	return by_place(service, assertion, &client->caller,
	    json_get(metadata, "jwks_uri"), false);
}

struct client_fault
assertion_signed(const struct service *service, const struct jws *assertion,
    struct authenticated *client)
{
	struct client_fault found;

	party_claims(service, &client->caller, &client->party);
	if (!profile_connection_is_plain(service->judge.profile))
		return by_place(service, assertion, &client->caller,
		    claim(&client->party.claims, "jwks_uri"), true);
	found = by_itself(service, assertion, client);
	if (found.what != NULL)
		return found;
	client->caller.facts |= CLIENT_KNOWN | SAME_PARTY;
	client->caller.claims = client->party.claims.claims;
	client->caller.facts |= client->party.claims.facts;
	return client_fault_none;
}
