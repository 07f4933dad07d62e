/* SPDX-License-Identifier: ISC */
/* dcr profile: a profile explained in words, and what is done with profiles. */
#include <stdio.h>
#include <string.h>

#include "commands/conformance/conformance.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/profile/private.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "validators/lib/member_rule.h"
#include "validators/lib/profile.h"
#include "validators/lib/submission.h"
#include "validators/profile/load.h"
#include "validators/validator.h"

static void
explain_parties(const struct profile *profile)
{
	bool plain = (profile->given & REQUEST_PLAIN) != 0;
	bool entity = (profile->given & REQUEST_ENTITY) != 0;
	bool certified = (profile->given & STATEMENT_CERTIFIED) != 0;

	if (entity) {
		puts("A registration request is an entity's statement about "
		     "itself, signed with a key of\nits own.  Who it is, the "
		     "statements of its superiors say, up to one by a trust\n"
		     "anchor of the configuration.");
		return;
	}
	if (profile_connection_is_plain(profile)) {
		puts("The connection brings no client certificate.  A "
		     "registration request is a JWT,\nsigned with a key of "
		     "its sender.");
		if (certified)
			puts("Who that is, the certificate of the key says, "
			     "which comes along, from an authority\nof one "
			     "community.");
		return;
	}
	puts(plain
		 ? "A registration request is a JSON object without a "
		   "signature: the word of the\nparty whose certificate the "
		   "connection was made with."
		 : "A registration request is a JWT, signed with a key of its "
		   "sender.");
	puts(certified
		 ? "Whose software it is, a trust service says in the "
		   "qualified certificate itself;\nthere are no software "
		   "statements."
		 : "Whose software it is, a directory says in the software "
		   "statement inside, which\nthat directory has signed.  The "
		   "certificate must be of the same party.");
}

/* Which texts that is, in which versions, and who looked when. */
static void
explain_documents(const struct profile *profile)
{
	if (json_length(profile->documents) > 0)
		puts("The profile was checked against:");
	for (size_t i = 0; i < json_length(profile->documents); i++) {
		const struct json *document = json_at(profile->documents, i);
		const char *date = json_string(json_get(document, "date"));
		const char *at = json_string(json_get(document, "address"));

		printf("  %s\n    version: %s%s%s%s\n    checked: %s\n",
		    json_string(json_get(document, "title")),
		    json_string(json_get(document, "version")),
		    date != NULL ? " (" : "", date != NULL ? date : "",
		    date != NULL ? ")" : "",
		    json_string(json_get(document, "checked")));
		if (at != NULL)
			printf("    address: %s\n", at);
	}
	if (json_length(profile->documents) > 0)
		putchar('\n');
}

static void
explain_duplicates(const struct profile *profile)
{
	static const char *const words[] = {
	    [PROFILE_ALLOW] = "may be registered several times",
	    [PROFILE_REFUSE] = "is registered once: a second time is refused",
	    [PROFILE_EXISTING] =
		("is registered once: a second time is answered "
		 "with the first"),
	    [PROFILE_REPLACE] = "is registered once: a second time takes the "
				"place of the first",
	};

	printf("A piece of software %s.\n", words[profile->duplicates]);
}

static void
explain_management(const struct profile *profile)
{
	static const char *const words[] = {
	    [PROFILE_TOKEN_NEVER] = "is given no registration access token",
	    [PROFILE_TOKEN_OPTIONAL] =
		"is given a registration access token where the bank wants it",
	    [PROFILE_TOKEN_ALWAYS] = "is given a registration access token",
	};
	const struct profile_management *m = &profile->management;

	printf("To manage its registration a client %s%s.\n",
	    words[m->registration_access_token],
	    m->rotate ? ", a new one with each update" : "");
	if (m->access_token)
		printf("A client may use an access token of its own for "
		       "that%s%s%s.\n",
		    m->scope != NULL ? ", with the scope " : "",
		    m->scope != NULL ? m->scope : "",
		    m->bound ? ", bound to its certificate" : "");
}

static void
explain_assertions(const struct profile *profile)
{
	static const char *const words[] = {
	    [PROFILE_AUDIENCE_OURS] =
		"only the issuer and the token endpoint of this server",
	    [PROFILE_AUDIENCE_ISSUER] =
		"the issuer of this server alone, as a string",
	    [PROFILE_AUDIENCE_ANY] =
		"the issuer or the token endpoint of this server, among others",
	};

	printf("The aud of a client assertion names %s.\n",
	    words[profile->assertion_audience]);
}

static void
explain_tokens(const struct profile *profile)
{
	const struct profile_access_tokens *t = &profile->access_tokens;

	printf("An access token lives %lld to %lld seconds.\n",
	    (long long)t->least, (long long)t->most);
}

