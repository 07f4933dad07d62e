/* SPDX-License-Identifier: ISC */
/* The document about this server of which a part is signed with a key whose
 * certificate comes along. */
#include <string.h>
#include <time.h>

#include "front/lib/reply.h"
#include "front/lib/service.h"
#include "front/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/digest.h"
#include "kit/file.h"
#include "kit/issue/issue.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/x509/cert.h"
#include "validators/lib/profile.h"

/* Anybody may ask: the document is signed once in an hour. */
enum { FRESH_SECONDS = 3600, JTI_BYTES = 16 };

/* The document as it was made last. */
struct signed_document {
	struct arena *arena; /* NULL: it was not made yet */
	const char *text;
	int64_t made;
};

static const char begin[] = "-----BEGIN CERTIFICATE-----";
static const char end[] = "-----END CERTIFICATE-----";

static void
forget(void *document)
{
	arena_free(((struct signed_document *)document)->arena);
}

void
discovery_open(struct service *service, struct arena *arena)
{
	if (service->config->signed_metadata == NULL)
		return;
	service->signed_document =
	    arena_alloc(arena, sizeof(*service->signed_document));
	arena_defer(arena, forget, service->signed_document);
}

/* The base64 of the next certificate of the PEM, without its line ends; NULL:
 * there is none. */
static char *
next_certificate(struct arena *arena, const char **pem)
{
	const char *from = strstr(*pem, begin), *to;
	char *text, *out;

	if (from == NULL || (to = strstr(from, end)) == NULL)
		return NULL;
	from += strlen(begin);
	text = out = arena_alloc(arena, (size_t)(to - from) + 1);
	for (; from < to; from++)
		if (*from > ' ')
			*out++ = *from;
	*pem = to + strlen(end);
	return text;
}

/* The chain for x5c; NULL and *why where the first certificate does not have
 * our base URL for a URI. */
static const struct json *
chain_of(const struct config_signed *config, const char *pem,
    struct arena *arena, const char **why)
{
	const struct cert *cert = NULL;
	struct json *chain = json_new_array(arena);
	char *text;

	while ((text = next_certificate(arena, &pem)) != NULL) {
		if (json_length(chain) == 0)
			cert = cert_parse(arena, text, strlen(text));
		json_append_string(chain, text);
	}
	if (cert != NULL && cert_is_named(cert, CERT_NAME_URI, config->base))
		return chain;
	*why = arena_printf(arena,
	    "signed_metadata: the first certificate of %s must have the URI "
	    "%s",
	    config->certificates, config->base);
	return NULL;
}

static const char *
claims_text(const struct service *service, const struct json *document,
    int64_t now, struct arena *arena)
{
	const struct config_signed *config = service->config->signed_metadata;
	const struct json *repeats =
	    service->judge.profile->signed_metadata->repeats;
	struct json *claims = json_new_object(arena);

	json_set_string(claims, "iss", config->base);
	json_set_string(claims, "sub", config->base);
	json_set_integer(claims, "iat", now);
	json_set_integer(claims, "exp", now + config->seconds);
	json_set_string(claims, "jti", random_hex(arena, JTI_BYTES));
	for (size_t i = 0; i < json_length(repeats); i++) {
		const char *name = json_string(json_at(repeats, i));

		if (json_get(document, name) != NULL)
			json_set(claims, name, json_get(document, name));
	}
	return json_text(arena, claims);
}

static const char *
sign(const struct service *service, const struct json *document, int64_t now,
    struct arena *arena, const char **why)
{
	const struct config_signed *config = service->config->signed_metadata;
	struct json *header = json_new_object(arena);
	size_t length;
	const char *key = file_read(arena, config->key, LIMIT_FILE, &length);
	const char *pem =
	    file_read(arena, config->certificates, LIMIT_FILE, &length);
	const struct json *chain;

	*why = "signed_metadata: its key or its certificates cannot be read";
	if (key == NULL || pem == NULL)
		return NULL;
	chain = chain_of(config, pem, arena, why);
	if (chain == NULL)
		return NULL;
	json_set_string(header, "alg", "RS256");
	json_set(header, "x5c", chain);
	return issue_jws(arena, json_text(arena, header),
	    claims_text(service, document, now, arena), "RS256", key, why);
}

/* The members of the authorization server metadata and those of this document;
 * NULL and *why when it cannot be signed. */
static const char *
make(const struct service *service, int64_t now, struct arena *arena,
    const char **why)
{
	const struct profile_signed *of =
	    service->judge.profile->signed_metadata;
	struct json *document = json_copy(arena, service->discovery);
	const struct json *value;
	const char *name, *signature;

	for (struct json_each each = json_each(of->members);
	     json_next(&each, &name, &value);)
		json_set(document, name, value);
	signature = sign(service, document, now, arena, why);
	if (signature == NULL)
		return NULL;
	json_set_string(document, "signed_metadata", signature);
	return json_text(arena, document);
}

struct reply *
discovery_signed(const struct service *service, const struct request *request,
    struct arena *arena)
{
	struct signed_document *kept = service->signed_document;
	const int64_t now = time(NULL);
	const char *why = NULL, *fresh;

	(void)request;
	if (kept->arena == NULL || now < kept->made ||
	    now - kept->made >= FRESH_SECONDS) {
		fresh = make(service, now, arena, &why);
		if (fresh == NULL)
			return reply_unable(arena, why);
		arena_free(kept->arena);
		kept->arena = arena_new();
		kept->text = arena_strdup(kept->arena, fresh);
		kept->made = now;
	}
	return reply_json(arena, "discovery", arena_strdup(arena, kept->text));
}
