/* SPDX-License-Identifier: ISC */
/* Keeps the certificates that came lately, and what was said of them. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <openssl/x509.h>

#include "kit/arena.h"
#include "kit/limits.h"
#include "kit/x509/cert_memory.h"
#include "kit/x509/private.h"
#include "kit/x509/revocation.h"

/* One spelling of a certificate: PEM and DER of one certificate are two, and so
 * are two certificates that differ in their signatures alone. */
struct spelling {
	const char *text;
	size_t length;
	bool field;
};

struct entry {
	struct arena *arena;
	const struct cert *cert; /* NULL: an empty place */
	struct spelling spelling;
	uint64_t used; /* of the last read, by memory->reads */
	bool trusted, traced;
	uint32_t issuers; /* once traced */
	X509 *issuer;	  /* of a trusted one; NULL: it is a trust anchor */
	time_t checked, until;
	uint64_t edition; /* of the revocation lists, before they were asked */
};

struct cert_memory {
	const struct trust *trust;
	struct revocation *revocation; /* NULL: nobody is asked */
	const struct trust *const *directories;
	size_t directory_count;
	uint64_t reads;
	time_t until;  /* of the last answer */
	char why[512]; /* likewise */
	struct entry entries[LIMIT_CERTIFICATES];
};

static void
empty(struct entry *entry)
{
	X509_free(entry->issuer);
	arena_free(entry->arena);
}

static void
close_memory(void *memory)
{
	struct entry *entries = ((struct cert_memory *)memory)->entries;

	for (size_t i = 0; i < LIMIT_CERTIFICATES; i++)
		empty(&entries[i]);
}

struct cert_memory *
cert_memory_open(struct arena *arena, const struct trust *trust)
{
	struct cert_memory *memory = arena_alloc(arena, sizeof *memory);

	memory->trust = trust;
	arena_defer(arena, close_memory, memory);
	return memory;
}

static struct entry *
find(struct cert_memory *memory, const struct spelling *spelling)
{
	struct entry *entry = memory->entries;

	for (size_t i = 0; i < LIMIT_CERTIFICATES; i++, entry++)
		if (entry->cert != NULL &&
		    entry->spelling.field == spelling->field &&
		    entry->spelling.length == spelling->length &&
		    memcmp(entry->spelling.text, spelling->text,
			spelling->length) == 0)
			return entry;
	return NULL;
}

/* In each certificate's own arena nothing is kept of the way to DER. */
static struct entry
parse(const struct spelling *spelling)
{
	struct arena *passing = arena_new();
	struct entry entry = {.arena = arena_new(), .spelling = *spelling};
	struct bytes der;

	if (spelling->field
		? cert_read_field(
		      passing, spelling->text, spelling->length, &der)
		: cert_read(passing, spelling->text, spelling->length, &der))
		entry.cert = cert_from_der(entry.arena, &der);
	if (entry.cert != NULL)
		entry.spelling.text = arena_strndup(
		    entry.arena, spelling->text, spelling->length);
	arena_free(passing);
	return entry;
}

static struct entry *
keep(struct cert_memory *memory, const struct entry *entry)
{
	struct entry *oldest = memory->entries;

	for (size_t i = 1; i < LIMIT_CERTIFICATES; i++)
		if (memory->entries[i].used < oldest->used)
			oldest = &memory->entries[i];
	empty(oldest);
	*oldest = *entry;
	return oldest;
}

const struct cert *
cert_memory_read(
    struct cert_memory *memory, const char *text, size_t length, bool field)
{
	const struct spelling spelling = {text, length, field};
	struct entry *entry = find(memory, &spelling);

	if (entry == NULL) {
		struct entry fresh = parse(&spelling);

		if (fresh.cert == NULL) {
			arena_free(fresh.arena);
			return NULL;
		}
		entry = keep(memory, &fresh);
	}
	entry->used = ++memory->reads;
	return entry->cert;
}

void
cert_memory_revocation(
    struct cert_memory *memory, struct revocation *revocation)
{
	memory->revocation = revocation;
}

uint64_t
cert_memory_edition(struct cert_memory *memory)
{
	return memory->revocation == NULL
		   ? 0
		   : revocation_edition(memory->revocation);
}

time_t
cert_memory_until(const struct cert_memory *memory)
{
	return memory->until;
}

