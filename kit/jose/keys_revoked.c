/* SPDX-License-Identifier: ISC */
/* Looks a key or a certificate up in a set of revoked keys. */
#include <openssl/err.h>

#include "kit/arena.h"
#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "kit/jose/private.h"
#include "kit/json.h"
#include "kit/x509/cert.h"
#include "kit/x509/cert_openssl.h"

/* All entries of the set, also those that no signature can be verified by; they
 * are read once, since a set may hold a hundred certificates. */
static const struct keys_named *
entries_of(const struct keys *keys)
{
	struct keys_entries *entries = keys->entries;

	if (entries->list != NULL)
		return entries->list;
	entries->list = arena_alloc(
	    keys->arena, (entries->count + 1) * sizeof(*entries->list));
	for (size_t i = 0; i < entries->count; i++)
		keys_named_jwk(
		    keys->arena, json_at(entries->all, i), &entries->list[i]);
	return entries->list;
}

/* An entry with neither key nor name may be any key, and so may an entry that
 * has no key and a member that cannot be read. */
static bool
may_be_any(const struct keys_named *entry)
{
	return !keys_named_has_any(entry) ||
	       (entry->unread && !keys_named_has_key(entry));
}

static enum keys_revocation
look_up(const struct keys *revoked, const struct keys_named *thing)
{
	const struct keys_named *entries = entries_of(revoked);
	enum keys_revocation answer = KEYS_NOT_REVOKED;

	for (size_t i = 0; i < revoked->entries->count; i++) {
		if (keys_named_same(&entries[i], thing))
			return KEYS_REVOKED;
		if (may_be_any(&entries[i]))
			answer = KEYS_REVOKED_UNREADABLE;
	}
	return answer;
}

static bool
any(const struct keys *revoked, bool (*is)(const struct keys_named *entry))
{
	const struct keys_named *entries = entries_of(revoked);

	for (size_t i = 0; i < revoked->entries->count; i++)
		if (is(&entries[i]))
			return true;
	return false;
}

static void
read_thumbprints(
    struct arena *arena, const struct json *jwk, struct keys_named *out)
{
	struct arena *passing = arena_new();
	const struct cert *cert;
	struct bytes der;

	if (keys_jwk_certificate(passing, jwk, &der) &&
	    (cert = cert_from_der(passing, &der)) != NULL)
		keys_named_thumbprints(arena, cert_x509(cert), out);
	arena_free(passing);
}

/* A key of a set, with the thumbprints of its certificate once an entry may
 * name it by one. */
static const struct keys_named *
name_key(const struct keys *keys, struct key *key, bool x5t)
{
	if (key->named == NULL) {
		key->named = arena_alloc(keys->arena, sizeof(*key->named));
		keys_named_jwk(keys->arena, key->jwk, key->named);
	}
	if (x5t && !key->thumbed) {
		read_thumbprints(keys->arena, key->jwk, key->named);
		key->thumbed = true;
	}
	return key->named;
}

enum keys_revocation
keys_revoked_signer(
    const struct keys *revoked, const struct keys *keys, const struct jws *jws)
{
	struct key *signer = keys_signer(keys, jws);
	enum keys_revocation answer = KEYS_REVOKED;

	if (signer != NULL && revoked->entries->count == 0)
		answer = KEYS_NOT_REVOKED; /* whatever its name is */
	else if (signer != NULL)
		answer = look_up(revoked,
		    name_key(keys, signer, any(revoked, keys_named_has_x5t)));
	ERR_clear_error();
	return answer;
}

/* What the sets say of one key: the worst. */
static enum keys_revocation
look_up_key(const struct keys *const *revoked, size_t count,
    const struct keys *keys, struct key *key)
{
	enum keys_revocation worst = KEYS_NOT_REVOKED, answer;

	for (size_t i = 0; i < count; i++) {
		if (revoked[i]->entries->count == 0)
			continue;
		answer = look_up(revoked[i],
		    name_key(keys, key, any(revoked[i], keys_named_has_x5t)));
		if (answer > worst)
			worst = answer;
	}
	return worst;
}

enum keys_revocation
keys_revoked_all(const struct keys *const *revoked, size_t count,
    const struct keys *keys, const struct json *accepted)
{
	enum keys_revocation best = KEYS_REVOKED, answer;
	size_t at = 0, index = 0;
	struct key *key;
	struct jws by;

	for (; keys_accepted_at(&at, accepted, &by); index = 0)
		while ((key = keys_next_fitting(keys, &by, &index)) != NULL) {
			answer = look_up_key(revoked, count, keys, key);
			if (answer < best)
				best = answer;
		}
	ERR_clear_error();
	return best;
}

static bool
has_kid_alone(const struct keys_named *entry)
{
	return entry->kid != NULL && !keys_named_has_key(entry);
}

bool
keys_revoked_by_kid(const struct keys *revoked)
{
	return any(revoked, has_kid_alone);
}

/* Is the certificate revoked by any kid that the software's own set has for it
 * or for its key? */
static bool
is_revoked_by_kid(const struct keys *revoked, const struct keys *keys,
    struct keys_named *thing)
{
	const struct keys_named *own = entries_of(keys);

	for (size_t i = 0; i < keys->entries->count; i++) {
		thing->kid = NULL;
		if (own[i].kid == NULL || !keys_named_same(&own[i], thing))
			continue;
		thing->kid = own[i].kid;
		if (look_up(revoked, thing) == KEYS_REVOKED)
			return true;
	}
	thing->kid = NULL;
	return false;
}

/* What is kept with a certificate. */
struct certified {
	struct keys_named named;
	bool thumbed;
};

/* A certificate, with its thumbprints once an entry may name it by one. */
static struct keys_named
name_certificate(const struct cert *cert, bool x5t)
{
	struct cert_kept *kept = cert_kept(cert);
	struct certified *certified = kept->what;

	if (certified == NULL) {
		certified = arena_alloc(kept->arena, sizeof(*certified));
		keys_named_certificate(
		    kept->arena, cert_x509(cert), &certified->named);
		kept->what = certified;
	}
	if (x5t && !certified->thumbed) {
		keys_named_thumbprints(
		    kept->arena, cert_x509(cert), &certified->named);
		certified->thumbed = true;
	}
	return certified->named;
}

enum keys_revocation
keys_revoked_certificate(const struct keys *revoked, const struct keys *keys,
    const struct cert *cert)
{
	struct keys_named thing;

	if (revoked->entries->count == 0)
		return KEYS_NOT_REVOKED;
	thing = name_certificate(cert, any(revoked, keys_named_has_x5t));
	return keys != NULL && is_revoked_by_kid(revoked, keys, &thing)
		   ? KEYS_REVOKED
		   : look_up(revoked, &thing);
}
