/* SPDX-License-Identifier: ISC */
/* What somebody does about a finding, by what it is about. */
#include <stddef.h>
#include <string.h>

#include "commands/doctor/private.h"

/* Where a finding has no remedy of its own: those of the stores, above all, each
 * of which names the file or the row. */
static const struct {
	const char *what, *remedy;
} remedies[] = {
    {"audit", "keep the folder as it is and restore a backup into an empty "
	      "store; dcr audit --verify says what was altered"},
    {"authorizer", "mend the rules of authorizer in dcr.conf, or the profile"},
    {"cache", "make the folder that service's alone, and writable: chown it "
	      "to the user that dcr runs as, and chmod 700"},
    {"certificates", "dcr doctor --repair; what is left then takes a backup "
		     "that is restored into an empty store"},
    {"chain", "keep the store as evidence; compare with the seals in the log "
	      "and with a backup, and restore that. Where records wait "
	      "alone: dcr audit --seal"},
    {"client", "dcr show ID; the client registers again, or dcr delete ID"},
    {"client_ca", "put the certificates of the authorities, as their "
		  "publisher has them now, into that file, in PEM"},
    {"clients", "dcr doctor --repair; a record that cannot be read comes back "
		"by a backup that is restored into an empty store"},
    {"clock", "set the clock of the machine that is wrong, and keep it by NTP "
	      "(chrony, systemd-timesyncd)"},
    {"configuration", "mend the line that is named; dcr.conf(5) has each key, "
		      "and dcr config says when it is well"},
    {"crl", "fetch the list of that authority anew and put it in place by mv; "
	    "see that the job that does so runs"},
    {"deliveries", "dcr doctor --repair; dcr deliver reconcile brings the "
		   "receivers in step"},
    {"directory", "ask whoever runs the directory; until it answers every "
		  "registration is answered with 503"},
    {"disk", "make room on that disk, or give the folder a larger one"},
    {"durability", "set fsync, full_page_writes and synchronous_commit on in "
		   "postgresql.conf (docs/postgresql)"},
    {"environment", "see that every file of the store is the service's, with "
		    "mode 600, and that the disk has room; the line in the "
		    "log says which file"},
    {"files", "as root: chown the file to the user that dcr runs as, and "
	      "chmod 600; what is no file of the store's is moved away"},
    {"folder", "chmod 700 that folder"},
    {"indexes", "REINDEX DATABASE, by the owner of the tables "
		"(docs/postgresql)"},
    {"journals", "restore a backup into an empty store; dcr audit --verify "
		 "says what was altered"},
    {"jtis", "restore a backup into an empty store, or leave them: rows that "
	     "are over go by themselves"},
    {"keys", "chown -R the folder to the user that dcr runs as, chmod 700 it "
	     "and 600 what is in it; where no key signs: dcr keys new"},
    {"leftovers", "dcr doctor --repair"},
    {"log", "dcr doctor --repair; where it comes back, see who holds the store "
	    "open and whether the disk has room"},
    {"metadata", "mend the keys of dcr.conf, or of the profile, that it names"},
    {"migrations", "dcr migrate, or the newer dcr"},
    {"notes", "restore a backup into an empty store, or leave them: counts are "
	      "of a day"},
    {"profile", "mend the file that is named; dcr profile says when it is "
		"well"},
    {"receiver", "start dcr deliver, mend the receiver, or decide about what "
		 "it refused: dcr deliveries, dcr deliver retry|skip"},
    {"resource_servers", "put the certificate that this server presents now "
			 "into that file, in PEM"},
    {"resync", "run dcr resync by a timer (docs/operations, IN STEP WITH A "
	       "DIRECTORY)"},
    {"seals", "keep the store as evidence; restore a backup into an empty "
	      "store"},
    {"server", "point the store of dcr.conf at the server that can be written "
	       "to (docs/postgresql)"},
    {"software", "dcr doctor --repair"},
    {"spent", "restore a backup into an empty store (docs/postgresql)"},
    {"standbys", "see why the standby does not stream (docs/postgresql)"},
    {"store", "make the folder, owned by the user that dcr runs as and of mode "
	      "700, or mend store in dcr.conf"},
    {"trail", "dcr doctor --repair"},
};

const char *
doctor_remedy(const char *what)
{
	for (size_t i = 0; i < sizeof remedies / sizeof *remedies; i++)
		if (strcmp(remedies[i].what, what) == 0)
			return remedies[i].remedy;
	return "read what it says; docs/operations, MONITORING";
}
