/* SPDX-License-Identifier: ISC */
/* Makes X.509 certificates, for the sandbox. */
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <string.h>

#include "kit/arena.h"
#include "kit/issue/issue.h"
#include "kit/issue/private.h"

static const struct purpose {
	const char *constraints, *usage, *extended; /* NULL: not there */
} purposes[] = {
    [ISSUE_CA] = {"critical,CA:TRUE", "critical,keyCertSign,cRLSign", NULL},
    [ISSUE_CLIENT] = {"critical,CA:FALSE", "critical,digitalSignature",
	"clientAuth,serverAuth"},
    [ISSUE_SERVER] = {"critical,CA:FALSE", "critical,digitalSignature",
	"serverAuth"},
    [ISSUE_SIGNING] = {"critical,CA:FALSE",
	"critical,digitalSignature,nonRepudiation", NULL},
};

/* X.520 wants a PrintableString in these attributes, whatever is in it. */
static int
string_type(int nid)
{
	switch (nid) {
	case NID_countryName:
	case NID_serialNumber:
	case NID_jurisdictionCountryName:
		return V_ASN1_PRINTABLESTRING;
	default:
		return V_ASN1_UTF8STRING;
	}
}

static bool
add_attribute(X509_NAME *name, const char *type, const char *value)
{
	ASN1_OBJECT *object = OBJ_txt2obj(type, 0);
	bool done;

	if (object == NULL)
		return false;
	done =
	    X509_NAME_add_entry_by_OBJ(name, object,
		string_type(OBJ_obj2nid(object)), (const unsigned char *)value,
		(int)strlen(value), -1, 0) == 1;
	ASN1_OBJECT_free(object);
	return done;
}

/* Copies the value at `text`, with its escapes undone; returns where it ends,
 * at a comma or the end of the text. */
static const char *
copy_value(const char *text, char *out)
{
	while (*text != '\0' && *text != ',') {
		if (*text == '\\' && text[1] != '\0')
			text++;
		*out++ = *text++;
	}
	*out = '\0';
	return text;
}

static bool
add_subject(struct arena *arena, X509_NAME *name, const char *subject)
{
	char *value = arena_alloc(arena, strlen(subject) + 1);
	const char *next = subject;

	for (;;) {
		const char *equals = strchr(next, '=');
		const char *type;

		if (equals == NULL)
			return false;
		type = arena_strndup(arena, next, (size_t)(equals - next));
		next = copy_value(equals + 1, value);
		if (!add_attribute(name, type, value))
			return false;
		if (*next == '\0')
			return true;
		next++;
	}
}

static bool
set_serial(X509 *certificate)
{
	BIGNUM *number = BN_new();
	bool done =
	    number != NULL &&
	    BN_rand(number, 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
	    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) !=
		NULL;

	BN_free(number);
	return done;
}

static bool
add_extension(X509 *certificate, X509V3_CTX *ctx, int nid, const char *value)
{
	X509_EXTENSION *extension;
	bool done;

	if (value == NULL)
		return true;
	extension = X509V3_EXT_nconf_nid(NULL, ctx, nid, value);
	done =
	    extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
	X509_EXTENSION_free(extension);
	return done;
}

/* Is the name of letters that OpenSSL's configuration syntax leaves alone?  A
 * comma would begin another name there. */
static bool
is_dns(const char *name)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz"
				       "0123456789-._*";

	return name[strspn(name, alphabet)] == '\0';
}

/* The names besides CN, in that syntax; *out stays NULL where there are none. */
static bool
add_names(
    struct arena *arena, const struct issue_order *order, const char **out)
{
	if (order->dns != NULL && !is_dns(order->dns))
		return false;
	if (order->uri != NULL && strpbrk(order->uri, ", \t\r\n") != NULL)
		return false;
	if (order->dns != NULL)
		*out = arena_printf(arena, "DNS:%s", order->dns);
	if (order->uri != NULL)
		*out =
		    arena_printf(arena, "%s%sURI:%s", *out != NULL ? *out : "",
			*out != NULL ? "," : "", order->uri);
	return true;
}

