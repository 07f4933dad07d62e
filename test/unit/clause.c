/* SPDX-License-Identifier: ISC */
/* Where the document of a clause can be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kit/arena.h"
#include "pages/clause.h"

static void
finds_the_document(void **state)
{
	static const struct {
		const char *part, *address;
	} parts[] = {
	    {"RFC 7591 section 2.3",
		"https://www.rfc-editor.org/rfc/rfc7591#section-2.3"},
	    {"RFC 7591 sections 2.3 and 3.2.2",
		"https://www.rfc-editor.org/rfc/rfc7591#section-2.3"},
	    {"RFC 7591 section 5.",
		"https://www.rfc-editor.org/rfc/rfc7591#section-5"},
	    {"RFC 6749 appendix B",
		"https://www.rfc-editor.org/rfc/rfc6749#appendix-B"},
	    {"RFC 8259", "https://www.rfc-editor.org/rfc/rfc8259"},
	    {"RFC 7591 section 2: jwks",
		"https://www.rfc-editor.org/rfc/rfc7591#section-2"},
	    {"RFC x", NULL},
	    {"RFC ", NULL},
	    {"policy of the bank", NULL},
	    {"UK DCR, Data Dictionary",
		"https://openbankinguk.github.io/dcr-docs-pub/"},
	    {"our manual, https://bank.example/dcr#3, page 4",
		"https://bank.example/dcr#3"},
	    {"javascript:alert(1)", NULL},
	    {"http://bank.example", NULL},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const char *address = clause_address(arena, parts[i].part);

		if (parts[i].address == NULL)
			assert_null(address);
		else
			assert_string_equal(address, parts[i].address);
	}
	arena_free(arena);
}

static void
writes_each_part(void **state)
{
	struct arena *arena = arena_new();
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	assert_non_null(out);
	clause_put(out, arena,
	    "<b> of ours; RFC 8259; https://bank.example/\"><script>");
	assert_int_equal(fclose(out), 0);
	assert_string_equal(text,
	    "&lt;b&gt; of ours; "
	    "<a href=\"https://www.rfc-editor.org/rfc/rfc8259\">RFC 8259</a>; "
	    "<a href=\"https://bank.example/\">https://bank.example/&quot;"
	    "&gt;&lt;script&gt;</a>");
	free(text);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(finds_the_document),
	    cmocka_unit_test(writes_each_part),
	};

	return cmocka_run_group_tests_name("clause", tests, NULL, NULL);
}
