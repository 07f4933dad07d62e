/* SPDX-License-Identifier: ISC */
#ifndef DCR_VALIDATOR_H
#define DCR_VALIDATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The contract of an external validator that is a shared object;
 * dcr-validator(3) tells more.  The object defines
 *
 *	const struct dcr_validator dcr_validator = {
 *		.abi = DCR_VALIDATOR_ABI, ...
 *	};
 *
 * and includes no other header of dcr.  An object may refuse and may add
 * metadata.  No object gives a fact, and none sees a token.
 */
#define DCR_VALIDATOR_ABI 1

struct dcr_call;  /* the request that is being judged */
struct dcr_value; /* a JSON value of it; NULL is "absent" */

/* Facts that earlier validators have proved.  A validator whose needs were not
 * all given is not asked. */
enum dcr_fact {
	DCR_CLIENT_KNOWN = 1 << 0,   /* the certificate is accepted */
	DCR_STATEMENT_TRUE = 1 << 1, /* the directory signed the statement */
	DCR_VOUCHED = 1 << 2,	     /* the directory vouches for the party */
	DCR_ENVELOPE_TRUE = 1 << 3,  /* the software's key signed the request */
	DCR_SAME_PARTY = 1 << 4,     /* certificate and statement agree */
	DCR_STATEMENT_SOUND = 1 << 7 /* the claims have their forms */
};

/* One reason to refuse. */
struct dcr_rule {
	const char *id;	     /* "NAME.match"; NULL ends */
	const char *error;   /* RFC 7591 section 3.2.2 */
	const char *meaning; /* what must be so: a sentence with its subject */
};

/* A key that must stand in the entry's "settings", and its form. */
enum dcr_setting_form {
	DCR_STRING,
	DCR_PATTERN, /* an extended regular expression, POSIX 9.4 */
	DCR_STRINGS, /* an array of strings, not empty */
	DCR_STRINGS_OR_NONE,
	DCR_INTEGER, /* 0 or more */
	DCR_BOOLEAN,
	DCR_STRING_MAP,	 /* an object of strings */
	DCR_STRINGS_MAP, /* an object of arrays of strings */
	DCR_EQUATIONS	 /* an array of objects of strings */
};
struct dcr_setting {
	const char *name; /* NULL ends */
	enum dcr_setting_form form;
};

enum dcr_type {
	DCR_TYPE_ABSENT,
	DCR_TYPE_NULL,
	DCR_TYPE_BOOLEAN,
	DCR_TYPE_NUMBER,
	DCR_TYPE_STRING,
	DCR_TYPE_ARRAY,
	DCR_TYPE_OBJECT
};

/* What an object can ask and say.  A result lasts as long as the call.  A later
 * ABI adds functions at the end. */
struct dcr_functions {
	/* The request. */
	const char *(*method)(const struct dcr_call *call); /* "POST" */
	int64_t (*now)(const struct dcr_call *call);	    /* the only clock */

	/* A member of the request; a claim of the verified statement, by the
	 * name that the regime or the profile gives it; what is registered
	 * now (PUT, GET, DELETE); what the entry's "settings" say.  NULL: the
	 * value is absent, null, not proved yet, or a token. */
	const struct dcr_value *(*asked)(
	    const struct dcr_call *call, const char *member);
	const struct dcr_value *(*claim)(
	    const struct dcr_call *call, const char *name);
	const struct dcr_value *(*stored)(
	    const struct dcr_call *call, const char *member);
	const struct dcr_value *(*setting)(
	    const struct dcr_call *call, const char *name);

	/* The certificate: its subject (RFC 4514), its SHA-256 in hex, an
	 * attribute of the subject ("CN", "organizationIdentifier" or a dotted
	 * OID).  NULL: the certificate is not accepted, or the subject has no
	 * such attribute or several. */
	const char *(*subject)(const struct dcr_call *call);
	const char *(*sha256)(const struct dcr_call *call);
	const char *(*attribute)(const struct dcr_call *call, const char *name);

	/* Values.  All functions take NULL. */
	enum dcr_type (*type)(const struct dcr_value *value);
	const char *(*string)(const struct dcr_value *value); /* or NULL */
	bool (*integer)(const struct dcr_value *value, int64_t *out);
	bool (*truth)(const struct dcr_value *value);
	size_t (*length)(const struct dcr_value *value);
	const struct dcr_value *(*at)(
	    const struct dcr_value *array, size_t index);
	const struct dcr_value *(*get)(
	    const struct dcr_value *object, const char *name);
	bool (*has_string)(const struct dcr_value *array, const char *string);

	/* Memory of the call; zeroed, never NULL. */
	void *(*alloc)(struct dcr_call *call, size_t size);

	/* Refuses by one of the object's own rules.  `pointer` is RFC 6901,
	 * into the request: "/redirect_uris/1".  The detail is cut, and made
	 * printable ASCII. */
	void (*refuse)(struct dcr_call *call, const struct dcr_rule *rule,
	    const char *pointer, const char *format, ...)
	    __attribute__((format(printf, 4, 5)));

	/* Says that nobody can judge this now: the answer is 503. */
	void (*unable)(struct dcr_call *call, const char *format, ...)
	    __attribute__((format(printf, 2, 3)));

	/* Adds a member to what is registered and answered: a string, or any
	 * JSON text. */
	void (*add_string)(
	    struct dcr_call *call, const char *member, const char *string);
	void (*add_json)(
	    struct dcr_call *call, const char *member, const char *text);
};

struct dcr_validator {
	unsigned abi; /* DCR_VALIDATOR_ABI; read first, and first in each ABI */
	unsigned needs;	  /* of enum dcr_fact; 0: those of a registration that
			   its place has */
	unsigned gives;	  /* 0: only built-in validators vouch */
	const char *name; /* of its entry; the first part of its rules */
	const char *question;	      /* "Is the organisation on the list?" */
	const struct dcr_rule *rules; /* all that it can refuse by */
	const struct dcr_setting *settings; /* NULL: none */

	/* Judges.  Returning without refuse() and unable() is a pass. */
	void (*check)(const struct dcr_functions *dcr, struct dcr_call *call);
};

/* The symbol that dcr looks for in the object. */
extern const struct dcr_validator dcr_validator
    __attribute__((visibility("default")));

#ifdef __cplusplus
}
#endif

#endif
