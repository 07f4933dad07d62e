/* SPDX-License-Identifier: ISC */
/* Plays the part of a TPP: sends what each test says, and keeps what the next
 * ones need. */
#include <string.h>

#include "commands/conformance/private.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/monotonic.h"
#include "kit/shown.h"
#include "validators/lib/profile.h"

enum { SHOWN = 300 };

struct play {
	struct conformance_run *run;
	struct conformance_server *server;
	struct conformance_registered *registered;
};

static const char *
string_of(const struct json *object, const char *name, const char *otherwise)
{
	const char *text = json_string(json_get(object, name));

	return text != NULL ? text : otherwise;
}

/* The certificate of whom the test has connect. */
static bool
set_identity(const struct conformance_run *run, struct conformance_test *test,
    const char *who, struct conformance_call *call)
{
	if (strcmp(who, "nobody") == 0)
		return true;
	if (strcmp(who, "tpp") == 0) {
		call->certificate = run->party.certificate;
		call->key = run->party.key;
		return true;
	}
	if (run->party.dir == NULL || strpbrk(who, "/.") != NULL) {
		test->why = "this takes a sandbox (--sandbox)";
		return false;
	}
	call->certificate = arena_printf(
	    run->arena, "%s/%s/transport.pem", run->party.dir, who);
	call->key = arena_printf(
	    run->arena, "%s/%s/transport.key", run->party.dir, who);
	return true;
}

static bool
set_call(const struct conformance_run *run, struct conformance_test *test,
    const struct json *filled, const char *body, struct conformance_call *call)
{
	const char *usual = run->pack->type;

	if (json_get(filled, "form") != NULL)
		usual = "application/x-www-form-urlencoded";
	else if (usual == NULL)
		usual = json_string(json_at(run->profile->content_types, 0));
	*call = (struct conformance_call){
	    .method = string_of(filled, "method", "POST"),
	    .uri = string_of(
		filled, "uri", json_string(json_get(run->variables, "url"))),
	    .type = string_of(filled, "type", usual),
	    .body = body,
	    .bearer = json_string(json_get(filled, "bearer"))};
	if (!conformance_is_bearer(call->bearer)) {
		test->why = "the token cannot stand in a header";
		return false;
	}
	return set_identity(run, test, string_of(filled, "as", "tpp"), call);
}

static void
tell_sent(struct conformance_run *run, struct conformance_test *test,
    const struct json *filled, const struct conformance_call *call)
{
	struct json *sent =
	    conformance_tell_sent(run, test, filled, call->body);

	json_set_string(sent, "method", call->method);
	json_set_string(sent, "uri", call->uri);
	if (call->body != NULL)
		json_set_string(sent, "type", call->type);
	if (call->bearer != NULL)
		json_set_string(sent, "bearer", "(hidden)");
}

static void
tell_got(struct conformance_run *run, struct conformance_test *test,
    const struct conformance_answer *answer)
{
	struct json *got = json_new_object(run->arena);

	if (answer->refused != NULL) {
		json_set_string(got, "nothing", answer->refused);
		json_set(test->told, "got", got);
		return;
	}
	json_set_integer(got, "status", answer->status);
	if (answer->type != NULL)
		json_set_string(
		    got, "type", shown(run->arena, answer->type, SHOWN));
	if (answer->body != NULL)
		json_set(got, "body", conformance_hide(run, answer->body));
	else if (*answer->text != '\0')
		json_set_string(got, "text",
		    shown(run->arena, conformance_hide_text(run, answer->text),
			SHOWN));
	json_set(test->told, "got", got);
}

/* The members that later tests name. */
static void
keep_members(struct conformance_run *run, const struct json *filled,
    const struct json *body)
{
	const struct json *names = json_get(filled, "keep");

	for (size_t i = 0; i < json_length(names); i++) {
		const char *name = json_string(json_at(names, i));
		const struct json *value =
		    conformance_get(run->arena, body, name);

		if (name != NULL && json_string(value) != NULL)
			json_set(run->variables, conformance_last(name), value);
	}
}

static bool
make_test(struct play *play, struct conformance_test *test)
{
	struct conformance_run *run = play->run;
	struct conformance_answer answer;
	struct conformance_call call;
	const struct json *filled = NULL;
	const char *body = NULL;
	enum conformance_ready ready = conformance_fill(run, test, &filled);

	if (ready == CONFORMANCE_READY)
		ready = conformance_body(run, test, filled, &body);
	if (ready == CONFORMANCE_READY &&
	    !set_call(run, test, filled, body, &call))
		ready = CONFORMANCE_NOT_NOW;
	if (ready != CONFORMANCE_READY) {
		test->outcome = CONFORMANCE_SKIPPED;
		return ready == CONFORMANCE_NOT_NOW;
	}
	conformance_send(run, play->server, &call, &answer);
	test->sent = body;
	conformance_learn(run, answer.body);
	conformance_compare(run, test, filled, body, &answer);
	tell_sent(run, test, filled, &call);
	conformance_tell_expected(run, test, filled);
	tell_got(run, test, &answer);
	if (answer.body != NULL && test->done)
		keep_members(run, filled, answer.body);
	conformance_note(
	    run, &play->registered, play->server->url, &call, &answer);
	if (test->done && json_true(json_get(filled, "removes")))
		conformance_forget(&play->registered,
		    json_string(json_get(run->variables, "client_id")));
	return true;
}

/* A test that cannot be made since another one was not answered as it should;
 * NULL: it can. */
static const char *
hindrance(const struct play *play, const struct conformance_test *test)
{
	const struct json *needs = test->needs;

	if (test->clause == NULL)
		return "the profile has no such rule";
	for (size_t i = 0; i < json_length(needs); i++) {
		const char *name = json_string(json_at(needs, i));

		if (!conformance_find(
			play->run->pack, name, play->run->pack->count)
			 ->done)
			return arena_printf(play->run->arena,
			    "%s was not answered as it should be", name);
	}
	return NULL;
}

static bool
run_test(struct play *play, struct conformance_test *test)
{
	const int64_t begun = monotonic_now();
	bool fine = true;

	test->why = hindrance(play, test);
	if (test->why != NULL)
		test->outcome = CONFORMANCE_SKIPPED;
	else if (play->server->dead != NULL) {
		test->outcome = CONFORMANCE_UNABLE;
		test->why = play->server->dead;
	} else
		fine = make_test(play, test);
	test->milliseconds = monotonic_since(begun);
	return fine;
}

bool
conformance_play(struct conformance_run *run, struct conformance_server *server,
    void (*tell)(const struct conformance_test *test), struct json **left)
{
	struct play play = {.run = run, .server = server};
	bool fine = true;

	*left = json_new_array(run->arena);
	for (size_t i = 0; fine && i < run->pack->count; i++) {
		if (!run->pack->tests[i].wanted)
			continue;
		fine = run_test(&play, &run->pack->tests[i]);
		if (fine && tell != NULL)
			tell(&run->pack->tests[i]);
	}
	conformance_clean(run, server, play.registered, *left);
	return fine;
}
