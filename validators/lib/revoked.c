/* SPDX-License-Identifier: ISC */
/* Looks for a key or a certificate among those that a directory has revoked. */
#include "validators/lib/revoked.h"

#include "kit/arena.h"
#include "kit/jose/keys.h"
#include "kit/json.h"
#include "kit/keyring/keyring.h"
#include "kit/x509/cert.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

/* A setting of revoked_keys; NULL where the profile does not ask that. */
static const struct json *
setting(const struct profile *profile, const char *setting)
{
	return profile_setting_of(profile->questions, "revoked_keys", setting);
}

/* The key set that a claim names; NULL, and *answer says why. */
static const struct keys *
keys_of(const struct submission *s, const char *name, enum keyring_wish wish,
    enum revoked_answer *answer, const char **why)
{
	const char *uri = json_string(claim(s, name));
	const struct keys *keys = NULL;

	*answer = REVOKED_ELSEWHERE;
	if (uri == NULL)
		return NULL;
	if (keyring_named(s->keyring, uri, wish, s->now, s->arena, &keys,
		why) == KEYRING_UNREACHABLE)
		*answer = REVOKED_UNABLE;
	return keys;
}

static enum revoked_answer
answer_of(
    enum keys_revocation found, enum revoked_answer revoked, const char **why)
{
	switch (found) {
	case KEYS_NOT_REVOKED:
		break;
	case KEYS_REVOKED_UNREADABLE:
		*why =
		    "an entry of the set cannot be read, and may be anything";
		return REVOKED_UNABLE;
	case KEYS_REVOKED:
		return revoked;
	}
	return REVOKED_NOTHING;
}

/* A kid is a name in the software's own set: that is fetched for nothing
 * else. */
static enum revoked_answer
look_for_certificate(
    const struct submission *s, const struct keys *revoked, const char **why)
{
	enum revoked_answer unused;
	const struct keys *keys = NULL;

	if (s->cert == NULL) /* dcr check may have been given none */
		return REVOKED_NOTHING;
	if (keys_revoked_by_kid(revoked)) {
		keys = keys_of(s, "jwks_uri", KEYRING_CACHED, &unused, why);
		if (keys == NULL)
			return REVOKED_UNABLE;
	}
	return answer_of(keys_revoked_certificate(revoked, keys, s->cert),
	    REVOKED_CERTIFICATE, why);
}

static enum revoked_answer
look_for_signer(const struct submission *s, const struct keys *revoked,
    const struct jws *jws, const char **why)
{
	enum revoked_answer unused;
	const struct keys *keys =
	    keys_of(s, "jwks_uri", KEYRING_CACHED, &unused, why);

	if (keys == NULL)
		return REVOKED_UNABLE;
	return answer_of(
	    keys_revoked_signer(revoked, keys, jws), REVOKED_KEY, why);
}

static enum revoked_answer
look_into(const struct submission *s, const char *set, const struct jws *jws,
    const char **why)
{
	enum revoked_answer answer, signer = REVOKED_NOTHING;
	const struct keys *revoked = keys_of(s, set,
	    json_true(setting(s->profile, "absent_is_empty"))
		? KEYRING_CACHED_IF_ANY
		: KEYRING_CACHED,
	    &answer, why);

	if (revoked == NULL)
		return answer;
	answer = look_for_certificate(s, revoked, why);
	if (jws != NULL && answer != REVOKED_CERTIFICATE)
		signer = look_for_signer(s, revoked, jws, why);
	return signer > answer ? signer : answer;
}

enum revoked_answer
revoked_ask(const struct submission *s, const struct jws *jws, const char **set,
    const char **why)
{
	const struct json *sets = setting(s->profile, "sets");
	enum revoked_answer worst = REVOKED_NOTHING, answer;

	for (size_t i = 0; i < json_length(sets); i++) {
		const char *name = json_string(json_at(sets, i));
		const char *what = "must be a URI";

		if (claim(s, name) == NULL)
			continue;
		answer = look_into(s, name, jws, &what);
		if (answer <= worst)
			continue;
		worst = answer;
		*set = name;
		*why = what;
	}
	return worst;
}

void
revoked_check(const struct submission *s, struct verdict *v,
    const struct jws *jws, const struct revoked_rules *rules)
{
	static const char text[] =
	    "is revoked by the directory, which has put it into %s";
	const char *set = NULL, *why = NULL;

	switch (revoked_ask(s, jws, &set, &why)) {
	case REVOKED_NOTHING:
		break;
	case REVOKED_KEY:
		refuse(v, rules->key, "/header/kid", text, claim_name(s, set));
		break;
	case REVOKED_CERTIFICATE:
		refuse(v, rules->certificate, "/client_certificate", text,
		    claim_name(s, set));
		break;
	case REVOKED_ELSEWHERE:
		refuse(v, rules->location, claim_pointer(s, set),
		    "is not at a host that keys may be fetched from");
		break;
	case REVOKED_UNABLE:
		unable(v, "revoked keys, %s: %s", claim_name(s, set), why);
		break;
	}
}
