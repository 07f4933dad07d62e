/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_VERDICT_H
#define VALIDATORS_LIB_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct json;
struct profile_question;

/* One reason for which a request may be refused. */
struct rule {
	const char *id;	     /* "redirect_uris.outside_statement" */
	const char *error;   /* RFC 7591 section 3.2.2, or invalid_client */
	const char *meaning; /* what must hold, for a reader of `dcr rules` */
	const char *remedy; /* what the sender should do, a sentence; or NULL */
};

/* The values of struct rule's error. */
#define ERROR_CLIENT "invalid_client"
#define ERROR_METADATA "invalid_client_metadata"
#define ERROR_REDIRECT "invalid_redirect_uri"
#define ERROR_STATEMENT "invalid_software_statement"
#define ERROR_UNAPPROVED "unapproved_software_statement"
/* A profile may declare further ones for its own rules. */

struct finding {
	const struct rule *rule;
	const char *pointer; /* RFC 6901, into the request: /redirect_uris/1;
				/software_statement/... is inside of it */
	const char *detail;  /* ASCII; what is wrong, what is allowed */
	const char *description; /* error_description that the regime's text
				    prescribes; or NULL */
	struct finding *next;
};

/* An outcome only ever gets worse. */
enum outcome {
	OUTCOME_PASS,
	OUTCOME_REFUSE, /* the client's fault: a finding says which */
	OUTCOME_UNABLE	/* the world's fault: nobody can say yes or no */
};

struct verdict {
	struct arena *arena;
	enum outcome outcome;
	struct finding *findings; /* in the order in which they were made */
	struct finding **tail;
	size_t count;
	bool cut;	    /* questions were not asked any more, for */
	bool too_large;	    /* there is enough that is wrong; or for the memory
			       that the request has taken: it is refused */
	const char *unable; /* why, for the log; NULL unless OUTCOME_UNABLE */
	const struct profile_question *question; /* that is being asked; or
						    NULL */
	const struct json *metadata; /* that an external validator adds; NULL:
					nothing */
	const struct json *shown;    /* what a registration that is read is
					answered as; NULL: as it is stored */
};

void verdict_init(struct verdict *verdict, struct arena *arena);

/*
 * Refuses by a rule, unless the regime has no such rule; then a question that
 * proves something cannot be answered, and any other one goes on.  `pointer`
 * is copied.  The detail may quote the request only through quoted().  Past
 * LIMIT_FINDINGS no more are kept, and no further question is asked.
 */
void refuse(struct verdict *verdict, const struct rule *rule,
    const char *pointer, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Says that nobody can judge the request now, and why. */
void unable(struct verdict *verdict, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Text from outside, fit to be quoted: printable ASCII without quotes and
 * backslashes, at most 60 characters, in single quotes. */
const char *quoted(struct arena *arena, const char *text);

/* The same, for what must be told whole to be of use, such as a URI: 300
 * characters at most, and an ampersand stays. */
const char *quoted_whole(struct arena *arena, const char *text);

/* What was given in the place of a string or strings, quoted whole: "'a'",
 * "['a', 'b']", a few of many; "missing", or "no string". */
const char *quoted_value(struct arena *arena, const struct json *value);

/* Text from outside without quotes around it, cut at that length, with
 * dots. */
const char *in_ascii(struct arena *arena, const char *text, size_t most);

/* An array of strings as text: "PS256, ES256". */
const char *listed(struct arena *arena, const struct json *strings);

/* "/redirect_uris/1" as people write it: "redirect_uris[1]"; "", which is all
 * of it: "request". */
const char *pointer_name(struct arena *arena, const char *pointer);

#endif
