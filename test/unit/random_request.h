/* SPDX-License-Identifier: ISC */
#ifndef TEST_UNIT_RANDOM_REQUEST_H
#define TEST_UNIT_RANDOM_REQUEST_H

/* Requests and statements by chance, and by a seed that brings them back. */

#include <stdint.h>
#include <string.h>

#include "kit/arena.h"
#include "kit/json.h"
#include "validators/lib/member_rule.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

static uint64_t random_state;

/* xorshift64*: 0 to below - 1 */
static inline unsigned
chance(unsigned below)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (unsigned)((random_state * UINT64_C(2685821657736338717)) >>
			  33) %
	       below;
}

static inline const struct json *
some_text(struct arena *a, const char *text)
{
	return json_parse(a, text, strlen(text), NULL);
}

/* What no member may be, or what says nothing. */
static inline const struct json *
odd_value(struct arena *a)
{
	static const char *const values[] = {"null", "\"\"", "[]", "7", "true",
	    "{}", "{\"a\":1}", "[\"x\"]", "[7]", "\"x\"",
	    "\"http://x.example\"", "\"javascript:alert(1)\"", "\" \"",
	    "\"a  b\"", "[\"x\",\"x\"]", "[null]", "\"none\"", "\"code token\"",
	    "-1", "1e9"};

	return some_text(a, values[chance(sizeof(values) / sizeof(values[0]))]);
}

static inline const char *
one_of(const struct json *strings)
{
	return json_string(
	    json_at(strings, chance((unsigned)json_length(strings))));
}

/* "id_token code" of "code id_token", now and then. */
static inline const char *
turned(struct arena *a, const char *words)
{
	const char *blank = strchr(words, ' ');

	if (blank == NULL || strchr(blank + 1, ' ') != NULL || chance(2) == 0)
		return words;
	return arena_printf(
	    a, "%s %.*s", blank + 1, (int)(blank - words), words);
}

static inline const struct json *
some_of(struct arena *a, const struct json *strings)
{
	struct json *some = json_new_array(a);
	unsigned first = chance((unsigned)json_length(strings));

	for (size_t i = 0; i < json_length(strings); i++) {
		size_t at = (first + i) % json_length(strings);
		if (i == 0 || chance(2) == 0)
			json_append_string(
			    some, turned(a, json_string(json_at(strings, at))));
	}
	return some;
}

static inline const struct json *
some_words(struct arena *a, const struct json *strings)
{
	const struct json *some = some_of(a, strings);
	const char *all = json_string(json_at(some, 0));

	for (size_t i = 1; i < json_length(some); i++)
		all = arena_printf(
		    a, "%s %s", all, json_string(json_at(some, i)));
	if (chance(8) == 0)
		all = arena_printf(a, "%s %s", all, one_of(strings));
	return json_new_string(a, all);
}

/* The strings that the profile allows the member; NULL: it names none. */
static inline const struct json *
allowed_of(const struct profile *profile, const char *member)
{
	const struct profile_question *q = profile->questions;

	for (; q->validator != NULL; q++) {
		const struct json *allowed = json_get(q->settings, "allowed");
		if (allowed != NULL &&
		    (strcmp(q->validator->name, member) == 0 ||
			json_has_string(
			    json_get(q->settings, "members"), member)))
			return allowed;
	}
	for (const struct member_rule *r = profile->member_rules;
	     r->rule != NULL; r++)
		if (strcmp(r->test->name, "allowed") == 0 &&
		    json_has_string(r->names, member))
			return r->value;
	return NULL;
}

static inline const char *
type_of(const struct profile *profile, const char *member)
{
	for (const struct member_rule *r = profile->member_rules;
	     r->rule != NULL; r++)
		if (strcmp(r->test->name, "type") == 0 &&
		    json_has_string(r->names, member))
			return json_string(r->value);
	return "";
}

/* One that may well be right. */
static inline const struct json *
good_value(struct arena *a, const struct profile *profile, const char *member,
    const struct json *usual)
{
	const struct json *allowed = allowed_of(profile, member);
	const char *type = type_of(profile, member);

	if (strcmp(member, "scope") == 0)
		return some_words(
		    a, json_get(profile->discovery, "scopes_supported"));
	if (allowed != NULL && strstr(member, "_types") != NULL)
		return some_of(a, allowed);
	if (allowed != NULL)
		return json_new_string(a, one_of(allowed));
	if (json_type(usual) == JSON_ARRAY && json_length(usual) > 0)
		return some_of(a, usual);
	if (usual != NULL && chance(3) != 0)
		return usual;
	if (strcmp(type, "boolean") == 0)
		return some_text(a, chance(2) == 0 ? "true" : "false");
	if (strcmp(type, "strings") == 0)
		return some_text(a, "[\"https://client.example.com/a\"]");
	if (strcmp(type, "https") == 0)
		return some_text(a, chance(2) == 0
					? "\"https://client.example.com/a\""
					: "\"https://tpp.example.com/a\"");
	if (strcmp(member, "default_max_age") == 0)
		return some_text(a, "90");
	if (strcmp(member, "sector_identifier_uri") == 0)
		return some_text(
		    a, "\"https://keystore.sandbox.example/sector.json\"");
	return some_text(a, "\"Some Name\"");
}

static inline const struct json *
random_value(struct arena *a, const struct profile *profile, const char *member,
    const struct json *usual)
{
	struct json *array = json_new_array(a);

	if (chance(3) == 0)
		return odd_value(a);
	if (chance(10) != 0)
		return good_value(a, profile, member, usual);
	json_append(array, good_value(a, profile, member, usual));
	return array;
}

/* A member of the profile, one in a language, or none at all. */
static inline const char *
random_member(struct arena *a, const struct profile *profile)
{
	static const char *const others[] = {
	    "jwks", "colour", "request_uris", "tls_client_auth_san_dns"};

	if (chance(12) == 0)
		return others[chance(sizeof(others) / sizeof(others[0]))];
	if (profile->tagged != NULL && chance(8) == 0)
		return arena_printf(a, "%s#pt", one_of(profile->tagged));
	return one_of(profile->members);
}

#endif
