/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_PROFILE_PRIVATE_H
#define VALIDATORS_PROFILE_PRIVATE_H

#include "validators/lib/member_rule.h"
#include "validators/lib/profile.h"
#include "validators/profile/forms.h"
#include "validators/validator.h"

struct arena;
struct json;
struct reader;

/* What the files of this room share, and nobody else.  Each function reads
 * some keys, and keeps the first mistake in the reader. */
void profile_read(
    struct reader *reader, const struct json *root, struct profile *profile);

/* Which of the words the key has; the first where it is not there. */
size_t profile_read_word(struct reader *reader, const struct json *root,
    const char *key, const char *const *words);

const struct profile_question *profile_read_questions(struct reader *reader,
    const struct json *chosen, const struct profile_question *member_rules);

/* The key "rules": one question that asks them all, with no rule when the
 * profile has none. */
struct profile_question profile_read_rules(
    struct reader *reader, const struct json *root, struct profile *profile);

/* Says what is wrong with "rules[ID].KEY". */
void profile_rule_wrong(struct reader *reader, const struct json *entry,
    const char *key, const char *what);

/* Reads one of "member", "request" and "claim" of an object of a rule: a
 * string, or an array of strings. */
const struct json *profile_rule_names(struct reader *reader,
    const struct json *entry, const struct json *object, const char *where,
    enum member_source *source);

/* The key "when" or "unless" of a rule: a condition, or an array of them.
 * NULL: there is none. */
const struct member_condition *profile_read_conditions(
    struct reader *reader, const struct json *entry, const char *key);

/* Of which requests something is asked: an array of methods, as bits of enum
 * method; those that have a registration request, when it is NULL. */
unsigned profile_read_verbs(
    struct reader *reader, const char *key, const struct json *value);

/* Of which requests statement_use has the jti of the statement spent. */
void profile_read_statement_use(struct reader *reader, struct profile *profile);

/* The key "access_tokens". */
void profile_read_access_tokens(
    struct reader *reader, const struct json *root, struct profile *profile);

/* May a text prescribe this error_description: characters of RFC 6749 section
 * 5.2, as many as an answer has room for?  And that in words. */
bool profile_is_description(const struct json *value);
extern const char profile_description_wanted[];

const struct json *profile_read_defaults(struct reader *reader,
    const struct json *root, const struct profile_question *questions);

/* The key "discovery" with the settings that it names in place of their
 * names: an array of strings for each member, or a constant. */
/* Reads signed_metadata; NULL: it is not there. */
const struct profile_signed *profile_read_signed(struct reader *reader,
    const struct json *root, const struct profile_question *questions);

const struct json *profile_read_discovery(struct reader *reader,
    const struct json *root, const struct profile_question *questions);

/* Is the key "status_lists", which no request reads, as
 * validators/lib/status_list.h needs it? */
void profile_check_status_lists(struct reader *reader, const struct json *root);

/* Is the key "documents", which no request reads, a list of texts with their
 * versions and the dates on which the profile was checked against them? */
void profile_check_documents(struct reader *reader, const struct json *root);

/* Is each member of which a request may ask for a part compared with the
 * statement?  Else a request could ask for more. */
void profile_check_narrowed(
    struct reader *reader, const struct profile *profile);

/*
 * Which members and claims there are: a rule, a condition or a default that is
 * about another one was misspelt, and would never be broken or never hold. A
 * member is one that the profile registers, or that registrations have
 * anywhere (validators/lib/known.h); a claim is one that the profile gives a
 * name, the first member on the way to such a one, a member, or one of RFC
 * 7519.  Further ones stand under "known", in a profile or in an overlay. A
 * condition's strings are some that the validator of the member lets pass,
 * with the settings in `shipped`: an overlay may let pass less.
 */
void profile_check_known(struct reader *reader, const struct json *root,
    const struct profile *profile, const struct profile_question *shipped);

/* Is there such a claim, by the same words? */
bool profile_knows_claim(struct reader *reader, const struct json *root,
    const struct profile *profile, const char *name);

/* Is it the path of a file, and not the name of a shipped profile? */
bool profile_is_path(const char *which);

/* The text of the profile of that name, parsed: an object, or NULL.  A relative
 * path is one from the folder of the file `beside`, unless NULL. */
const struct json *profile_text_root(
    struct reader *reader, const char *which, const char *beside);

/* The key "versions": a NULL name ends. */
const struct profile_version *profile_read_versions(
    struct reader *reader, const struct json *root);

/* The version of that name, which must be there; the one in force at that time,
 * or NULL; and the first second behind it with which another one may be. */
