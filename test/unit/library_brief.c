/* SPDX-License-Identifier: ISC */
/* What OpenSSL still does when it was told to be brief. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "kit/x509/library.h"
#include "test/unit/arena_setup.h"

static char password[] = "pass";

/* A private key that openssl wrote, encrypted so. */
static EVP_PKEY *
key_by(const char *how)
{
	char command[256];
	EVP_PKEY *key;
	FILE *from;

	snprintf(command, sizeof(command),
	    "openssl genrsa -passout pass:pass %s 2048 2>/dev/null", how);
	from = popen(command, "r");
	assert_non_null(from);
	key = PEM_read_PrivateKey(from, NULL, NULL, password);
	assert_int_equal(pclose(from), 0);
	return key;
}

static void
encrypted_keys_can_be_read(void **state)
{
	static const char *const ways[] = {"-aes128 -traditional",
	    "-aes192 -traditional", "-aes256 -traditional",
	    "-des3 -traditional", "-aes256", "-aes128", NULL};

	(void)state;
	for (size_t i = 0; ways[i] != NULL; i++) {
		EVP_PKEY *key = key_by(ways[i]);

		if (key == NULL)
			fail_msg("%s", ways[i]);
		EVP_PKEY_free(key);
	}
}

/* It was told in time: the others are not there, and no message is. */
static void
it_is_brief(void **state)
{
	(void)state;
	assert_null(EVP_get_cipherbyname("CAMELLIA-256-CBC"));
	assert_null(ERR_reason_error_string(
	    ERR_PACK(ERR_LIB_PEM, 0, PEM_R_NO_START_LINE)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(encrypted_keys_can_be_read), TEST(it_is_brief)};

	library_brief();
	return cmocka_run_group_tests_name(
	    "a brief OpenSSL", tests, NULL, NULL);
}
