/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_PROFILE_H
#define VALIDATORS_LIB_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct external_validator;
struct arena;
struct json;
struct names;
struct rule;
struct validator;

/*
 * One regime as data: which questions are asked, with which settings, by
 * which clause, and what is registered in the end.  Format: docs/profiles.
 */
struct profile_question {
	const struct validator *validator; /* NULL ends */
	const struct json *settings;
	const struct rule *rules;   /* a NULL id ends */
	const struct json *clauses; /* id of a rule -> text; null: the regime
				       has no such rule */
	const struct json *descriptions; /* id of a rule -> the
					    error_description that the text
					    prescribes; or NULL */
	unsigned verbs; /* of which requests it is asked: bits of enum method;
			   0: of all */
	const struct external_validator
	    *external; /* NULL: the validator is built in */
};

/* What becomes of a second registration of the same software. */
enum profile_duplicates {
	PROFILE_ALLOW,
	PROFILE_REFUSE,
	PROFILE_EXISTING, /* the answer is the first registration */
	PROFILE_REPLACE	  /* it takes the place of the first */
};

/* How a client reads, replaces and removes its registration (RFC 7592). */
struct profile_management {
	enum profile_token {
		PROFILE_TOKEN_NEVER,
		PROFILE_TOKEN_OPTIONAL, /* the deployment decides */
		PROFILE_TOKEN_ALWAYS
	} registration_access_token;
	bool rotate;	   /* an update gets a new one, and the old is dead */
	bool access_token; /* or by a client-credentials token of its own */
	const char *scope; /* that such a token must have; NULL: none */
	bool bound;	   /* such a token must name our caller's certificate
			      (RFC 8705 section 3) */
};

/* How long an access token lives, in seconds. */
struct profile_access_tokens {
	int64_t least, most;
};

/* Whom the aud of a client assertion may name (RFC 7523 section 3 item 3): an
 * assertion that names another server as well may have been made for that one,
 * and be carried here by it. */
enum profile_audience {
	PROFILE_AUDIENCE_OURS, /* our issuer and token endpoint, nobody else */
	PROFILE_AUDIENCE_ISSUER, /* our issuer alone, as a string (FAPI 2.0
				    Security Profile) */
	PROFILE_AUDIENCE_ANY	 /* us among others */
};

/* What a profile says of a federation, where trust chains are the statements. */
struct profile_entity {
	const char *type; /* of the entities that register: of that the metadata
			     are registered */
	const char *ours; /* the type that this server is */
	const char *endpoint; /* the member of our own metadata that says where
				 entities register */
	const char *answer;   /* typ of the signed answer, and its media type
				 behind "application/" */
	const struct json *metadata; /* members of our own metadata; or NULL */
};

/* A version of a profile.  One with dates is in force from the second `from` on
 * and before the second `until`; any can be named. */
struct profile_version {
	const char *name;	    /* NULL ends */
	const char *is;		    /* another profile that it is; or NULL */
	const struct json *changes; /* path -> value; NULL: none */
	bool dated;
	int64_t from, until; /* seconds since the epoch; INT64_MIN, INT64_MAX:
				ever */
};

/* What a regime has a server say of itself in a document of its own, part of
 * which is signed. */
struct profile_signed {
	const char *at;		    /* its name below /.well-known/ */
	const struct json *members; /* as `discovery`, beside those */
	const struct json *repeats; /* names of members that the signed part
				       repeats, an array of strings */
};

struct patterns;    /* validators/lib/pattern.h */
struct member_rule; /* validators/lib/member_rule.h */

struct profile {
	const char *name;
	const char *title;
	const struct json *text; /* all of it, as it was read: with the version
				    and the overlay in it */
	const char *version;	 /* of this profile; NULL: the text as it is */
	const char *judges_as;	 /* "uk@3.4": name and version, if it has one */
	const struct profile_version *versions; /* a NULL name ends */
	int64_t ends; /* the second with which another version may be in force;
			 INT64_MAX: never, also where a version was named */

	/* members, narrowed and unechoed, to be asked for one */
	const struct names *is_member, *is_narrowed, *is_unechoed;

