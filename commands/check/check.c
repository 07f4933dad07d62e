/* SPDX-License-Identifier: ISC */
/* dcr check: a request judged as the endpoint would, and not registered. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "commands/check/private.h"
#include "commands/lib/command.h"
#include "commands/lib/options.h"
#include "commands/lib/since.h"
#include "commands/lib/trace.h"
#include "kit/jose/libjwt.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/request.h"
#include "validators/judge/judge.h"
#include "validators/lib/metadata.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

struct question {
	const char *file;	 /* the request */
	const char *certificate; /* a file, or NULL */
	bool json, trace, second;
	int64_t now, at;  /* the second of the request, and of the profile */
	unsigned assumed; /* facts, when there is no certificate to look at */
	struct trace traced;
	const struct libjwt *libjwt; /* NULL: no second opinion is wanted */
};

/* Reads what a web server would have handed over.  An empty certificate file
 * stands for a caller without a certificate. */
static bool
read_request(
    const struct question *q, struct arena *arena, struct request *request)
{
	size_t length;
	const char *file = q->file;

	*request = (struct request){.id = "check"};
	request->body =
	    command_read(arena, file, LIMIT_BODY, &request->body_length);
	if (request->body != NULL && q->certificate == NULL) {
		request->client_cert = getenv("SSL_CLIENT_CERT");
		return true;
	}
	if (request->body != NULL) {
		file = q->certificate;
		request->client_cert =
		    command_read(arena, file, LIMIT_CERTIFICATE, &length);
		if (request->client_cert != NULL && length == 0) {
			request->client_cert = NULL;
			return true;
		}
	}
	if (request->client_cert != NULL)
		return true;
	(void)command_fail_file(EXIT_WRONG, file);
	return false;
}

static void
print_json(const struct submission *s, const struct verdict *v,
    const struct question *q, const struct json *opinions)
{
	struct json *all = json_new_object(s->arena);
	struct json *findings = json_new_array(s->arena);

	for (const struct finding *f = v->findings; f != NULL; f = f->next)
		json_append(findings, trace_finding(s->arena, s->profile, f));
	json_set_string(all, "outcome", trace_word(v->outcome));
	json_set_boolean(all, "certificate_judged", q->assumed == 0);
	json_set(all, "findings", findings);
	if (v->unable != NULL)
		json_set_string(all, "why", v->unable);
	json_set_boolean(all, "all_looked_at", !v->too_large && !v->cut);
	if (v->outcome == OUTCOME_PASS)
		json_set(all, "metadata", metadata_registered(s));
	json_set(all, "dropped", metadata_dropped_told(s->arena, s->metadata));
	if (q->trace)
		json_set(all, "trace", q->traced.answers);
	json_set(all, "second_opinion", opinions);
	puts(json_text_pretty(s->arena, all));
}

static void
print_dropped(const struct metadata *metadata, struct arena *arena)
{
	const struct metadata_dropped *d =
	    metadata != NULL ? metadata->dropped : NULL;

	if (d != NULL)
		puts("\nleft out:");
	for (; d != NULL; d = d->next)
		printf("  %s%s%s, by %s\n", in_ascii(arena, d->name, 100),
		    d->strings != NULL ? ": " : "",
		    d->strings != NULL ? listed(arena, d->strings) : "",
		    d->rule->id);
}

static void
print_text(const struct submission *s, const struct verdict *v,
    const struct question *q, const struct json *opinions)
{
	printf("%s", trace_word(v->outcome));
	if (v->findings != NULL)
		printf(": %s", v->findings->rule->error);
	if (v->unable != NULL)
		printf(": %s", v->unable);
	if (v->too_large)
		printf(": the request takes too much memory");
	if (v->cut)
		printf(": enough is wrong, and the rest was not looked at");
	printf("\n");
	for (const struct finding *f = v->findings; f != NULL; f = f->next)
		printf("\n%s\n  where   %s\n  what    %s: %s\n  clause  %s\n",
		    f->rule->id, f->pointer, pointer_name(s->arena, f->pointer),
		    f->detail, profile_clause(s->profile, f->rule));
	if (v->outcome == OUTCOME_PASS)
		printf("\nwould be registered:\n%s\n",
		    json_text_pretty(s->arena, metadata_registered(s)));
	print_dropped(s->metadata, s->arena);
	if (q->trace) {
		puts("\nwhat was asked, in this order:");
		trace_print(&q->traced);
	}
	if (opinions != NULL)
		opinion_print(opinions);
}

static int
judge_it(struct question *q, struct judge *judge, const struct request *request,
    struct arena *arena)
{
	const struct json *opinions = NULL;
	struct submission submission;
	struct verdict verdict;
	bool dispute = false;

	trace_begin(&q->traced, arena);
	if (q->trace)
		judge->trace = &q->traced.told;
	judge_request(judge, request, NULL, arena, q->now, q->assumed,
	    &submission, &verdict);
	if (q->libjwt != NULL)
		opinions = opinion_of(&submission, q->libjwt, &dispute);
	(q->json ? print_json : print_text)(&submission, &verdict, q, opinions);
	return dispute ? EXIT_DISPUTED : trace_exit(verdict.outcome);
}

/* Where no certificate is given, the questions about certificates are left out,
 * and a note says so. */
int
check_command(int argc, char **argv, struct arena *arena)
{
	struct question question = {0};
	const char *at = NULL;
	const struct option options[] = {
	    {"--json", .flag = &question.json},
	    {"--trace", .flag = &question.trace},
	    {"--second-opinion", .flag = &question.second},
	    {"--cert", .value = &question.certificate},
	    {"--at", .value = &at},
	    {"FILE", .value = &question.file, .kind = OPERAND_FILE},
	    {0},
	};
	struct request request;
	struct judge judge;
	const char *why = NULL;

	question.now = question.at = time(NULL);
	if (!options_read(argc, argv, options) ||
	    since_read("--at", at, question.now, &question.at) != EXIT_PASS ||
	    !read_request(&question, arena, &request))
		return EXIT_WRONG;
	const struct config *config = command_config(arena);
	if (config == NULL)
		return EXIT_WRONG;
	/* A request that is to be made once a version is in force is made
	 * now: what is ahead are the rules alone. */
	if (question.at < question.now)
		question.now = question.at;
	if (!judge_open_at(&judge, config, question.at, arena, &why))
		return command_fail(EXIT_WRONG, "%s", why);
	if (question.second) {
		question.libjwt = libjwt_load(arena, &why);
		if (question.libjwt == NULL)
			return command_fail(
			    EXIT_UNABLE, "--second-opinion: %s", why);
	}
	if (request.client_cert == NULL && question.certificate == NULL &&
	    profile_question_of(
		judge.profile->questions, "client_certificate") != NULL) {
		question.assumed = CLIENT_KNOWN | SAME_PARTY;
		fputs("note: no certificate was given (--cert FILE), so none "
		      "was judged\n",
		    stderr);
	}
	return judge_it(&question, &judge, &request, arena);
}
