/* SPDX-License-Identifier: ISC */
#ifndef KIT_JOSE_JWS_H
#define KIT_JOSE_JWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kit/base64.h"

struct arena;
struct json;

/*
 * The key by which keys_verify() has verified a JWS: the number of the set in
 * this process, which no other set ever has, and the key's place there.  It is
 * no pointer, since a set may be gone when the question comes who has signed.
 */
struct jws_signer {
	uint64_t set; /* 0: none */
	size_t key;
};

/*
 * A JWT that is signed: a JWS in compact serialisation (RFC 7515 section 7.1,
 * RFC 7519), taken apart and not yet believed.  Nothing in it is true until
 * keys_verify() has said so.
 */
struct jws {
	const char *compact;  /* the whole text, NUL-terminated */
	size_t length;	      /* of it as it came, past a NUL in it */
	size_t signed_length; /* its first bytes, that the signature covers */
	const struct json *header;
	const struct json *payload;
	const char *algorithm;	     /* header alg; never NULL after JWS_OK */
	const struct json *accepted; /* algorithms, an array of strings, that
					the reader takes; jws_parse() leaves it
					NULL: PS256 and ES256 alone */
	const char *kid;	     /* header kid, or NULL */
	struct bytes signature;
	const char *why; /* of JSON that cannot be read: what is wrong; ASCII */
	const char *types;	   /* the values that typ may have, in words */
	struct jws_signer *signer; /* keys_verify() writes it, whoever has
				      the JWS; NULL: nothing is remembered */
};

/* Why we would not even try to verify a text as a JWS. */
enum jws_fault {
	JWS_OK,
	JWS_NOT_COMPACT, /* not three non-empty parts and two dots */
	JWS_ENCODING,	 /* a part is not canonical base64url */
	JWS_HEADER,	 /* the header is not a strict JSON object with an
			     alg, or alg, kid, typ or cty is not a string */
	JWS_CRITICAL,	 /* crit or b64: an extension, and we know none */
	JWS_TYPE,	 /* typ is neither JWT, application/jwt nor JOSE */
	JWS_NESTED,	 /* cty JWT, enc or zip: a JWE or a JWT in a JWT */
	JWS_PAYLOAD	 /* the payload is not a strict JSON object */
};

/* `out` is filled as far as parsing went, and is the arena's. */
enum jws_fault jws_parse(
    struct arena *arena, const char *text, size_t length, struct jws *out);

/* As jws_parse(), for a client assertion, whose typ may also be
 * client-authentication+jwt (draft-ietf-oauth-rfc7523bis). */
enum jws_fault jws_parse_assertion(
    struct arena *arena, const char *text, size_t length, struct jws *out);

/* As jws_parse(), for an access token (RFC 9068 section 2.1): typ must be
 * at+jwt, so that no registration request and no software statement passes for
 * one. */
enum jws_fault jws_parse_access_token(
    struct arena *arena, const char *text, size_t length, struct jws *out);

/* As jws_parse(), for a statement about an entity (OpenID Federation 1.0, section
 * 3), whose typ must be entity-statement+jwt. */
enum jws_fault jws_parse_entity(
    struct arena *arena, const char *text, size_t length, struct jws *out);

/* The header member that carries a key or says where one is (jwk, jku, x5u,
 * x5c), or NULL.  No such member is ever used as a source of keys. */
const char *jws_embedded_key(const struct jws *jws);

/* What the fault means, in words for the sender. */
const char *jws_fault_text(enum jws_fault fault);

/* The same of one JWS as it was parsed, more exactly: which part, which
 * character, which member of the header, and what to change.  ASCII, without
 * double quotes and backslashes (RFC 6749 section 5.2), bounded, and the
 * arena's. */
const char *jws_trouble(
    struct arena *arena, const struct jws *jws, enum jws_fault fault);

/* The length without line ends at the end: a file, a pipe or a clipboard adds
 * one, which is no part of a JWS.  Whoever takes a JWS from a request takes so
 * much of it. */
size_t jws_length(const char *text, size_t length);

#endif
