/* SPDX-License-Identifier: ISC */
/* Fuzzes paths: one that is plain means to every reader what it means to us. */
#include "test/fuzz/fuzz.h"

#include "kit/hex.h"
#include "kit/uri.h"
#include "kit/utf8.h"

/* All escapes, decoded by nobody's code but this. */
static char *
decoded(struct arena *arena, const char *path)
{
	char *copy = arena_strdup(arena, path), *to = copy;

	for (; *path != '\0'; path++) {
		if (*path != '%') {
			*to++ = *path;
			continue;
		}
		MUST(hex_digit(path[1]) >= 0 && hex_digit(path[2]) >= 0);
		*to = (char)(hex_digit(path[1]) * 16 + hex_digit(path[2]));
		MUST(*to++ != '\0');
		path += 2;
	}
	*to = '\0';
	return copy;
}

static char *
other_case(struct arena *arena, const char *path)
{
	char *copy = arena_strdup(arena, path);

	for (char *c = copy; *c != '\0'; c++)
		if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z'))
			*c ^= 0x20;
	return copy;
}

/* Nothing in it makes one server climb, cut or stop where another does not. */
static void
check_decoded(const char *text)
{
	MUST(text[0] == '/' && utf8_valid(text));
	MUST(strstr(text, "//") == NULL && strstr(text, "/./") == NULL);
	MUST(strstr(text, "/../") == NULL && strstr(text, "/.../") == NULL);
	MUST(strpbrk(text, "\\;%?#") == NULL);
	for (const char *c = text; *c != '\0'; c++)
		MUST((unsigned char)*c >= ' ' && *c != 0x7f);
	text = strrchr(text, '/') + 1;
	MUST(*text == '\0' || strspn(text, ".") < strlen(text));
}

static void
check_folded(struct arena *arena, const char *path, const char *canonical)
{
	const char *folded = uri_path_folded(arena, canonical);
	const char *other = uri_path_canonical(arena, other_case(arena, path));

	MUST(strlen(folded) <= strlen(canonical));
	for (const char *c = folded; *c != '\0'; c++)
		MUST((*c < 'A' || *c > 'Z') && *c != '+');
	MUST(strstr(folded, "%20") == NULL);
	MUST(other != NULL);
	MUST(strcmp(uri_path_folded(arena, other), folded) == 0);
}

static void
check(struct arena *arena, const char *path, const char *canonical)
{
	const char *again = uri_path_canonical(arena, canonical);

	MUST(again != NULL && strcmp(again, canonical) == 0);
	MUST(strcmp(decoded(arena, path), decoded(arena, canonical)) == 0);
	MUST(strlen(canonical) <= strlen(path) && fuzz_printable(canonical));
	check_decoded(decoded(arena, path));
	check_folded(arena, path, canonical);
	fuzz_reached("a plain path");
	if (strcmp(path, canonical) != 0)
		fuzz_reached("a path of another spelling");
}

/* A URI's path is what it is alone, and one without an authority is told from
 * one with. */
static void
check_uris(struct arena *arena, const char *text)
{
	struct uri uri, local, https;
	const bool is_https = uri_parse_https(arena, text, &https);

	MUST(!is_https ||
	     (uri_parse(arena, text, &uri) && uri.userinfo == NULL &&
		 uri.fragment == NULL && strcmp(uri.scheme, "https") == 0 &&
		 strcmp(uri.path, https.path) == 0));
	if (!uri_parse_local(arena, text, &local))
		return;
	MUST(!is_https && *local.host == '\0' && *local.scheme != '\0');
	MUST(fuzz_printable(local.path));
	(void)uri_is_native(&local);
	fuzz_reached("a URI without an authority");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *path = arena_strndup(arena, (const char *)data, size);
	const char *canonical = uri_path_canonical(arena, path);

	MUST((canonical != NULL) == uri_path_is_plain(path));
	if (canonical != NULL)
		check(arena, path, canonical);
	check_uris(arena, path);
	arena_free(arena);
	return 0;
}
