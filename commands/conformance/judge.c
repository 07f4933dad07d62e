/* SPDX-License-Identifier: ISC */
/* Makes the tests at this desk: by the judge of dcr check, which asks the
 * questions of the profile. */
#include <string.h>
#include <time.h>

#include "commands/conformance/private.h"
#include "commands/lib/command.h"
#include "commands/lib/trace.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/monotonic.h"
#include "kit/request.h"
#include "kit/shown.h"
#include "validators/judge/judge.h"
#include "validators/lib/metadata.h"
#include "validators/lib/profile.h"
#include "validators/lib/verdict.h"
#include "validators/validator.h"

enum { SHOWN = 300 };

/* Is the rule one that the store answers by, while it writes? */
static bool
is_of_the_store(const struct profile *profile, const struct rule *rule)
{
	for (const struct profile_question *q = profile->questions;
	     rule != NULL && q->validator != NULL; q++)
		for (const struct rule *r = q->rules; r->id != NULL; r++)
			if (strcmp(r->id, rule->id) == 0)
				return q->validator->check == NULL;
	return false;
}

/* What only a server can be asked; NULL: nothing of that. */
static const char *
hindrance(
    const struct conformance_run *run, const struct conformance_test *test)
{
	static const char *const names[] = {
	    "method", "uri", "bearer", "form", "again", "type"};

	if (test->clause == NULL)
		return "the profile has no such rule";
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (json_get(test->data, names[i]) != NULL)
			return "this asks a server";
	if (is_of_the_store(run->profile, test->rule))
		return "this asks a store";
	return NULL;
}

/* The certificate of whom the test has connect; NULL: nobody's, or *why. */
static const char *
certificate_of(
    struct conformance_run *run, const struct json *filled, const char **why)
{
	const char *who = json_string(json_get(filled, "as"));
	const char *text;
	size_t length;

	if (who == NULL)
		who = "tpp";
	if (strcmp(who, "nobody") == 0)
		return NULL;
	text = strpbrk(who, "/.") != NULL
		   ? NULL
		   : command_read(run->arena,
			 arena_printf(run->arena, "%s/%s/transport.pem",
			     run->party.dir, who),
			 LIMIT_CERTIFICATE, &length);
	if (text == NULL)
		*why = "there is no such party in the sandbox";
	return text;
}

static void
tell_got(struct conformance_run *run, struct conformance_test *test,
    const struct submission *s, const struct verdict *v)
{
	struct json *got = json_new_object(run->arena);
	struct json *findings = json_new_array(run->arena);

	json_set_string(got, "outcome", trace_word(v->outcome));
	for (const struct finding *f = v->findings; f != NULL; f = f->next)
		json_append_string(findings,
		    arena_printf(run->arena, "%s: %s: %s", f->rule->id,
			pointer_name(run->arena, f->pointer),
			shown(run->arena, f->detail, SHOWN)));
	if (v->findings != NULL) {
		json_set_string(got, "error", v->findings->rule->error);
		json_set(got, "findings", findings);
	}
	if (v->unable != NULL)
		json_set_string(
		    got, "why", shown(run->arena, v->unable, SHOWN));
	if (v->outcome == OUTCOME_PASS)
		json_set(got, "registered",
		    conformance_hide(run, metadata_registered(s)));
	json_set(test->told, "got", got);
}

/* Are the rules of the findings those that the test names, in this order? */
static void
compare_rules(struct conformance_run *run, struct conformance_test *test,
    const struct json *wanted, const struct verdict *v)
{
	const struct json *rules = json_get(wanted, "rules");
	struct json *own = json_new_array(run->arena);
	struct json *got = json_new_array(run->arena);

	if (rules == NULL && test->rule == NULL)
		return;
	if (rules == NULL) {
		json_append_string(own, test->rule->id);
		rules = own;
	}
	for (const struct finding *f = v->findings; f != NULL; f = f->next)
		json_append_string(got, f->rule->id);
	if (!json_equal(rules, got))
		conformance_fault(run, test, "rules: are %s, not %s",
		    listed(run->arena, got), listed(run->arena, rules));
}

/* Is the member one that a server adds, to a registration or to a JWT that it
 * answers with? */
static bool
is_servers_own(const char *name)
{
	static const char *const own[] = {"client_id", "client_id_issued_at",
	    "registration_client_uri", "registration_access_token", "iss",
	    "sub", "aud", "iat", "exp"};

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (strcmp(name, own[i]) == 0)
			return true;
	return false;
}

/* What a server would answer, as far as it is of the registration: a path leads
 * to its last name, and what only a server says is not missed. */
