/* SPDX-License-Identifier: ISC */
/* Makes the QCStatements of PSD2 (ETSI TS 119 495) for a certificate. */
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/conf.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <string.h>

#include "kit/arena.h"
#include "kit/base64.h"
#include "kit/hex.h"
#include "kit/issue/private.h"

/* OpenSSL makes ASN.1 of its own configuration syntax, ASN1_generate_nconf(3):
 * so wrong certificates can be ordered as easily as right ones. */
static const char form[] = "[qc]\na=SEQUENCE:compliance\nb=SEQUENCE:type\n"
			   "c=SEQUENCE:psd2\n"
			   "[compliance]\na=OID:0.4.0.1862.1.1\n"
			   "[type]\na=OID:0.4.0.1862.1.6\nb=SEQUENCE:types\n"
			   "[types]\na=OID:0.4.0.1862.1.6.%d\n"
			   "[psd2]\na=OID:0.4.0.19495.2\nb=SEQUENCE:said\n"
			   "[said]\na=SEQUENCE:roles\n"
			   "b=UTF8:Competent Authority\nc=UTF8:%s\n"
			   "[roles]\n%s\n%s";

static int
index_of(const char *const *names, const char *text, size_t length)
{
	for (int i = 0; names[i] != NULL; i++)
		if (strlen(names[i]) == length &&
		    strncmp(names[i], text, length) == 0)
			return i + 1;
	return 0;
}

/* What a role has behind 0.4.0.19495.1 (ETSI TS 119 495 annex A).  PSP_XX is
 * nobody's. */
static const struct {
	const char *name;
	int number;
} roles_known[] = {
    {"PSP_AS", 1},
    {"PSP_PI", 2},
    {"PSP_AI", 3},
    {"PSP_IC", 4},
    {"PSP_CB", 5},
    {"PSP_PA", 6},
    {"VOP_RS", 51},
    {"VOP_VS", 52},
    {"Unspecified", 0},
    {"PSP_XX", 99},
};

/* -1: there is no such role. */
static int
number_of(const char *text, size_t length)
{
	for (size_t i = 0; i < sizeof(roles_known) / sizeof(roles_known[0]);
	     i++)
		if (strlen(roles_known[i].name) == length &&
		    strncmp(roles_known[i].name, text, length) == 0)
			return roles_known[i].number;
	return -1;
}

/* The lines of the sections for roles such as "PSP_PI,PSP_AI"; NULL: one of
 * them is unknown. */
static const char *
roles_text(struct arena *arena, const char *roles, size_t length,
    const char **sections)
{
	const char *list = "", *end = roles + length;

	*sections = "";
	while (roles < end) {
		size_t n = strcspn(roles, ",/");
		int number = number_of(roles, n);
		if (number < 0)
			return NULL;
		list = arena_printf(
		    arena, "%sr%d=SEQUENCE:role%d\n", list, number, number);
		*sections = arena_printf(arena,
		    "%s[role%d]\na=OID:0.4.0.19495.1.%d\nb=UTF8:%.*s\n",
		    *sections, number, number, (int)n, roles);
		roles += n + 1;
	}
	return list;
}

/* The configuration for an order such as "web/PSP_PI,PSP_AI/GB-FCA"; NULL: the
 * order is of another form. */
static const char *
configuration(struct arena *arena, const char *psd2)
{
	static const char *const types[] = {"esign", "eseal", "web", NULL};
	size_t type_length = strcspn(psd2, "/");
	const char *roles = psd2 + type_length + 1, *sections, *list;
	int type = index_of(types, psd2, type_length);

	if (type == 0 || psd2[type_length] != '/')
		return NULL;
	size_t roles_length = strcspn(roles, "/");
	if (roles[roles_length] != '/' ||
	    strpbrk(roles + roles_length + 1, "\\$#\n") != NULL)
		return NULL;
	list = roles_text(arena, roles, roles_length, &sections);
	if (list == NULL)
		return NULL;
	return arena_printf(
	    arena, form, type, roles + roles_length + 1, list, sections);
}

static bool
add(X509 *certificate, unsigned char *der, int length)
{
	ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
	X509_EXTENSION *extension = NULL;
	bool done = false;

	if (value != NULL && ASN1_OCTET_STRING_set(value, der, length) == 1)
		extension = X509_EXTENSION_create_by_NID(
		    NULL, NID_qcStatements, 0, value);
	if (extension != NULL)
		done = X509_add_ext(certificate, extension, -1) == 1;
	X509_EXTENSION_free(extension);
	ASN1_OCTET_STRING_free(value);
	return done;
}

static bool
add_made(X509 *certificate, const char *text)
{
	BIO *in = BIO_new_mem_buf(text, -1);
	CONF *conf = NCONF_new(NULL);
	ASN1_TYPE *made = NULL;
	unsigned char *der = NULL;
	int length = -1;
	bool done;

	if (in != NULL && conf != NULL && NCONF_load_bio(conf, in, NULL) > 0)
		made = ASN1_generate_nconf("SEQUENCE:qc", conf);
	if (made != NULL)
		length = i2d_ASN1_TYPE(made, &der);
	done = length > 0 && add(certificate, der, length);
	OPENSSL_free(der);
	ASN1_TYPE_free(made);
	NCONF_free(conf);
	BIO_free(in);
	return done;
}

static bool
add_hex(struct arena *arena, X509 *certificate, const char *hex)
{
	struct bytes der;

	return hex_decode(arena, hex, &der) &&
	       add(certificate, der.data, (int)der.length);
}

bool
issue_psd2(struct arena *arena, X509 *certificate, const char *psd2)
{
	const char *text = configuration(arena, psd2);

	if (strchr(psd2, '/') == NULL)
		return add_hex(arena, certificate, psd2);
	return text != NULL && add_made(certificate, text);
}
