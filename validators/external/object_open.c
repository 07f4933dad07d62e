/* SPDX-License-Identifier: ISC */
/* Opens the shared object of an external validator, after looking at what the
 * object says of itself. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/reader.h"
#include "validators/external/dcr_validator.h"
#include "validators/external/private.h"
#include "validators/profile/forms.h"
#include "validators/validator.h"

enum { RULES_MAX = 64 };

/* The facts and forms of dcr_validator.h have the numbers of enum fact and
 * enum setting_form. */
_Static_assert((int)DCR_CLIENT_KNOWN == (int)CLIENT_KNOWN &&
		   (int)DCR_STATEMENT_TRUE == (int)STATEMENT_TRUE &&
		   (int)DCR_VOUCHED == (int)VOUCHED &&
		   (int)DCR_ENVELOPE_TRUE == (int)ENVELOPE_TRUE &&
		   (int)DCR_SAME_PARTY == (int)SAME_PARTY &&
		   (int)DCR_STATEMENT_SOUND == (int)STATEMENT_SOUND,
    "facts");
_Static_assert((int)DCR_STRING == (int)SETTING_STRING &&
		   (int)DCR_EQUATIONS == (int)SETTING_EQUATIONS,
    "settings");

static const unsigned facts = DCR_CLIENT_KNOWN | DCR_STATEMENT_TRUE |
			      DCR_VOUCHED | DCR_ENVELOPE_TRUE | DCR_SAME_PARTY |
			      DCR_STATEMENT_SOUND;

/* With another abi nothing else in the object means anything. */
static const struct dcr_validator *
of_our_abi(struct arena *arena, const void *symbol, const char **why)
{
	unsigned abi;

	memcpy(&abi, symbol, sizeof(abi));
	if (abi == DCR_VALIDATOR_ABI)
		return symbol;
	*why = arena_printf(arena,
	    "is built for version %u of dcr_validator.h, and this program has "
	    "version %u: it must be built anew",
	    abi, (unsigned)DCR_VALIDATOR_ABI);
	return NULL;
}

static const char *
wrong_rule(struct arena *arena, const struct dcr_rule *rule, const char *name)
{
	size_t length = strlen(name);

	if (!profile_is_rule_id(rule->id) ||
	    strncmp(rule->id, name, length) != 0 || rule->id[length] != '.')
		return arena_printf(arena,
		    "has a rule whose id must be \"%s.\" and a name of small "
		    "letters, digits and underscores",
		    name);
	if (rule->error == NULL || !profile_is_error(NULL, rule->error))
		return arena_printf(arena,
		    "%s: has an error that RFC 7591 section 3.2.2 has not",
		    rule->id);
	if (rule->meaning == NULL || *rule->meaning == '\0')
		return arena_printf(arena, "%s: has no meaning", rule->id);
	return NULL;
}

static const char *
wrong_rules(struct arena *arena, const struct dcr_validator *object)
{
	const char *why = NULL;
	size_t count = 0;

	if (object->rules == NULL)
		return "has no rules, so that it could refuse nothing";
	for (const struct dcr_rule *r = object->rules;
	     why == NULL && r->id != NULL; r++) {
		why = wrong_rule(arena, r, object->name);
		for (const struct dcr_rule *o = object->rules; o < r; o++)
			if (strcmp(o->id, r->id) == 0)
				why = arena_printf(
				    arena, "%s: is there twice", r->id);
		if (++count > RULES_MAX)
			why = "has too many rules";
	}
	return why == NULL && count == 0 ? "has no rules" : why;
}

static const char *
wrong_object(
    struct arena *arena, const struct dcr_validator *object, const char *name)
{
	size_t count = 0;

	if (object->name == NULL || strcmp(object->name, name) != 0)
		return arena_printf(arena, "calls itself %s, and not %s",
		    quoted(arena, object->name != NULL ? object->name : ""),
		    name);
	if (object->gives != 0)
		return "gives a fact, which only built-in validators can";
	if ((object->needs & ~facts) != 0)
		return "needs a fact that is not one of enum dcr_fact";
	if (object->question == NULL || *object->question == '\0')
		return "has no question";
	if (object->check == NULL)
		return "has no check";
	for (const struct dcr_setting *s = object->settings;
	     s != NULL && s->name != NULL; s++)
		if (++count > SETTINGS_MAX ||
		    (unsigned)s->form > (unsigned)DCR_EQUATIONS)
			return "has too many settings, or a setting whose form "
			       "is not one of enum dcr_setting_form";
	return wrong_rules(arena, object);
}

static const struct dcr_validator *
open_path(
    struct arena *arena, const char *path, const char *name, const char **why)
{
	const void *symbol = object_load(arena, path, why);
	const struct dcr_validator *object = NULL;

	if (symbol != NULL)
		object = of_our_abi(arena, symbol, why);
	if (object != NULL)
		*why = wrong_object(arena, object, name);
	return *why == NULL ? object : NULL;
}

static const struct rule *
rules_of(struct arena *arena, const struct dcr_rule *from)
{
	size_t count = 0;

	while (from[count].id != NULL)
		count++;
	struct rule *rules = arena_alloc(arena, (count + 1) * sizeof(*rules));
	for (size_t i = 0; i < count; i++)
		rules[i] = (struct rule){
		    from[i].id, from[i].error, from[i].meaning, NULL};
	return rules;
}

static const struct setting *
settings_of(struct arena *arena, const struct dcr_setting *from)
{
	size_t count = 0;

	while (from != NULL && from[count].name != NULL)
		count++;
	struct setting *settings =
	    arena_alloc(arena, (count + 1) * sizeof(*settings));
	for (size_t i = 0; i < count; i++)
		settings[i] = (struct setting){from[i].name,
		    (enum setting_form)from[i].form, TIGHTER_NEVER};
	return settings;
}

static void
check_keys(struct reader *reader, const struct json *entry, const char *name)
{
	static const char *const names[] = {"name", "kind", "before", "after",
	    "on", "needs", "clause", "clauses", "path", "settings", NULL};

	reader_known_keys(reader, entry,
	    arena_printf(reader->arena, "external[%s].", name), names);
}

const struct dcr_validator *
object_open(struct reader *reader, const struct json *entry, const char *name,
    struct validator *validator)
{
	const char *path = json_string(json_get(entry, "path")), *why = NULL;
	const struct json *settings = json_get(entry, "settings");

	check_keys(reader, entry, name);
	if (path == NULL || *path != '/') {
		external_rules_wrong(reader, name, "path",
		    "must be the absolute path of a shared object");
		return NULL;
	}
	if (reader->why != NULL)
		return NULL;
	const struct dcr_validator *object =
	    open_path(reader->arena, path, name, &why);
	if (object == NULL) {
		external_rules_wrong(reader, name, "path",
		    arena_printf(reader->arena, "%s: %s", path, why));
		return NULL;
	}
	validator->question = object->question;
	validator->needs = object->needs;
	validator->rules = rules_of(reader->arena, object->rules);
	validator->settings = settings_of(reader->arena, object->settings);
	validator->check = object_check;
	profile_check_external(reader, validator,
	    settings != NULL ? settings : json_new_object(reader->arena));
	return object;
}
