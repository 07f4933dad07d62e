/* SPDX-License-Identifier: ISC */
/* Reads the QCStatements of a qualified certificate (RFC 3739, ETSI EN 319
 * 412-5, ETSI TS 119 495). */
#include <string.h>

#include <openssl/asn1t.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "kit/arena.h"
#include "kit/x509/cert_qc.h"
#include "kit/x509/private.h"

/* OpenSSL checks lengths and tags by templates of the structures, whose macros
 * want typedefs. */
typedef struct {
	ASN1_OBJECT *id;
	ASN1_UTF8STRING *name;
} ROLE;

typedef struct {
	STACK_OF(ROLE) * roles;
	ASN1_UTF8STRING *nca_name;
	ASN1_UTF8STRING *nca_id;
} PSD2;

typedef struct {
	ASN1_OBJECT *id;
	ASN1_TYPE *info;
} STATEMENT;

typedef STACK_OF(STATEMENT) STATEMENTS;

/* cppcheck-suppress unknownMacro */
DEFINE_STACK_OF(ROLE)
DEFINE_STACK_OF(STATEMENT)

ASN1_SEQUENCE(ROLE) =
    {
	ASN1_SIMPLE(ROLE, id, ASN1_OBJECT),
	ASN1_SIMPLE(ROLE, name, ASN1_UTF8STRING),
} static_ASN1_SEQUENCE_END(ROLE)

	ASN1_SEQUENCE(PSD2) =
	    {
		ASN1_SEQUENCE_OF(PSD2, roles, ROLE),
		ASN1_SIMPLE(PSD2, nca_name, ASN1_UTF8STRING),
		ASN1_SIMPLE(PSD2, nca_id, ASN1_UTF8STRING),
} static_ASN1_SEQUENCE_END(PSD2)

		ASN1_SEQUENCE(STATEMENT) =
		    {
			ASN1_SIMPLE(STATEMENT, id, ASN1_OBJECT),
			ASN1_OPT(STATEMENT, info, ASN1_ANY),
} static_ASN1_SEQUENCE_END(STATEMENT)

			ASN1_ITEM_TEMPLATE(STATEMENTS) = ASN1_EX_TEMPLATE_TYPE(
			    ASN1_TFLG_SEQUENCE_OF, 0, STATEMENTS, STATEMENT)
			    static_ASN1_ITEM_TEMPLATE_END(STATEMENTS)

				static const char type_oid[] = "0.4.0.1862.1.6";
static const char psd2_oid[] = "0.4.0.19495.2";
static const char compliance_oid[] = "0.4.0.1862.1.1";

static const struct {
	const char *oid;
	enum cert_qc_type type;
} types[] = {
    {"0.4.0.1862.1.6.1", CERT_QC_ESIGN},
    {"0.4.0.1862.1.6.2", CERT_QC_ESEAL},
    {"0.4.0.1862.1.6.3", CERT_QC_WEB},
};

static const struct {
	const char *oid, *name;
} roles[CERT_QC_ROLES] = {
    {"0.4.0.19495.1.1", "PSP_AS"},
    {"0.4.0.19495.1.2", "PSP_PI"},
    {"0.4.0.19495.1.3", "PSP_AI"},
    {"0.4.0.19495.1.4", "PSP_IC"},
    {"0.4.0.19495.1.5", "PSP_CB"},
    {"0.4.0.19495.1.6", "PSP_PA"},
    {"0.4.0.19495.1.51", "VOP_RS"},
    {"0.4.0.19495.1.52", "VOP_VS"},
    {"0.4.0.19495.1.0", "Unspecified"},
};

static bool
is_oid(const ASN1_OBJECT *object, const char *oid)
{
	char text[80];

	return OBJ_obj2txt(text, sizeof(text), object, 1) > 0 &&
	       strcmp(text, oid) == 0;
}

/* NULL when the string is empty, longer than 256 characters of UTF-8 can be, or
 * has a control character. */
static const char *
read_text(struct arena *arena, const ASN1_UTF8STRING *string)
{
	unsigned char *utf8;
	int length = asn1_utf8(string, &utf8);
	const char *text = NULL;

	if (length > 0 && length <= 1024)
		text = arena_strndup(arena, (const char *)utf8, (size_t)length);
	OPENSSL_free(utf8);
	return text;
}

