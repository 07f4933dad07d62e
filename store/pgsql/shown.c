/* SPDX-License-Identifier: ISC */
/* What follows "postgresql:" in the configuration, judged and shown without
 * connecting: libpq reads it, and no part of a password is ever told. */
#include <string.h>

#include "kit/arena.h"
#include "store/pgsql/private.h"

/* Whose values may be read by anybody; libpq's own word for that (dispchar) is
 * not taken, since not every secret has it. */
static const char *const harmless[] = {"host", "hostaddr", "port", "dbname",
    "user", "passfile", "channel_binding", "connect_timeout", "client_encoding",
    "options", "application_name", "fallback_application_name", "keepalives",
    "keepalives_idle", "keepalives_interval", "keepalives_count",
    "tcp_user_timeout", "gssencmode", "sslmode", "sslcompression", "sslcert",
    "sslkey", "sslcertmode", "sslrootcert", "sslcrl", "sslcrldir", "sslsni",
    "sslnegotiation", "requirepeer", "require_auth", "ssl_min_protocol_version",
    "ssl_max_protocol_version", "krbsrvname", "gsslib", "gssdelegation",
    "service", "target_session_attrs", "load_balance_hosts", NULL};

/* NULL when libpq is absent (*pq is NULL then) or does not take the text.  Its
 * message may quote a part of a password and is dropped. */
static PQconninfoOption *
parse(struct arena *arena, const char *place, const struct pgsql_calls **pq)
{
	PQconninfoOption *options;
	char *message = NULL;
	const char *why;

	*pq = pgsql_library(&why);
	if (*pq == NULL)
		return NULL;
	options = (*pq)->parse(
	    arena_printf(arena, "%s%s",
		strncmp(place, "//", 2) == 0 ? "postgresql:" : "", place),
	    &message);
	(*pq)->free(message);
	return options;
}

/* True as well where there is no libpq to ask: the first call will say so. */
bool
pgsql_takes(struct arena *arena, const char *place)
{
	const struct pgsql_calls *pq;
	PQconninfoOption *options = parse(arena, place, &pq);

	if (options != NULL)
		pq->parse_free(options);
	return options != NULL || pq == NULL;
}

/* A database's name may be a connection string itself. */
static bool
may_be_told(const PQconninfoOption *option)
{
	const char *const *name = harmless;

	while (*name != NULL && strcmp(*name, option->keyword) != 0)
		name++;
	return *name != NULL && (strcmp(*name, "dbname") != 0 ||
				    (strchr(option->val, '=') == NULL &&
					strstr(option->val, "://") == NULL));
}

/* As libpq reads it again. */
static const char *
quoted(struct arena *arena, const char *value)
{
	char *out, *end;

	if (*value != '\0' && strpbrk(value, " \t\n\r\f\v'\\") == NULL)
		return value;
	end = out = arena_alloc(arena, 2 * strlen(value) + 3);
	*end++ = '\'';
	for (; *value != '\0'; value++) {
		if (*value == '\'' || *value == '\\')
			*end++ = '\\';
		*end++ = *value;
	}
	*end = '\'';
	return out;
}

/* KEY=VALUE ... with *** for every value that is not known to be harmless, and
 * *** alone for what libpq does not take, or is not there to. */
const char *
pgsql_shown(struct arena *arena, const char *place)
{
	const struct pgsql_calls *pq;
	PQconninfoOption *options = parse(arena, place, &pq);
	const char *told = "";

	if (options == NULL)
		return "***";
	for (const PQconninfoOption *o = options; o->keyword != NULL; o++)
		if (o->val != NULL)
			told = arena_printf(arena, "%s%s%s=%s", told,
			    *told != '\0' ? " " : "", o->keyword,
			    may_be_told(o) ? quoted(arena, o->val) : "***");
	pq->parse_free(options);
	return told;
}
