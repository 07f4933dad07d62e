/* SPDX-License-Identifier: ISC */
/* Which text is a name of a certificate's subjectAltName. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "test/unit/make_cert.h"

struct world {
	struct arena *arena;
	const struct cert *named, *nameless;
};

static const struct cert *
make(struct arena *arena, EVP_PKEY *key, const char *names)
{
	const struct order order = {
	    .cn = "client.example.com", .key = key, .names = names};
	const struct cert *cert = make_cert(arena, &order);

	assert_non_null(cert);
	return cert;
}

static int
begin(void **state)
{
	static struct world w;
	EVP_PKEY *key = EVP_EC_gen("P-256");

	w.arena = arena_new();
	w.named = make(w.arena, key,
	    "DNS:Client.example.com,DNS:*.wild.example,"
	    "URI:https://client.example.com/Path,IP:192.0.2.1,"
	    "IP:2001:db8::1,email:Ops@Client.example.com,"
	    "otherName:1.2.3.4;UTF8:other.example.com");
	w.nameless = make(w.arena, key, NULL);
	EVP_PKEY_free(key);
	*state = &w;
	return 0;
}

static int
end(void **state)
{
	const struct world *w = *state;

	arena_free(w->arena);
	return 0;
}

static void
names_are_compared(void **state)
{
	static const struct {
		enum cert_name kind;
		const char *text;
		bool is;
	} all[] = {
	    {CERT_NAME_DNS, "client.example.com", true},
	    {CERT_NAME_DNS, "CLIENT.EXAMPLE.COM", true},
	    {CERT_NAME_DNS, "client.example.com.", false},
	    {CERT_NAME_DNS, "client.example.co", false},
	    {CERT_NAME_DNS, "*.wild.example", true},
	    {CERT_NAME_DNS, "a.wild.example", false},
	    {CERT_NAME_DNS, "other.example.com", false},
	    {CERT_NAME_DNS, "192.0.2.1", false},
	    {CERT_NAME_DNS, "", false},
	    {CERT_NAME_URI, "https://client.example.com/Path", true},
	    {CERT_NAME_URI, "https://client.example.com/path", false},
	    {CERT_NAME_URI, "https://client.example.com", false},
	    {CERT_NAME_IP, "192.0.2.1", true},
	    {CERT_NAME_IP, "192.0.2.2", false},
	    {CERT_NAME_IP, "2001:db8::1", true},
	    {CERT_NAME_IP, "2001:DB8:0:0:0:0:0:1", true},
	    {CERT_NAME_IP, "2001:db8::2", false},
	    {CERT_NAME_IP, "::ffff:192.0.2.1", false},
	    {CERT_NAME_IP, "client.example.com", false},
	    {CERT_NAME_IP, "", false},
	    {CERT_NAME_EMAIL, "Ops@client.EXAMPLE.com", true},
	    {CERT_NAME_EMAIL, "ops@client.example.com", false},
	    {CERT_NAME_EMAIL, "client.example.com", false},
	};
	const struct world *w = *state;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (cert_is_named(w->named, all[i].kind, all[i].text) !=
		    all[i].is)
			fail_msg("%s", all[i].text);
		assert_false(
		    cert_is_named(w->nameless, all[i].kind, all[i].text));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_are_compared)};

	return cmocka_run_group_tests_name(
	    "names of certificates", tests, begin, end);
}
