/* SPDX-License-Identifier: ISC */
/* dcr validator: external validators asked about recorded requests. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/lib/trace.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/file.h"
#include "kit/jose/jws.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/moment.h"
#include "kit/request.h"
#include "validators/external/external.h"
#include "validators/judge/judge.h"
#include "validators/validator.h"

/* A trial of external validators on recorded requests. */
struct trial {
	struct arena *arena;
	struct judge judge;
	enum method method;
	const char *certificate; /* a file; NULL: one beside each request */
	const char *stored;	 /* a file: the registration to be replaced */
};

/* When a recorded JWT was issued: a recording may be old, and is judged as of
 * then. */
static bool
issued(struct arena *arena, const char *text, size_t length, time_t *at)
{
	struct jws jws;
	int64_t seconds;

	while (length > 0 && text[length - 1] == '\n')
		length--;
	if (jws_parse(arena, text, length, &jws) != JWS_OK)
		return false;
	seconds = moment_numeric(json_get(jws.payload, "iat"));
	if (seconds >= 0)
		*at = (time_t)seconds;
	return seconds >= 0;
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

/* The certificate that came with the request: for "a/b.jwt" the file "a/b.pem",
 * if that is there. */
static const char *
certificate_of(const struct trial *trial, const char *path)
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

/* Reads a registration; its software is that of the statement that it was made
 * with. */
static void
read_stored(const struct trial *trial, const char *text,
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
judge_file(const struct trial *trial, const struct judge *judge,
    const struct request *request, const char *stored_text, unsigned assumed,
    struct verdict *verdict)
{
	struct submission submission;
	struct replaced stored;

	if (stored_text != NULL)
		read_stored(trial, stored_text, request, &submission, &stored);
	if (trial->method == METHOD_GET || trial->method == METHOD_DELETE) {
		submission.trace = judge->trace;
		judge_external(
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

/* What the validators make of one file: a request or, where one is read or
 * removed, a registration. */
static int
try_file(const struct trial *trial, const char *path)
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
		return command_fail_file(
		    EXIT_WRONG, request.body == NULL ? path : file);
	if (trial->method == METHOD_GET || trial->method == METHOD_DELETE)
		stored = request.body;
	request.client_cert = certificate_of(trial, path);
	if (request.client_cert == NULL && trial->certificate != NULL)
		return command_fail_file(EXIT_WRONG, trial->certificate);
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

/* Reads the options; the index of the validators' file in argv, behind which
 * the requests are, or 0 after saying what is wrong. */
static int
parse(int argc, char **argv, struct trial *trial)
{
	const char *method = method_name(METHOD_POST);
	const struct option options[] = {
	    {"--cert", .value = &trial->certificate},
	    {"--stored", .value = &trial->stored},
	    {"--method", .value = &method},
	    {0},
	};
	int first = 2;

	if (argc < 2 || strcmp(argv[1], "test") != 0) {
		(void)command_usage();
		return 0;
	}
	while (first < argc && argv[first][0] == '-')
		first += 2;
	if (!options_read((first < argc ? first : argc) - 1, argv + 1, options))
		return 0;
	trial->method = method_named(method);
	if (trial->method == 0)
		(void)command_misuse("--method: no such method: %s", method);
	else if ((trial->method == METHOD_PUT) != (trial->stored != NULL))
		(void)command_misuse("--stored goes with --method PUT");
	else if (first + 1 >= argc)
		(void)command_misuse("FILE or REQUEST is missing");
	else
		return first;
	return 0;
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Certificates lie beside the requests that came with them. */
static int
is_request(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return entry->d_name[0] != '.' &&
	       (dot == NULL || strcmp(dot, ".pem") != 0);
}

static int
worse(int a, int b)
{
	return a > b ? a : b;
}

static int
try_folder(const struct trial *trial, const char *folder)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_request, alphasort);
	int code = EXIT_PASS;

	if (count == -1)
		return command_fail_file(EXIT_WRONG, folder);
	for (int i = 0; i < count; i++) {
		const char *path = arena_printf(
		    trial->arena, "%s/%s", folder, entries[i]->d_name);
		if (!is_folder(path))
			code = worse(code, try_file(trial, path));
		free(entries[i]);
	}
	free(entries);
	return code;
}

/* The file takes the place of the overlay that the configuration names. */
int
validator_command(int argc, char **argv, struct arena *arena)
{
	struct trial trial = {.arena = arena};
	const int first = parse(argc, argv, &trial);
	const char *why = NULL;
	int code = EXIT_PASS;

	if (first == 0)
		return EXIT_WRONG;
	const struct config *config = command_config(arena);
	if (config == NULL)
		return EXIT_WRONG;
	struct config *with = arena_alloc(arena, sizeof(*with));
	*with = *config;
	with->overlay = argv[first];
	if (!judge_open(&trial.judge, with, arena, &why))
		return command_fail(EXIT_WRONG, "%s", why);
	if (!external_any(trial.judge.profile, trial.method))
		return command_fail(EXIT_WRONG,
		    "%s: has no validator that is asked on %s", argv[first],
		    method_name(trial.method));
	for (int i = first + 1; i < argc; i++)
		code =
		    worse(code, is_folder(argv[i]) ? try_folder(&trial, argv[i])
						   : try_file(&trial, argv[i]));
	return code;
}
