/* SPDX-License-Identifier: ISC */
#ifndef KIT_NET_FETCH_H
#define KIT_NET_FETCH_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/*
 * One GET over https, for key sets, or one POST, for introspection, OCSP and
 * services of the bank's.  No redirect is followed, and only hosts of the
 * policy are spoken to.  Addresses of private, loopback, link-local, multicast and
 * other special ranges are refused at connect time, whatever the name resolved
 * to, unless the policy says that this is a sandbox.  Proxies from the
 * environment are not used.
 */
struct fetch_policy {
	const char *const
	    *hosts; /* "host" (the scheme's port) or "host:port"; NULL ends */
	const char *ca; /* PEM file instead of the system's, or NULL */
	bool private_addresses;
	unsigned seconds; /* for the whole fetch */
	bool any_host;	  /* whichever host an https URI names: somebody whom we
			     believe has signed that URI.  All else holds */
};

enum fetched {
	FETCHED_OK,	   /* status 200 and a body within the limit */
	FETCHED_FORBIDDEN, /* not https, userinfo, fragment, or no such host
			      in the policy: nothing was sent */
	FETCHED_FAILED,	   /* the world: name, connection, TLS, status, size,
			      time, a refused address */
	FETCHED_UNREACHED, /* of fetch_call(): no connection came about, so
			      that nothing was sent; of fetch_get() and
			      fetch_ocsp(): no answer of HTTP came */
	FETCHED_ABSENT	   /* of fetch_get() alone: status 404 or 410
			      (RFC 9110 section 15.5) */
};

/* A request begins: until the next one begins all fetches together, but for
 * calls of services, have LIMIT_FETCHES_SECONDS. */
void fetch_begin(void);

/* Does the policy let us fetch this URI? */
bool fetch_allowed(const struct fetch_policy *policy, const char *uri);

/* Gets a body; it and *why, which is set unless FETCHED_OK, are the arena's. */
enum fetched fetch_get(const struct fetch_policy *policy, const char *uri,
    size_t limit, struct arena *arena, char **body, size_t *length,
    const char **why);

/* A form that is POSTed (application/x-www-form-urlencoded), and who we are
 * there (HTTP Basic, RFC 7617). */
struct fetch_form {
	const char *body;
	const char *username, *password;
};

/* POSTs a form; memory as of fetch_get. */
enum fetched fetch_post(const struct fetch_policy *policy, const char *uri,
    const struct fetch_form *form, size_t limit, struct arena *arena,
    char **body, size_t *length, const char **why);

/*
 * A request to an OCSP responder (RFC 6960 appendix A.1).  Only such a request
 * may go over http to a host out there, where most responders are: the answer
 * is signed.
 */
struct fetch_ocsp {
	const void *request; /* DER */
	size_t length;
};
bool fetch_ocsp_allowed(const struct fetch_policy *policy, const char *uri);
enum fetched fetch_ocsp(const struct fetch_policy *policy, const char *uri,
    const struct fetch_ocsp *ocsp, size_t limit, struct arena *arena,
    char **body, size_t *length, const char **why);

/* A POST to a service that the bank has configured. */
struct fetch_call {
	const char *type; /* of the body */
	const char *body;
	const char *username, *password; /* HTTP Basic; or NULL */
	const char *bearer;		 /* RFC 6750, printable; or NULL */
	const char *certificate, *key;	 /* PEM files: mutual TLS; or NULL */
	unsigned milliseconds;		 /* for all of it; not 0 */
	bool clear;			 /* http will do: it stays here */
};
enum fetched fetch_call(const struct fetch_policy *policy, const char *uri,
    const struct fetch_call *call, size_t limit, struct arena *arena,
    char **body, size_t *length, const char **why);

#endif
