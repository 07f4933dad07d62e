/* SPDX-License-Identifier: ISC */
/* Reads the keys of a profile. */
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/names.h"
#include "kit/reader.h"
#include "validators/profile/private.h"

static const struct json *
need_form(struct reader *reader, const struct json *root, const char *name,
    bool right, const char *wanted)
{
	if (!right)
		reader_wrong(reader, name, wanted);
	return json_get(root, name);
}

static bool
read_switch(struct reader *reader, const struct json *from, const char *name)
{
	const struct json *value = json_get(from, name);

	if (json_type(value) != JSON_BOOLEAN)
		reader_wrong(reader,
		    arena_printf(reader->arena, "management.%s", name),
		    "must be true or false");
	return json_true(value);
}

static void
read_management(
    struct reader *reader, const struct json *root, struct profile *profile)
{
	static const char *const names[] = {"registration_access_token",
	    "rotate", "access_token", "scope", "bound", NULL};
	static const char *const words[] = {"never", "optional", "always"};
	static const char prefix[] = "management.";
	const struct json *from = json_get(root, "management");
	struct profile_management *to = &profile->management;
	size_t word = 0;

	reader_known_keys(reader, from, prefix, names);
	const char *token = reader_need(reader, from, prefix, names[0]);
	while (word < 3 && token != NULL && strcmp(words[word], token) != 0)
		word++;
	if (word == 3)
		reader_wrong(reader, "management.registration_access_token",
		    "must be \"never\", \"optional\" or \"always\"");
	to->registration_access_token = (enum profile_token)word;
	to->scope = reader_string(reader, from, prefix, "scope");
	to->rotate = read_switch(reader, from, "rotate");
	to->access_token = read_switch(reader, from, "access_token");
	to->bound = read_switch(reader, from, "bound");
}

/* The key is there, also where no scope is: with an empty array. */
static const struct json *
read_scopes(struct reader *reader, const struct json *from, const char *name)
{
	const struct json *scopes = json_get(from, name);

	if (!json_is_array_of(scopes, JSON_STRING, 0))
		reader_wrong(reader,
		    arena_printf(reader->arena, "client_credentials.%s", name),
		    "must be an array of strings");
	return scopes;
}

static void
read_grant(
    struct reader *reader, const struct json *root, struct profile *profile)
{
	static const char *const names[] = {
	    "scopes", "ignored", "without_scope", NULL};
	const struct json *from = json_get(root, "client_credentials");

	reader_known_keys(reader, from, "client_credentials.", names);
	profile->userless = read_scopes(reader, from, "scopes");
	profile->ignored = read_scopes(reader, from, "ignored");
	if (json_type(json_get(from, "without_scope")) != JSON_BOOLEAN)
		reader_wrong(reader, "client_credentials.without_scope",
		    "must be true or false");
	profile->without_scope = json_true(json_get(from, "without_scope"));
	for (size_t i = 0; i < json_length(profile->ignored); i++)
		if (json_has_string(profile->userless,
			json_string(json_at(profile->ignored, i))))
			reader_wrong(reader, "client_credentials.ignored",
			    "must not hold any of client_credentials.scopes");
}

/* Reads a key whose names are all members: nothing else is registered. */
static const struct json *
read_some_members(
    struct reader *reader, const struct json *root, const char *key)
{
	const struct json *some = json_get(root, key);
	const struct json *members = json_get(root, "members");

	if (some != NULL && !json_is_array_of(some, JSON_STRING, 1))
		reader_wrong(reader, key, "must be an array of strings");
	for (size_t i = 0; i < json_length(some); i++)
		if (!json_has_string(members, json_string(json_at(some, i))))
			reader_wrong(reader, key, "must be among members");
	return some;
}

