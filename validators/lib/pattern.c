/* SPDX-License-Identifier: ISC */
/* Matches texts with extended regular expressions. */
#include "validators/lib/pattern.h"

#include <regex.h>
#include <stddef.h>

#include "validators/lib/verdict.h"

bool
pattern_is_one(const char *text)
{
	regex_t regex;

	if (text == NULL || *text == '\0' ||
	    regcomp(&regex, text, REG_EXTENDED | REG_NOSUB) != 0)
		return false;
	regfree(&regex);
	return true;
}

bool
pattern_fits(struct verdict *v, const char *pattern, const char *text)
{
	regex_t regex;

	if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0) {
		unable(v, "no memory for a pattern");
		return true;
	}
	bool fits = regexec(&regex, text, 0, NULL, 0) == 0;
	regfree(&regex);
	return fits;
}
