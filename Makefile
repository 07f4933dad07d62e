# SPDX-License-Identifier: ISC
#
# make            build dcr
# make check      every test (installs missing Debian packages when root)
# make demo       register an app at a bank on this machine; PROFILE=br, au, ...
# make bench      what requests cost, and a peer's; PART=race QUICK=1: part of it
# make torture    the store: kills, disks and power that fail, for a long time
# make fuzz       what parses against libFuzzer; MINUTES=n, ENGINE=afl
# make coverage   which lines of validators and kit no test reaches
# make lint       clang-format, clang-tidy, cppcheck, shellcheck
# make install    into PREFIX, honouring DESTDIR; make uninstall
# make deb        a Debian package, in build/deb
#
# SAN=address,undefined builds with those sanitizers, in a folder of its own.

VERSION = 0.4.0
PREFIX = /usr/local
CC = cc
SAN =
PROFILE =
BUILD = build$(if $(SAN),-san)

WARN = -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes \
    -Wmissing-prototypes -Wpointer-arith -Wwrite-strings -Wvla \
    -Wformat=2 -Wundef
# Hidden: jansson, which libjwt brings along when it is loaded, has a
# json_string() and others of our names, and would be handed ours.
HARDEN = -fvisibility=hidden -fPIE -fstack-protector-strong -fcf-protection \
    $(if $(SAN),,-D_FORTIFY_SOURCE=2)
CFLAGS = -O2 -g
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -I. -DDCR_VERSION='"$(VERSION)"' \
    $(WARN) $(HARDEN) $(CFLAGS) \
    $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all)
LDFLAGS = -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed
ALL_LDFLAGS = $(LDFLAGS) $(if $(SAN),-fsanitize=$(SAN))
LDLIBS = -lfcgi -ljson-c -ldb -lcrypto

# The header of libpq, if it is there; make POSTGRESQL= does without.
POSTGRESQL = $(wildcard /usr/include/postgresql/libpq-fe.h)
ALL_CFLAGS += $(if $(POSTGRESQL),-DDCR_POSTGRESQL -isystem $(dir $(POSTGRESQL)))

PROFILES = validators/profiles/uk.json $(filter-out %/uk.json,\
    $(wildcard validators/profiles/*.json)) $(wildcard validators/layers/*.json)
SOURCES = dcr.c $(filter-out $(if $(POSTGRESQL),,store/pgsql/%),$(foreach \
    room,front commands pages deliver validators store kit,$(wildcard $(room)/*.c $(room)/*/*.c)))
OBJECTS = $(SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/profiles.o
# What a test program links: it knows further kinds of store.
ROOMS = $(filter-out %/dcr.o %/store/kinds.o,$(OBJECTS)) \
    $(patsubst %.c,$(BUILD)/%.o,$(wildcard test/store/*.c))
BENCH = $(patsubst %,$(BUILD)/test/bench/%,ratio nothing fill token size ask \
    sign signatures writers transport worst)
PROGRAMS = $(patsubst %.c,$(BUILD)/%,test/store_contract.c test/store_load.c \
    test/turns.c test/receiver.c $(wildcard test/unit/*.c test/opinions/*.c) \
    $(filter-out %/main.c,$(wildcard test/fuzz/*.c)) \
    $(filter-out %shim.c,$(wildcard test/torture/*.c)))

all: $(BUILD)/dcr
	@$(if $(filter build,$(BUILD)),[ dcr -ef $< ] || ln -sf $< dcr,:)

# What the objects and the programs are made with: each file is written again
# when that has changed, and what was made with it is made again.  The headers
# of a package have the times of their author; since when they are here, their
# inodes tell.
HEADERS = /usr/include /usr/local/include /usr/lib/gcc
$(BUILD)/flags: SAYS = $(CC) $(ALL_CFLAGS)
$(BUILD)/flags: NEWER = $(shell find -H $$(command -v $(CC)) \
    $(wildcard $(HEADERS)) -newercm $@ -print -quit 2>/dev/null)
$(BUILD)/parts: SAYS = $(CC) $(ALL_LDFLAGS) $(OBJECTS) $(LDLIBS) $(PROFILES)
$(BUILD)/flags $(BUILD)/parts: ALWAYS
	@mkdir -p $(@D)
	@says='$(subst ','\'',$(SAYS))'; \
	[ -z '$(NEWER)' ] && printf '%s\n' "$$says" | cmp -s - $@ || \
	    printf '%s\n' "$$says" > $@

$(BUILD)/dcr: $(OBJECTS) $(BUILD)/parts
	@echo "  LD  $@"
	@$(CC) $(ALL_LDFLAGS) -o $@ $(OBJECTS) $(LDLIBS)

$(BUILD)/%.o: %.c Makefile $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  CC  $<"
	@$(CC) $(ALL_CFLAGS) -MD -MP -c -o $@ $<

# The shipped profiles and layers, as data inside the program.
$(BUILD)/profiles.c: $(PROFILES) Makefile $(BUILD)/parts
	@{ set -e; echo '#include "validators/profile/load.h"'; \
	echo 'const struct profile_text profile_texts[] = {'; \
	for f in $(PROFILES); do \
		name=$$(basename $$f .json); \
		case $$f in */layers/*) name=$$name.layer ;; esac; \
		printf '{ "%s",\n' "$$name"; \
		sed 's/\\/\\\\/g; s/"/\\"/g; s/^/"/; s/$$/\\n"/' $$f; \
		echo '},'; \
	done; echo '{ 0, 0 } };'; } > $@

$(BUILD)/profiles.o: $(BUILD)/profiles.c $(BUILD)/flags
	@$(CC) $(ALL_CFLAGS) -MD -MP -c -o $@ $<

$(BUILD)/test/%: test/%.c $(ROOMS) $(BUILD)/flags $(BUILD)/parts
	@mkdir -p $(@D)
	@echo "  LD  $@"
	@$(CC) $(ALL_CFLAGS) -MD -MP -MF $@.d -MQ $@ $(ALL_LDFLAGS) -o $@ $< $(ROOMS) \
	    $(LDLIBS) -ljwt -lcmocka

include test/fuzz/harness.mk
-include $(patsubst %.o,%.d,$(sort $(OBJECTS) $(ROOMS))) $(PROGRAMS:=.d) $(BENCH:=.d)

units: all $(ROOMS) $(PROGRAMS) $(BENCH)

check:
	@test/packages
	@$(MAKE) --no-print-directory all units
	@BUILD=$(BUILD) test/run

demo:
	@test/packages demo
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) $(if $(filter-out uk,$(PROFILE)),\
	    test/demo-regime $(PROFILE),test/demo)

bench:
	@test/packages bench
	@$(MAKE) --no-print-directory all $(BENCH)
	@BUILD=$(BUILD) test/bench/run $(PART)

torture: units
	@BUILD=$(BUILD) test/torture/run

fuzz coverage:
	@test/$@/run

lint:
	@test/lint

include package/install.mk

clean:
	rm -rf build build-san build-fuzz build-coverage dcr

.PHONY .DELETE_ON_ERROR: ALWAYS all units check demo bench torture fuzz coverage lint install uninstall deb clean
