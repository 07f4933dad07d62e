/* SPDX-License-Identifier: ISC */
#ifndef VALIDATORS_LIB_FACTS_H
#define VALIDATORS_LIB_FACTS_H

struct arena;

/* What passing a validator proves.  A validator whose needs were not all
 * given is not asked: its question would have no ground. */
enum fact {
	CLIENT_KNOWN = 1 << 0,	  /* the certificate is one we accept */
	STATEMENT_TRUE = 1 << 1,  /* the directory signed the statement, or a
				    trust service the certificate with it */
	VOUCHED = 1 << 2,	  /* who signed it vouches for this party */
	ENVELOPE_TRUE = 1 << 3,	  /* the software's own key signed the request,
				    or its own connection carried it */
	SAME_PARTY = 1 << 4,	  /* certificate and statement name one party */
	ENVELOPE_READ = 1 << 5,	  /* the request has the form of its kind */
	STATEMENT_READ = 1 << 6,  /* the statement is one we would verify */
	STATEMENT_SOUND = 1 << 7, /* the statement is true, and its claims have
				     their forms */

	/* The profile gives these from the beginning: of which kinds request
	 * and statement are.  A proof of one kind proves nothing of the
	 * other. */
	REQUEST_SIGNED = 1 << 8,       /* a JWS */
	REQUEST_PLAIN = 1 << 9,	       /* JSON that nobody signed */
	STATEMENT_SIGNED = 1 << 10,    /* a JWS in the request */
	STATEMENT_CERTIFIED = 1 << 11, /* the certificate itself */
	REQUEST_ENTITY = 1 << 12,      /* a statement of an entity about itself,
				    alone or with its trust chain */
	STATEMENT_CHAINED = 1 << 13,   /* that trust chain */

	/* The connection brings no certificate: who calls is proved by what is
	 * sent, and CLIENT_KNOWN is given by whoever proves that. */
	CONNECTION_PLAIN = 1 << 16,
	REQUEST_WRAPPED = 1 << 17 /* the JWS is in a JSON object */
};
#define FACTS_FOR_A_REGISTRATION \
	(CLIENT_KNOWN | STATEMENT_TRUE | VOUCHED | ENVELOPE_TRUE | SAME_PARTY)

/* The facts by name, "CLIENT_KNOWN STATEMENT_TRUE"; "-": no fact. */
const char *facts_text(struct arena *arena, unsigned facts);

/* The fact of that name; 0: no fact has it. */
unsigned facts_named(const char *name);

#endif
