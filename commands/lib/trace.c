/* SPDX-License-Identifier: ISC */
/* What each validator said of one request, as JSON and as text. */
#include "commands/lib/trace.h"

#include <stdio.h>
#include <string.h>

#include "commands/lib/command.h"
#include "kit/json.h"
#include "validators/external/external.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

const char *
trace_word(enum outcome outcome)
{
	static const char *const words[] = {
	    [OUTCOME_PASS] = "pass",
	    [OUTCOME_REFUSE] = "refuse",
	    [OUTCOME_UNABLE] = "unable",
	};

	return words[outcome];
}

int
trace_exit(enum outcome outcome)
{
	switch (outcome) {
	case OUTCOME_PASS:
		return EXIT_PASS;
	case OUTCOME_REFUSE:
		return EXIT_REFUSED;
	case OUTCOME_UNABLE:
		break;
	}
	return EXIT_UNABLE;
}

const struct json *
trace_finding(
    struct arena *arena, const struct profile *profile, const struct finding *f)
{
	struct json *finding = json_new_object(arena);

	json_set_string(finding, "rule", f->rule->id);
	json_set_string(finding, "error", f->rule->error);
	json_set_string(finding, "pointer", f->pointer);
	json_set_string(finding, "detail", f->detail);
	if (profile != NULL)
		json_set_string(
		    finding, "clause", profile_clause(profile, f->rule));
	return finding;
}

static void
tell(void *context, const struct judge_answer *answer)
{
	struct trace *trace = context;
	const struct profile_question *q = answer->question;
	struct json *one = json_new_object(trace->arena);
	struct json *findings = json_new_array(trace->arena);

	json_set_string(one, "validator", q->validator->name);
	json_set_string(one, "origin",
	    q->external != NULL ? q->external->kind : "built in");
	json_set_string(one, "outcome",
	    answer->asked ? trace_word(answer->outcome) : "not asked");
	if (answer->why != NULL)
		json_set_string(one, "why", answer->why);
	if (answer->asked)
		json_set_integer(
		    one, "microseconds", answer->nanoseconds / 1000);
	for (const struct finding *f = answer->findings; f != NULL; f = f->next)
		json_append(findings, trace_finding(trace->arena, NULL, f));
	if (json_length(findings) > 0)
		json_set(one, "findings", findings);
	if (answer->metadata != NULL)
		json_set(one, "metadata", answer->metadata);
	json_append(trace->answers, one);
}

void
trace_begin(struct trace *trace, struct arena *arena)
{
	*trace = (struct trace){
	    .arena = arena,
	    .answers = json_new_array(arena),
	    .told = {.tell = tell, .context = trace},
	};
}

static const char *
text(const struct json *one, const char *name)
{
	const char *string = json_string(json_get(one, name));

	return string != NULL ? string : "";
}

static void
print_line(const struct json *one)
{
	int64_t microseconds;

	printf("  %-9s ", text(one, "outcome"));
	if (json_integer(json_get(one, "microseconds"), &microseconds))
		printf("%6lld us", (long long)microseconds);
	else
		printf("%9s", "");
	printf("  %s%s%s\n", text(one, "validator"),
	    *text(one, "why") != '\0' ? ": " : "", text(one, "why"));
}

void
trace_print(const struct trace *trace)
{
	for (size_t i = 0; i < json_length(trace->answers); i++)
		print_line(json_at(trace->answers, i));
}

static void
print_findings(const struct json *findings)
{
	for (size_t i = 0; i < json_length(findings); i++) {
		const struct json *f = json_at(findings, i);
		printf("    %s\n      where  %s\n      what   %s\n",
		    text(f, "rule"), text(f, "pointer"), text(f, "detail"));
	}
}

void
trace_print_added(const struct trace *trace)
{
	for (size_t i = 0; i < json_length(trace->answers); i++) {
		const struct json *one = json_at(trace->answers, i);
		const struct json *metadata = json_get(one, "metadata");
		if (strcmp(text(one, "origin"), "built in") == 0)
			continue;
		print_line(one);
		print_findings(json_get(one, "findings"));
		if (metadata != NULL)
			printf(
			    "    adds %s\n", json_text(trace->arena, metadata));
	}
}
