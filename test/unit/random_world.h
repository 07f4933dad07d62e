/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_RANDOM_WORLD_H
#define TEST_UNIT_RANDOM_WORLD_H

/* The sandbox of a profile with a judge in it, that takes every signature and
 * certificate as proved. */

#include <stdlib.h>
#include <unistd.h>

#include "test/unit/parse_json.h"
#include "test/unit/random_request.h"

#include "kit/base64.h"
#include "kit/conf/config.h"
#include "kit/file.h"
#include "kit/request.h"
#include "validators/judge/judge.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

/* A sandbox of one profile, and its good request taken apart. */
static struct {
	const struct profile *profile;
	struct judge judge;
	struct request request;
	struct jws envelope, statement;
	const struct json *members, *claims;
	int64_t now;
} world;

static inline const char *
read_text(const char *path)
{
	size_t length;
	char *text = file_read(arena, path, 1 << 20, &length);

	assert_non_null(text);
	while (length > 0 && text[length - 1] == '\n')
		text[--length] = '\0';
	return text;
}

static inline void
run(const char *command)
{
	assert_int_equal(system(command), 0);
}

/* The profile without a question that looks at what nobody has signed. */
static inline const struct profile *
without(const struct profile *profile, const char *name)
{
	struct profile *copy = arena_alloc(arena, sizeof(*copy));
	struct profile_question *all;
	size_t count = 0;

	while (profile->questions[count].validator != NULL)
		count++;
	all = arena_alloc(arena, (count + 1) * sizeof(*all));
	count = 0;
	for (const struct profile_question *q = profile->questions;
	     q->validator != NULL; q++)
		if (strcmp(q->validator->name, name) != 0)
			all[count++] = *q;
	*copy = *profile;
	copy->questions = all;
	return copy;
}

static inline void
open_world(const char *folder)
{
	const char *path = arena_printf(arena, "%s/dcr.conf", folder), *why;
	const char *body, *text;

	memset(&world, 0, sizeof(world));
	const struct config *config = config_load(arena, path, &why);

	assert_non_null(config);
	assert_true(judge_open(&world.judge, config, arena, &why));
	world.judge.profile = without(world.judge.profile, "revoked_keys");
	world.profile = world.judge.profile;
	body = read_text(arena_printf(arena, "%s/request", folder));
	world.request = (struct request){.id = "chance",
	    .client_cert =
		read_text(arena_printf(arena, "%s/tpp/transport.pem", folder)),
	    .client_verify = "SUCCESS"};
	if ((world.profile->given & REQUEST_SIGNED) != 0) {
		assert_int_equal(
		    jws_parse(arena, body, strlen(body), &world.envelope),
		    JWS_OK);
		world.members = world.envelope.payload;
	} else
		world.members = parse(body);
	text = json_string(json_get(world.members, "software_statement"));
	world.claims = json_new_object(arena);
	if (text != NULL) {
		assert_int_equal(
		    jws_parse(arena, text, strlen(text), &world.statement),
		    JWS_OK);
		world.claims = world.statement.payload;
	}
	if (!json_integer(json_get(world.members, "iat"), &world.now))
		assert_true(
		    json_integer(json_get(world.claims, "iat"), &world.now));
}

static inline void
make_world(const char *profile, char *folder)
{
	const char *build = getenv("BUILD");

	assert_non_null(mkdtemp(folder));
	if (build == NULL)
		build = "build";
	run(arena_printf(arena,
	    "d=%s; %s/dcr sandbox new $d/w --profile %s >/dev/null && "
	    "%s/dcr sandbox request $d/w >$d/w/request && "
	    "cd $d/w/keystore && printf '[\"https://client.example.com/cb\","
	    "\"https://client.example.com/cb2\","
	    "\"https://adr.example.com/cb1\","
	    "\"https://adr.example.com/cb2\"]' >sector.json",
	    folder, build, profile, build));
	open_world(arena_printf(arena, "%s/w", folder));
}

/* The token with another payload; nobody looks at its signature. */
static inline const char *
token_of(struct arena *a, const struct jws *like, const struct json *payload)
{
	const char *text = json_text(a, payload);
	const char *dot = strchr(like->compact, '.');

	return arena_printf(a, "%.*s.%s%s", (int)(dot - like->compact),
	    like->compact, base64url_encode(a, text, strlen(text)),
	    strrchr(like->compact, '.'));
}

static inline enum outcome
judge(struct arena *a, const struct json *members, const struct json *claims,
    const struct replaced *replaced, struct submission *s, struct verdict *v)
{
	struct request request = world.request;
	unsigned proved = CLIENT_KNOWN | STATEMENT_TRUE | VOUCHED |
			  ENVELOPE_TRUE | SAME_PARTY;
	struct json *all = json_copy(a, members);

	if (world.statement.compact != NULL)
		json_set_string(all, "software_statement",
		    token_of(a, &world.statement, claims));
	request.body = world.envelope.compact != NULL
			   ? token_of(a, &world.envelope, all)
			   : json_text(a, all);
	request.body_length = strlen(request.body);
	if ((world.profile->given & STATEMENT_CERTIFIED) != 0)
		proved |= STATEMENT_SOUND;
	judge_request(
	    &world.judge, &request, replaced, a, world.now, proved, s, v);
	return v->outcome;
}

/* Where the regime's statement has the member; NULL: it is no plain name. */
static inline const char *
claim_of(const struct profile *profile, const char *member)
{
	const struct json *entry = json_get(profile->defaults, member);
	const char *ours = json_string(json_get(entry, "claim"));
	const char *path = json_string(
	    json_get(profile->claims, ours != NULL ? ours : member));

	if (path == NULL)
		return ours != NULL ? ours : member;
	return strpbrk(path, ".[|") == NULL ? path : NULL;
}

static inline void
change(struct json *object, const char *name, const struct json *value)
{
	if (value == NULL || chance(4) == 0)
		json_remove(object, name);
	else
		json_set(object, name, value);
}

static inline const struct json *
usual_of(const char *member)
{
	const char *name = claim_of(world.profile, member);
	const struct json *claimed =
	    name != NULL ? json_get(world.claims, name) : NULL;

	return claimed != NULL ? claimed : json_get(world.members, member);
}

/* In the request, in the statement or, alike or not, in both. */
static inline void
make_trial(struct arena *a, struct json *members, struct json *claims)
{
	for (unsigned i = chance(6); i > 0; i--) {
		const char *member = random_member(a, world.profile);
		const char *name = claim_of(world.profile, member);
		const struct json *value =
		    random_value(a, world.profile, member, usual_of(member));
		unsigned where = chance(4);
		if (where != 1)
			change(members, member, value);
		if (where == 3 && chance(2) == 0)
			value = random_value(
			    a, world.profile, member, usual_of(member));
		if ((where & 1) != 0 && name != NULL &&
		    world.statement.compact != NULL)
			change(claims, name, value);
	}
}

#endif
