/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_ONE_RULE_H
#define TEST_UNIT_ONE_RULE_H

/* A profile with one rule of its own, which judges a request and a
 * statement. */

#include "test/unit/uk_profile.h"

#include "kit/conf/config.h"
#include "kit/request.h"
#include "validators/lib/member_rule.h"
#include "validators/lib/metadata.h"
#include "validators/lib/submission.h"
#include "validators/validator.h"

/* One rule, about members of this very profile, in the form of data. */
static inline const struct json *
with_rule(const char *says)
{
	const struct json *rule = parse(arena_printf(arena,
	    "[{\"rule\":\"t.t\",\"error\":\"invalid_client_metadata\","
	    "\"meaning\":\"m\",\"clause\":\"c\",%s}]",
	    says));
	const struct json *root = with(uk(), "versions", NULL);

	root = with(root, "rules", rule);
	root = with(root, "known",
	    parse("{\"members\":[\"hooks\",\"flag\",\"plan\"],"
		  "\"claims\":[\"hooks\",\"plan\"]}"));
	root = with(root, "defaults.plan", parse("{\"value\":\"basic\"}"));
	root = with(
	    root, "narrowed", parse("[\"redirect_uris\",\"scope\",\"hooks\"]"));
	root = with(root, "members",
	    parse("[\"redirect_uris\",\"scope\",\"hooks\",\"flag\",\"plan\","
		  "\"grant_types\",\"response_types\",\"jwks\"]"));
	return with(root, "validators.contradiction.alike", parse("[]"));
}

static inline void
wrong(const char *says, const char *wanted)
{
	const char *why = "";

	if (load(with_rule(says), &why) != NULL)
		fail_msg("%s passes", says);
	if (strstr(why, wanted) == NULL)
		fail_msg("%s: %s", says, why);
	assert_null(strchr(why, '\n'));
}

/* What was judged last, and how. */
static struct {
	enum method method; /* 0: POST */
	struct submission s;
} last;

/* The findings of the rule about a request and a statement, each behind its
 * place; "" when it is kept. */
static inline const char *
judged(const char *says, const char *members, const char *claims)
{
	static struct config config;
	const struct profile *profile = loaded(with_rule(says));
	struct submission *s = &last.s;
	struct verdict v;
	const char *text = "";

	*s = (struct submission){
	    .config = &config,
	    .profile = profile,
	    .arena = arena,
	    .hosts = arena_alloc(arena, sizeof(*s->hosts)),
	    .facts = profile->given | ENVELOPE_TRUE | STATEMENT_TRUE |
		     STATEMENT_SOUND,
	    .members = parse(members),
	    .claims = parse(claims),
	    .method = last.method != 0 ? last.method : METHOD_POST,
	};
	s->metadata = metadata_make(s);
	verdict_init(&v, arena);
	v.question = profile_question_of(profile->questions, "member_rules");
	v.question->validator->check(s, &v);
	assert_null(v.unable);
	for (const struct finding *f = v.findings; f != NULL; f = f->next)
		text = arena_printf(arena, "%s%s %s%s%s\n", text, f->pointer,
		    f->detail, f->description != NULL ? " | " : "",
		    f->description != NULL ? f->description : "");
	return text;
}

static inline void
kept(const char *says, const char *members, const char *claims)
{
	assert_string_equal(judged(says, members, claims), "");
}

static inline void
broken(const char *says, const char *members, const char *claims,
    const char *wanted)
{
	assert_string_equal(
	    judged(says, members, claims), arena_printf(arena, "%s\n", wanted));
}

#endif
