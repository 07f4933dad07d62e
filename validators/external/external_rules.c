/* SPDX-License-Identifier: ISC */
/* Reads the rules and clauses in the entry of an external validator. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/external/private.h"
#include "validators/lib/verdict.h"
#include "validators/profile/forms.h"

void
external_rules_wrong(
    struct reader *reader, const char *name, const char *key, const char *what)
{
	reader_wrong(reader,
	    arena_printf(reader->arena, "external[%s]%s%s", name,
		*key != '\0' ? "." : "", key),
	    what);
}

static void
wrong_rule(struct reader *reader, const char *name, const char *rule,
    const char *key, const char *what)
{
	external_rules_wrong(reader, name,
	    arena_printf(reader->arena, "rules.%s%s%s", rule,
		*key != '\0' ? "." : "", key),
	    what);
}

static struct rule
read_rule(struct reader *reader, const char *name, const char *suffix,
    const struct json *from)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
	static const char *const names[] = {
	    "error", "meaning", "remedy", "clause", NULL};
	const char *error = json_string(json_get(from, "error"));
	const char *meaning = json_string(json_get(from, "meaning"));
	const struct json *remedy = json_get(from, "remedy");

	reader_known_keys(reader, from,
	    arena_printf(reader->arena, "external[%s].rules.%s.", name, suffix),
	    names);
	if (*suffix == '\0' || suffix[strspn(suffix, letters)] != '\0')
		wrong_rule(reader, name, suffix, "",
		    "must be small letters, digits and underscores");
	if (error == NULL || !profile_is_error(NULL, error))
		wrong_rule(reader, name, suffix, "error",
		    "must be an error of RFC 7591 section 3.2.2");
	if (meaning == NULL || *meaning == '\0')
		wrong_rule(reader, name, suffix, "meaning",
		    "must be a string that is not empty");
	if (remedy != NULL &&
	    (json_is_empty(remedy) || json_string(remedy) == NULL))
		wrong_rule(reader, name, suffix, "remedy",
		    "must be a string that is not empty");
	return (struct rule){arena_printf(reader->arena, "%s.%s", name, suffix),
	    error, meaning, json_string(remedy)};
}

/* What a web service refuses by where its entry has no rule with the error: the
 * contract of the extensions demands of nobody that he names an error that was
 * agreed on. */
static const struct rule generic[] = {
    {"invalid_client_metadata", ERROR_METADATA,
	"the bank's web service takes the client's metadata",
	"send what the error asks for"},
    {"invalid_redirect_uri", ERROR_REDIRECT,
	"the bank's web service takes the client's redirect URIs",
	"send what the error asks for"},
    {"invalid_software_statement", ERROR_STATEMENT,
	"the bank's web service takes the software statement",
	"get a new statement, or ask the bank"},
    {"unapproved_software_statement", ERROR_UNAPPROVED,
	"the bank's web service approves of the software", "ask the bank"}};

enum { GENERIC = sizeof(generic) / sizeof(generic[0]) };

static bool
is_service(const struct json *entry)
{
	const char *kind = json_string(json_get(entry, "kind"));

	return kind != NULL && strcmp(kind, "service") == 0;
}

static bool
has_error(const struct rule *rules, const struct rule *end, const char *error)
{
	for (; rules < end; rules++)
		if (rules->error != NULL && strcmp(rules->error, error) == 0)
			return true;
	return false;
}

const struct rule *
external_rules(
    struct reader *reader, const struct json *entry, const char *name)
{
	const struct json *from = json_get(entry, "rules"), *value;
	const bool service = is_service(entry);
	size_t count = json_length(from);
	const char *suffix;
	struct rule *rules =
	    arena_alloc(reader->arena, (count + GENERIC + 1) * sizeof(*rules));
	struct rule *rule = rules;

	if ((from != NULL || !service) &&
	    (json_type(from) != JSON_OBJECT || count == 0))
		external_rules_wrong(reader, name, "rules",
		    "must be an object that has each rule by which the "
		    "validator can refuse");
	for (struct json_each each = json_each(from);
	     json_next(&each, &suffix, &value);)
		*rule++ = read_rule(reader, name, suffix, value);
	for (size_t i = 0; service && i < GENERIC; i++)
		if (!has_error(rules, rule, generic[i].error) &&
		    json_get(from, generic[i].id) == NULL)
			*rule++ =
			    (struct rule){arena_printf(reader->arena, "%s.%s",
					      name, generic[i].id),
				generic[i].error, generic[i].meaning,
				generic[i].remedy};
	return rules;
}

/* A rule has a clause of its own or that of the whole entry.  A shared object
 * declares its rules itself, so that their clauses are under "clauses". */
static const struct json *
clause_of(struct arena *arena, const struct json *entry, const char *suffix)
{
	const struct json *rule = json_get(json_get(entry, "rules"), suffix);
	const struct json *own = json_get(rule, "clause");

	if (own == NULL)
		own = json_get(json_get(entry, "clauses"), suffix);
	if (own == NULL)
		own = json_get(entry, "clause");
	if (own == NULL && rule == NULL && is_service(entry))
		own = json_new_string(arena,
		    "WSO2 accelerator extensions v1.0.4, "
		    "FailedResponseClientProcess");
	return own;
}

const struct json *
external_rules_clauses(struct reader *reader, const struct json *entry,
    const char *name, const struct rule *rules)
{
	struct json *clauses = json_new_object(reader->arena);

	for (const struct rule *r = rules; r->id != NULL; r++) {
		const struct json *own =
		    clause_of(reader->arena, entry, strchr(r->id, '.') + 1);
		if (json_string(own) == NULL || *json_string(own) == '\0')
			external_rules_wrong(reader, name, "clause",
			    arena_printf(reader->arena,
				"must be a string that is not empty: each "
				"rule names the clause that it enforces, and "
				"%s does not",
				r->id));
		json_set(clauses, r->id, own);
	}
	return clauses;
}
