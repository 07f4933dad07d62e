/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_MAPPING_WORLD_H
#define TEST_UNIT_MAPPING_WORLD_H

/* A product that answers what a test has written down, and tells what it was
 * asked; and mappings that a test changes. */

#include "test/unit/arena_setup.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "deliver/mapping.h"
#include "kit/json.h"
#include "kit/net/exchange.h"
#include "validators/lib/normalised.h"

#define KEY "0006614ebba379a2"
#define OLDER "0006614ebba379a1"
#define NEWER "0006614ebba379a3"

struct answer {
	int status;
	const char *body;
	const char *link;
};

static const struct answer *answers;
static size_t answered;
static char asked[8192];

static inline enum fetched
product(void *context, const struct exchange *what, struct arena *own,
    struct exchanged *out, const char **why)
{
	const size_t length = strlen(asked);
	const struct answer *answer = &answers[answered++];

	(void)context;
	snprintf(asked + length, sizeof(asked) - length, "%s %s%s%s\n",
	    what->method, what->uri, what->body != NULL ? " " : "",
	    what->body != NULL ? what->body : "");
	*why = "is away";
	if (answer->status == 0)
		return FETCHED_UNREACHED;
	if (answer->status == 1)
		return FETCHED_FAILED;
	*out = (struct exchanged){.status = answer->status,
	    .body = answer->body != NULL ? answer->body : "",
	    .link = answer->link};
	out->length = strlen(out->body);
	(void)own;
	return FETCHED_OK;
}

static const struct mapping_caller caller
    __attribute__((unused)) = {product, NULL};

static inline const struct json *
parsed(const char *text)
{
	const struct json *value = json_parse(arena, text, strlen(text), NULL);

	assert_non_null(value);
	return value;
}

/* The line that says why a mapping is refused; NULL: it is not. */
static inline const char *
read_text(const char *text, const char *values, const struct mapping **out)
{
	char path[] = "/tmp/dcr-mapping.XXXXXX";
	const int fd = mkstemp(path);
	const char *why = NULL;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	*out = mapping_read(
	    arena, path, values != NULL ? parsed(values) : NULL, &why);
	unlink(path);
	assert_true((*out == NULL) == (why != NULL));
	return why != NULL ? why + strlen(path) : NULL;
}

static inline const struct mapping *
shipped(const char *name, const char *values)
{
	const char *why = NULL;
	const struct mapping *mapping = mapping_read(arena,
	    arena_printf(arena, "examples/deliver/%s.json", name),
	    values != NULL ? parsed(values) : NULL, &why);

	if (why != NULL)
		fail_msg("%s", why);
	return mapping;
}

/* What the product is asked with an event; its answers end by their own. */
static inline struct sent
sent_by(const struct mapping *mapping, const struct json *event,
    const struct answer *all)
{
	struct sent out;

	answers = all;
	answered = 0;
	*asked = '\0';
	mapping_send(mapping, event, &caller, arena, &out);
	return out;
}

/* A mapping of every member but client_name to nothing, with one step, and the
 * parts that a test gives. */
static inline const char *
text_of(
    const char *members, const char *record, const char *put, const char *more)
{
	const char *all = "";

	for (const char *const *name = normalised_names(); *name != NULL;
	     name++)
		if (strcmp(*name, "client_name") != 0)
			all = arena_printf(arena,
			    "%s\"%s\":{\"ignored\":\"why\"},", all, *name);
	return arena_printf(arena,
	    "{\"product\":\"P\",\"versions\":\"1\",\"documents\":[\"d\"],"
	    "\"values\":{\"realm\":{\"means\":\"m\",\"optional\":true}},"
	    "\"members\":{%s%s\"jwks\":{\"ignored\":\"why\"},"
	    "\"#\":{\"ignored\":\"why\"}},\"record\":[%s],\"put\":[%s],"
	    "\"remove\":[{\"name\":\"r\",\"method\":\"DELETE\",\"path\":"
	    "\"/r/{/client_id}\",\"on\":{\"204\":\"done\"}}]%s}",
	    all, members, record, put, more);
}

#define MEMBERS "\"client_name\":{},"
#define RECORD "{\"to\":\"/name\",\"from\":\"/client/client_name\"}"
#define PUT                                                                \
	"{\"name\":\"p\",\"method\":\"PUT\",\"path\":\"/c/{/client_id}\"," \
	"\"body\":\"record\",\"on\":{\"200\":\"done\"}}"

static const char realm[] __attribute__((unused)) = "{\"realm\":\"t pp\"}";
static const char elsewhere[] __attribute__((unused)) =
    "{\"elsewhere\":\"tls_client_certificate_bound_access_tokens "
    "id_token_signed_response_alg\"}";

/* An event of a client; `more` replaces what is there. */
static inline struct json *
event_of(const char *event, const char *state, const char *more)
{
	struct json *all = json_copy(arena,
	    parsed("{\"key\":\"" KEY "\",\"client_id\":\"id1\",\"version\":2,"
		   "\"not_before\":0,\"certificate\":{\"sha256\":\"00\","
		   "\"subject\":\"CN=a\",\"issuer\":\"CN=ca\"},\"client\":{"
		   "\"client_name\":\"A \\\"B\\\"\",\"redirect_uris\":"
		   "[\"https://a.example/cb\"],\"grant_types\":"
		   "[\"authorization_code\"],\"response_types\":[\"code\"],"
		   "\"scope\":\"openid accounts\",\"jwks_uri\":"
		   "\"https://a.example/jwks\",\"token_endpoint_auth_method\":"
		   "\"private_key_jwt\","
		   "\"tls_client_certificate_bound_access_tokens\":true}}"));
	const struct json *changes = parsed(more), *value;
	struct json *client = json_copy(arena, json_get(all, "client"));
	const char *name;

	json_set_string(all, "event", event);
	json_set_string(all, "state", state);
	for (struct json_each each = json_each(changes);
	     json_next(&each, &name, &value);)
		if (json_get(all, name) != NULL)
			json_set(all, name, value);
		else
			json_set(client, name, value);
	json_set(all, "client", client);
	return all;
}

#define THERE(key, before)                                           \
	"[{\"id\":\"u/1\",\"notBefore\":" before ",\"attributes\":{" \
	"\"dcr.event\":\"" key "\"}}]"

#endif
