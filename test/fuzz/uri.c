/* SPDX-License-Identifier: ISC */
/* Fuzzes URIs: the parts that are read make up the text. */
#include "test/fuzz/fuzz.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <strings.h>

#include "kit/uri.h"

static const char *
optional(struct arena *arena, const char *mark, const char *text)
{
	return text != NULL ? arena_printf(arena, "%s%s", mark, text) : "";
}

/* The length of scheme and authority; `colon` stands for an empty port. */
static const char *
join_front(struct arena *arena, const struct uri *uri, const char *colon)
{
	return arena_printf(arena, "%s://%s%s%s%s%s%s%s", uri->scheme,
	    uri->userinfo != NULL ? uri->userinfo : "",
	    uri->userinfo != NULL ? "@" : "", uri->address ? "[" : "",
	    uri->host, uri->address ? "]" : "", optional(arena, ":", uri->port),
	    colon);
}

static bool
same(struct arena *arena, const struct uri *uri, const char *colon,
    const char *text)
{
	const char *front = join_front(arena, uri, colon);
	const char *back = arena_printf(arena, "%s%s%s", uri->path,
	    optional(arena, "?", uri->query),
	    optional(arena, "#", uri->fragment));
	size_t length = strlen(front);

	return strncasecmp(front, text, length) == 0 &&
	       strcmp(back, text + length) == 0;
}

static void
check_parts(struct arena *arena, const struct uri *uri, const char *text)
{
	struct uri again;
	const char *at;

	MUST(same(arena, uri, "", text) ||
	     (uri->port == NULL && same(arena, uri, ":", text)));
	MUST(*uri->scheme != '\0' && *uri->host != '\0');
	for (at = uri->host; *at != '\0'; at++)
		MUST(*at > ' ' && *at < 0x7f && (*at < 'A' || *at > 'Z'));
	MUST(strpbrk(uri->host, "/?#@[]\\%") == NULL);
	MUST(uri->address || strchr(uri->host, ':') == NULL);
	MUST(uri->port == NULL ||
	     (*uri->port != '\0' && strtoul(uri->port, NULL, 10) <= 65535));
	if (uri->userinfo != NULL) /* or else its case would matter */
		MUST(strstr(text, uri->userinfo) != NULL);
	MUST(uri_parse(arena, join_front(arena, uri, ""), &again));
	MUST(strcmp(again.host, uri->host) == 0);
}

/* What the C library takes for a loopback address is one. */
static void
check_local(const char *host)
{
	static const struct addrinfo hints = {
	    .ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM};
	const struct sockaddr_in6 *v6;
	const struct sockaddr_in *v4;
	struct addrinfo *found = NULL;
	bool local = false;

	if (getaddrinfo(host, NULL, &hints, &found) == 0) {
		v4 = (const struct sockaddr_in *)(void *)found->ai_addr;
		v6 = (const struct sockaddr_in6 *)(void *)found->ai_addr;
		if (found->ai_family == AF_INET)
			local = ntohl(v4->sin_addr.s_addr) >> 24 == 127;
		else if (found->ai_family == AF_INET6)
			local = IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr) ||
				(IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr) &&
				    v6->sin6_addr.s6_addr[12] == 127);
		freeaddrinfo(found);
	}
	MUST(!local || uri_host_is_local(host));
	(void)uri_host_is_local(host);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *text = arena_strndup(arena, (const char *)data, size);
	struct uri uri;

	if (uri_parse(arena, text, &uri)) {
		check_parts(arena, &uri, text);
		check_local(uri.host);
		fuzz_reached("a URI");
	}
	check_local(text);
	arena_free(arena);
	return 0;
}
