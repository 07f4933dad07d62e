/* SPDX-License-Identifier: ISC */
/* Tells which roles a party has, and which scopes go with them. */
#include "validators/lib/roles.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/words.h"
#include "kit/x509/cert_qc.h"
#include "validators/lib/profile.h"
#include "validators/lib/submission.h"
#include "validators/validator.h"

/* The roles of the certificate, by our names.  NULL: the certificate says
 * nothing of roles, and limits none; one that cannot be read allows none. */
static const struct json *
certificate_roles(const struct submission *s)
{
	const struct json *names = s->profile->certificate_roles;
	struct json *all = json_new_array(s->arena);
	struct cert_qc statements;

	if (names == NULL || s->cert == NULL)
		return NULL;
	switch (cert_qc_read(s->arena, s->cert, &statements)) {
	case CERT_QC_READ:
		break;
	case CERT_QC_NONE:
		return NULL;
	case CERT_QC_BROKEN:
		return all;
	}
	if (!statements.psd2)
		return NULL;
	for (const char *const *role = statements.roles; *role != NULL; role++)
		if (json_string(json_get(names, *role)) != NULL)
			json_append(all, json_get(names, *role));
	return all;
}

/* The roles, each once, that are on the list as well. */
static const struct json *
common(struct arena *arena, const struct json *roles, const struct json *list)
{
	struct json *all = json_new_array(arena);

	for (size_t i = 0; i < json_length(roles); i++) {
		const char *role = json_string(json_at(roles, i));
		if (json_has_string(list, role) && !json_has_string(all, role))
			json_append(all, json_at(roles, i));
	}
	return all;
}

static const struct json *
find_claimed(const struct submission *s)
{
	const struct json *names = s->profile->effective_roles;
	const struct json *roles = claim(s, json_string(json_at(names, 0)));

	roles = common(s->arena, roles, roles);
	for (size_t i = 1; i < json_length(names); i++)
		roles = common(
		    s->arena, roles, claim(s, json_string(json_at(names, i))));
	return roles;
}

/* Several rules ask for the roles of one request. */
const struct json *
roles_claimed(const struct submission *s)
{
	if (s->roles == NULL || (s->facts & STATEMENT_TRUE) == 0)
		return find_claimed(s);
	if (s->roles->claimed == NULL)
		s->roles->claimed = find_claimed(s);
	return s->roles->claimed;
}

const struct json *
roles_effective(const struct submission *s)
{
	const struct json *roles = roles_claimed(s);
	const struct json *limit = certificate_roles(s);

	return limit != NULL ? common(s->arena, roles, limit) : roles;
}

static const char *
add(const struct submission *s, const char *all, const struct json *scopes)
{
	for (size_t i = 0; i < json_length(scopes); i++) {
		const char *scope = json_string(json_at(scopes, i));
		if (!words_have(all, scope, strlen(scope)))
			all = arena_printf(s->arena, "%s%s%s", all,
			    *all != '\0' ? " " : "", scope);
	}
	return all;
}

/* A setting of "scope"; NULL where the profile does not ask that. */
static const struct json *
setting(const struct submission *s, const char *name)
{
	return profile_setting_of(s->profile->questions, "scope", name);
}

const char *
roles_scope(const struct submission *s)
{
	const struct json *map = setting(s, "roles");
	const struct json *roles = roles_effective(s);
	const char *all = add(s, "", setting(s, "always"));

	for (size_t i = 0; i < json_length(roles); i++)
		all =
		    add(s, all, json_get(map, json_string(json_at(roles, i))));
	return all;
}

/* Does the scope go with any of these roles; NULL: with any role at all? */
static bool
goes_with(const struct json *map, const struct json *roles, const char *scope)
{
	const char *role;
	const struct json *scopes;

	for (struct json_each each = json_each(map);
	     json_next(&each, &role, &scopes);)
		if (json_has_string(scopes, scope) &&
		    (roles == NULL || json_has_string(roles, role)))
			return true;
	return false;
}

const char *
roles_certified(const struct submission *s, const char *list)
{
	const struct json *map = setting(s, "roles");
	const struct json *limit = certificate_roles(s);
	const char *all = "";

	if (profile_is_qualified(s->profile) &&
	    (limit = claim(s, "roles")) == NULL)
		limit = json_new_array(s->arena);
	if (map == NULL || list == NULL || limit == NULL)
		return list;
	for (; *list != '\0'; list += *list == ' ') {
		const char *scope =
		    arena_strndup(s->arena, list, strcspn(list, " "));
		list += strlen(scope);
		if (goes_with(map, limit, scope) ||
		    !goes_with(map, NULL, scope) ||
		    json_has_string(setting(s, "always"), scope))
			all = arena_printf(s->arena, "%s%s%s", all,
			    *all != '\0' ? " " : "", scope);
	}
	return all;
}
