/* SPDX-License-Identifier: ISC */
#include "validators/run/roles.h"

#include <stddef.h>

#include "kit/json.h"
#include "validators/run/submission.h"

const struct json *
roles_effective(const struct submission *s)
{
	const struct json *roles = claim(s, "roles");
	const struct json *authorised = claim(s, "authorised_roles");
	struct json *both = json_new_array(s->arena);

	for (size_t i = 0; i < json_length(roles); i++) {
		const char *role = json_string(json_at(roles, i));
		if (role != NULL && json_has_string(authorised, role) &&
		    !json_has_string(both, role))
			json_append_string(both, role);
	}
	return both;
}
