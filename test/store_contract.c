/* SPDX-License-Identifier: ISC */

/*
 * The contract of store/store.h, kept by every kind of store in the same
 * words: each test is run against all of them.  Those with several processes
 * are for the kinds that outlive one, and so not for "memory"; "broken" has
 * its own.  What is a back end's own affair is in test/unit.
 */
#include "test/contract/add.h"
#include "test/contract/audit.h"
#include "test/contract/broken.h"
#include "test/contract/change.h"
#include "test/contract/copy.h"
#include "test/contract/crowd.h"
#include "test/contract/each.h"
#include "test/contract/generation.h"
#include "test/contract/race.h"
#include "test/contract/spend.h"
#include "test/contract/suspended.h"
#include "test/contract/watch.h"
#include "test/contract/writers.h"

#define BROKEN(test) \
	cmocka_unit_test_setup_teardown(test, setup_broken, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    /* change and get */
	    KINDS(test_round_trip),
	    KINDS(test_metadata_is_bytes),
	    KINDS(test_clashes),
	    KINDS(test_order),
	    KINDS(test_unsound_client),
	    KINDS(test_unsound_change),
	    KINDS(test_replace),
	    KINDS(test_replace_spends),
	    KINDS(test_remove),
	    KINDS(test_states),
	    KINDS(test_suspended),
	    KINDS(test_two_suspended),
	    SHARED(test_outlives),
	    SHARED(test_crowd_software),
	    SHARED(test_crowd_version),
	    SHARED(test_version_race),
	    SHARED(test_four_writers),
	    /* spent */
	    KINDS(test_jti_per_issuer),
	    KINDS(test_expired_jti),
	    KINDS(test_once),
	    KINDS(test_spent),
	    KINDS(test_per_issuer),
	    KINDS(test_with_adds),
	    KINDS(test_revoke),
	    KINDS(test_record),
	    KINDS(test_unsound_spend),
	    SHARED(test_crowd_jti),
	    SHARED(test_revoke_race),
	    /* notes */
	    KINDS(test_notes),
	    SHARED(test_note_race),
	    /* generation */
	    KINDS(test_moves),
	    KINDS(test_stays),
	    SHARED(test_known_at_once),
	    SHARED(test_many_writers),
	    /* each */
	    KINDS(test_each),
	    KINDS(test_indexes_follow),
	    KINDS(test_each_many),
	    KINDS(test_ends_early),
	    SHARED(test_read_while_written),
	    /* read and seal */
	    KINDS(test_keys),
	    KINDS(test_clock_goes_back),
	    KINDS(test_read_after),
	    KINDS(test_with_the_change),
	    KINDS(test_seals),
	    SHARED(test_seal_race),
	    /* each_spent, load and snapshot */
	    KINDS(test_each_spent),
	    KINDS(test_forgets),
	    KINDS(test_load),
	    KINDS(test_load_conflicts),
	    KINDS(test_load_spent),
	    KINDS(test_snapshot),
	    /* figures and examine */
	    KINDS(test_figures),
	    KINDS(test_examined),
	    /* UNABLE */
	    BROKEN(test_broken_changes),
	    BROKEN(test_broken_reads),
	    BROKEN(test_broken_copies),
	};

	return cmocka_run_group_tests_name("store contract", tests, NULL, NULL);
}
