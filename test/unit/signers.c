/* SPDX-License-Identifier: ISC */
/* The folder of our signing keys: modes, owners, and files that are refused. */
#include "kit/issue/issue.h"
#include "kit/json.h"
#include "test/unit/signers_folder.h"

static void
assert_unfit(const char *name, const char *words)
{
	assert_null(signers_list(arena, folder, &why));
	assert_says(name);
	assert_says(words);
}

static void
test_folder(void **state)
{
	const char *real = folder;

	(void)state;
	assert_int_equal(count(list()), 0);
	assert_int_equal(files(), 0);
	folder = arena_printf(arena, "%s//", real);
	assert_int_equal(count(list()), 0);
	folder = arena_printf(arena, "%s/none", root);
	assert_unfit("/none: ", "No such file");
	put(folder, "");
	assert_unfit("/none: ", "must be a folder");
	folder = arena_printf(arena, "%s/link", root);
	assert_int_equal(symlink(real, folder), 0);
	assert_unfit("/link: ", "must be a folder, and not a link");
	folder = arena_printf(arena, "%s/", folder);
	assert_unfit("/link: ", "must be a folder, and not a link");
}

/* Every single bit of the others', on each thing. */
static void
assert_must_be_closed(const char *path, mode_t mode)
{
	const char *name = strrchr(path, '/');

	for (mode_t bit = 1; bit <= 040; bit <<= 1) {
		assert_int_equal(chmod(path, mode | bit), 0);
		assert_unfit(
		    name, "must be closed to everybody but its owner (chmod ");
	}
	assert_int_equal(chmod(path, mode), 0);
	list();
}

static void
test_modes(void **state)
{
	const struct signer *signers;

	(void)state;
	make("ES256");
	make("PS256");
	signers = list();
	assert_must_be_closed(folder, 0700);
	assert_must_be_closed(at("keys.json"), 0600);
	assert_must_be_closed(pem_of(signers[0].kid), 0600);
	assert_must_be_closed(pem_of(signers[1].kid), 0600);
}

static void
assert_must_be_ours(const char *path)
{
	assert_int_equal(chown(path, 1, 1), 0);
	assert_unfit(strrchr(path, '/'), "must belong to the user");
	assert_int_equal(chown(path, 0, 0), 0);
	list();
}

static void
test_owner(void **state)
{
	(void)state;
	if (geteuid() != 0)
		skip();
	make("ES256");
	assert_must_be_ours(folder);
	assert_must_be_ours(at("keys.json"));
	assert_must_be_ours(pem_of(signing_kid()));
}

/* What was a file is something else. */
static void
assert_must_be_a_file(const char *path)
{
	const char *name = strrchr(path, '/');
	const char *away = arena_printf(arena, "%s/away", root);

	assert_int_equal(rename(path, away), 0);
	assert_int_equal(symlink(away, path), 0);
	assert_unfit(name, "must not be a symbolic link");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_unfit(name, "must be a regular file");
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_unfit(name, "must be a regular file");
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(rename(away, path), 0);
	list();
}

static void
test_kinds(void **state)
{
	const char *pem;

	(void)state;
	make("ES256");
	pem = pem_of(signing_kid());
	assert_must_be_a_file(at("keys.json"));
	assert_must_be_a_file(pem);
	put(pem, issue_key(arena, ISSUE_EC_P256, &why));
	assert_unfit(strrchr(pem, '/'), "is not the private key of that kid");
	put(pem, issue_key(arena, ISSUE_RSA_2048, &why));
	assert_unfit(strrchr(pem, '/'), "is not the private key of that kid");
	put(pem, "");
	assert_unfit(strrchr(pem, '/'), "is not the private key of that kid");
	assert_int_equal(unlink(pem), 0);
	assert_unfit(strrchr(pem, '/'), "is missing; its key cannot sign");
}

/* The first `from` becomes `to`. */
static const char *
edited(const char *text, const char *from, const char *to)
{
	const char *place = strstr(text, from);

	if (place == NULL)
		fail_msg("no %s in %s", from, text);
	return arena_printf(arena, "%.*s%s%s", (int)(place - text), text, to,
	    place + strlen(from));
}