size_t
profile_read_word(struct reader *reader, const struct json *root,
    const char *key, const char *const *words)
{
	const char *word = reader_choice(reader, root, "", key, words);

	for (size_t i = 0; word != NULL && words[i] != NULL; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return 0;
}

static void
read_roles(
    struct reader *reader, const struct json *root, struct profile *profile)
{
	profile->effective_roles = json_get(root, "effective_roles");
	profile->certificate_roles = json_get(root, "certificate_roles");
	if (!json_is_array_of(profile->effective_roles, JSON_STRING, 1))
		reader_wrong(reader, "effective_roles",
		    "must be an array of strings: claims that hold roles");
	if (profile->certificate_roles != NULL &&
	    !json_is_object_of(profile->certificate_roles, JSON_STRING))
		reader_wrong(reader, "certificate_roles",
		    "must be an object of strings");
}

static void
read_unechoed(
    struct reader *reader, const struct json *root, struct profile *profile)
{
	const char *all = json_string(json_get(root, "unechoed"));

	profile->unechoed = json_get(root, "unechoed");
	profile->is_unechoed = names_sorted(reader->arena, profile->unechoed);
	profile->echoes = all == NULL;
	if (all != NULL ? strcmp(all, "all") != 0
			: !json_is_array_of(profile->unechoed, JSON_STRING, 1))
		reader_wrong(reader, "unechoed",
		    "must be an array of strings, or \"all\"");
}

static void
read_choices(
    struct reader *reader, const struct json *root, struct profile *profile)
{
	static const char *const duplicates[] = {[PROFILE_ALLOW] = "allow",
	    [PROFILE_REFUSE] = "refuse",
	    [PROFILE_EXISTING] = "existing",
	    [PROFILE_REPLACE] = "replace",
	    NULL};
	static const char *const audiences[] = {
	    [PROFILE_AUDIENCE_OURS] = "ours",
	    [PROFILE_AUDIENCE_ISSUER] = "issuer",
	    [PROFILE_AUDIENCE_ANY] = "any",
	    NULL};
	static const char *const locations[] = {"hosts", "statement", NULL};
	static const char *const approval[] = {"none", "bank", NULL};

	profile->duplicates = (enum profile_duplicates)profile_read_word(
	    reader, root, "duplicates", duplicates);
	profile->cancel = reader_string(reader, root, "", "cancel");
	if (profile->cancel != NULL &&
	    (profile->duplicates != PROFILE_REPLACE ||
		(profile->given & REQUEST_SIGNED) == 0))
		reader_wrong(reader, "cancel",
		    "must not be there: it goes with signed requests, and with "
		    "\"duplicates\": \"replace\"");
	profile->assertion_audience = (enum profile_audience)profile_read_word(
	    reader, root, "assertion_audience", audiences);
	profile->approval =
	    profile_read_word(reader, root, "approval", approval) == 1;
	profile->locations =
	    profile_read_word(reader, root, "locations", locations) == 1;
}

void
profile_read(
    struct reader *reader, const struct json *root, struct profile *profile)
{
	static const char *const names[] = {"name", "title", "connection",
	    "envelope", "wrapped", "statement", "content_types", "claims",
	    "effective_roles", "certificate_roles", "members", "tagged",
	    "narrowed", "defaults", "unechoed", "duplicates", "cancel",
	    "approval", "signed_metadata", "management", "assertion_audience",
	    "client_credentials", "discovery", "errors", "rules", "validators",
	    "versions", "external", "known", "normalised", "status_lists",
	    "documents", "locations", "access_tokens", "entity", "statuses",
	    NULL};
	static const char strings[] = "must be an array of strings";

	reader_known_keys(reader, root, "", names);
	profile->text = root;
	profile->name = reader_need(reader, root, "", "name");
	profile->title = reader_need(reader, root, "", "title");
	profile->content_types = need_form(reader, root, "content_types",
	    json_is_array_of(json_get(root, "content_types"), JSON_STRING, 1),
	    strings);
	profile->claims = need_form(reader, root, "claims",
	    json_is_object_of(json_get(root, "claims"), JSON_STRING),
	    "must be an object of strings");
	profile->members = need_form(reader, root, "members",
	    json_is_array_of(json_get(root, "members"), JSON_STRING, 1),
	    strings);
	profile->tagged = read_some_members(reader, root, "tagged");
	profile->narrowed = read_some_members(reader, root, "narrowed");
	profile->is_member = names_sorted(reader->arena, profile->members);
	profile->is_narrowed = names_sorted(reader->arena, profile->narrowed);
	profile->normalised = profile_read_normalised(reader, root);
	profile_read_kinds(reader, root, profile);
	profile->entity = profile_read_entity(reader, root, profile->given);
	profile->statuses = profile_read_statuses(reader, root);
	read_roles(reader, root, profile);
	read_unechoed(reader, root, profile);
	read_management(reader, root, profile);
	profile_check_connection(reader, profile);
	read_choices(reader, root, profile);
	profile_read_access_tokens(reader, root, profile);
	read_grant(reader, root, profile);
	profile->external = json_get(root, "external");
	const struct profile_question rules =
	    profile_read_rules(reader, root, profile);
	profile->questions = profile_read_questions(
	    reader, json_get(root, "validators"), &rules);
	profile_read_statement_use(reader, profile);
	profile_check_narrowed(reader, profile);
	profile->defaults =
	    profile_read_defaults(reader, root, profile->questions);
	profile->discovery =
	    profile_read_discovery(reader, root, profile->questions);
	profile->signed_metadata =
	    profile_read_signed(reader, root, profile->questions);
	profile->status_lists = json_get(root, "status_lists");
	profile->documents = json_get(root, "documents");
}
