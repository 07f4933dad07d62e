/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_SUBMISSION_H
#define VALIDATORS_LIB_SUBMISSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "kit/entity/entity.h"
#include "kit/jose/jws.h"
#include "kit/limits.h"
#include "validators/lib/method.h"

struct arena;
struct cert;
struct cert_memory;
struct config;
struct json;
struct judge_trace;
struct keyring;
struct metadata;
struct profile;
struct request;
struct rule;
struct verdict;

/* A JWS as it was submitted: the registration request, which is called the
 * envelope in code and profiles, or the software statement in it. */
struct submitted {
	const char *text; /* NULL: there is none */
	size_t length;
	enum jws_fault fault;
	struct jws jws;
};

/* A trust chain as it was submitted, with or without the entity's superiors.
 * The question that proves it puts in the rest. */
struct submitted_entity {
	const char *texts[LIMIT_CHAIN]; /* statements, the entity's own first */
	size_t count;
	const char *why;     /* what is wrong with the request as a whole; NULL:
			    nothing */
	const char *own_why; /* what is wrong with the first statement */
	struct entity_statement own;

	const struct json *claims; /* that the federation vouches for; NULL: not
				      proved */
	const char *text;	   /* the whole chain, as it is kept */
	int64_t expires;	   /* when what is registered ends */
};

/* A registration that a request would replace (PUT), reads or removes. */
struct replaced {
	const char *client_id;
	const char *software; /* software_of() its statement */
	const char *metadata; /* as it was answered; NULL: not looked at */
};

/* The hosts of a list that others are compared with, taken apart once. */
struct submission_hosts {
	const struct json *list; /* whose they are */
	size_t count;
	const char **names; /* NULL: it has none */
};

/* The roles that the claims give, found once. */
struct submission_roles {
	const struct json *claimed; /* NULL: nobody has asked yet */
};

/*
 * A request taken apart.  Everything in it is the client's word until a fact
 * covers it: members are read with asked(), claims with claim(), and both
 * answer NULL before their signature was proved.  What would be registered of
 * them is read with registered() (validators/lib/registered.h).
 */
struct submission {
	const struct request *request;
	const struct config *config;
	const struct profile *profile;
	struct cert_memory *certificates;
	struct arena *arena;
	time_t now;	/* the only clock there is */
	unsigned facts; /* of enum fact, given so far */
	const struct json
	    *settings; /* the profile's, for the validator asked */

	const struct cert *cert; /* for this request, of `certificates`; NULL:
				    none, or unreadable */
	struct submitted envelope, statement;
	const struct cert *const *x5c;	 /* of a request whose certificate comes
					    in its header: that, which is
					    `cert` as well, those behind it,
					    and NULL; or NULL */
	const struct json *wrapper;	 /* the object that the request came in
				       (profile.h); or NULL */
	struct submitted_entity *entity; /* NULL: the profile takes no chains */
	const struct json *members;	 /* of the request, of either kind */
	struct submission_hosts *hosts;
	struct submission_roles *roles; /* NULL: not kept */
	const char *members_why;   /* what was wrong with a plain one; ASCII */
	const struct json *claims; /* of the statement, of either kind */
	const struct replaced *replaced; /* NULL: it would be a new one */
	const struct metadata *metadata; /* what would be registered; NULL: not
					    both signatures stand yet */
	const struct json *overruled;	 /* while that is made: members of which
					 less is registered than was said, false
					 of those that are ignored; or NULL */

	struct keyring *keyring;

	enum method method;
	bool kept;	 /* it is a registration of before, of whose request
			    there is no more than what was registered */
	int64_t expires; /* when what is registered ends; 0: it does not */
	const struct json *added; /* members that external validators add to
				     what is registered; NULL: none */
	const struct json *shown; /* what a registration that is read is
				     answered as; NULL: as it is stored */
	const struct judge_trace *trace; /* validators/judge/judge.h; or NULL */
};

/* Takes the request apart; it parses and believes nothing. */
void submission_parse(struct submission *submission);

/* Takes apart a certificate and, unless NULL, a statement: there is no
 * registration request. */
void submission_parse_statement(
    struct submission *submission, const char *statement);

/* What is registered now; NULL: nothing, or it was not looked at. */
const struct json *replaced_metadata(const struct submission *s);

/* Did somebody sign the request, so that its jti may be spent? */
bool submission_is_signed(const struct submission *s);

/* A member of the request; NULL when it is empty (json_is_empty()), which is as
 * good as absent, or not yet proved. */
const struct json *asked(const struct submission *s, const char *name);

/* A member of the request, empty or not: for what must not be sent at all. */
const struct json *sent(const struct submission *s, const char *name);

/*
 * A claim of the statement by our name for it, which the profile maps to the
 * regime's ("redirect_uris" -> "software_redirect_uris"); NULL when absent or
 * null, or not yet proved.
 */
const struct json *claim(const struct submission *s, const char *name);

/* Whose software it is among all directories: software_id and iss as one key
 * (kit/identifier.h).  NULL when the statement is not proved, or lacks one. */
const char *software_of(const struct submission *s);

/* The regime's name for a claim, and its pointer: for findings. */
const char *claim_name(const struct submission *s, const char *name);
const char *claim_pointer(const struct submission *s, const char *name);

/* "/member", for a finding. */
const char *pointer_to(const struct submission *s, const char *member);

#endif
