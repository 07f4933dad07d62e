/* SPDX-License-Identifier: ISC */
#ifndef KIT_LIMITS_H
#define KIT_LIMITS_H

/*
 * Every bound that a request meets, in one table.  dcr.conf(5) prints the same
 * table, and test/suites/limits compares the two.  Sizes are bytes, times are
 * seconds.
 */
#define LIMIT_BODY 65536	   /* a request body */
#define LIMIT_STATEMENT 32768	   /* a software statement */
#define LIMIT_CERTIFICATE 16384	   /* a client certificate, as handed over */
#define LIMIT_VARIABLE 32768	   /* any one variable of the web server */
#define LIMIT_JWKS 262144	   /* a fetched key set, or list of a sector */
#define LIMIT_STATUS_LIST 33554432 /* a list of statuses, dcr resync */
#define LIMIT_FILE 1048576	   /* a configuration, profile or key file */
#define LIMIT_LINE 1048576	   /* a line of an export or a backup */
#define LIMIT_CRL 16777216	   /* a file of revocation lists */
#define LIMIT_CRL_FILES 64	   /* files of lists in a folder */
#define LIMIT_OCSP 16384	   /* an OCSP responder's answer */
#define LIMIT_ANSWER 65536	   /* an external validator's answer */
#define LIMIT_RECEIVED 4194304	   /* an answer to a mapping's request */
#define LIMIT_KEYS 128		   /* keys in a key set */
#define LIMIT_KEYS_TRIED 8	   /* keys tried for one signature */
#define LIMIT_KEY_SETS 256	   /* key sets kept in memory */
#define LIMIT_JSON_DEPTH 16	   /* objects and arrays inside each other */
#define LIMIT_JSON_MEMBERS 256	   /* members of one object */
#define LIMIT_JSON_ELEMENTS 256	   /* elements of an array of a client's */
#define LIMIT_JSON_VALUES 4096	   /* values in a JSON text of a client's */
#define LIMIT_JSON_FETCHED 16384   /* values in a fetched JSON text */
#define LIMIT_FINDINGS 64	   /* findings of one request */
#define LIMIT_MEMORY 16777216	   /* memory of one request */
#define LIMIT_CLAIMS 160	   /* claims of a software statement */
#define LIMIT_ADDED 16384	   /* metadata that validators add */
#define LIMIT_STRINGS 64	   /* strings in one list, as redirect_uris */
#define LIMIT_CHAIN 8		   /* statements of a trust chain */
#define LIMIT_HINTS 8		   /* superiors that an entity names */
#define LIMIT_CHAIN_FETCHES 24	   /* statements fetched for one chain */
#define LIMIT_INTROSPECTIONS 64	   /* answers about tokens in memory */
#define LIMIT_CERTIFICATES 256	   /* parsed certificates in memory */
#define LIMIT_PASSES 1024	   /* answers of the authorizer in memory */
#define LIMIT_CONNECTIONS 64	   /* of the web server, kept by a process */
#define LIMIT_PROCESSES 64	   /* of dcr serve */
#define LIMIT_DIRECTORIES 32	   /* directories of the configuration */
#define LIMIT_RECEIVERS 16	   /* receivers of the configuration */
#define LIMIT_LANES 64		   /* events under way to one receiver */
#define LIMIT_IDENTIFIER 256	   /* a software_id or an organisation's */
#define LIMIT_SHARING 256	   /* clients of one certificate to look at */
#define LIMIT_PARAMETERS 32	   /* parameters of a token request */
#define LIMIT_PAGE 1000		   /* clients in one answer to /clients */
#define LIMIT_PAGE_BYTES 4194304   /* bytes of such clients, about */
#define LIMIT_POLL 128		   /* events in one answer to /events */
#define LIMIT_NOTES 100		   /* refusals of one party on record a day */
#define LIMIT_DESCRIPTION 4096	   /* an error_description */
#define LIMIT_WHY 500		   /* an operator's reason, --why */
#define LIMIT_REQUEST_SECONDS 20   /* until the whole request is here */
#define LIMIT_FETCHES_SECONDS 6	   /* of all fetches of a request */
#define LIMIT_STATUS_SECONDS 60	   /* dcr resync waits for such a list */
#define LIMIT_STORE_SECONDS 5	   /* a request waits for PostgreSQL */
#define LIMIT_INTROSPECTION_SECONDS 30 /* an answer about a token serves */
#define LIMIT_CERTIFICATE_SECONDS 60   /* a chain is known as good */
#define LIMIT_OCSP_SECONDS 3600	       /* until a responder is asked again */
#define LIMIT_OCSP_UNDATED_SECONDS 300 /* an answer without nextUpdate serves */
#define LIMIT_PASS_SECONDS 30	       /* an answer of the authorizer serves */
#define LIMIT_ASSERTION_SECONDS 3600   /* life of a client assertion */
#define LIMIT_TOKEN_SECONDS 3600       /* life of an access token of ours */
#define LIMIT_KEYS_FRESH_SECONDS 900   /* a fetched key set serves */
#define LIMIT_KEYS_REFETCH_SECONDS 60  /* between two fetches, at least */
#define LIMIT_KEYS_FAILURE_SECONDS 5   /* a failed fetch is remembered */

#endif
