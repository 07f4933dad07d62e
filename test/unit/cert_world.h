/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_CERT_WORLD_H
#define TEST_UNIT_CERT_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <openssl/err.h>

#include "kit/arena.h"
#include "kit/limits.h"
#include "kit/x509/cert_memory.h"
#include "kit/x509/private.h"
#include "test/unit/make_cert.h"

#define SHORT_LIFE 30 /* shorter than the memory */

/* An authority, the memory that trusts it, and what is shown to that. */
struct world {
	struct arena *arena;
	EVP_PKEY *key;
	X509 *root, *client, *short_lived, *stranger;
	const struct trust *trust;
	struct cert_memory *memory;
};

static inline X509 *
issued(const struct world *w, X509 *issuer, long to)
{
	const struct order order = {.cn = "client",
	    .key = w->key,
	    .issuer = issuer,
	    .issuer_key = w->key,
	    .to = to};

	return make_x509(&order);
}

static inline const struct trust *
trust_in(struct arena *arena, X509 *root)
{
	char path[] = "/tmp/dcr-memory-XXXXXX";
	const char *pem = make_pem(arena, root), *why = NULL;
	const struct trust *trust;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, pem, strlen(pem)), strlen(pem));
	close(fd);
	trust = trust_load(arena, path, &why);
	unlink(path);
	if (trust == NULL)
		fail_msg("%s", why);
	return trust;
}

static inline int
set_up(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	struct order root = {.cn = "root", .basic = "critical,CA:TRUE"};

	w->arena = arena_new();
	w->key = root.key = EVP_EC_gen("P-256");
	w->root = make_x509(&root);
	w->client = issued(w, w->root, 0);
	w->short_lived = issued(w, w->root, SHORT_LIFE);
	w->stranger = issued(w, NULL, 0);
	w->trust = trust_in(w->arena, w->root);
	w->memory = cert_memory_open(w->arena, w->trust);
	*state = w;
	return 0;
}

static inline int
tear_down(void **state)
{
	struct world *w = *state;

	assert_int_equal(ERR_peek_error(), 0);
	arena_free(w->arena);
	X509_free(w->root);
	X509_free(w->client);
	X509_free(w->short_lived);
	X509_free(w->stranger);
	EVP_PKEY_free(w->key);
	free(w);
	return 0;
}

static inline const struct cert *
read_text(struct world *w, const char *text)
{
	return cert_memory_read(w->memory, text, strlen(text), false);
}

/* The same certificate in the n-th spelling. */
static inline const struct cert *
spelt(struct world *w, X509 *x509, int n)
{
	return read_text(w,
	    arena_printf(w->arena, "%s%*s", make_pem(w->arena, x509), n, ""));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
