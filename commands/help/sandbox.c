/* SPDX-License-Identifier: ISC */
/* What dcr help tells of the verbs of dcr sandbox. */
#include <stddef.h>

#include "commands/help/private.h"

/* What spoils a JWT. */
#define SPOIL                                                              \
	{"--set", "NAME=JSON", "set a member; @+N is N seconds from now"}, \
	    {"--unset", "NAME", "leave a member out"},                     \
	    {"--header", "NAME=JSON", "set a member of the header"},       \
	    {"--unheader", "NAME", "leave a member of the header out"},    \
	    {"--alg", "ALG", "PS256, ES256, RS256 and so on, or none"},    \
	    {"--kid", "KID", "the key that the header names"},             \
	    {"--key", "FILE", "sign with this key"},                       \
	    {"--raw-header", "TEXT", "sign this text as the header"},      \
	    {"--raw-payload", "TEXT", "sign this text as the payload"},    \
	{                                                                  \
		"--tpp", "NAME", "tpp, or other"                           \
	}

const struct help_entry help_sandbox[] = {
    {"conformance", "--url URI [OPTION]...", NULL,
	"dcr conformance --sandbox world --url https://localhost/register "
	"\\\n"
	"             --ca world/server-ca.pem",
	{{"--url", "URI", "where clients register"},
	    {"--profile", "NAME", "the regime; the sandbox's unless given"},
	    {"--sandbox", "DIR", "play the TPPs of this sandbox"},
	    {"--issuer", "URI", "the server's name; the sandbox's likewise"},
	    {"--token-url", "URI", "the token endpoint"},
	    {"--host", "HOST", "a further host that requests may go to"},
	    {"--set", "NAME=JSON", "a member of each request"},
	    {"--unset", "NAME", "left out of each request"},
	    {"--ca", "FILE", "who vouches for the server, in PEM"},
	    {"--timeout", "SECONDS", "for each answer; 10 unless given"},
	    {"--cert", "FILE", "the certificate for the connection"},
	    {"--key", "FILE", "and its key"},
	    {"--signing-key", "FILE", "the key that signs requests"},
	    {"--signing-cert", "FILE", "its certificate, for x5c"},
	    {"--kid", "KID", "its name in the key set"},
	    {"--alg", "ALG", "what it signs by; PS256 unless given"},
	    {"--statement", "FILE", "a software statement, ready"},
	    {"--software", "FILE", "what requests are made of, as JSON"},
	    {"--pack", "FILE", "these tests in place of the profile's"},
	    {"--only", "NAME", "this test, and those below it"},
	    {"--json", NULL, "all of it as JSON"},
	    {"--junit", NULL, "all of it as the XML of JUnit"}}},
    {"sandbox new", "DIR [OPTION]...",
	"make a directory, a bank and two TPPs in a new folder",
	"dcr sandbox new world --profile br",
	{{"DIR", NULL, "a new or an empty folder"},
	    {"--profile", "NAME", "the regime; uk unless given"},
	    {"--keystore", "URI", "where key sets will be served"},
	    {"--issuer", "URI", "the bank's name"},
	    {"--endpoint", "URI", "where clients register"}}},
    {"sandbox statement", "DIR [OPTION]...",
	"print a software statement, signed now by the directory",
	"dcr sandbox statement world --set 'org_status=\"Suspended\"'",
	{{"DIR", NULL, "the folder of the sandbox"}, SPOIL}},
    {"sandbox request", "DIR [OPTION]...",
	"print a registration request, signed now by the TPP",
	"dcr sandbox request world | dcr check -",
	{{"DIR", NULL, "the folder of the sandbox"}, SPOIL,
	    {"--statement", "FILE",
		"with this statement; - is standard "
		"input"},
	    {"--statement-set", "NAME=JSON", "set a member of the statement"},
	    {"--statement-unset", "NAME", "leave one out"}}},
    {"sandbox assertion", "DIR CLIENT_ID [OPTION]...",
	"print a client assertion for the token endpoint",
	"dcr sandbox assertion world 4f2a",
	{{"DIR", NULL, "the folder of the sandbox"},
	    {"CLIENT_ID", NULL, "the client"}, SPOIL}},
    {"sandbox certificate", "DIR [OPTION]...",
	"print a certificate of the sandbox's authority",
	"dcr sandbox certificate world --until @-60 --out expired",
	{{"DIR", NULL, "the folder of the sandbox"},
	    {"--subject", "DN", "with another subject"},
	    {"--from", "TIME", "valid from then on: @-N, @+N"},
	    {"--until", "TIME", "valid until then"},
	    {"--purpose", "WORD", "client, server, signing or ca"},
	    {"--psd2", "STATEMENTS", "as web/PSP_PI,PSP_AI/GB-FCA"},
	    {"--uri", "URI", "a URI in its subjectAltName"},
	    {"--unqualified", NULL, "without QCStatements"},
	    {"--ca-key", "FILE", "issued by another authority: its key"},
	    {"--ca-cert", "FILE", "and its certificate"},
	    {"--self-signed", NULL, "issued by itself"},
	    {"--key", "FILE", "for this private key"},
	    {"--new-key", NULL, "for a new key, which is written, too"},
	    {"--out", "PREFIX", "write PREFIX.pem and PREFIX.key"}}},
    {0},
};