static bool
read_role(const ROLE *role, struct cert_qc *out)
{
	size_t i = 0, n = 0;

	while (i < CERT_QC_ROLES && !is_oid(role->id, roles[i].oid))
		i++;
	if (i == CERT_QC_ROLES)
		return true;
	if (strlen(roles[i].name) != (size_t)role->name->length ||
	    memcmp(roles[i].name, role->name->data,
		(size_t)role->name->length) != 0)
		return false;
	while (out->roles[n] != NULL && out->roles[n] != roles[i].name)
		n++;
	out->roles[n] = roles[i].name;
	return true;
}

static bool
fill_psd2(struct arena *arena, const PSD2 *psd2, struct cert_qc *out)
{
	bool good = !out->psd2 && sk_ROLE_num(psd2->roles) > 0;

	for (int i = 0; good && i < sk_ROLE_num(psd2->roles); i++)
		good = read_role(sk_ROLE_value(psd2->roles, i), out);
	out->psd2 = true;
	out->nca_name = read_text(arena, psd2->nca_name);
	out->nca_id = read_text(arena, psd2->nca_id);
	return good && out->nca_name != NULL && out->nca_id != NULL;
}

/* The item's to free. */
static void *
parse_info(const ASN1_TYPE *info, const ASN1_ITEM *item)
{
	if (info == NULL || info->type != V_ASN1_SEQUENCE)
		return NULL;
	return asn1_der(info->value.sequence->data,
	    (size_t)info->value.sequence->length, item);
}

static bool
read_psd2(struct arena *arena, const ASN1_TYPE *info, struct cert_qc *out)
{
	PSD2 *psd2 = parse_info(info, ASN1_ITEM_rptr(PSD2));
	bool good = psd2 != NULL && fill_psd2(arena, psd2, out);

	ASN1_item_free((ASN1_VALUE *)psd2, ASN1_ITEM_rptr(PSD2));
	return good;
}

/* QcType is a SEQUENCE OF OBJECT IDENTIFIER, which OpenSSL has for extended
 * key usage. */
static bool
read_types(const ASN1_TYPE *info, struct cert_qc *out)
{
	EXTENDED_KEY_USAGE *all =
	    parse_info(info, ASN1_ITEM_rptr(EXTENDED_KEY_USAGE));

	for (int i = 0; i < sk_ASN1_OBJECT_num(all); i++)
		for (size_t t = 0; t < sizeof(types) / sizeof(types[0]); t++)
			if (is_oid(sk_ASN1_OBJECT_value(all, i), types[t].oid))
				out->types |= types[t].type;
	EXTENDED_KEY_USAGE_free(all);
	return all != NULL;
}

static bool
read_all(struct arena *arena, const STATEMENTS *all, struct cert_qc *out)
{
	for (int i = 0; i < sk_STATEMENT_num(all); i++) {
		const STATEMENT *one = sk_STATEMENT_value(all, i);
		if (is_oid(one->id, compliance_oid))
			out->qualified = true;
		if (is_oid(one->id, type_oid) && !read_types(one->info, out))
			return false;
		if (is_oid(one->id, psd2_oid) &&
		    !read_psd2(arena, one->info, out))
			return false;
	}
	return true;
}

enum cert_qc_answer
cert_qc_parse(struct arena *arena, const unsigned char *der, size_t length,
    struct cert_qc *out)
{
	STATEMENTS *all = asn1_der(der, length, ASN1_ITEM_rptr(STATEMENTS));
	bool good;

	*out = (struct cert_qc){0};
	good = all != NULL && read_all(arena, all, out);
	ASN1_item_free((ASN1_VALUE *)all, ASN1_ITEM_rptr(STATEMENTS));
	ERR_clear_error();
	if (good)
		return CERT_QC_READ;
	*out = (struct cert_qc){0};
	return CERT_QC_BROKEN;
}

enum cert_qc_answer
cert_qc_read(struct arena *arena, const struct cert *cert, struct cert_qc *out)
{
	int at = X509_get_ext_by_NID(cert->x509, NID_qcStatements, -1);
	const ASN1_OCTET_STRING *value;

	*out = (struct cert_qc){0};
	if (at < 0)
		return CERT_QC_NONE;
	if (X509_get_ext_by_NID(cert->x509, NID_qcStatements, at) >= 0)
		return CERT_QC_BROKEN;
	value = X509_EXTENSION_get_data(X509_get_ext(cert->x509, at));
	return cert_qc_parse(arena, ASN1_STRING_get0_data(value),
	    (size_t)ASN1_STRING_length(value), out);
}
