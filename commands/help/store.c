/* SPDX-License-Identifier: ISC */
/* What dcr help tells of the commands about the store. */
#include <stddef.h>

#include "commands/help/private.h"

const struct help_entry help_store[] = {
    {"backup", NULL, NULL, "dcr backup /srv/backup/$(date +%F)",
	{{"DIR", NULL, "a new or an empty folder"}}},
    {"copy", NULL, NULL,
	"dcr copy --from bdb:/var/lib/dcr --to postgresql:dbname=dcr",
	{{"--from", "URI", "the store that is read"},
	    {"--to", "URI", "the store that is written, which is empty"},
	    {"--dry-run", NULL, "read all of it and write nothing"}}},
    {"migrate", NULL, NULL, "dcr migrate --dry-run",
	{{"--dry-run", NULL, "tell the steps and take none"}}},
    {"restore", NULL, NULL, "dcr restore /srv/backup/2026-11-28",
	{{"DIR", NULL, "the folder of a backup"},
	    {"--dry-run", NULL, "read all of it and write nothing"}}},
    {"stats", NULL, NULL, "dcr stats --json | jq .clients",
	{{"--json", NULL, "all numbers as one object"},
	    {"--prometheus", NULL, "in the text format of Prometheus"}}},
    {0},
};
