/* SPDX-License-Identifier: ISC */
#ifndef KIT_REQUEST_H
#define KIT_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A request as the web server handed it over, by FastCGI or CGI: copied into
 * the request's arena, bounded, and not believed.  A member that is absent is
 * NULL, never "".
 */
struct request {
	const char *id;	 /* for log, audit trail and answer: the web server's,
			    or of our making */
	bool authorizer; /* the web server asks whether this call may go on to
			    somebody else (FastCGI role AUTHORIZER) */
	bool pretends;	 /* a header came that the APIs would take for dcr's
			    word of who is calling */
	bool withholds;	 /* by its header Connection the call would have headers
			    taken out on the way */
	const char *original_method; /* at /authorize: the call in question */
	const char *original_path;
	bool refused; /* the web server asks once more, for the words of a
			 refusal */
	const char *method;
	const char *path;	 /* without the query */
	const char *query;	 /* as it was written */
	const char *client_id;	 /* of a registration, from path or query */
	const char *software_id; /* from the query */
	const char *content_type;
	const char *authorization; /* value of the header: a secret */
	const char *if_match, *if_none_match;
	const char *client_cert;   /* as configured: kit/conf/config.h */
	const char *client_verify; /* SSL_CLIENT_VERIFY */
	const char *peer;	   /* REMOTE_ADDR: for the log, and for who
				      reads metrics */
	bool forwarded;		   /* a proxy says that it hands this on */
	const char *user;	   /* REMOTE_USER: whom the web server has asked
				      who he is; read for the console alone */
	const char *body;	   /* NUL-terminated */
	size_t body_length;
};

#endif
