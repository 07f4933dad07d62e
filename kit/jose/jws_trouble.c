/* SPDX-License-Identifier: ISC */
/* Says what keeps a text from being a JWS that would be verified: the part, the
 * place, and what to change. */
#include "kit/jose/jws.h"

#include <stdbool.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "kit/shown.h"

enum { SHOWN_MOST = 60 };

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "abcdefghijklmnopqrstuvwxyz0123456789-_";
static const char *const names[] = {"header", "payload", "signature"};

/* What was sent in the place of a JWS, by how it begins; NULL: nothing that is
 * known. */
static const char *
something_else(const char *text)
{
	static const struct {
		const char *beginning, *what;
	} others[] = {
	    {"\xef\xbb\xbf", "it begins with a byte order mark (EF BB BF): "
			     "store and send it without one"},
	    {"\xff\xfe", "it is UTF-16: store and send it as ASCII"},
	    {"\xfe\xff", "it is UTF-16: store and send it as ASCII"},
	    {"-----BEGIN", "it is PEM (-----BEGIN)"},
	    {"\"", "it has quotes around it: send what is between them"},
	    {"'", "it has quotes around it: send what is between them"},
	    {"Bearer ", "it begins with the word Bearer: send the JWS alone"},
	    {"<", "it is XML or HTML"},
	    {"%7B", "it is JSON, percent-encoded"},
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strncmp(text, others[i].beginning,
			strlen(others[i].beginning)) == 0)
			return others[i].what;
	if (*text != '{' && *text != '[')
		return NULL;
	return strstr(text, "\"signature") != NULL
		   ? "it is a JWS in JSON serialisation: send the compact one"
		   : "it is JSON: sign it, and send HEADER.PAYLOAD.SIGNATURE";
}

/* White space around it, or another kind of text altogether. */
static const char *
around(struct arena *arena, const struct jws *jws)
{
	const char *text = jws->compact;
	const size_t length = strlen(text), blank = strspn(text, " \t\r\n");
	const char *what = something_else(text + blank);

	if (jws->length > length)
		return arena_printf(arena,
		    "it has a byte of zero behind %zu characters: is it "
		    "UTF-16?",
		    length);
	if (what != NULL)
		return what;
	if (text[blank] == '\0')
		return "it is empty";
	if (blank > 0)
		return "it begins with white space: send it without";
	if (strchr(" \t", text[length - 1]) != NULL)
		return "it ends with white space: send it without";
	return NULL;
}

static const char *
parts_wrong(struct arena *arena, const char *text)
{
	size_t count = 1, at = 0;

	for (const char *c = text; *c != '\0'; c++)
		count += *c == '.';
	if (count == 5)
		return "it has 5 parts, as an encrypted one (JWE) has: sign "
		       "it, and do not encrypt it";
	if (count != 3)
		return arena_printf(arena,
		    "it has %zu part%s, and HEADER.PAYLOAD.SIGNATURE has 3",
		    count, count == 1 ? "" : "s");
	while (at < 2 && *text != '\0' && *text != '.') {
		text += strcspn(text, ".") + 1;
		at++;
	}
	return arena_printf(arena, "its %s is empty", names[at]);
}

/* A character that base64url has not, and what it came from. */
static const char *
character(struct arena *arena, const char *at)
{
	const unsigned char c = (unsigned char)*at;

	if (strncmp(at, "\xef\xbb\xbf", 3) == 0)
		return "a byte order mark (EF BB BF)";
	switch (c) {
	case '=':
		return "'=': base64url in a JWS has no padding";
	case '+':
		return "'+': base64url has '-' in its place";
	case '/':
		return "'/': base64url has '_' in its place";
	case '%':
		return "'%': it is percent-encoded, and must not be";
	case '"':
	case '\'':
		return "a quote";
	case ' ':
		return "white space (a blank)";
	case '\t':
		return "white space (a tab)";
	case '\r':
	case '\n':
		return "white space (a line end)";
	default:
		break;
	}
	return c > ' ' && c <= '~' && c != '\\'
		   ? arena_printf(arena, "'%c'", c)
		   : arena_printf(arena, "the byte 0x%02X", c);
}

