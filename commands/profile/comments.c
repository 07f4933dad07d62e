/* SPDX-License-Identifier: ISC */
/* Says what the keys of a profile are for, as comments in a profile. */
#include <stddef.h>
#include <string.h>

#include "commands/profile/private.h"

static const struct {
	const char *key, *text;
} comments[] = {
    {"name", "What the profile is called: in dcr rules, and in the audit "
	     "trail."},
    {"title", "The heading of dcr rules."},
    {"documents", "The texts that the profile was checked against, and when."},
    {"connection",
	"\"mutual\": callers bring a client certificate; \"plain\": they do "
	"not."},
    {"wrapped", "The member of a JSON object in which the request comes."},
    {"cancel", "What removes a client, in a request that is signed."},
    {"envelope", "\"jws\": the request is signed; \"json\": nobody signs it, "
		 "and it is\nthe word of the party of the certificate."},
    {"statement", "\"jws\": a directory's software statement says whose the "
		  "software is;\n"
		  "\"certificate\": the qualified certificate does."},
    {"content_types", "The media types that a request may have."},
    {"claims",
	"Where in the statement the claims are that dcr knows by the names on\n"
	"the left (docs/profiles, WHERE A CLAIM IS)."},
    {"effective_roles", "The claims that hold roles: those in all of them "
			"count."},
    {"certificate_roles", "Roles as certificates have them, and as the scopes "
			  "below do."},
    {"members", "What is registered of a request; anything else is ignored."},
    {"tagged", "Those members that may come in languages (client_name#pt-BR)."},
    {"normalised",
	"Names of standards, and what they are called here: for whoever\n"
	"serves the clients."},
    {"narrowed",
	"Those members of which a request may ask for a part of what the\n"
	"statement has.  Of all others the statement's value is registered."},
    {"defaults", "What is registered where neither statement nor request says "
		 "it."},
    {"unechoed", "Claims that are not told beside the members; \"all\" of "
		 "them."},
    {"duplicates", "A second registration of one software: \"allow\", "
		   "\"refuse\", or answer\n"
		   "with the \"existing\" one."},
    {"approval", "A registered client serves at once (\"none\"), or waits "
		 "until the\n\"bank\" lets it in."},
    {"locations", "Key sets are fetched from the hosts of dcr.conf, or from "
		  "where a true\n"
		  "\"statement\" says."},
    {"management",
	"How a client reads, replaces and deletes its registration."},
    {"assertion_audience",
	"Whom the aud of a client assertion may name: \"ours\" (issuer or "
	"token\n"
	"endpoint), the \"issuer\" alone, or \"any\" besides."},
    {"client_credentials", "What a client gets without a user: these scopes, "
			   "and no others."},
    {"access_tokens", "How long an access token may live, in seconds."},
    {"discovery",
	"What the server says of itself: the settings and rules below, by\n"
	"name, so that no list is there twice."},
    {"known", "Names that rules may be about besides those above."},
    {"errors", "Errors that rules may answer besides those of RFC 7591."},
    {"rules",
	"Rules of this regime alone: one test of a member, a request's member\n"
	"or a claim, the error, and the clause (docs/profiles, RULES)."},
    {"status_lists", "What the lists look like that a directory publishes of "
		     "its members."},
    {"external", "The bank's own validators."},
    {"validators",
	"The questions that are asked, each with its settings and the clause\n"
	"of each of its rules; null: the regime has no such rule.  A question\n"
	"that is not here is not asked."},
};

const char *
profile_comment(const char *key)
{
	for (size_t i = 0; i < sizeof(comments) / sizeof(comments[0]); i++)
		if (strcmp(comments[i].key, key) == 0)
			return comments[i].text;
	return "docs/profiles, KEYS, tells what this is.";
}