const char *
cert_memory_why(const struct cert_memory *memory)
{
	return memory->why;
}

/* Does the last answer about the certificate still hold?  At the second of
 * notAfter it does not, as in OpenSSL. */
static bool
serves(const struct entry *entry, uint64_t edition, time_t now)
{
	return entry->trusted && entry->edition == edition &&
	       now >= entry->checked && now < entry->until &&
	       now < entry->cert->not_after;
}

/* A certificate below a trust anchor may have been revoked since; the latter
 * itself is named by our own configuration, which no authority revokes. */
static enum trust_answer
unless_revoked(struct cert_memory *memory, enum trust_answer answer,
    const struct cert *cert, X509 *issuer, time_t now)
{
	struct arena *passing = arena_new();
	const char *why = "";

	memory->until = now + LIMIT_CERTIFICATE_SECONDS;
	if (answer == TRUST_OK && issuer != NULL && memory->revocation != NULL)
		answer = revocation_check(memory->revocation, cert, issuer, now,
		    passing, &memory->until, &why);
	snprintf(memory->why, sizeof(memory->why), "%s", why);
	arena_free(passing);
	return answer;
}

enum trust_answer
cert_memory_check_signer(struct cert_memory *memory, const struct cert *cert,
    const struct cert *const *others, time_t now)
{
	X509 *issuer;
	enum trust_answer answer =
	    trust_chain_signer(memory->trust, cert, others, now, &issuer);

	(void)cert_memory_edition(memory); /* reads the lists */
	answer = unless_revoked(memory, answer, cert, issuer, now);
	X509_free(issuer);
	return answer;
}

static struct entry *
entry_of(struct cert_memory *memory, const struct cert *cert)
{
	for (size_t i = 0; i < LIMIT_CERTIFICATES; i++)
		if (memory->entries[i].cert == cert)
			return &memory->entries[i];
	return NULL;
}

void
cert_memory_directories(struct cert_memory *memory,
    const struct trust *const *directories, size_t count)
{
	memory->directories = directories;
	memory->directory_count = count;
}

/* The chain that has just been found good is good for a directory that names its
 * authority; the authority of another chain may be the directory's as well. */
static bool
is_issued_by(const struct trust *directory, const struct entry *entry,
    const struct cert *cert, time_t now)
{
	if (entry != NULL && entry->trusted && entry->checked == now &&
	    entry->issuer != NULL && trust_has(directory, entry->issuer))
		return true;
	return trust_check(directory, cert, now) == TRUST_OK;
}

uint32_t
cert_memory_issuers(
    struct cert_memory *memory, const struct cert *cert, time_t now)
{
	struct entry *entry = entry_of(memory, cert);
	uint32_t issuers = 0;

	if (entry != NULL && entry->traced)
		return entry->issuers;
	for (size_t i = 0; i < memory->directory_count; i++)
		if (memory->directories[i] != NULL &&
		    is_issued_by(memory->directories[i], entry, cert, now))
			issuers |= UINT32_C(1) << i;
	if (entry != NULL) {
		entry->traced = true;
		entry->issuers = issuers;
	}
	return issuers;
}

uint32_t
cert_memory_signer_issuers(struct cert_memory *memory, const struct cert *cert,
    const struct cert *const *others, time_t now)
{
	return trust_signers(
	    memory->directories, memory->directory_count, cert, others, now);
}

static void
answered(
    struct entry *entry, enum trust_answer answer, X509 *issuer, time_t now)
{
	entry->traced = false;
	entry->trusted = answer == TRUST_OK;
	entry->checked = now;
	X509_free(entry->issuer);
	entry->issuer = issuer;
}

enum trust_answer
cert_memory_check(
    struct cert_memory *memory, const struct cert *cert, time_t now)
{
	const uint64_t edition = cert_memory_edition(memory);
	struct entry *entry = entry_of(memory, cert);
	enum trust_answer answer;
	X509 *issuer;

	if (entry != NULL && serves(entry, edition, now)) {
		memory->until = entry->until;
		return TRUST_OK;
	}
	answer = trust_chain(memory->trust, cert, now, &issuer);
	answer = unless_revoked(memory, answer, cert, issuer, now);
	if (entry == NULL) {
		X509_free(issuer);
		return answer;
	}
	answered(entry, answer, issuer, now);
	entry->until = memory->until;
	entry->edition = edition;
	return answer;
}
