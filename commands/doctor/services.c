/* SPDX-License-Identifier: ISC */
/* Asks the bank's own services that serving depends on. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "commands/doctor/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/file.h"
#include "kit/jose/keys.h"
#include "kit/limits.h"
#include "kit/net/fetch.h"
#include "validators/external/external.h"
#include "validators/lib/profile.h"
#include "validators/validator.h"

static void
examine_external(
    struct doctor *doctor, const struct external_validator *external)
{
	const char *why = external_out_of_reach(external, doctor->arena);

	doctor_say(doctor, why != NULL ? FINDING_BAD : FINDING_GOOD, "external",
	    arena_printf(doctor->arena,
		"start %s, or mend its entry in the overlay; dcr validator "
		"test asks it",
		external->origin),
	    "%s: %s%s%s", external->name, external->kind,
	    why != NULL ? ": " : "", why != NULL ? why : "");
}

static void
examine_externals(struct doctor *doctor, const struct profile *profile)
{
	const struct profile_question *q = profile->questions;

	for (; q->validator != NULL; q++)
		if (q->external != NULL)
			examine_external(doctor, q->external);
}

/* The first line of the file. */
static const char *
secret_of(struct doctor *doctor, const char *path)
{
	size_t length;
	char *text = file_read(doctor->arena, path, LIMIT_FILE, &length);

	if (text != NULL)
		text[strcspn(text, "\r\n")] = '\0';
	return text;
}

/* Asks about a token that nobody has issued: the answer is that it is not
 * active (RFC 7662 section 2.2). */
static void
examine_introspection(struct doctor *doctor, const struct config *config)
{
	const struct config_access_tokens *tokens = config->access_tokens;
	struct fetch_form form = {.body = "token_type_hint=access_token&token="
					  "none-but-a-question",
	    .username = tokens->client_id};
	const char *why = NULL;
	char *body;
	size_t length;

	form.password = secret_of(doctor, tokens->secret_file);
	if (form.password == NULL) {
		(void)doctor_may(
		    doctor, "access_tokens", tokens->secret_file, R_OK);
		return;
	}
	if (fetch_post(&config->fetch, tokens->introspection, &form,
		LIMIT_ANSWER, doctor->arena, &body, &length,
		&why) == FETCHED_OK)
		doctor_say(doctor, FINDING_GOOD, "access_tokens", NULL, "%s",
		    tokens->introspection);
	else
		doctor_say(doctor, FINDING_BAD, "access_tokens",
		    strstr(why, "status 401") != NULL
			? "see that client_id and the first line of "
			  "secret_file are what that server knows us by"
			: doctor_fetch_remedy(
			      doctor, tokens->introspection, why),
		    "%s", why);
}

static const char *
fault_of_keys(const char *text, size_t length)
{
	const char *why = NULL;
	struct keys *keys = keys_parse(text, length, &why);

	if (keys != NULL && !keys_can_verify(keys, NULL))
		why = "has no key that can verify PS256 or ES256";
	keys_free(keys);
	return why;
}

static void
examine_issuer_keys(struct doctor *doctor, const struct config *config)
{
	const char *place = config->access_tokens->keys;
	const char *why = NULL, *remedy = NULL;
	struct doctor_answer answer = {.status = 200};

	if (*place == '/') {
		if (!doctor_may(doctor, "access_tokens", place, R_OK))
			return;
		remedy = "put the key set of the authorization server there";
		answer.body =
		    file_read(doctor->arena, place, LIMIT_FILE, &answer.length);
		if (answer.body == NULL)
			why = strerror(errno);
	} else if (doctor_ask(doctor, config, place, &answer, &why, &remedy) &&
		   answer.status != 200) {
		why = arena_printf(
		    doctor->arena, "answered with status %d", answer.status);
		remedy = doctor_fetch_remedy(doctor, place, why);
	}
	if (why == NULL)
		why = fault_of_keys(answer.body, answer.length);
	doctor_say(doctor, why != NULL ? FINDING_BAD : FINDING_GOOD,
	    "access_tokens", remedy != NULL ? remedy : "mend that key set",
	    "%s%s%s", place, why != NULL ? ": " : "", why != NULL ? why : "");
}

void
doctor_services(struct doctor *doctor, const struct config *config,
    const struct profile *profile)
{
	const struct config_access_tokens *tokens = config->access_tokens;

	if (profile != NULL)
		examine_externals(doctor, profile);
	if (tokens != NULL && tokens->introspection != NULL)
		examine_introspection(doctor, config);
	if (tokens != NULL && tokens->keys != NULL)
		examine_issuer_keys(doctor, config);
}