static const struct json *
at_the_desk(struct conformance_run *run, const struct json *wanted)
{
	struct json *desk = json_new_object(run->arena);
	struct json *has = json_new_array(run->arena);
	struct json *equal = json_new_object(run->arena);
	const struct json *names = json_get(wanted, "has"), *value;
	const char *name;

	for (size_t i = 0; i < json_length(names); i++) {
		name = json_string(json_at(names, i));
		if (name == conformance_last(name) && !is_servers_own(name))
			json_append(has, json_at(names, i));
	}
	for (struct json_each each = json_each(json_get(wanted, "equal"));
	     json_next(&each, &name, &value);)
		if (!is_servers_own(conformance_last(name)))
			json_set(equal, conformance_last(name), value);
	json_set(desk, "has", has);
	json_set(desk, "equal", equal);
	json_set(desk, "lacks", json_get(wanted, "lacks"));
	return desk;
}

/* The members that must be as they were sent, by their last names. */
static const struct json *
sent_of(
    struct conformance_run *run, const struct json *wanted, const char *body)
{
	const struct json *claims = conformance_claims(run->arena, body);
	const struct json *names = json_get(wanted, "as_sent"), *value;
	struct json *equal = json_new_object(run->arena);
	struct json *desk = json_new_object(run->arena);

	for (size_t i = 0; i < json_length(names); i++) {
		const char *name = json_string(json_at(names, i));

		value = conformance_get(run->arena, claims, name);
		if (value != NULL)
			json_set(equal, conformance_last(name), value);
	}
	json_set(desk, "equal", equal);
	return desk;
}

static void
compare(struct conformance_run *run, struct conformance_test *test,
    const struct json *filled, const char *body, const struct submission *s,
    const struct verdict *v)
{
	const struct json *wanted = json_get(filled, "expect");
	const struct json *errors = conformance_errors(run, test, wanted);
	const bool pass = conformance_wants_success(run, wanted);
	struct json *error;

	test->outcome = CONFORMANCE_PASSED;
	if (v->outcome == OUTCOME_UNABLE) {
		test->outcome = CONFORMANCE_UNABLE;
		test->why = shown(run->arena, v->unable, SHOWN);
		return;
	}
	test->done = pass == (v->outcome == OUTCOME_PASS);
	if (!test->done)
		conformance_fault(run, test, "outcome: is %s, not %s",
		    trace_word(v->outcome), pass ? "pass" : "refuse");
	if (!pass)
		compare_rules(run, test, wanted, v);
	if (v->findings != NULL && errors != NULL) {
		error = json_new_string(run->arena, v->findings->rule->error);
		if (!conformance_allows(errors, error))
			conformance_fault(run, test, "error: is %s",
			    v->findings->rule->error);
	}
	if (!pass || v->outcome != OUTCOME_PASS)
		return;
	conformance_compare_members(
	    run, test, at_the_desk(run, wanted), NULL, metadata_registered(s));
	conformance_compare_members(run, test, sent_of(run, wanted, body), NULL,
	    metadata_registered(s));
}

static enum conformance_ready
judge_test(struct conformance_run *run, const struct judge *judge,
    struct conformance_test *test)
{
	struct request request = {.id = "test"};
	const struct json *filled = NULL;
	struct submission submission;
	struct verdict verdict;
	const char *body = NULL;
	enum conformance_ready ready = conformance_fill(run, test, &filled);

	if (ready == CONFORMANCE_READY)
		ready = conformance_body(run, test, filled, &body);
	if (ready != CONFORMANCE_READY)
		return ready;
	request.body = body;
	request.body_length = strlen(body);
	request.client_cert = certificate_of(run, filled, &test->why);
	if (test->why != NULL)
		return CONFORMANCE_NOT_NOW;
	judge_request(judge, &request, NULL, run->arena, time(NULL), 0,
	    &submission, &verdict);
	compare(run, test, filled, body, &submission, &verdict);
	conformance_tell_sent(run, test, filled, body);
	conformance_tell_expected(run, test, filled);
	tell_got(run, test, &submission, &verdict);
	return CONFORMANCE_READY;
}

bool
conformance_judge(struct conformance_run *run, const struct judge *judge,
    void (*tell)(const struct conformance_test *test))
{
	enum conformance_ready ready;

	for (size_t i = 0; i < run->pack->count; i++) {
		struct conformance_test *test = &run->pack->tests[i];
		const int64_t begun = monotonic_now();

		if (!test->wanted)
			continue;
		test->why = hindrance(run, test);
		ready = test->why == NULL ? judge_test(run, judge, test)
					  : CONFORMANCE_NOT_NOW;
		if (ready == CONFORMANCE_BROKEN)
			return false;
		if (ready == CONFORMANCE_NOT_NOW)
			test->outcome = CONFORMANCE_SKIPPED;
		test->milliseconds = monotonic_since(begun);
		if (tell != NULL)
			tell(test);
	}
	return true;
}
