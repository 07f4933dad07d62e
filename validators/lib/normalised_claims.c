/* SPDX-License-Identifier: ISC */
/* Reads what the statement of a registered client says. */
#include "kit/json.h"
#include "validators/lib/normalised.h"
#include "validators/lib/private.h"
#include "validators/lib/profile.h"
#include "validators/lib/roles.h"
#include "validators/validator.h"

const struct json *
normalised_claim_at(
    struct arena *arena, const struct json *claims, const char *path)
{
	const struct json *value;

	if (claims == NULL)
		return NULL;
	value = path_get(arena, claims, path);
	return json_is_empty(value) ? NULL : value;
}

const struct json *
normalised_claim(struct arena *arena, const struct profile *profile,
    const struct json *claims, const char *name)
{
	const char *path = json_string(json_get(profile->claims, name));

	return normalised_claim_at(arena, claims, path != NULL ? path : name);
}

/* A statement that was proved when its client was registered. */
static struct submission
proved(struct arena *arena, const struct profile *profile,
    const struct json *claims)
{
	return (struct submission){
	    .arena = arena,
	    .profile = profile,
	    .claims = claims,
	    .facts = STATEMENT_TRUE,
	};
}

void
normalised_beside(struct arena *arena, const struct profile *profile,
    const struct normalised_of *of, struct normalised *all)
{
	const struct submission said = proved(arena, profile, of->claims);

	all->organisation_id =
	    json_string(normalised_claim(arena, profile, of->claims, "org_id"));
	all->organisation_name = json_string(
	    normalised_claim(arena, profile, of->claims, "org_name"));
	all->roles = of->roles;
	if (of->claims != NULL && of->roles == NULL)
		all->roles = roles_claimed(&said);
}

const char *
normalised_software(struct arena *arena, const struct profile *profile,
    const struct json *claims)
{
	const struct submission said = proved(arena, profile, claims);

	return software_of(&said);
}
