/* SPDX-License-Identifier: ISC */
/* Describes revocation lists to an operator. */
#include "kit/arena.h"
#include "kit/json.h"
#include "kit/moment.h"
#include "kit/x509/private.h"

static const char *
name_text(struct arena *arena, const X509_NAME *name)
{
	const char *text = asn1_name(arena, name);

	return text != NULL ? text : "";
}

/* What the authority has put into a name may be no text at all. */
static const char *
uri_text(struct arena *arena, const ASN1_STRING *uri)
{
	unsigned char *utf8;
	const int length = asn1_utf8(uri, &utf8);
	const char *text = "a URI that is no text";

	if (length >= 0)
		text = arena_strndup(arena, (const char *)utf8, (size_t)length);
	OPENSSL_free(utf8);
	return text;
}

static const char *
general_text(struct arena *arena, const GENERAL_NAME *name)
{
	if (name->type == GEN_DIRNAME)
		return name_text(arena, name->d.directoryName);
	if (name->type == GEN_URI)
		return uri_text(arena, name->d.uniformResourceIdentifier);
	return "a name of another form";
}

static const char *
place_text(struct arena *arena, const DIST_POINT_NAME *place)
{
	const char *text = "";

	if (place == NULL)
		return "";
	if (place->type != 0)
		return " at a point relative to the issuer";
	for (int i = 0; i < sk_GENERAL_NAME_num(place->name.fullname); i++)
		text = arena_printf(arena, "%s%s%s", text,
		    i == 0 ? " at " : " or ",
		    general_text(
			arena, sk_GENERAL_NAME_value(place->name.fullname, i)));
	return text;
}

static const char *
kind_text(const ISSUING_DIST_POINT *scope)
{
	if (scope->onlyattr > 0)
		return "attribute certificates";
	if (scope->onlyuser > 0)
		return "certificates of users";
	return scope->onlyCA > 0 ? "certificates of authorities"
				 : "certificates";
}

static const char *
about(struct arena *arena, const ISSUING_DIST_POINT *scope)
{
	return arena_printf(arena, "%s%s%s%s", kind_text(scope),
	    place_text(arena, scope->distpoint),
	    scope->onlysomereasons != NULL ? ", for some reasons" : "",
	    scope->indirectCRL > 0 ? ", also of other issuers" : "");
}

/* "certificates of users at http://a/1.crl, for some reasons" */
static const char *
scope_text(struct arena *arena, X509_CRL *list)
{
	ISSUING_DIST_POINT *scope;
	const char *text = "certificates";

	if (!crl_scope(list, &scope))
		text = "what it lists alone: an extension is not known";
	else if (scope != NULL)
		text = about(arena, scope);
	if (crl_is_delta(list))
		text = arena_printf(arena, "changes: %s", text);
	ISSUING_DIST_POINT_free(scope);
	return text;
}

struct json *
crl_describe(struct arena *arena, X509_CRL *list, const char *path, time_t now)
{
	struct json *one = json_new_object(arena);
	const char *fault = crl_out_of_time(list, now);

	json_set_string(one, "file", path);
	json_set_string(
	    one, "issuer", name_text(arena, X509_CRL_get_issuer(list)));
	json_set_string(one, "about", scope_text(arena, list));
	json_set_integer(one, "listed",
	    sk_X509_REVOKED_num(X509_CRL_get_REVOKED(list)) < 0
		? 0
		: sk_X509_REVOKED_num(X509_CRL_get_REVOKED(list)));
	json_set_string(one, "from", moment_text(arena, crl_begin(list)));
	json_set_string(one, "to",
	    moment_text(arena, asn1_seconds(X509_CRL_get0_nextUpdate(list))));
	if (fault != NULL)
		json_set_string(one, "fault", fault);
	return one;
}

static bool
speaks_for(STACK_OF(X509_CRL) * lists, X509 *anchor)
{
	for (int i = 0; i < sk_X509_CRL_num(lists); i++) {
		X509_CRL *list = sk_X509_CRL_value(lists, i);

		if (!crl_is_delta(list) &&
		    X509_NAME_cmp(X509_CRL_get_issuer(list),
			X509_get_subject_name(anchor)) == 0)
			return true;
	}
	return false;
}

void
crl_describe_silent(struct arena *arena, STACK_OF(X509_CRL) * lists,
    const struct trust *trust, struct json *all)
{
	for (int i = 0; i < sk_X509_num(trust->anchors); i++) {
		X509 *anchor = sk_X509_value(trust->anchors, i);
		struct json *one;

		if (speaks_for(lists, anchor))
			continue;
		one = json_new_object(arena);
		json_set_string(one, "issuer",
		    name_text(arena, X509_get_subject_name(anchor)));
		json_set_string(one, "fault",
		    "there is no revocation list of this authority");
		json_append(all, one);
	}
}
