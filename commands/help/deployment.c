/* SPDX-License-Identifier: ISC */
/* What dcr help tells of the commands about a deployment and its profile. */
#include <stddef.h>

#include "commands/help/private.h"

/* Where a server of this program listens. */
#define LISTEN                                                               \
	{"--listen", "PATH", "make this socket; else it is standard input"}, \
	    {"--owner", "USER", "whose the socket is: the web server's"},    \
	    {"--mode", "MODE", "its mode, octal; 0600 unless given"},        \
	{                                                                    \
		"--processes", "N", "how many answer; 4 unless given"        \
	}

const struct help_entry help_deployment[] = {
    {"config", NULL, NULL, "dcr config --json | jq .authorizer",
	{{"--json", NULL, "all that is in force, as JSON"},
	    {"--test", NULL, "print nothing when it is good"}}},
    {"console", NULL, NULL, "dcr console --listen /run/dcr/console.sock",
	{LISTEN}},
    {"doctor", NULL, NULL, "dcr doctor --repair",
	{{"--repair", NULL, "mend what can be mended without a loss"},
	    {"--json", NULL, "a line of JSON for each finding"},
	    {"--server", "FILE",
		"the web server's certificate, PEM, to look "
		"at"}}},
    {"help", "[COMMAND [VERB] | --json]",
	"list the commands, or tell one of them with its options",
	"dcr help keys rotate",
	{{"COMMAND", NULL, "the command"}, {"VERB", NULL, "one of its verbs"},
	    {"--json", NULL, "all commands and options, as JSON"}}},
    {"keys new", "[--algorithm ES256|PS256]",
	"make a key that signs access tokens", "dcr keys new",
	{{"--algorithm", "ES256|PS256",
	    "what it signs by; ES256 unless "
	    "given"}}},
    {"keys list", "[--json]", "list the keys, oldest first", "dcr keys list",
	{{"--json", NULL, "a line of JSON for each key"}}},
    {"keys rotate", "", "let the next key sign, or a new one",
	"dcr keys rotate", {{0}}},
    {"keys retire", "KID [--at-once]", "take away a key that does not sign",
	"dcr keys retire vPx0 --at-once",
	{{"KID", NULL, "the key, as dcr keys list has it"},
	    {"--at-once", NULL, "though tokens of it may be alive"}}},
    {"metadata", NULL, NULL, "dcr metadata | jq .issuer", {{0}}},
    {"profile", NULL, NULL, "dcr profile br",
	{{"FILE", NULL, "a profile; that of dcr.conf unless given"},
	    {"--overlay", "FILE", "the bank's overlay beside it"}}},
    {"relay", NULL, NULL, "dcr relay /run/dcr/door.sock",
	{{"PATH", NULL, "the socket of dcr serve"}}},
    {"rules", NULL, NULL, "dcr rules --profile uk@3.2",
	{{"--profile", "NAME", "a profile; that of dcr.conf unless given"},
	    {"--overlay", "FILE", "the bank's overlay beside it"},
	    {"--json", NULL, "all rules as JSON"},
	    {"--html", NULL, "a page for people"},
	    {"--explain", "RULE", "this rule alone, and what to do about it"},
	    {"--errors", NULL, "every refusal, as docs/errors has them"},
	    {"--cases", "DIR",
		"the folder of the tests' cases, to name them"}}},
    {"serve", NULL, NULL, "dcr serve --listen /run/dcr/dcr.sock --processes 4",
	{LISTEN}},
    {"setup", NULL, NULL, "dcr setup --etc --sandbox world",
	{{"DIR", NULL, "where to, a new folder"},
	    {"--etc", NULL,
		"to /etc/dcr, with /var/lib/dcr and /var/cache/dcr"},
	    {"--profile", "P",
		"the regime: uk, au, br, eidas, rfc7591, a file"},
	    {"--issuer", "URI", "the bank's authorization server"},
	    {"--endpoint", "URI", "where clients register; ISSUER/register"},
	    {"--authorization-endpoint", "URI", "where customers consent"},
	    {"--directory", "ISSUER=KEYS",
		"whose statements count, and its "
		"key set"},
	    {"--fetch", "HOST", "from where apps' key sets are fetched"},
	    {"--client-ca", "FILE", "who issues clients' certificates, PEM"},
	    {"--store", "URI", "bdb:FOLDER or postgresql:CONNECTION"},
	    {"--tokens", NULL, "dcr issues the access tokens"},
	    {"--no-tokens", NULL, "another server issues them"},
	    {"--scope", "'METHODS PATH SCOPE'", "what calls of the APIs need"},
	    {"--sandbox", "WORLD", "take all of that from a sandbox"},
	    {"--user", "NAME", "as whom dcr will run"},
	    {"--force", NULL, "replace what is there"}}},
    {"validator test",
	"[--cert FILE] [--method M] [--stored FILE] FILE REQUEST...",
	"ask a bank's external validators about recorded requests; change "
	"nothing",
	"dcr validator test overlay.json request.jwt",
	{{"FILE", NULL, "the overlay that has the validators"},
	    {"REQUEST", NULL, "recorded requests"},
	    {"--cert", "FILE", "the client's certificate, PEM"},
	    {"--method", "M", "POST, PUT, GET or DELETE"},
	    {"--stored", "FILE", "the registration that there is"}}},
    {"validators", NULL, NULL, "dcr validators --profile au",
	{{"--profile", "NAME", "a profile; that of dcr.conf unless given"},
	    {"--overlay", "FILE", "the bank's overlay beside it"}}},
    {"version", NULL, NULL, "dcr version", {{0}}},
    {0},
};
