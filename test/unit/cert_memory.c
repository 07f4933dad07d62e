/* SPDX-License-Identifier: ISC */
/* The memory of parsed certificates. */
#include "test/unit/cert_world.h"

/* Puts a mark on what is kept: one that is parsed anew has none. */
static void
mark(const struct cert *cert)
{
	((char *)cert->hex)[0] = '!';
}

static bool
marked(const struct cert *cert)
{
	assert_non_null(cert);
	return cert_sha256_hex(cert)[0] == '!';
}

static void
says_what_parsing_says(void **state)
{
	struct world *w = *state;
	const char *pem = make_pem(w->arena, w->client);
	const struct cert *parsed = cert_parse(w->arena, pem, strlen(pem));
	const struct cert *kept = spelt(w, w->client, 0);

	assert_non_null(kept);
	assert_string_equal(cert_sha256_hex(kept), cert_sha256_hex(parsed));
	assert_memory_equal(cert_sha256(kept), cert_sha256(parsed), 32);
	assert_string_equal(cert_subject(kept), "CN=client");
	assert_string_equal(cert_attribute(kept, "CN"), "client");
	assert_null(cert_attribute(kept, "O"));
	assert_int_equal(cert_subject_is(kept, "cn=Client"), DN_EQUAL);
	assert_int_equal(cert_memory_check(w->memory, kept, NOW), TRUST_OK);
	assert_string_not_equal(
	    cert_sha256_hex(spelt(w, w->short_lived, 0)), kept->hex);
}

static void
a_text_is_parsed_once(void **state)
{
	struct world *w = *state;
	const struct cert *cert = spelt(w, w->client, 0);
	const char *value = cert_attribute(cert, "CN");

	mark(cert);
	assert_ptr_equal(spelt(w, w->client, 0), cert);
	assert_true(marked(cert));
	/* and its values are no new ones at each question */
	assert_ptr_equal(cert_attribute(cert, "CN"), value);
	assert_false(marked(spelt(w, w->client, 1)));
}

/* The text is the request's, and gone after it. */
static void
the_text_is_not_needed_any_more(void **state)
{
	struct world *w = *state;
	char *text = strdup(make_pem(w->arena, w->client));
	const struct cert *cert = read_text(w, text);

	memset(text, 'x', strlen(text));
	free(text);
	assert_string_equal(cert_subject(cert), "CN=client");
	assert_ptr_equal(spelt(w, w->client, 0), cert);
}

static void
the_two_forms_are_kept_apart(void **state)
{
	struct world *w = *state;
	struct bytes der = make_der(w->arena, w->client);
	const char *base64 = base64_encode(w->arena, der.data, der.length);
	const char *field = arena_printf(w->arena, ":%s:", base64);

	for (int i = 0; i < 2; i++) {
		assert_non_null(
		    cert_memory_read(w->memory, field, strlen(field), true));
		assert_null(
		    cert_memory_read(w->memory, field, strlen(field), false));
		assert_non_null(
		    cert_memory_read(w->memory, base64, strlen(base64), false));
		assert_null(
		    cert_memory_read(w->memory, base64, strlen(base64), true));
	}
}

/* Texts of one length that differ in one byte are two texts. */
static void
every_byte_counts(void **state)
{
	struct world *w = *state;
	char *text = strdup(make_pem(w->arena, w->client));
	const struct cert *cert = read_text(w, text);
	const char *subject = cert_subject(cert);
	size_t length = strlen(text);

	mark(cert);
	for (size_t i = 0; i < length; i++) {
		const char was = text[i];

		text[i] = was == 'A' ? 'B' : 'A';
		assert_ptr_not_equal(read_text(w, text), cert);
		text[i] = was;
		assert_true(marked(read_text(w, text)));
	}
	assert_true(length > 400);
	assert_string_equal(cert_subject(read_text(w, text)), subject);
	free(text);
}

/* The last answer about a name is remembered, for that name alone. */
static void
names_are_compared_one_by_one(void **state)
{
	static const struct {
		const char *dn;
		enum dn_answer answer;
	} names[] = {
	    {"", DN_UNREADABLE},
	    {"CN=client", DN_EQUAL},
	    {"CN=clien", DN_DIFFERENT},
	    {"CN=client", DN_EQUAL},
	    {"CN=client2", DN_DIFFERENT},
	    {"CN=Client", DN_EQUAL},
	    {"client", DN_UNREADABLE},
	    {"", DN_UNREADABLE},
	};
	struct world *w = *state;
	const struct cert *cert = spelt(w, w->client, 0);
	const struct cert *other = spelt(w, w->root, 0);
	const char *longest = arena_printf(w->arena, "CN=client%503s", "");
	const char *longer = arena_printf(w->arena, "CN=client%504s", "");

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		for (int again = 0; again < 2; again++) {
			assert_int_equal(cert_subject_is(cert, names[i].dn),
			    names[i].answer);
			assert_int_not_equal(
			    cert_subject_is(other, names[i].dn), DN_EQUAL);
		}
	for (int again = 0; again < 2; again++) {
		assert_int_equal(cert_subject_is(cert, longest), DN_EQUAL);
		assert_int_equal(cert_subject_is(cert, longer), DN_UNREADABLE);
	}
}

static void
what_is_no_certificate_is_not_kept(void **state)
{
	struct world *w = *state;
	const struct cert *cert = spelt(w, w->client, 0);

	mark(cert);
	for (int i = 0; i < 2 * LIMIT_CERTIFICATES; i++)
		assert_null(read_text(w, arena_printf(w->arena, "%d", i)));
	assert_null(read_text(w, ""));
	assert_null(spelt(w, w->client, LIMIT_CERTIFICATE));
	assert_ptr_equal(spelt(w, w->client, 0), cert);
	assert_true(marked(cert));
}

static void
read_others(struct world *w, int count)
{
	for (int i = 1; i <= count; i++)
		assert_false(marked(spelt(w, w->client, i)));
}

static void
the_one_just_read_outlives_the_others(void **state)
{
	struct world *w = *state;
	const struct cert *cert = spelt(w, w->client, 0);

	mark(cert);
	for (int i = 0; i < 3; i++) {
		read_others(w, LIMIT_CERTIFICATES - 1);
		assert_ptr_equal(spelt(w, w->client, 0), cert);
		assert_true(marked(cert));
	}
}

static void
so_many_and_no_more(void **state)
{
	struct world *w = *state;

	mark(spelt(w, w->client, 0));
	read_others(w, LIMIT_CERTIFICATES);
	assert_false(marked(spelt(w, w->client, 0)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(says_what_parsing_says),
	    TEST(a_text_is_parsed_once),
	    TEST(the_text_is_not_needed_any_more),
	    TEST(the_two_forms_are_kept_apart),
	    TEST(every_byte_counts),
	    TEST(names_are_compared_one_by_one),
	    TEST(what_is_no_certificate_is_not_kept),
	    TEST(the_one_just_read_outlives_the_others),
	    TEST(so_many_and_no_more),
	};

	return cmocka_run_group_tests_name("cert_memory", tests, NULL, NULL);
}
