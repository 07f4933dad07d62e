/* SPDX-License-Identifier: ISC */
/* Answers of every kind, and how an answer is written for the web server. */
#include "front/lib/reply.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/join.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/request.h"
#include "validators/lib/verdict.h"
#include "validators/refusals/refusals.h"

static const struct {
	int status;
	const char *phrase; /* with the number */
} phrases[] = {
    {200, "200 OK"},
    {201, "201 Created"},
    {204, "204 No Content"},
    {304, "304 Not Modified"},
    {400, "400 Bad Request"},
    {401, "401 Unauthorized"},
    {403, "403 Forbidden"},
    {404, "404 Not Found"},
    {405, "405 Method Not Allowed"},
    {409, "409 Conflict"},
    {411, "411 Length Required"},
    {412, "412 Precondition Failed"},
    {413, "413 Content Too Large"},
    {415, "415 Unsupported Media Type"},
    {429, "429 Too Many Requests"},
    {431, "431 Request Header Fields Too Large"},
    {503, "503 Service Unavailable"},
};

struct reply *
reply_json(struct arena *arena, const char *outcome, const char *body)
{
	struct reply *reply = arena_alloc(arena, sizeof(*reply));

	reply->status = 200;
	reply->body = body;
	reply->outcome = outcome;
	return reply;
}

static struct reply *
refusing(
    struct arena *arena, int status, const char *error, const char *description)
{
	struct reply *reply = arena_alloc(arena, sizeof(*reply));
	struct json *body = json_new_object(arena);

	json_set_string(body, "error", error);
	json_set_string(body, "error_description", description);
	reply->status = status;
	reply->body = json_text(arena, body);
	reply->error = error;
	reply->outcome = "refused";
	return reply;
}

/* RFC 7591 section 3.2.2 wants ASCII; the configuration may hold more. */
static const char *
ascii(char *text)
{
	for (char *c = text; *c != '\0'; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
	return text;
}

struct reply *
reply_conceal(struct arena *arena, const struct refusal *refusal,
    const char *said, const char *why)
{
	struct reply *reply =
	    refusing(arena, refusal->status, refusal->rule.error, said);

	reply->rules = refusal->rule.id;
	reply->why = ascii(arena_strdup(arena, why));
	return reply;
}

struct reply *
reply_refuse(
    struct arena *arena, const struct refusal *refusal, const char *format, ...)
{
	const char *said;
	va_list ap;

	va_start(ap, format);
	said = ascii(arena_vprintf(arena, format, ap));
	va_end(ap);
	return reply_conceal(arena, refusal, said, said);
}

struct reply *
reply_unable(struct arena *arena, const char *why)
{
	struct reply *reply = refusing(arena, 503, "temporarily_unavailable",
	    "this cannot be done now; please try again in a while");

	reply->headers = "Retry-After: 30\r\n";
	reply->outcome = "unable";
	reply->why = why;
	return reply;
}

static const char *
finding_text(struct arena *arena, const struct finding *finding)
{
	return arena_printf(arena, "%s: %s",
	    pointer_name(arena, finding->pointer), finding->detail);
}

/* Findings that do not fit are counted, so that nobody takes the list for the
 * whole. */
static const char *
describe(struct arena *arena, const struct verdict *verdict)
{
	const char *cut = verdict->cut ? "; the rest was not looked at" : "";
	const size_t room =
	    LIMIT_DESCRIPTION - sizeof("; and 1000 more") - strlen(cut);
	const char *text = "";
	size_t told = 0;

	for (const struct finding *f = verdict->findings; f != NULL;
	     f = f->next) {
		const char *more = arena_printf(arena, "%s%s%s", text,
		    told > 0 ? "; " : "", finding_text(arena, f));
		if (strlen(more) > room && told > 0)
			break;
		text = more;
		told++;
	}
	if (told < verdict->count || verdict->cut)
		text = arena_printf(arena, "%.*s%s; and %zu more", (int)room,
		    text, cut, verdict->count - told);
	return ascii(arena_printf(arena, "%.*s", LIMIT_DESCRIPTION, text));
}

static const char *
rule_ids(struct arena *arena, const struct verdict *verdict)
{
	const char *ids = NULL;

	for (const struct finding *f = verdict->findings; f != NULL;
	     f = f->next)
		ids = ids == NULL
			  ? f->rule->id
			  : arena_printf(arena, "%s,%s", ids, f->rule->id);
	return ids;
}

struct reply *
reply_verdict(struct arena *arena, const struct verdict *verdict)
{
	if (verdict->outcome == OUTCOME_UNABLE) {
		struct reply *reply = reply_unable(arena, verdict->unable);
		reply->rules = rule_ids(arena, verdict);
		return reply;
	}
	if (verdict->too_large)
		return reply_refuse(arena, &refusals_request[REQUEST_MEMORY],
		    "the request takes more memory than one request may: fewer "
		    "or shorter values are needed");
	const char *error = verdict->findings->rule->error;
	bool stranger = strcmp(error, ERROR_CLIENT) == 0;
	const char *told = describe(arena, verdict);
	const char *prescribed = verdict->findings->description;
	struct reply *reply = refusing(arena, stranger ? 401 : 400, error,
	    prescribed != NULL ? prescribed : told);
	reply->rules = rule_ids(arena, verdict);
	reply->why = told;
	return reply;
}

static const char *
phrase_of(int status)
{
	size_t i = 0;

	while (phrases[i].status != status)
		i++;
	return phrases[i].phrase;
}

/* HEAD tells the length of the body that GET would have sent (RFC 9110 section
 * 8.6). */
static const char *
content_headers(
    struct arena *arena, const struct reply *reply, bool without_body)
{
	const char *type = "Content-Type: application/json\r\n";

	if (reply->body == NULL)
		return "";
	if (reply->type != NULL)
		type = arena_printf(arena, "Content-Type: %s\r\n", reply->type);
	if (!without_body)
		return type;
	return arena_printf(
	    arena, "%sContent-Length: %zu\r\n", type, strlen(reply->body));
}

/* A web server may put what an authorizer says into the answer of the API that
 * it let the call through to: how that is cached is the API's to say. */
static const char *
cache_headers(const struct reply *reply, bool bare)
{
	if (bare)
		return "";
	return reply->revalidated
		   ? "Cache-Control: private, no-cache\r\n"
		   : "Cache-Control: no-store\r\nPragma: no-cache\r\n";
}

const char *
reply_text(struct arena *arena, const struct reply *reply,
    const struct request *request, size_t *length)
{
	const bool head =
	    request->method != NULL && strcmp(request->method, "HEAD") == 0;
	const bool bare = request->authorizer && reply->status == 200;
	const bool id = !bare && request->id != NULL;
	const char *const texts[] = {"Status: ", phrase_of(reply->status),
	    "\r\n", cache_headers(reply, bare), id ? "Request-Id: " : "",
	    id ? request->id : "", id ? "\r\n" : "",
	    reply->headers != NULL ? reply->headers : "",
	    content_headers(arena, reply, head), "\r\n",
	    reply->body != NULL && !head ? reply->body : "", NULL};

	return join_texts(arena, texts, length);
}
