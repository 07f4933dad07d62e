/* SPDX-License-Identifier: ISC */
/* Finds out of which requests the software statement is spent. */
#include <string.h>

#include "kit/reader.h"
#include "validators/profile/private.h"

/* A change spends one jti: that of a request that is signed. */
void
profile_read_statement_use(struct reader *reader, struct profile *profile)
{
	static const char spent[] = "statement_use.spent";
	const struct profile_question *question =
	    profile_question_of(profile->questions, "statement_use");
	const struct rule *rule =
	    question != NULL ? question->validator->rules : NULL;

	while (rule != NULL && rule->id != NULL && strcmp(rule->id, spent) != 0)
		rule++;
	if (rule == NULL || profile_rule_is_off(question, rule))
		return;
	profile->statement_spent = question->verbs;
	if ((profile->given & REQUEST_SIGNED) != 0)
		reader_wrong(reader, "validators.statement_use.clauses.spent",
		    "must be null: requests are signed, and their own jti is "
		    "spent");
}