	const struct json *content_types;
	const struct json *claims;     /* our name -> the regime's */
	const struct json *members;    /* what of a request is registered */
	const struct json *normalised; /* name of a standard -> the member that
					  has its value, or what its words are
					  called (validators/lib/normalised.h);
					  or NULL */
	const struct json *tagged;   /* of them, those that may have a language
					tag; NULL: none */
	const struct json *narrowed; /* of them, those of which a request may
					ask for a part of what the statement
					says; NULL: none */
	const struct json *defaults; /* member -> where its value is from */
	const struct json *unechoed; /* claims that stay in the statement */
	bool echoes;		     /* false: all of them do */
	unsigned given;		     /* facts: REQUEST_..., STATEMENT_... */
	const char *wrapped;	     /* the member of a JSON object that a
					signed request comes in; NULL: it
					comes by itself */
	const struct json *effective_roles;   /* claims that hold the roles:
						 those in each of them count */
	const struct json *certificate_roles; /* roles as certificates have
						 them -> ours; or NULL */
	struct profile_management management;
	struct profile_access_tokens access_tokens;
	const struct json *discovery; /* member of the authorization server
					 metadata -> array of strings, which may
					 be empty, or a boolean */
	const struct profile_signed *signed_metadata; /* or NULL */
	const struct json *userless; /* scopes that a client gets for itself
					 (client credentials): all others need
					 a user; may be empty */
	const struct json *ignored;  /* scopes that it may ask for and never
					 gets: without a user they mean
					 nothing; may be empty */
	bool without_scope; /* is a token without any scope given at all? */
	enum profile_duplicates duplicates;
	bool approval;	    /* the bank lets in each client by itself */
	const char *cancel; /* member: a request in which it is [] removes the
			       registration of its software; or NULL */
	enum profile_audience assertion_audience;
	bool locations; /* does the directory vouch for the places that a
			   statement of its names, at whichever host? */
	const struct profile_question *questions; /* in the validators' order */
	const struct member_rule *member_rules;	  /* the profile's own; a NULL
						     rule ends */
	unsigned statement_spent; /* of which requests the jti of the software
				     statement is spent: bits of enum method */
	bool drops; /* does one of them ignore or narrow members? */
	struct patterns *patterns;	     /* that are made ready so far */
	const struct json *external;	     /* external validators, as they
				     are described; or NULL */
	const struct json *status_lists;     /* "software", "organisation" and
					    "legal_entity": the mappings of
					    status_list.h; or NULL */
	const struct profile_entity *entity; /* NULL: no trust chains */
	const struct json *statuses;	     /* error -> HTTP status; or NULL */
	const struct json *documents;	     /* the texts that the profile was
					    checked against: objects with
					    title, version, checked and perhaps
					    date and address; or NULL */
	const struct json *overlaid; /* members that an overlay lets in (an
					object) or keeps out (false); or NULL */
};

/* Does the connection bring no certificate, so that callers are known by what
 * they sign alone, and access tokens are bound to nothing? */
bool profile_connection_is_plain(const struct profile *profile);

/* Is the qualified certificate of the connection the statement, so that there
 * is no directory? */
bool profile_is_qualified(const struct profile *profile);

/* The clause that a rule enforces. */
const char *profile_clause(
    const struct profile *profile, const struct rule *rule);

/* Does the path of a claim begin with this name, as
 * "organisation.roles[].role" does with "organisation"? */
bool profile_has_path_from(const struct profile *profile, const char *name);

/* Does the bank's overlay keep the member or the claim out of what is
 * registered? */
bool profile_keeps_out(const struct profile *profile, const char *name);

/* The question of a validator; NULL when it is not asked. */
const struct profile_question *profile_question_of(
    const struct profile_question *questions, const char *validator);

/* A setting of a validator, whichever is being asked; NULL when the profile
 * does not ask that validator. */
const struct json *profile_setting_of(const struct profile_question *questions,
    const char *validator, const char *setting);

/* Is the rule off in this regime: is the question's clause for it null? */
bool profile_rule_is_off(
    const struct profile_question *question, const struct rule *rule);

#endif
