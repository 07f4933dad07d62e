/* SPDX-License-Identifier: ISC */
/*
 * Our voice among the opinions: reads what is to be judged, a line each
 * (test/opinions/README), and answers on standard output with lines of
 *
 *	NUMBER <tab> QUESTION <tab> ANSWER <tab> WHY
 */
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "kit/json.h"
#include "kit/x509/cert.h"

enum { FIELDS = 8 };

struct line {
	struct arena *arena;
	const char *number, *kind;
	struct bytes fields[FIELDS];
};

static const char *
text_of(const struct line *line, size_t index)
{
	return (const char *)line->fields[index].data;
}

static void
answer(const struct line *line, const char *question, const char *said,
    const char *why)
{
	printf("%s\t%s\t%s\t%s\n", line->number, question, said, why);
}

/* The algorithms of a list with commas; NULL for an empty one. */
static const struct json *
accepted(struct arena *arena, const char *list)
{
	struct json *all = json_new_array(arena);
	char *rest = arena_strdup(arena, list), *name;

	if (*list == '\0')
		return NULL;
	while ((name = strsep(&rest, ",")) != NULL)
		json_append_string(all, name);
	return all;
}

static void
judge_token(const struct line *line)
{
	const struct bytes *token = &line->fields[0], *set = &line->fields[1];
	static const char *const answers[] = {
	    [KEYS_VERIFIED] = "verified",
	    [KEYS_UNKNOWN] = "no key fits",
	    [KEYS_FORGED] = "forged",
	};
	struct jws jws;
	const char *why;
	struct keys *keys =
	    keys_parse((const char *)set->data, set->length, &why);
	const enum jws_fault fault = jws_parse(
	    line->arena, (const char *)token->data, token->length, &jws);
	enum keys_answer said = KEYS_UNKNOWN;

	jws.accepted = accepted(line->arena, text_of(line, 2));
	if (fault == JWS_OK && keys != NULL)
		said = keys_verify(keys, &jws);
	answer(line, "token", said == KEYS_VERIFIED ? "accept" : "refuse",
	    fault != JWS_OK ? jws_fault_text(fault)
	    : keys == NULL  ? why
			    : answers[said]);
	keys_free(keys);
}

static void
judge_names(const struct line *line)
{
	const char *one = text_of(line, 0), *other = text_of(line, 1);
	const bool whole = strlen(one) == line->fields[0].length &&
			   strlen(other) == line->fields[1].length;
	const char *said = "unreadable";

	if (whole && dn_readable(one) && dn_readable(other))
		said = dn_same(one, other) ? "equal" : "different";
	answer(line, "name", said, "");
}

/* The form of the subject, which others read. */
static void
tell_form(const struct line *line, const struct cert *cert)
{
	const char *form = cert_subject_form(cert);

	answer(
	    line, "form", base64_encode(line->arena, form, strlen(form)), "");
}

static void
judge_subject(const struct line *line)
{
	const struct cert *cert = cert_from_der(line->arena, &line->fields[0]);
	static const char *const answers[] = {
	    [DN_EQUAL] = "equal",
	    [DN_DIFFERENT] = "different",
	    [DN_UNREADABLE] = "unreadable",
	};

	answer(line, "subject",
	    cert == NULL ? "refuse"
			 : answers[cert_subject_is(cert, text_of(line, 1))],
	    "");
	if (cert != NULL && strlen(text_of(line, 1)) > 0)
		tell_form(line, cert);
}

static void
judge_trust(const struct line *line, const struct cert *cert)
{
	static const char *const answers[] = {
	    [TRUST_OK] = "good",
	    [TRUST_UNKNOWN_ISSUER] = "no chain",
	    [TRUST_NOT_YET_VALID] = "not yet valid",
	    [TRUST_EXPIRED] = "expired",
	    [TRUST_PURPOSE] = "purpose",
	};
	const char *why;
	const struct trust *trust =
	    trust_load(line->arena, text_of(line, 2), &why);
	enum trust_answer said = TRUST_UNKNOWN_ISSUER;

	if (trust != NULL)
		said = trust_check(
		    trust, cert, (time_t)strtoll(text_of(line, 1), NULL, 10));
	answer(line, "trust", said == TRUST_OK ? "accept" : "refuse",
	    trust == NULL ? why : answers[said]);
}

/* What is in the certificate, as the judges of others tell it, too. */
static void
tell(const struct line *line, const struct cert *cert)
{
	answer(line, "times",
	    arena_printf(line->arena, "%lld %lld",
		(long long)cert_not_before(cert),
		(long long)cert_not_after(cert)),
	    "");
	answer(line, "sha256", cert_sha256_hex(cert), "");
	answer(line, "key", cert_key_sha256_hex(cert), "");
	tell_form(line, cert);
}

static void
judge_cert(const struct line *line)
{
	const struct cert *cert = cert_from_der(line->arena, &line->fields[0]);

	answer(line, "parse", cert != NULL ? "accept" : "refuse", "");
	if (cert == NULL)
		return;
	judge_trust(line, cert);
	tell(line, cert);
}

static void
judge_pem(const struct line *line)
{
	const struct cert *cert =
	    cert_parse(line->arena, text_of(line, 0), line->fields[0].length);

	answer(line, "pem", cert != NULL ? "accept" : "refuse", "");
}

static void
judge(const struct line *line)
{
	static const struct {
		const char *kind;
		void (*judge)(const struct line *);
	} kinds[] = {{"token", judge_token}, {"sig", judge_token},
	    {"set", judge_token}, {"name", judge_names},
	    {"subject", judge_subject}, {"cert", judge_cert},
	    {"pem", judge_pem}};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, line->kind) == 0)
			kinds[i].judge(line);
}

/* NUMBER KIND LABEL WANT FIELD... */
static void
read_line(char *text)
{
	struct arena *arena = arena_new();
	struct line line = {.arena = arena};
	char *rest = text, *field;

	line.number = strsep(&rest, "\t");
	line.kind = strsep(&rest, "\t");
	strsep(&rest, "\t");
	strsep(&rest, "\t");
	for (size_t i = 0; i < FIELDS; i++)
		line.fields[i].data = (unsigned char *)arena_strdup(arena, "");
	for (size_t i = 0; i < FIELDS && (field = strsep(&rest, "\t")) != NULL;
	     i++)
		if (!base64_decode(
			arena, field, strlen(field), &line.fields[i]))
			errx(1, "%s: a field is no base64", line.number);
	judge(&line);
	arena_free(arena);
}

int
main(void)
{
	char *text = NULL;
	size_t room = 0;
	ssize_t length;

	while ((length = getline(&text, &room, stdin)) > 0) {
		if (text[length - 1] == '\n')
			text[length - 1] = '\0';
		read_line(text);
	}
	free(text);
	return fflush(stdout) != 0;
}
