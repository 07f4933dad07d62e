/* SPDX-License-Identifier: ISC */
/* What dcr help tells of the commands about receivers. */
#include <stddef.h>

#include "commands/help/private.h"

const struct help_entry help_deliveries[] = {
    {"deliver", "[NAME]...",
	"tell the receivers of dcr.conf of every change, until stopped",
	"dcr deliver",
	{{"NAME", NULL, "a receiver; all of them unless given"}}},
    {"deliver retry", "KEY [--why TEXT] [--as NAME]",
	"have an event that was not taken tried again at once",
	"dcr deliver retry 0000000000000012",
	{{"KEY", NULL, "the event's, as dcr deliveries lists it"},
	    {"--why", "TEXT", "the reason, for the audit trail"},
	    {"--as", "NAME", "who does it, likewise"}}},
    {"deliver skip", "KEY --why TEXT [--as NAME]",
	"give up an event that was not taken",
	"dcr deliver skip 0000000000000012 --why 'the receiver has it'",
	{{"KEY", NULL, "the event's, as dcr deliveries lists it"},
	    {"--why", "TEXT", "the reason, for the audit trail"},
	    {"--as", "NAME", "who does it, likewise"}}},
    {"deliver reconcile", "NAME [--dry-run] [--force]",
	"compare the clients that a receiver has with those that are "
	"registered",
	"dcr deliver reconcile keycloak --dry-run",
	{{"NAME", NULL, "the receiver"},
	    {"--dry-run", NULL, "tell the differences and deliver nothing"},
	    {"--force", NULL, "remove however many clients there are"}}},
    {"deliveries", NULL, NULL, "dcr deliveries --parked",
	{{"NAME", NULL, "a receiver; all of them unless given"},
	    {"--parked", NULL, "only events that are not tried again"},
	    {"--json", NULL, "a line of JSON for each"}}},
    {0},
};
