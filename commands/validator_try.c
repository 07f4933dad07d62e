/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "commands/lib/command.h"
#include "commands/lib/trace.h"
#include "commands/validator.h"
#include "kit/arena.h"
#include "kit/file.h"
#include "kit/jose/jws.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/request.h"
#include "validators/validator.h"

/* What was recorded is judged as of when it was made: it may be old. */
static bool
issued(struct arena *arena, const char *text, size_t length, time_t *at)
{
	struct jws jws;
	int64_t seconds;

	while (length > 0 && text[length - 1] == '\n')
		length--;
	if (jws_parse(arena, text, length, &jws) != JWS_OK ||
	    !json_integer(json_get(jws.payload, "iat"), &seconds))
		return false;
	*at = (time_t)seconds;
	return true;
}

static time_t
time_of(struct arena *arena, const struct request *request)
{
	const char *statement;
	time_t at = time(NULL);

	if (issued(arena, request->body, request->body_length, &at))
		return at;
	statement = json_string(json_get(
	    json_parse(arena, request->body, request->body_length, NULL),
	    "software_statement"));
	if (statement != NULL)
		(void)issued(arena, statement, strlen(statement), &at);
	return at;
}

/* "a/b.jwt" came with "a/b.pem", if that is there. */
static const char *
certificate_of(const struct validator_trial *trial, const char *path)
{
	const char *name = strrchr(path, '/');
	const char *dot = strrchr(name != NULL ? name : path, '.');
	size_t length, stem = dot != NULL ? (size_t)(dot - path) : strlen(path);

	if (trial->certificate != NULL)
		return file_read(trial->arena, trial->certificate,
		    LIMIT_CERTIFICATE, &length);
	return file_read(trial->arena,
	    arena_printf(trial->arena, "%.*s.pem", (int)stem, path),
	    LIMIT_CERTIFICATE, &length);
}

/* Whose registration it is, by the statement that it was made with. */
static void
read_stored(const struct validator_trial *trial, const char *text,
    const struct request *request, struct submission *submission,
    struct replaced *stored)
{
	const struct json *metadata =
	    json_parse(trial->arena, text, strlen(text), NULL);
	const char *id = json_string(json_get(metadata, "client_id"));

	judge_registered(&trial->judge, request,
	    json_string(json_get(metadata, "software_statement")), trial->arena,
	    time(NULL), submission);
	*stored = (struct replaced){
	    .client_id = id != NULL ? id : "-",
	    .software = software_of(submission),
	    .metadata = text,
	};
	if (stored->software == NULL)
		stored->software = "-";
}

static void
judge_file(const struct validator_trial *trial, const struct judge *judge,
    const struct request *request, const char *stored_text, unsigned assumed,
    struct verdict *verdict)
{
	struct submission submission;
	struct replaced stored;

	if (stored_text != NULL)
		read_stored(trial, stored_text, request, &submission, &stored);
	if (trial->method == ADDED_GET || trial->method == ADDED_DELETE) {
		submission.trace = judge->trace;
		judge_added(
		    judge, trial->method, &stored, &submission, verdict);
		return;
	}
	judge_request(judge, request, stored_text != NULL ? &stored : NULL,
	    trial->arena, time_of(trial->arena, request), assumed, &submission,
	    verdict);
}

static void
print_whole(const struct verdict *verdict)
{
	printf("  in all    %s", trace_word(verdict->outcome));
	if (verdict->unable != NULL)
		printf(": %s", verdict->unable);
	for (const struct finding *f = verdict->findings; f != NULL;
	     f = f->next)
		printf("%s %s", f == verdict->findings ? ":" : "", f->rule->id);
	putchar('\n');
}

int
validator_try(const struct validator_trial *trial, const char *path)
{
	struct request request = {.id = "test"};
	struct verdict verdict;
	struct judge judge = trial->judge;
	struct trace trace;
	size_t length;
	const char *file = trial->stored;
	const char *stored = NULL;

	request.body =
	    file_read(trial->arena, path, LIMIT_BODY, &request.body_length);
	if (file != NULL)
		stored = file_read(trial->arena, file, LIMIT_BODY, &length);
	else
		file = path;
	if (request.body == NULL || (trial->stored != NULL && stored == NULL))
		return command_fail(EXIT_WRONG, "%s: %s",
		    request.body == NULL ? path : file, strerror(errno));
	if (trial->method == ADDED_GET || trial->method == ADDED_DELETE)
		stored = request.body;
	request.client_cert = certificate_of(trial, path);
	if (request.client_cert == NULL && trial->certificate != NULL)
		return command_fail(
		    EXIT_WRONG, "%s: %s", trial->certificate, strerror(errno));
	trace_begin(&trace, trial->arena);
	judge.trace = &trace.told;
	judge_file(trial, &judge, &request, stored,
	    request.client_cert == NULL ? CLIENT_KNOWN | SAME_PARTY : 0,
	    &verdict);
	printf("%s%s\n", path,
	    request.client_cert == NULL ? ": no certificate beside it, so "
					  "none was judged"
					: "");
	trace_print_added(&trace);
	print_whole(&verdict);
	return trace_exit(verdict.outcome);
}
