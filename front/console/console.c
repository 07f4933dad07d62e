/* SPDX-License-Identifier: ISC */
/* Serves pages about the registrations to the bank's people. */
#include "front/console/console.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "front/console/private.h"
#include "front/lib/reply.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/moment.h"
#include "kit/parameters.h"
#include "kit/percent.h"
#include "kit/request.h"
#include "pages/html.h"
#include "pages/page.h"
#include "validators/lib/verdict.h"

static const struct page_link nav[] = {
    {"./", "Overview"},
    {"clients", "Clients"},
    {"refused", "Refused"},
    {"outbox", "Deliveries"},
    {"health", "Health"},
    {"rules", "Rules"},
    {NULL, NULL},
};

static const struct shown {
	const char *name, *title, *here;
	console_page *put;
	const char *asked[5]; /* parameters that it takes; NULL ends */
} shown[] = {
    {"", "Overview", "./", console_overview, {"days", NULL}},
    {"clients", "Clients", "clients", console_clients,
	{"q", "after", "state", NULL}},
    {"client", "Client", NULL, console_client, {"id", "after", "until", NULL}},
    {"refused", "Refused requests", "refused", console_refused,
	{"q", "rule", "days", "after", NULL}},
    {"outbox", "Deliveries", "outbox", console_outbox, {NULL}},
    {"health", "Health", "health", console_health, {NULL}},
    {"rules", "Rules in force", "rules", console_rules, {NULL}},
};

const char *
console_asked(const struct console *console, const char *name)
{
	const char *value = parameter(console->asked, name);

	return value != NULL ? value : "";
}

const char *
console_quoted(const struct console *console, const char *text)
{
	return percent_encode(console->arena, text, "-._~");
}

static const int64_t lengths[] = {1, 7, 30};

int64_t
console_days(const struct console *console, int64_t otherwise)
{
	const char *text = console_asked(console, "days");

	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		if (strcmp(text, arena_printf(console->arena, "%lld",
				     (long long)lengths[i])) == 0)
			return lengths[i];
	return otherwise;
}

void
console_put_days(const struct console *console, int64_t chosen)
{
	html(console->out, "<div><label for=\"days\">Period</label>"
			   "<select id=\"days\" name=\"days\">");
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		html(console->out, "<option value=\"%lld\"",
		    (long long)lengths[i]);
		html(console->out, lengths[i] == chosen ? " selected>" : ">");
		html(console->out,
		    lengths[i] == 1 ? "the last day" : "the last %lld days",
		    (long long)lengths[i]);
		html(console->out, "</option>");
	}
	html(console->out, "</select></div>\n");
}

static const struct shown *
find(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;

	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
		if (strcmp(name, shown[i].name) == 0)
			return &shown[i];
	return NULL;
}

/* The reply, whose body is what was written; `out` is closed. */
static struct reply *
reply_page(struct console *console, char **text, int status)
{
	struct arena *arena = console->arena;
	struct reply *reply;

	if (fclose(console->out) != 0)
		abort();
	arena_defer(arena, free, *text);
	reply = reply_json(arena, "shown", *text);
	reply->status = status;
	reply->type = "text/html; charset=utf-8";
	reply->headers = arena_printf(arena,
	    "Content-Security-Policy: %s\r\n"
	    "X-Content-Type-Options: nosniff\r\n"
	    "X-Frame-Options: DENY\r\n"
	    "Referrer-Policy: no-referrer\r\n"
	    "Cross-Origin-Opener-Policy: same-origin\r\n"
	    "Cross-Origin-Resource-Policy: same-origin\r\n%s",
	    page_policy(arena),
	    status == 405   ? "Allow: GET, HEAD\r\n"
	    : status == 503 ? "Retry-After: 30\r\n"
			    : "");
	return reply;
}

static FILE *
begin(
    struct console *console, char **text, size_t *size, const struct page *page)
{
	console->out = open_memstream(text, size);
	if (console->out == NULL)
		abort();
	page_begin(console->out, console->arena, page);
	return console->out;
}

static struct page
page_of(const struct console *console, const char *title, const char *here)
{
	return (struct page){.title = title,
	    .of = console->service->config->issuer,
	    .nav = nav,
	    .here = here,
	    .made = moment_text(console->arena, console->now)};
}

static struct reply *
apology(struct console *console, int status, const char *title,
    const char *sentence)
{
	struct page page = page_of(console, title, NULL);
	char *text;
	size_t size;

	if (status == 403)
		page.nav = NULL;
	html(begin(console, &text, &size, &page), "<p>%s</p>\n", sentence);
	page_end(console->out, &page);
	struct reply *reply = reply_page(console, &text, status);
	reply->outcome = status == 503 ? "unable" : "refused";
	return reply;
}

static struct reply *
show(struct console *console, const struct shown *one)
{
	const char *id = console_asked(console, "id");
	const char *title = *id == '\0' ? one->title
					: arena_printf(console->arena,
					      "%s %.64s", one->title, id);
	const struct page page = page_of(console, title, one->here);
	char *text;
	size_t size;

	(void)begin(console, &text, &size, &page);
	if (one->put(console) != STORED_OK) {
		(void)fclose(console->out);
		free(text);
		return apology(console, 503, "Not now",
		    "The store cannot be read at the moment. Please try again "
		    "in a while.");
	}
	page_end(console->out, &page);
	return reply_page(console, &text, console->status);
}

/* Fails closed: a web server that names nobody has asked nobody who is there. */
static bool
is_let_in(const struct config_console *settings, const char *user)
{
	if (settings->anonymous)
		return true;
	if (user == NULL || *user == '\0')
		return false;
	if (settings->users == NULL)
		return true;
	for (const char *const *u = settings->users; *u != NULL; u++)
		if (strcmp(*u, user) == 0)
			return true;
	return false;
}

static struct reply *
answer(struct console *console, const struct request *request)
{
	static const char *const methods[] = {"GET", "HEAD"};
	const struct config *config = console->service->config;
	const struct shown *one = find(request->path);
	const char *query = request->query != NULL ? request->query : "";

	if (!is_let_in(&config->console, request->user))
		return apology(console, 403, "Not for you",
		    "These pages are for people whom the web server has asked "
		    "who they are, and whom dcr.conf lets in.");
	if (request->method == NULL ||
	    (strcmp(request->method, methods[0]) != 0 &&
		strcmp(request->method, methods[1]) != 0))
		return apology(console, 405, "Nothing to change here",
		    "These pages can be read, and nothing else.");
	if (one == NULL)
		return apology(console, 404, "No such page",
		    "There is no page of this name.");
	console->asked = parameters_parse(console->arena, query, strlen(query));
	if (console->asked == NULL ||
	    parameters_other(console->asked, one->asked))
		return apology(console, 400, "Not understood",
		    "The query of this address is none that this page takes.");
	return show(console, one);
}

struct reply *
console_serve(const struct service *service, const struct request *request,
    struct arena *arena)
{
	struct console console = {.service = service,
	    .profile = service->judge.profile,
	    .store = service->store,
	    .arena = arena,
	    .now = time(NULL),
	    .status = 200};
	struct reply *reply = answer(&console, request);

	if (request->user != NULL)
		reply->why = arena_printf(
		    arena, "user=%s", quoted(arena, request->user));
	return reply;
}
