/* SPDX-License-Identifier: ISC */
/* Fuzzes signed tokens: three parts, each of which is the one spelling of
 * its bytes. */
#include "test/fuzz/fuzz.h"

#include "kit/jose/jws.h"
#include "kit/json.h"

/* Three parts, each of which is the one spelling of its bytes. */
static void
check_parts(struct arena *arena, const struct jws *jws, size_t length)
{
	const char *at = jws->compact, *again;
	struct bytes bytes;
	size_t part;

	MUST(strlen(at) == length && jws->compact[jws->signed_length] == '.');
	for (int i = 0; i < 3; i++, at += part + 1) {
		part = strcspn(at, ".");
		MUST(part > 0 && at[part] == (i < 2 ? '.' : '\0'));
		MUST(base64url_decode(arena, at, part, &bytes));
		again = base64url_encode(arena, bytes.data, bytes.length);
		MUST(strlen(again) == part && memcmp(again, at, part) == 0);
	}
	MUST(bytes.length == jws->signature.length &&
	     memcmp(bytes.data, jws->signature.data, bytes.length) == 0);
}

static void
check_header(const struct jws *jws)
{
	static const char *const unknown[] = {"crit", "b64", "enc", "zip"};

	MUST(json_type(jws->header) == JSON_OBJECT);
	MUST(json_type(jws->payload) == JSON_OBJECT);
	MUST(jws->algorithm != NULL);
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		MUST(json_get(jws->header, unknown[i]) == NULL);
	(void)jws_embedded_key(jws);
}

static enum jws_fault
check(struct arena *arena, const char *text, size_t length)
{
	struct jws jws, access;
	enum jws_fault fault = jws_parse(arena, text, length, &jws);
	enum jws_fault other =
	    jws_parse_access_token(arena, text, length, &access);

	MUST(fault != JWS_OK || other != JWS_OK);
	MUST(*jws_fault_text(fault) != '\0');
	if (fault == JWS_OK) {
		check_parts(arena, &jws, length);
		check_header(&jws);
		fuzz_reached("a token");
	}
	if (other == JWS_OK) {
		check_parts(arena, &access, length);
		check_header(&access);
	}
	return fault;
}

/* The input as it is, and as the insides of a token that is well made. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct fuzz_input input = {(const char *)data, size};
	const char *header, *payload, *text;
	enum jws_fault fault;

	check(arena, (const char *)data, size);
	header = fuzz_next(arena, &input);
	payload = fuzz_next(arena, &input);
	if (*header != '\0' && *payload != '\0' && input.left > 0) {
		text = arena_printf(arena, "%s.%s.%s",
		    base64url_encode(arena, header, strlen(header)),
		    base64url_encode(arena, payload, strlen(payload)),
		    base64url_encode(arena, input.at, input.left));
		fault = check(arena, text, strlen(text));
		MUST(fault != JWS_NOT_COMPACT && fault != JWS_ENCODING);
	}
	arena_free(arena);
	return 0;
}