/* What of one part is not canonical base64url; NULL: nothing. */
static const char *
part_wrong(struct arena *arena, const char *name, const char *part)
{
	const size_t length = strcspn(part, ".");
	const size_t good = strspn(part, letters);

	if (good < length)
		return arena_printf(arena,
		    "the %s is not canonical base64url: character %zu of %zu "
		    "is %s",
		    name, good + 1, length, character(arena, part + good));
	if (length % 4 == 1)
		return arena_printf(arena,
		    "the %s is not canonical base64url: nothing is encoded in "
		    "%zu characters; it was cut, or something was added",
		    name, length);
	const size_t last =
	    length > 0 ? (size_t)(strchr(letters, part[length - 1]) - letters)
		       : 0;
	if ((length % 4 == 2 && last % 16 != 0) ||
	    (length % 4 == 3 && last % 4 != 0))
		return arena_printf(arena,
		    "the %s is not canonical base64url: its last character "
		    "has bits that no byte needs; it was cut or changed",
		    name);
	return NULL;
}

static const char *
encoding_wrong(struct arena *arena, const char *text)
{
	const char *what = NULL;

	for (size_t i = 0; what == NULL && i < 3; i++) {
		what = part_wrong(arena, names[i], text);
		text += strcspn(text, ".");
		text += *text == '.';
	}
	return what != NULL ? what : jws_fault_text(JWS_ENCODING);
}

static const char *
header_wrong(struct arena *arena, const struct jws *jws)
{
	static const char *const strings[] = {"alg", "kid", "typ", "cty"};

	if (jws->header == NULL)
		return arena_printf(arena,
		    "the header must be one JSON object: %s",
		    jws->why != NULL ? jws->why : "it is another value");
	for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		const struct json *value = json_get(jws->header, strings[i]);

		if (value != NULL && json_string(value) == NULL)
			return arena_printf(arena,
			    "the header's %s must be a string", strings[i]);
	}
	return "the header has no alg";
}

static const char *
nested(struct arena *arena, const struct json *header)
{
	static const char *const of_jwe[] = {"enc", "zip"};

	for (size_t i = 0; i < sizeof(of_jwe) / sizeof(of_jwe[0]); i++)
		if (json_get(header, of_jwe[i]) != NULL)
			return arena_printf(arena,
			    "the JWT is encrypted or holds another JWT: its "
			    "header has %s, which only an encrypted one has",
			    of_jwe[i]);
	return arena_printf(arena,
	    "the JWT is encrypted or holds another JWT: the header's cty "
	    "says %s; leave cty out",
	    shown(arena, json_string(json_get(header, "cty")), SHOWN_MOST));
}

static const char *
type_wrong(struct arena *arena, const struct jws *jws)
{
	const char *typ = json_string(json_get(jws->header, "typ"));

	if (typ == NULL)
		return arena_printf(arena,
		    "the header has no typ, and must have %s", jws->types);
	return arena_printf(arena, "the header's typ is '%s', and must be %s",
	    shown(arena, typ, SHOWN_MOST), jws->types);
}

const char *
jws_trouble(struct arena *arena, const struct jws *jws, enum jws_fault fault)
{
	const bool unread = fault == JWS_NOT_COMPACT || fault == JWS_ENCODING;
	const char *what = unread ? around(arena, jws) : NULL;

	if (fault == JWS_NOT_COMPACT && what == NULL)
		what = parts_wrong(arena, jws->compact);
	if (unread && what != NULL)
		return arena_printf(
		    arena, "%s: %s", jws_fault_text(JWS_NOT_COMPACT), what);
	switch (fault) {
	case JWS_ENCODING:
		return encoding_wrong(arena, jws->compact);
	case JWS_HEADER:
		return header_wrong(arena, jws);
	case JWS_CRITICAL:
		return arena_printf(arena,
		    "the header asks for an extension (%s), and none is known "
		    "here: leave it out",
		    json_get(jws->header, "crit") != NULL ? "crit" : "b64");
	case JWS_TYPE:
		return type_wrong(arena, jws);
	case JWS_NESTED:
		return nested(arena, jws->header);
	case JWS_PAYLOAD:
		return arena_printf(arena, "%s: %s", jws_fault_text(fault),
		    jws->why != NULL ? jws->why : "it is another value");
	case JWS_NOT_COMPACT:
	case JWS_OK:
		break;
	}
	return jws_fault_text(fault);
}
