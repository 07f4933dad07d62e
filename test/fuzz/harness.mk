# SPDX-License-Identifier: ISC
#
# The harnesses as programs that are fed files, for make check (test/suites/
# corpus); test/fuzz/run builds them for the fuzzers.

# A harness that is fed files (test/fuzz/main.c); an archive, since one has a
# source of ours in itself.  It may have some of the C library's functions.
$(BUILD)/rooms.a: $(ROOMS) $(BUILD)/parts
	@rm -f $@
	@ar rcs $@ $(ROOMS)

$(BUILD)/test/fuzz/%: test/fuzz/%.c test/fuzz/main.c $(BUILD)/rooms.a $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  LD  $@"
	@$(CC) $(ALL_CFLAGS) -MD -MP -MF $@.d -MQ $@ $(ALL_LDFLAGS) -o $@ $< \
	    test/fuzz/main.c $(BUILD)/rooms.a $(LDLIBS) $$(sed -n \
	    's/^__wrap_\([a-z_0-9]*\)(.*/-Wl,--wrap=\1/p' $<)
