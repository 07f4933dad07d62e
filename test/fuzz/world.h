/* SPDX-License-Identifier: ISC */
#ifndef TEST_FUZZ_WORLD_H
#define TEST_FUZZ_WORLD_H

#include "test/fuzz/fuzz.h"

#include "kit/conf/config.h"
#include "kit/json.h"
#include "kit/request.h"
#include "kit/x509/cert.h"
#include "validators/judge/judge.h"
#include "validators/validator.h"

/* The sandbox with a judge in it, at the time of its one good request. */
struct world {
	struct arena *arena; /* ours to the end */
	struct config *config;
	struct judge judge;
	struct request good;
	struct jws envelope, statement; /* of the good request */
	const char *certificate;	/* SHA-256 of its caller's */
	const char *key;		/* PEM, on P-256: both issuers have it
					   in their sets */
	const char *kid;
	int64_t now;
};

static inline enum outcome
world_judge(const struct world *world, const struct request *request,
    struct arena *arena, struct submission *s, struct verdict *v)
{
	judge_request(&world->judge, request, NULL, arena, world->now, 0, s, v);
	return v->outcome;
}

static inline void
world_take_good(struct world *world)
{
	struct arena *arena = world->arena;
	const char *body = fuzz_read(arena, "request"), *text;

	world->good = (struct request){.id = "fuzz",
	    .content_type = "application/jwt",
	    .client_cert = fuzz_read(arena, "tpp/transport.pem"),
	    .client_verify = "SUCCESS",
	    .body = body,
	    .body_length = strlen(body)};
	MUST(jws_parse(arena, body, strlen(body), &world->envelope) == JWS_OK);
	text = json_string(
	    json_get(world->envelope.payload, "software_statement"));
	MUST(jws_parse(arena, text, strlen(text), &world->statement) == JWS_OK);
	MUST(json_integer(
	    json_get(world->envelope.payload, "iat"), &world->now));
}

static inline void
world_open(struct world *world)
{
	struct arena *arena = arena_new();
	const struct config *config;
	struct submission s;
	struct verdict v;
	const char *why;

	world->arena = arena;
	config = config_load(arena, fuzz_path(arena, "dcr.conf"), &why);
	MUST(config != NULL);
	world->config = arena_alloc(arena, sizeof(*config));
	*world->config = *config;
	MUST(judge_open(&world->judge, world->config, arena, &why));
	world_take_good(world);
	MUST(world_judge(world, &world->good, arena, &s, &v) == OUTCOME_PASS);
	world->certificate = arena_strdup(arena, cert_sha256_hex(s.cert));
	world->key = fuzz_read(arena, "tpp/signing-ec.key");
	world->kid = fuzz_read(arena, "ec.kid");
}

#endif
