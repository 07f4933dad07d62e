/* SPDX-License-Identifier: ISC */
#ifndef KIT_CONF_CONFIG_H
#define KIT_CONF_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kit/keyring/keyring.h"
#include "kit/log.h"
#include "kit/net/fetch.h"
#include "kit/x509/revocation.h"

struct arena;
struct config_receiver; /* kit/conf/config_receivers.h */
struct json;
struct prefix;

/*
 * One deployment: dcr.conf, JSON with comments.  Every path in it has been
 * made absolute, relative ones from the folder of the file.
 */

/* Where a directory says which of its members may still act (dcr resync): each
 * list is a path or an https URI; NULL: there is none. */
struct config_status {
	const char *software, *organisation, *legal_entity;
	const char *const *key_sets; /* what the URIs of its members' key sets
					begin with, each with a '/' at its end;
					NULL ends; NULL itself: not said */
	int64_t max_age;	     /* seconds that a list of a file serves */
};

struct config_directory {
	const char *issuer;    /* iss of its statements */
	const char *keys;      /* path of a JWK Set, or its https URI; NULL: it
				  signs nothing, and has member_ca */
	const char *member_ca; /* PEM: those of client_ca that issue its
				  members' certificates; NULL: those that no
				  other directory names */
	struct config_status status;
};

/* How the web server hands over the client's certificate. */
enum config_certificate {
	CONFIG_SSL_CLIENT_CERT, /* a variable of the web server's own */
	CONFIG_CLIENT_CERT	/* the RFC 9440 header of a trusted proxy */
};

/* The bank's authorization server, as far as its tokens let a client manage
 * its registration: by their signature or by asking. */
struct config_access_tokens {
	const char *issuer;	   /* iss */
	const char *audience;	   /* what aud must name */
	const char *keys;	   /* a JWK Set, path or URI (RFC 9068) */
	const char *introspection; /* or an endpoint (RFC 7662): URI, */
	const char *client_id;	   /* and who we are there, */
	const char *secret_file;   /* by HTTP Basic */
};

/* The client_ids that we draw. */
struct config_client_id {
	unsigned length;
	const char *alphabet; /* letters, digits and "_", each once */
};

/* An endpoint that we serve. */
struct config_endpoint {
	const char *uri;
	const char *path; /* of the URI */
};

/* A server of the bank, by whose certificate it may read clients and, where we
 * issue tokens, ask about these and revoke them. */
struct config_resource_server {
	const char *name;	 /* for the log; NULL ends */
	const char *certificate; /* PEM file: this very certificate */
};

/* token_seconds is between the former and LIMIT_TOKEN_SECONDS; the latter is its
 * default. */
enum { CONFIG_TOKEN_SECONDS_LEAST = 30, CONFIG_TOKEN_SECONDS_USUAL = 300 };
/* Us as an entity of a federation, and what we sign as one: statements, with
 * keys that are for nothing else. */
struct config_entity {
	const char *keys;	      /* their folder */
	const char *const *superiors; /* whose statements are about us; NULL
					   ends */
	int64_t seconds;	      /* that our own statement serves */
	const struct json *metadata;  /* of the type federation_entity; or
					   NULL */
	struct config_endpoint place; /* where our own statement is */
};

/* The document about us of which a part is signed. */
struct config_signed {
	struct config_endpoint place;
	const char *base; /* its URI without /.well-known/...: who we are
				     there, as the certificate has it */
	const char *key;  /* PEM */
	const char *certificates; /* PEM: that of the key, then those behind */
	int64_t seconds;	  /* that the signed part serves */
};

/* The access tokens that we issue (RFC 9068).  The other endpoints lie beside
 * the token endpoint. */
struct config_issuing {
	struct config_endpoint token, introspection, revocation;
	const char *audience; /* aud */
	int64_t seconds;      /* from iat to exp */
};

/* What a call of the bank's APIs needs besides a registered certificate.  Of
 * all rules those count whose path is the longest that the call's path starts
 * with, segment by segment; of those the first that has the method.  A call
 * without a rule is refused. */
struct config_protected {
	const char *path;	    /* "/accounts"; NULL ends */
	const char *folded;	    /* the same, for uri_path_folded() */
	const char *const *methods; /* NULL ends; NULL itself: any */
	bool token;		    /* a token of that client's, bound to its
				       certificate; */
	bool open;		    /* or none, as the file says in words */
	const char *scope;	    /* with this scope, or NULL */
	bool user;		    /* that a user gave it */
};

