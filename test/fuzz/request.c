/* SPDX-License-Identifier: ISC */
/* Fuzzes registration requests: what passes is signed, and has what must be
 * registered. */
#include "test/fuzz/world.h"

#include "front/lib/service.h"
#include "front/registration/private.h"
#include "front/lib/reply.h"
#include "kit/issue/issue.h"
#include "kit/uri.h"
#include "validators/lib/metadata.h"
#include "validators/lib/profile.h"

static struct world world;

/* What is said to the client is short, ASCII, and names its clause. */
static void
check_verdict(struct arena *arena, const struct verdict *v)
{
	const struct reply *reply;
	const struct json *body;
	const char *text;
	size_t length;

	MUST((v->outcome == OUTCOME_UNABLE) == (v->unable != NULL));
	MUST(v->outcome != OUTCOME_REFUSE || v->findings != NULL);
	for (const struct finding *f = v->findings; f != NULL; f = f->next) {
		MUST(fuzz_printable(f->detail) && fuzz_printable(f->pointer));
		MUST(profile_clause(world.judge.profile, f->rule) != NULL);
	}
	if (v->outcome == OUTCOME_PASS)
		return;
	reply = reply_verdict(arena, v);
	body = json_parse(arena, reply->body, strlen(reply->body), NULL);
	text = json_string(json_get(body, "error_description"));
	MUST(json_string(json_get(body, "error")) != NULL);
	MUST(strlen(text) <= LIMIT_DESCRIPTION && fuzz_printable(text));
	MUST(strlen(reply_text(arena, reply, &world.good, &length)) == length);
}

static bool
is_good(const char *text, size_t length)
{
	const char *good = world.good.body;

	while (length > 0 && strchr("\r\n", text[length - 1]) != NULL)
		length--;
	return length == strlen(good) && memcmp(text, good, length) == 0;
}

/* Anything as it comes: nobody can sign for the software or the directory. */
static void
check_raw(struct arena *arena, char kind, struct fuzz_input *input)
{
	static const struct replaced replaced = {
	    "c1", "4kExampleBudgetTpp0001", NULL};
	struct request request = {.id = "fuzz"};
	const struct service service = {
	    .config = world.config, .judge = world.judge};
	struct submission s;
	struct verdict v;

	request.client_cert = fuzz_next(arena, input);
	request.client_verify = fuzz_next(arena, input);
	request.content_type = fuzz_next(arena, input);
	(void)registration_media_type(&service, &request, arena);
	world.config->client_certificate =
	    kind == 'f' ? CONFIG_CLIENT_CERT : CONFIG_SSL_CLIENT_CERT;
	request.body = arena_strndup(arena, input->at, input->left);
	request.body_length = input->left;
	judge_request(&world.judge, &request, kind == 'u' ? &replaced : NULL,
	    arena, world.now, 0, &s, &v);
	check_verdict(arena, &v);
	if (v.outcome == OUTCOME_PASS)
		MUST(is_good(request.body, request.body_length) &&
		     strcmp(request.client_verify, "SUCCESS") == 0 &&
		     strcmp(cert_sha256_hex(s.cert), world.certificate) == 0);
	world.config->client_certificate = CONFIG_SSL_CLIENT_CERT;
}

/* The object with the members of the text, if that is one, put in; else the
 * text itself. */
static const char *
merged(struct arena *arena, struct json *object, const char *text)
{
	const struct json *changes =
			      json_parse(arena, text, strlen(text), NULL),
			  *value;
	const char *name;

	if (*text != '\0' && json_type(changes) != JSON_OBJECT)
		return text;
	for (struct json_each each = json_each(changes);
	     json_next(&each, &name, &value);)
		json_set(object, name, value);
	return json_text(arena, object);
}

static const char *
sign(struct arena *arena, const char *changes, struct json *payload,
    const char *text)
{
	struct json *header = json_new_object(arena);
	const char *why, *jws;

	json_set_string(header, "alg", "ES256");
	json_set_string(header, "kid", world.kid);
	jws = issue_jws(arena, merged(arena, header, changes),
	    merged(arena, payload, text), "ES256", world.key, &why);
	MUST(jws != NULL);
	return jws;
}

/* What must hold of everything that is registered. */
static void
check_pass(struct arena *arena, const struct submission *s)
{
	const struct json *metadata = metadata_registered(s);
	const struct json *uris = json_get(metadata, "redirect_uris");
	const struct json *mine =
	    json_get(s->statement.jws.payload, "software_redirect_uris");
	const char *text = json_text(arena, metadata);
	struct uri uri;

	fuzz_reached("a registration");
	MUST((FACTS_FOR_A_REGISTRATION & ~s->facts) == 0);
	MUST(json_parse(arena, text, strlen(text), NULL) != NULL);
	MUST(json_string(asked(s, "jti")) != NULL);
	MUST(json_equal(asked(s, "iss"), claim(s, "software_id")));
	MUST(uris != NULL
		 ? json_type(uris) == JSON_ARRAY && json_length(uris) > 0
		 : !s->metadata->redirects);
	for (size_t i = 0; i < json_length(uris); i++) {
		text = json_string(json_at(uris, i));
		MUST(json_has_string(mine, text));
		MUST(uri_parse(arena, text, &uri));
		MUST(strcmp(uri.scheme, "https") == 0 && uri.fragment == NULL);
		MUST(!uri_host_is_local(uri.host));
	}
}

/* The right keys sign what they should not. */
static void
check_signed(struct arena *arena, struct fuzz_input *input)
{
	struct request request = world.good;
	struct json *payload = json_copy(arena, world.envelope.payload);
	struct json *claims = json_copy(arena, world.statement.payload);
	const char *header = fuzz_next(arena, input);
	const char *member = fuzz_next(arena, input);
	struct submission s;
	struct verdict v;

	if (input->left > 0)
		json_set_string(payload, "software_statement",
		    sign(arena, "", claims, fuzz_next(arena, input)));
	request.body = sign(arena, header, payload, member);
	request.body_length = strlen(request.body);
	if (world_judge(&world, &request, arena, &s, &v) == OUTCOME_PASS)
		check_pass(arena, &s);
	check_verdict(arena, &v);
}

/* One letter says what follows. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct fuzz_input input = {(const char *)data + 1, size - 1};

	if (world.arena == NULL)
		world_open(&world);
	if (size > 0 && data[0] == 's')
		check_signed(arena, &input);
	else if (size > 0)
		check_raw(arena, (char)data[0], &input);
	arena_free(arena);
	return 0;
}