static void
test_broken(void **state)
{
	static const struct {
		const char *from, *to, *words;
	} edits[] = {
	    {"\"state\": \"signing\"", "\"state\": \"old\"", "a time"},
	    {"\"state\": \"signing\"", "\"state\": \"next\"",
		"another key is in"},
	    {"\"state\": \"signing\"", "\"state\": \"retired\"", "its state"},
	    {"\"state\": \"signing\"", "\"state\": 1", "its state"},
	    {"\"state\": \"signing\",", "", "its state"},
	    {"\"state\": \"next\"", "\"state\": \"signing\"",
		"another key is in"},
	    {"\"since\": 1", "\"since\": -1", "a time"},
	    {"\"since\": 1", "\"since\": 1.5e-3, \"x\": 1", "a time"},
	    {"\"since\":", "\"since\": \"1\", \"x\":", "a time"},
	    {"\"since\":", "\"until\": 1, \"since\":", "a member too many"},
	    {"\"since\":", "\"pem\": \"\", \"since\":", "a member too many"},
	    {"\"algorithm\": \"E", "\"algorithm\": \"R", "its algorithm"},
	    {"\"algorithm\": \"ES256\"", "\"algorithm\": \"PS256\"", "its jwk"},
	    {"\"alg\": \"ES256\"", "\"alg\": \"PS256\"", "its jwk"},
	    {"\"alg\": \"ES256\"", "\"a\": \"ES256\"", "its jwk"},
	    {"\"use\": \"sig\"", "\"use\": \"enc\"", "its jwk"},
	    {"\"crv\": \"P-256\"", "\"crv\": \"P-384\"", "its jwk"},
	    {"\"kty\": \"EC\"", "\"kty\": \"RSA\"", "its jwk"},
	    {"\"x\":", "\"d\": \"AQ\", \"x\":", "its jwk"},
	    {"\"x\":", "\"x\": \"AQ\", \"k\":", "its jwk"},
	    {"\"y\": \"", "\"y\": \"A", "its jwk"},
	    {"\"x\":", "\"x\": 1, \"k\":", "its jwk"},
	    {"\"jwk\": {", "\"jwk\": 1, \"d\": {", "a member too many"},
	    {"\"jwk\": {", "\"k\": {", "its jwk"},
	    {"\"kid\": \"", "\"kid\": \"../", "its kid"},
	    {"\"kid\": \"", "\"kid\": \"A", "its kid"},
	    {"\"kid\": \"", "\"kid\": \"\", \"x\": \"", "its kid"},
	    {"\"kid\": \"", "\"x\": \"", "its kid"},
	    {"\"keys\": [", "\"keys\": [ null,", "its kid"},
	    {"\"keys\": [", "\"keys\": [ {},", "its kid"},
	    {"\"keys\":", "\"version\": 1, \"keys\":", "not an object"},
	    {"\"keys\":", "\"key\":", "not an object"},
	    {"\"keys\":", "\"keys\": {}, \"keys\":", "not an object"},
	};
	const char *text;

	(void)state;
	make("ES256");
	make("ES256");
	text = slurp(at("keys.json"));
	for (size_t i = 0; i < LENGTH(edits); i++) {
		put(at("keys.json"), edited(text, edits[i].from, edits[i].to));
		assert_unfit("/keys.json: is broken: ", edits[i].words);
		assert_false(signers_rotate(arena, folder, NULL, NOW, &why));
		assert_says(edits[i].words);
	}
	put(at("keys.json"), text);
	list();
}

static void
test_texts(void **state)
{
	static const char *const texts[] = {
	    "", "{", "[]", "{}", "null", "{\"keys\":{}}", "{\"keys\":null}"};
	char *large = arena_alloc(arena, LIMIT_FILE + 2);

	(void)state;
	for (size_t i = 0; i < LENGTH(texts); i++) {
		put(at("keys.json"), texts[i]);
		assert_unfit("/keys.json: ", "is broken: not an object");
	}
	memset(large, ' ', LIMIT_FILE + 1);
	put(at("keys.json"), large);
	assert_unfit("/keys.json: ", "is too large");
	put(at("keys.json"), "{\"keys\":[]}");
	assert_int_equal(count(list()), 0);
}

/* A kid names a file: one key twice, and one with the number of another. */
static void
test_twice(void **state)
{
	const struct signer *signers;
	const char *text;
	struct json *all, *entries, *entry;

	(void)state;
	make("ES256");
	rotate(NOW);
	signers = list();
	text = slurp(at("keys.json"));
	all = json_copy(arena, json_parse(arena, text, strlen(text), NULL));
	entries = json_new_array(arena);
	entry = json_copy(arena, json_at(json_get(all, "keys"), 0));
	json_append(entries, entry);
	json_append(entries, entry);
	json_set(all, "keys", entries);
	put(at("keys.json"), json_text(arena, all));
	assert_unfit("key 2: ", "another key has the same kid");
	json_set(entry, "jwk", signers[1].jwk);
	put(at("keys.json"), json_text(arena, all));
	assert_unfit("key 1: ", "its jwk is not the public key of that kid");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {TEST(test_folder),
	    TEST(test_modes), TEST(test_owner), TEST(test_kinds),
	    TEST(test_broken), TEST(test_texts), TEST(test_twice)};

	return cmocka_run_group_tests_name("signers", tests, NULL, NULL);
}