static const char *
default_of(struct arena *arena, const struct json *entry)
{
	return arena_printf(arena, "%s%s",
	    json_true(json_get(entry, "always"))
		? "always "
		: "if neither request nor statement has it, ",
	    json_get(entry, "claim") != NULL ? "the statement's"
	    : json_get(entry, "roles") != NULL
		? "what the roles allow"
		: json_text(arena, json_get(entry, "value")));
}

static void
explain_members(const struct profile *profile, struct arena *arena)
{
	const struct json *entry;
	const char *name;

	printf(
	    "\nWhat is registered: %s.\nThe statement's value comes before the "
	    "request's.\n",
	    listed(arena, profile->members));
	for (size_t i = 0; i < json_length(profile->narrowed); i++) {
		name = json_string(json_at(profile->narrowed, i));
		entry = json_get(profile->defaults, name);
		printf("  %s: what the request asks for of the statement's%s\n",
		    name,
		    json_true(json_get(entry, "redirects"))
			? ", else all of it where it redirects users"
		    : json_get(entry, "claim") != NULL ? ", else all of it"
						       : "");
	}
	for (struct json_each each = json_each(profile->defaults);
	     json_next(&each, &name, &entry);)
		if (!json_has_string(profile->narrowed, name) &&
		    json_type(json_get(profile->overlaid, name)) != JSON_OBJECT)
			printf("  %s: %s\n", name, default_of(arena, entry));
	puts(profile->echoes
		 ? "The claims of the statement are told beside that."
		 : "The claims of the statement are not told.");
}

/* What the bank's overlay does to that. */
static void
explain_overlaid(const struct profile *profile)
{
	const struct json *entry, *claim;
	const char *name;

	if (json_length(profile->overlaid) > 0)
		puts("The overlay:");
	for (struct json_each each = json_each(profile->overlaid);
	     json_next(&each, &name, &entry);) {
		if (json_type(entry) != JSON_OBJECT) {
			printf("  keeps %s out of registration and answer\n",
			    name);
			continue;
		}
		claim = json_get(entry, "claim");
		printf("  lets %s in, from the statement's %s%s: %s\n", name,
		    claim != NULL ? json_string(claim) : name,
		    json_true(json_get(entry, "always"))
			? " alone"
			: " or else the request",
		    json_string(json_get(entry, "clause")));
	}
}

static void
explain_questions(const struct profile *profile)
{
	size_t rules = 0;

	puts("\nThe questions, in their order (dcr rules has each rule):");
	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++) {
		printf("  %s\n", q->validator->question);
		for (const struct rule *r = q->rules; r->id != NULL; r++) {
			rules += !profile_rule_is_off(q, r);
			if (q->validator->rules == NULL)
				printf("    - %s\n", r->meaning);
		}
	}
	printf("%zu rules in all.\n", rules);
}

static const char *
day(struct arena *arena, const char *word, int64_t at)
{
	return at == INT64_MIN || at == INT64_MAX
		   ? ""
		   : arena_printf(
			 arena, " %s %s", word, moment_text(arena, at));
}

static void
explain_versions(const struct profile *profile, struct arena *arena)
{
	const struct profile_version *v = profile->versions;
	const char *coming = profile_coming(arena, profile);

	if (v->name != NULL)
		puts("\nIts versions:");
	for (; v->name != NULL; v++)
		printf("  %s%s%s%s%s\n", v->name, day(arena, "from", v->from),
		    day(arena, "until", v->until),
		    v->dated ? "" : " by its name alone",
		    profile->version != NULL &&
			    strcmp(profile->version, v->name) == 0
			? ": this one"
			: "");
	if (coming != NULL)
		printf("What comes next: %s.\n", coming);
}

int
profile_command(int argc, char **argv, struct arena *arena)
{
	const char *name = NULL, *overlay = NULL, *at = NULL;
	const struct option options[] = {{"--overlay", .value = &overlay},
	    {"--at", .value = &at},
	    {"FILE", .value = &name, .kind = OPERAND_MAYBE}, {0}};

	if (argc > 1 && strcmp(argv[1], "test") == 0)
		return conformance_profile_test(argc - 1, argv + 1, arena);
	if (argc > 1 && strcmp(argv[1], "new") == 0)
		return profile_new(argc - 1, argv + 1, arena);
	if (argc > 1 && strcmp(argv[1], "diff") == 0)
		return profile_diff(argc - 1, argv + 1, arena);
	if (!options_read(argc, argv, options))
		return EXIT_WRONG;
	const struct profile *profile =
	    command_profile_at(arena, name, overlay, at);
	if (profile == NULL)
		return EXIT_WRONG;
	printf("%s: %s\n\n", profile->name, profile->title);
	explain_documents(profile);
	explain_parties(profile);
	explain_duplicates(profile);
	explain_management(profile);
	explain_assertions(profile);
	explain_tokens(profile);
	explain_members(profile, arena);
	explain_overlaid(profile);
	explain_questions(profile);
	explain_versions(profile, arena);
	return EXIT_PASS;
}
