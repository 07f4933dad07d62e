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
#include "test/contract/count.h"
#include "test/contract/crowd.h"
#include "test/contract/deliver.h"
#include "test/contract/each.h"
#include "test/contract/generation.h"
#include "test/contract/race.h"
#include "test/contract/spend.h"
#include "test/contract/suspended.h"
#include "test/contract/watch.h"
#include "test/contract/writers.h"

#define BROKEN(test) \
	cmocka_unit_test_setup_teardown(test, setup_broken, teardown)

static struct CMUnitTest tests[] = {
    /* change and get */
    EACH_KIND(test_round_trip),
    EACH_KIND(test_metadata_is_bytes),
    EACH_KIND(test_clashes),
    EACH_KIND(test_order),
    EACH_KIND(test_unsound_client),
    EACH_KIND(test_unsound_change),
    EACH_KIND(test_replace),
    EACH_KIND(test_replace_spends),
    EACH_KIND(test_remove),
    EACH_KIND(test_states),
    cmocka_unit_test(test_state_at),
    EACH_KIND(test_expired),
    cmocka_unit_test(test_withdraw),
    EACH_KIND(test_suspended),
    EACH_KIND(test_two_suspended),
    SHARED(test_outlives),
    SHARED(test_crowd_software),
    SHARED(test_crowd_version),
    SHARED(test_suspend_race),
    SHARED(test_version_race),
    SHARED(test_four_writers),
    /* spent */
    EACH_KIND(test_jti_per_issuer),
    EACH_KIND(test_expired_jti),
    EACH_KIND(test_once),
    EACH_KIND(test_spent),
    EACH_KIND(test_per_issuer),
    EACH_KIND(test_with_adds),
    EACH_KIND(test_revoke),
    EACH_KIND(test_record),
    EACH_KIND(test_unsound_spend),
    EACH_KIND(test_get_unspent),
    SHARED(test_crowd_jti),
    SHARED(test_revoke_race),
    /* notes */
    EACH_KIND(test_notes),
    SHARED(test_note_race),
    /* counts */
    EACH_KIND(test_counts),
    EACH_KIND(test_counts_of_two_clocks),
    SHARED(test_count_race),
    /* generation */
    EACH_KIND(test_moves),
    EACH_KIND(test_stays),
    SHARED(test_known_at_once),
    SHARED(test_many_writers),
    /* each */
    EACH_KIND(test_each),
    EACH_KIND(test_indexes_follow),
    EACH_KIND(test_each_many),
    EACH_KIND(test_ends_early),
    EACH_KIND(test_clients_after),
    SHARED(test_read_while_written),
    /* read and seal */
    EACH_KIND(test_keys),
    EACH_KIND(test_clock_goes_back),
    EACH_KIND(test_read_after),
    EACH_KIND(test_with_the_change),
    EACH_KIND(test_seals),
    SHARED(test_seal_race),
    EACH_KIND(test_prune),
    EACH_KIND(test_key_told),
    /* deliver */
    EACH_KIND(test_deliver),
    EACH_KIND(test_deliver_others),
    EACH_KIND(test_deliver_many),
    EACH_KIND(test_deliver_twice),
    EACH_KIND(test_deliver_spread),
    EACH_KIND(test_unsound_delivery),
    EACH_KIND(test_deliveries_in_copies),
    SHARED(test_deliver_race),
    SHARED(test_deliver_numbers),
    /* each_spent, load and snapshot */
    EACH_KIND(test_each_spent),
    EACH_KIND(test_forgets),
    EACH_KIND(test_load),
    EACH_KIND(test_load_conflicts),
    EACH_KIND(test_load_spent),
    EACH_KIND(test_snapshot),
    /* figures and examine */
    EACH_KIND(test_figures),
    EACH_KIND(test_glance),
    EACH_KIND(test_examined),
    /* UNABLE */
    BROKEN(test_broken_changes),
    BROKEN(test_broken_reads),
    BROKEN(test_broken_copies),
};

int
main(void)
{
	SKIP_WITHOUT_SERVER(tests);
	return cmocka_run_group_tests_name("store contract", tests, NULL, NULL);
}
