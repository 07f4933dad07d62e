/* SPDX-License-Identifier: ISC */
#include "kit/conf/conninfo.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "kit/arena.h"

#define BLANK " \t\n\r\f\v"

/* Whose values may be read by anybody. */
static const char *const harmless[] = {"host", "hostaddr", "port", "dbname",
    "user", "passfile", "channel_binding", "connect_timeout", "client_encoding",
    "options", "application_name", "fallback_application_name", "keepalives",
    "keepalives_idle", "keepalives_interval", "keepalives_count",
    "tcp_user_timeout", "gssencmode", "sslmode", "sslcompression", "sslcert",
    "sslkey", "sslcertmode", "sslrootcert", "sslcrl", "sslcrldir", "sslsni",
    "sslnegotiation", "requirepeer", "require_auth", "ssl_min_protocol_version",
    "ssl_max_protocol_version", "krbsrvname", "gsslib", "gssdelegation",
    "service", "target_session_attrs", "load_balance_hosts", NULL};
static const char *const secret[] = {"password", "sslpassword", NULL};

/* A key and its value, as it was written: quotes and backslashes too. */
struct pair {
	const char *key, *value;
	size_t key_length, value_length;
};

static bool
skip_quoted(const char **at)
{
	for ((*at)++; **at != '\0' && **at != '\''; (*at)++)
		if (**at == '\\' && (*at)[1] != '\0')
			(*at)++;
	return *(*at)++ == '\'';
}

static void
skip_bare(const char **at)
{
	for (; **at != '\0' && strchr(BLANK, **at) == NULL; (*at)++)
		if (**at == '\\' && (*at)[1] != '\0')
			(*at)++;
}

/* False: here is no KEY=VALUE. */
static bool
read_pair(const char **at, struct pair *pair)
{
	pair->key = *at;
	pair->key_length = strcspn(*at, "=" BLANK);
	*at += pair->key_length;
	*at += strspn(*at, BLANK);
	if (pair->key_length == 0 || *(*at)++ != '=')
		return false;
	*at += strspn(*at, BLANK);
	pair->value = *at;
	if (**at != '\'')
		skip_bare(at);
	else if (!skip_quoted(at))
		return false;
	pair->value_length = (size_t)(*at - pair->value);
	*at += strspn(*at, BLANK);
	return true;
}

static bool
is_key(const struct pair *pair, const char *const *keys)
{
	for (; *keys != NULL; keys++)
		if (strlen(*keys) == pair->key_length &&
		    memcmp(*keys, pair->key, pair->key_length) == 0)
			return true;
	return false;
}

/* A database's name may be a connection string itself. */
static bool
may_be_told(const struct pair *pair)
{
	static const char *const names[] = {"dbname", NULL};

	if (is_key(pair, names) &&
	    (memchr(pair->value, '=', pair->value_length) != NULL ||
		memmem(pair->value, pair->value_length, "://", 3) != NULL))
		return false;
	return is_key(pair, harmless);
}

/* What is no key at all may be the end of a password. */
static const char *
mask_pair(struct arena *arena, const struct pair *pair)
{
	if (may_be_told(pair))
		return arena_printf(arena, "%.*s=%.*s", (int)pair->key_length,
		    pair->key, (int)pair->value_length, pair->value);
	if (!is_key(pair, harmless) && !is_key(pair, secret))
		return "***";
	return arena_printf(
	    arena, "%.*s=***", (int)pair->key_length, pair->key);
}

const char *
conninfo_wrong(struct arena *arena, const char *text)
{
	static const char form[] =
	    "after postgresql: must come KEY=VALUE ..., as libpq takes it "
	    "(it is not repeated here: it may hold a password)";
	const char *at = text + strspn(text, BLANK);
	bool first = true;
	struct pair pair;

	if (strncmp(text, "//", 2) == 0)
		return text[2] != '\0' ? NULL : form;
	if (*at == '\0')
		return form;
	for (; *at != '\0'; first = false) {
		if (!read_pair(&at, &pair))
			return form;
		if (is_key(&pair, harmless) || is_key(&pair, secret))
			continue;
		/* Behind a blank it may be the end of a password. */
		return first ? arena_printf(arena,
				   "postgresql: has no key \"%.*s\"",
				   pair.key_length > 32 ? 32
							: (int)pair.key_length,
				   pair.key)
			     : "one of the keys after postgresql: is not one "
			       "of libpq's";
	}
	return NULL;
}

static const char *
mask_pairs(struct arena *arena, const char *text)
{
	const char *at = text + strspn(text, BLANK), *told = "";
	struct pair pair;

	while (*at != '\0') {
		if (!read_pair(&at, &pair))
			return arena_printf(
			    arena, "%s%s***", told, *told != '\0' ? " " : "");
		told = arena_printf(arena, "%s%s%s", told,
		    *told != '\0' ? " " : "", mask_pair(arena, &pair));
	}
	return told;
}

/* "KEY=VALUE&KEY=VALUE" */
static const char *
mask_query(struct arena *arena, const char *query)
{
	const char *told = "";
	struct pair pair;

	while (*query != '\0') {
		const size_t length = strcspn(query, "&");

		pair.key = query;
		pair.key_length = strcspn(query, "=&");
		pair.value = query + pair.key_length;
		pair.value += *pair.value == '=';
		pair.value_length = length - (size_t)(pair.value - query);
		told = arena_printf(arena, "%s%s%s", told,
		    *told != '\0' ? "&" : "", mask_pair(arena, &pair));
		query += length;
		query += *query == '&';
	}
	return told;
}

/* The last @ before a /: a password may hold one, by mistake.  What is before
 * it is told up to the colon. */
static const char *
mask_uri(struct arena *arena, const char *text)
{
	const char *query = strchr(text, '?'), *at = NULL;
	const size_t length =
	    query != NULL ? (size_t)(query - text) : strlen(text);
	size_t user;

	for (size_t i = 0; i < strlen(text); i++)
		if (text[i] == '@')
			at = text + i;
	if (at != NULL && (size_t)(at - text) >= length)
		return "//***";
	user = 2 + strcspn(text + 2, ":@");
	if (at != NULL && text + user < at)
		text = arena_printf(arena, "%.*s:***%.*s", (int)user, text,
		    (int)(length - (size_t)(at - text)), at);
	else
		text = arena_strndup(arena, text, length);
	return query == NULL ? text
			     : arena_printf(arena, "%s?%s", text,
				   mask_query(arena, query + 1));
}

const char *
conninfo_masked(struct arena *arena, const char *text)
{
	return strncmp(text, "//", 2) == 0 ? mask_uri(arena, text)
					   : mask_pairs(arena, text);
}