static bool
add_extensions(struct arena *arena, X509 *certificate, X509 *issuer,
    const struct issue_order *order)
{
	const struct purpose *purpose = &purposes[order->purpose];
	const char *names = NULL;
	X509V3_CTX ctx;

	if (!add_names(arena, order, &names))
		return false;
	X509V3_set_ctx(&ctx, issuer, certificate, NULL, NULL, 0);
	return add_extension(certificate, &ctx, NID_basic_constraints,
		   purpose->constraints) &&
	       add_extension(
		   certificate, &ctx, NID_key_usage, purpose->usage) &&
	       add_extension(
		   certificate, &ctx, NID_ext_key_usage, purpose->extended) &&
	       add_extension(certificate, &ctx, NID_subject_alt_name, names) &&
	       add_extension(
		   certificate, &ctx, NID_subject_key_identifier, "hash") &&
	       add_extension(certificate, &ctx, NID_authority_key_identifier,
		   "keyid:always") &&
	       (order->psd2 == NULL ||
		   issue_psd2(arena, certificate, order->psd2));
}

static bool
set_validity(X509 *certificate, const struct issue_order *order)
{
	ASN1_TIME *from = X509_getm_notBefore(certificate);
	ASN1_TIME *to = X509_getm_notAfter(certificate);

	return ASN1_TIME_set(from, order->not_before) != NULL &&
	       ASN1_TIME_set(to, order->not_after) != NULL;
}

/* Puts all but the signature into the certificate; what is wrong, or NULL. */
static const char *
fill(struct arena *arena, X509 *certificate, X509 *issuer, EVP_PKEY *key,
    const struct issue_order *order)
{
	X509_NAME *subject = X509_get_subject_name(certificate);

	if (!add_subject(arena, subject, order->subject))
		return "the subject is not attribute=value, ...";
	if (X509_set_version(certificate, X509_VERSION_3) != 1 ||
	    !set_serial(certificate) ||
	    X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) !=
		1 ||
	    X509_set_pubkey(certificate, key) != 1)
		return "cannot make a certificate";
	if (!set_validity(certificate, order))
		return "the dates are out of range";
	if (!add_extensions(arena, certificate, issuer, order))
		return "the extensions cannot be made: the DNS name, the URI, "
		       "the QCStatements or the CA's certificate";
	return NULL;
}

static char *
text_of(struct arena *arena, X509 *certificate)
{
	BIO *bio = BIO_new(BIO_s_mem());

	if (bio == NULL)
		return NULL;
	PEM_write_bio_X509(bio, certificate);
	return issue_text(arena, bio);
}

static char *
issue(struct arena *arena, const struct issue_order *order, X509 *issuer,
    EVP_PKEY *signer, const char **why)
{
	EVP_PKEY *key = issue_public(arena, order->key);
	X509 *certificate = X509_new();
	char *pem = NULL;

	*why = "not a key in PEM";
	if (key != NULL && certificate != NULL) {
		*why = fill(arena, certificate,
		    issuer != NULL ? issuer : certificate, key, order);
		if (*why == NULL &&
		    X509_sign(certificate, signer, EVP_sha256()) > 0)
			pem = text_of(arena, certificate);
		if (*why == NULL && pem == NULL)
			*why = "cannot sign";
	}
	X509_free(certificate);
	return pem;
}

char *
issue_certificate(
    struct arena *arena, const struct issue_order *order, const char **why)
{
	bool by_ca = order->ca_key != NULL;
	X509 *issuer = by_ca ? issue_x509(arena, order->ca_cert) : NULL;
	EVP_PKEY *signer =
	    issue_private(arena, by_ca ? order->ca_key : order->key);
	char *pem;

	*why = "not a private key in PEM to sign with";
	if (signer == NULL)
		return NULL;
	*why = "not a certificate of a CA in PEM";
	if (by_ca && issuer == NULL)
		return NULL;
	pem = issue(arena, order, issuer, signer, why);
	ERR_clear_error();
	return pem;
}