const struct profile_version *profile_version_named(struct reader *reader,
    const struct profile_version *versions, const char *name);
const struct profile_version *profile_version_at(
    const struct profile_version *versions, int64_t at);
int64_t profile_version_end(const struct profile_version *versions, int64_t at);

/* The profile of the file `beside`, or NULL, with what the version (NULL: none)
 * sets in its place. */
const struct json *profile_of_version(struct reader *reader,
    const struct json *root, const struct profile_version *version,
    const char *beside);

/* A profile or an overlay (NULL stays NULL) with a key of an older name under
 * its name of today: "added" becomes "external". */
const struct json *profile_renamed(
    struct reader *reader, const struct json *root);

/* Does each version of a profile, itself right, change what is there? */
void profile_check_versions(struct reader *reader, const struct json *root,
    const struct profile_version *versions, const char *beside);

/* Has a validator every setting that it reads, in its form, and no other? */
void profile_check_settings(struct reader *reader,
    const struct validator *validator, const struct json *settings);

/* The setting of a validator's table; NULL when the table has none of that
 * name. */
const struct setting *profile_setting_named(
    const struct validator *validator, const char *name);

/* The form in words, of a value that has it not; NULL: the value has it. */
const char *profile_setting_wanted(
    const struct json *value, enum setting_form form);

/* The setting that "VALIDATOR.SETTING" names, a list of strings or an object
 * of such; NULL, and *wrong says what is wrong with it. */
const struct json *profile_setting(struct arena *arena,
    const struct profile_question *questions, const char *reference,
    const char **wrong);

/* The key "normalised": where a registration has what a standard has a name
 * for. */
const struct json *profile_read_normalised(
    struct reader *reader, const struct json *root);

/*
 * What a bank has beside a profile, in a file of its own: further rules,
 * tighter settings and external validators.  Rules can only refuse; of each
 * setting it is proved that less is accepted than before, so that a regime is
 * never relaxed.
 */

/* The profile with what the overlay says in it: it is yet to be read.  NULL,
 * and the mistake is in the reader, when something would be loosened.
 * `shipped` is the profile as it was read; *members is what the overlay says of
 * members, or NULL. */
const struct json *overlay_apply(struct reader *reader,
    const struct json *profile, const struct profile *shipped, const char *path,
    const struct json **members);

/* A profile that an overlay or a layer changes; `shipped` is the profile as it
 * was read. */
struct overlay_change {
	struct reader *reader;
	struct json *all;
	const struct profile *shipped;
	const char *by; /* who changes it: "the overlay" */
};

/* Lets members into the profile, or keeps them out, as that key of an overlay
 * says: each by a rule for its form, none that was judged away. */
void overlay_members(
    const struct overlay_change *to, const struct json *members);

/* Tells the reader what is wrong with "members.NAME.KEY". */
void overlay_wrong(const struct overlay_change *to, const char *name,
    const char *key, const char *what);

/* The array and the object of that name, to be changed. */
struct json *overlay_list(const struct overlay_change *to, const char *name);
struct json *overlay_object(const struct overlay_change *to, const char *name);
struct json *overlay_list_copy(struct arena *arena, const struct json *list);

void overlay_let_in(const struct overlay_change *to, const char *name,
    const struct json *entry);
void overlay_keep_out(const struct overlay_change *to, const char *name);

/* Does what is registered by default pass the settings that were tightened? */
void overlay_check_defaults(
    struct reader *reader, const struct profile *profile);

/* The profile with one layer over it, yet to be read; what is wrong with that is
 * in the reader.  `read` is the profile as it was read. */
const struct json *layer_put(struct reader *reader, const struct json *profile,
    const struct profile *read, const struct json *layer);

/* Narrows the settings of validators to what profile and layer both accept, and
 * puts the layer's clauses behind the profile's. */
void layer_narrow(const struct overlay_change *to, const struct json *settings);

/* NULL when a setting that was `was` accepts no more when it is `is`; else
 * what is wrong, for a message behind the setting's name. */
const char *tighter_loosens(struct arena *arena, const struct setting *setting,
    const struct json *was, const struct json *is);

/* "envelope", "statement", "connection" and "wrapped"; and, once "management" is
 * read, whether that goes with the connection. */
void profile_read_kinds(
    struct reader *reader, const struct json *root, struct profile *profile);
void profile_check_connection(
    struct reader *reader, const struct profile *profile);

/* "entity", which stands where trust chains are the statements; and
 * "statuses". */
const struct profile_entity *profile_read_entity(
    struct reader *reader, const struct json *root, unsigned given);
const struct json *profile_read_statuses(
    struct reader *reader, const struct json *root);

#endif