/* Who may read /metrics, /health and /ready, by the address of the
 * connection. */
struct config_metrics {
	const struct prefix *peers; /* kit/net/prefix.h */
	size_t count;
};

/* Is it one of these paths? */
bool config_metrics_path(const char *path);

/* Is the rule for calls with this method?  GET is HEAD as well (RFC 9110
 * section 9.3.2). */
bool config_protects(const struct config_protected *rule, const char *method);

/* The pages for people that dcr console serves. */
struct config_console {
	bool on;	/* else they are not served */
	bool anonymous; /* to whoever the web server lets in, */
	const char *const
	    *users; /* else to whom it names in REMOTE_USER: these alone; NULL
		       ends; NULL itself: any */
};

struct config {
	const char *path;	     /* of the file itself */
	const struct json *told;     /* what is in force, defaults included, in
					the form of the file; of a store that
					is no folder see store_shown() */
	const char *profile;	     /* a shipped name, or a path */
	const char *overlay;	     /* a file beside the profile; NULL: none */
	const char *issuer;	     /* who we are */
	const char *const *audience; /* what aud may name; NULL ends */
	const char *registration_endpoint;    /* URI */
	const char *registration_path;	      /* its path */
	const struct config_issuing *issuing; /* NULL: the bank's own server
						 issues the tokens */
	const char *keys;	     /* folder of the keys that sign our tokens
					and events; NULL: we sign nothing */
	struct config_endpoint jwks; /* their public halves; NULL: no keys */
	const struct config_resource_server *resource_servers; /* or NULL */
	struct config_endpoint clients; /* for them; NULL: there are none */
	struct config_endpoint events;	/* where a receiver polls events (RFC
					   8936); NULL: none does */
	struct config_endpoint discovery[2];	     /* RFC 8414; OpenID Connect
						 Discovery 1.0; NULL: issuer is
						 no https URI */
	const struct config_entity *entity;	     /* NULL: we are none */
	const struct config_signed *signed_metadata; /* or NULL */
	const struct json *metadata; /* members that the bank adds to them; or
					NULL */
	const struct config_protected *authorizer; /* NULL: the certificate
						      alone, for all paths; */
	bool calls_without_token; /* which is on purpose, though we issue
				     tokens */
	const char *store;	  /* "bdb:/var/lib/dcr" */
	const char *client_ca;	  /* PEM */
	enum config_certificate client_certificate;
	const char *client_certificate_secret;	    /* file; NULL: no proxy */
	const struct config_directory *directories; /* a NULL issuer ends */
	struct revocation_setup revocation;
	const char *cache;
	struct fetch_policy fetch;
	const bool *fetch_statement; /* may what a true statement names be
					fetched from any host?  NULL: as the
					profile says */
	const struct keyring_mirror *mirrors; /* a NULL prefix ends */
	int64_t statement_max_age;	      /* seconds; 0: not said */
	const char *duplicates; /* "allow", "refuse", "existing"; NULL: the
				   profile's */
	bool registration_access_token; /* issue and take them, where the
					   profile leaves it to us */
	unsigned certificate_changes;	/* accepted a day, for one public key */
	unsigned software_changes;	/* and for one software */
	struct config_client_id client_id;
	bool approval; /* an operator lets in each client by itself */
	bool recovery; /* tell a client_id to who comes with the statement */
	const struct config_access_tokens *access_tokens; /* or NULL */
	const struct config_receiver *receivers;	  /* a NULL name ends */
	struct config_console console;
	struct log_setup log; /* of processes that serve or deliver */
	const struct config_metrics *metrics; /* NULL: nothing is counted */
};

/* The path that DCR_CONFIG names, or /etc/dcr/dcr.conf. */
const char *config_path(void);

/* Reads the file; NULL when it is wrong, and *why is then one line that names
 * the file, the key and what is allowed.  Both are the arena's. */
const struct config *config_load(
    struct arena *arena, const char *path, const char **why);

/* Reads an object as if it were in the file of that path, which need not be
 * there. */
const struct config *config_of(struct arena *arena, const char *path,
    const struct json *root, const char **why);

/* Reads the file for a command: root becomes the owner of the cache folder
 * (kit/conf/owner.h) when it has read this file, and before it looks at
 * anything that the file names.  The file must then be root's own or that
 * user's. */
const struct config *config_load_as_owner(
    struct arena *arena, const char *path, const char **why);

#endif
