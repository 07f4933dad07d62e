/* SPDX-License-Identifier: ISC */
/* Asks whether the registration request has an identifier by which a replay is
 * recognised. */
#include <string.h>

#include "kit/json.h"
#include "validators/lib/setting.h"
#include "validators/validator.h"

enum { FORM };

static const struct rule rules[] = {
    [FORM] = {"envelope_jti.form", ERROR_METADATA,
	"the registration request has a printable jti, by which a replay is "
	"recognised",
	"put a new random text, such as a UUID, into jti of each request"},
    {0}};

static const struct setting settings[] = {
    {"length", SETTING_INTEGER, TIGHTER_LESS},
    {0},
};

static bool
printable(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text < '!' || *text > '~')
			return false;
	return true;
}

static void
check(const struct submission *s, struct verdict *v)
{
	const char *jti = json_string(asked(s, "jti"));
	int64_t most = setting_integer(s, "length");

	if (jti == NULL || *jti == '\0' || (int64_t)strlen(jti) > most ||
	    !printable(jti))
		refuse(v, &rules[FORM], "/jti",
		    "must be a string of 1 to %lld printable ASCII characters",
		    (long long)most);
}

const struct validator envelope_jti = {
    .name = "envelope_jti",
    .question = "Has the registration request an identifier of its own?",
    .needs = ENVELOPE_TRUE,
    .cancels = true,
    .rules = rules,
    .settings = settings,
    .check = check,
};
