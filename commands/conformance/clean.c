/* SPDX-License-Identifier: ISC */
/* Keeps in mind what a server has registered, and removes it in the end. */
#include <string.h>

#include "commands/conformance/private.h"
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/percent.h"
#include "kit/shown.h"

enum { SHOWN = 300 };

static const char *
string_of(const struct json *object, const char *name, const char *otherwise)
{
	const char *text = json_string(json_get(object, name));

	return text != NULL ? text : otherwise;
}

/* Can the token stand in a header (RFC 6750 section 2.1)?  Servers make it. */
bool
conformance_is_bearer(const char *token)
{
	if (token == NULL)
		return true;
	for (const char *c = token; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~')
			return false;
	return *token != '\0';
}

/* The registration at that address or of that client, or the end of the
 * list. */
static struct conformance_registered **
find(struct conformance_registered **all, const char *uri, const char *id)
{
	struct conformance_registered **at = all;

	while (*at != NULL && strcmp((*at)->uri, uri) != 0 &&
	       (id == NULL || strcmp((*at)->client_id, id) != 0))
		at = &(*at)->next;
	return at;
}

/* The client_id of an answer, wherever that has it. */
static const char *
client_of(const struct json *body)
{
	const char *id = json_string(json_get(body, "client_id")), *name;
	const struct json *value;

	if (json_type(body) != JSON_OBJECT)
		return NULL;
	for (struct json_each each = json_each(body);
	     id == NULL && json_next(&each, &name, &value);)
		id = client_of(value);
	return id;
}

void
conformance_forget(struct conformance_registered **all, const char *id)
{
	while (id != NULL && *all != NULL)
		if (strcmp((*all)->client_id, id) == 0)
			*all = (*all)->next;
		else
			all = &(*all)->next;
}

/* Remembers what must go away again, and forgets what has. */
void
conformance_note(struct conformance_run *run,
    struct conformance_registered **all, const char *url,
    const struct conformance_call *call,
    const struct conformance_answer *answer)
{
	struct arena *arena = run->arena;
	const char *id = client_of(answer->body);
	const char *token =
	    string_of(answer->body, "registration_access_token", NULL);
	struct conformance_registered **at = find(all, call->uri, NULL), *one;

	if (answer->status < 200 || answer->status > 299)
		return;
	if (strcmp(call->method, "DELETE") == 0 && *at != NULL)
		*at = (*at)->next;
	else if (strcmp(call->method, "PUT") == 0 && *at != NULL &&
		 token != NULL)
		(*at)->token = token;
	if (strcmp(call->method, "POST") != 0 || id == NULL)
		return;
	one = arena_alloc(arena, sizeof(*one));
	*one = (struct conformance_registered){.client_id = id,
	    .uri = string_of(answer->body, "registration_client_uri",
		arena_printf(
		    arena, "%s/%s", url, percent_encode(arena, id, "-._~"))),
	    .token = token};
	at = find(all, one->uri, id);
	one->next = *at != NULL ? (*at)->next : NULL;
	*at = one;
}

/* Removes what is left, which a test was not to register or that no test has
 * removed. */
void
conformance_clean(struct conformance_run *run,
    struct conformance_server *server, const struct conformance_registered *all,
    struct json *left)
{
	const struct conformance_role *party = &run->party;
	struct conformance_answer answer;

	for (const struct conformance_registered *one = all; one != NULL;
	     one = one->next) {
		const struct conformance_call call = {.method = "DELETE",
		    .uri = one->uri,
		    .bearer = one->token,
		    .certificate = party->certificate,
		    .key = party->key};

		answer = (struct conformance_answer){.refused = "no token"};
		if (one->token != NULL && conformance_is_bearer(one->token))
			conformance_send(run, server, &call, &answer);
		if (answer.refused != NULL || answer.status < 200 ||
		    answer.status > 299)
			json_append_string(
			    left, shown(run->arena, one->client_id, SHOWN));
	}
}
