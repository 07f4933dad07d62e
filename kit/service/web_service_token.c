/* SPDX-License-Identifier: ISC */
/* Adds credentials to what a web service is sent: a password, or a bearer token
 * from a file or a token endpoint. */
#include <errno.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/file.h"
#include "kit/json.h"
#include "kit/monotonic.h"
#include "kit/net/fetch.h"
#include "kit/percent.h"
#include "kit/service/web_service.h"

enum { TOKEN_SECONDS = 60, TOKEN_LONGEST = 3600, TOKEN_SPARE_MS = 5000 };

#define FORM_PLAIN "-._" /* what a form may hold as it is */

/* NULL and the secret of a file; or what went wrong, without a word of what
 * the file holds. */
static const char *
read_secret(const char *path, struct arena *arena, char **secret)
{
	size_t length;

	*secret = file_read(arena, path, WEB_SERVICE_SECRET_MAX - 1, &length);
	if (*secret == NULL)
		return arena_printf(arena, "%s: %s", path, strerror(errno));
	(*secret)[strcspn(*secret, "\r\n")] = '\0';
	for (const char *c = *secret; *c != '\0'; c++)
		if (*c < ' ' || *c > '~')
			return arena_printf(
			    arena, "%s: is not printable", path);
	return **secret != '\0' ? NULL
				: arena_printf(arena, "%s: is empty", path);
}

static const char *
keep_access_token(struct web_service *service, const struct json *said)
{
	const char *token = json_string(json_get(said, "access_token"));
	int64_t seconds = TOKEN_SECONDS;

	if (token == NULL || *token == '\0' ||
	    strlen(token) >= WEB_SERVICE_SECRET_MAX)
		return "the token endpoint answers no access_token";
	for (const char *c = token; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~')
			return "the token endpoint answers an access_token "
			       "that is not "
			       "printable";
	(void)json_integer(json_get(said, "expires_in"), &seconds);
	if (seconds < 0 || seconds > TOKEN_LONGEST)
		seconds = seconds < 0 ? 0 : TOKEN_LONGEST;
	memcpy(service->access_token, token, strlen(token) + 1);
	service->access_token_until =
	    monotonic_deadline(seconds * 1000 - TOKEN_SPARE_MS);
	return NULL;
}

/* Asks for an access token by client credentials (RFC 6749 section 4.4), with
 * id and secret as section 2.3.1 encodes them. */
static const char *
get_access_token(
    struct web_service *service, int64_t deadline, struct arena *arena)
{
	struct fetch_call what = {.type = "application/x-www-form-urlencoded",
	    .username = percent_encode(arena, service->client_id, FORM_PLAIN)};
	char *secret, *body;
	const char *why = read_secret(service->secret_file, arena, &secret);

	if (why != NULL)
		return why;
	what.password = percent_encode(arena, secret, FORM_PLAIN);
	what.body = arena_printf(arena, "grant_type=client_credentials%s%s",
	    service->scope != NULL ? "&scope=" : "",
	    service->scope != NULL
		? percent_encode(arena, service->scope, FORM_PLAIN)
		: "");
	why = web_service_call(
	    service, service->token_endpoint, &what, deadline, arena, &body);
	if (why != NULL)
		return why;
	return keep_access_token(
	    service, json_parse(arena, body, strlen(body), NULL));
}

const char *
web_service_authenticate(struct web_service *service, struct fetch_call *what,
    int64_t deadline, struct arena *arena)
{
	char *secret = NULL;
	const char *why = NULL;

	if (service->username != NULL) {
		why = read_secret(service->password_file, arena, &secret);
		what->username = service->username;
		what->password = secret;
	} else if (service->token_file != NULL) {
		why = read_secret(service->token_file, arena, &secret);
		what->bearer = secret;
	} else if (service->token_endpoint != NULL) {
		if (*service->access_token == '\0' ||
		    monotonic_left(service->access_token_until) == 0)
			why = get_access_token(service, deadline, arena);
		what->bearer = service->access_token;
	}
	return why;
}
