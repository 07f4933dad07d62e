/* SPDX-License-Identifier: ISC */
/* Links a clause to the document that it is in. */
#include "pages/clause.h"

#include <stdbool.h>
#include <string.h>

#include "kit/arena.h"
#include "pages/html.h"

/* What the profiles call a document, and where it can be read.  A longer name
 * comes before one that it begins with. */
static const struct {
	const char *name, *address;
} documents[] = {
    {"Consumer Data Standards",
	"https://consumerdatastandardsaustralia.github.io/standards/"},
    {"ETSI EN 319 412-5",
	"https://www.etsi.org/deliver/etsi_en/319400_319499/31941205/"},
    {"ETSI TS 119 495",
	"https://www.etsi.org/deliver/etsi_ts/119400_119499/119495/"},
    {"FAPI 1.0 Advanced",
	"https://openid.net/specs/openid-financial-api-part-2-1_0.html"},
    {"FAPI 1.0 Baseline",
	"https://openid.net/specs/openid-financial-api-part-1-1_0.html"},
    {"FAPI CIBA", "https://openid.net/specs/openid-financial-api-ciba.html"},
    {"OpenID Connect Core 1.0",
	"https://openid.net/specs/openid-connect-core-1_0.html"},
    {"OpenID Connect Registration 1.0",
	"https://openid.net/specs/openid-connect-registration-1_0.html"},
    {"PSD2 (EU) 2015/2366", "https://eur-lex.europa.eu/eli/dir/2015/2366/oj"},
    {"RTS (EU) 2018/389", "https://eur-lex.europa.eu/eli/reg_del/2018/389/oj"},
    {"UK DCR", "https://openbankinguk.github.io/dcr-docs-pub/"},
    {"eIDAS (EU) 910/2014", "https://eur-lex.europa.eu/eli/reg/2014/910/oj"},
};

static const char digits[] = "0123456789";

/* Goes on behind the word, if the text begins with it. */
static bool
skip(const char **text, const char *word)
{
	const size_t length = strlen(word);

	if (strncmp(*text, word, length) != 0)
		return false;
	*text += length;
	return true;
}

/* "RFC 7591 section 2.3", "sections 2.3 and 2.4", "appendix B": of several the
 * first.  A dot behind a number is the sentence's. */
static const char *
rfc_address(struct arena *arena, const char *part)
{
	size_t number, length;
	const char *rest, *form;

	if (!skip(&part, "RFC "))
		return NULL;
	number = strspn(part, digits);
	if (number == 0)
		return NULL;
	rest = part + number;
	if (skip(&rest, " section ") || skip(&rest, " sections ")) {
		form = "#section-";
		length = strspn(rest, "0123456789.");
		length -= length > 0 && rest[length - 1] == '.';
	} else {
		form = "#appendix-";
		length = skip(&rest, " appendix ")
			     ? strspn(rest, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
			     : 0;
	}
	return arena_printf(arena,
	    "https://www.rfc-editor.org/rfc/rfc%.*s%s%.*s", (int)number, part,
	    length > 0 ? form : "", (int)length, rest);
}

const char *
clause_address(struct arena *arena, const char *part)
{
	const char *own = strstr(part, "https://");

	if (own != NULL)
		return arena_strndup(arena, own, strcspn(own, " \t,;)>\""));
	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++)
		if (strncmp(part, documents[i].name,
			strlen(documents[i].name)) == 0)
			return documents[i].address;
	return rfc_address(arena, part);
}

void
clause_put(FILE *out, struct arena *arena, const char *clause)
{
	const char *separator = "";

	while (clause != NULL && *clause != '\0') {
		const size_t length = strcspn(clause, ";");
		const char *part = arena_strndup(arena, clause, length);
		const char *address = clause_address(arena, part);

		html(out, "%s", separator);
		if (address != NULL)
			html(out, "<a href=\"%s\">%s</a>", address, part);
		else
			html(out, "%s", part);
		separator = "; ";
		clause += length + (clause[length] == ';');
		clause += strspn(clause, " ");
	}
}
