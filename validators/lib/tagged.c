/* SPDX-License-Identifier: ISC */
/* Tells whether the name of a member carries a language tag. */
#include <stddef.h>
#include <string.h>

#include "kit/json.h"
#include "validators/lib/private.h"
#include "validators/lib/profile.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LONGEST 35 /* RFC 5646 section 4.4.1 */

/* Subtags of 1 to 8 letters and digits with hyphens between; the first one has
 * letters alone. */
static bool
is_tag(const char *text)
{
	const char *allowed = LETTERS;

	if (strlen(text) > LONGEST)
		return false;
	for (;;) {
		size_t length = strspn(text, allowed);
		if (length == 0 || length > 8)
			return false;
		text += length;
		if (*text == '\0')
			return true;
		if (*text++ != '-')
			return false;
		allowed = LETTERS "0123456789";
	}
}

bool
tagged_is_of(
    const struct profile *profile, const char *name, const char *member)
{
	size_t length = strlen(member);

	return strncmp(name, member, length) == 0 && name[length] == '#' &&
	       json_has_string(profile->tagged, member) &&
	       is_tag(name + length + 1);
}

bool
tagged_member(const struct profile *profile, const char *name)
{
	for (size_t i = 0; i < json_length(profile->tagged); i++)
		if (tagged_is_of(profile, name,
			json_string(json_at(profile->tagged, i))))
			return true;
	return false;
}
