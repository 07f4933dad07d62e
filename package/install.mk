# SPDX-License-Identifier: ISC
#
# What is installed, and where; the Debian package is made of the same.
#
# The examples say /usr/bin/dcr; wherever they are installed they say where the
# program is.  A unit, a user and folders are where systemd looks for them below
# PREFIX, be it /usr or /usr/local.

SHARE = $(DESTDIR)$(PREFIX)/share
LIB = $(DESTDIR)$(PREFIX)/lib
DOC = $(SHARE)/doc/dcr
MANUALS = $(wildcard docs/*.[1-9])
EXAMPLES = lighttpd.conf.example $(filter-out %/deliver %/validators,\
    $(wildcard examples/*))
# Empty: the units are installed by whoever knows better, as debhelper does.
UNITS = $(LIB)/systemd/system
ZSH = $(SHARE)/zsh/site-functions

# $(call placed,FILES,FOLDER): copies that name the program where it is.
placed = install -d $2; $(foreach f,$1,\
    sed 's|/usr/bin/dcr|$(PREFIX)/bin/dcr|g' $f >$2/$(notdir $f); \
    chmod 644 $2/$(notdir $f);)

install: $(BUILD)/dcr
	install -D -m 755 $(BUILD)/dcr $(DESTDIR)$(PREFIX)/bin/dcr
	install -D -m 644 validators/external/dcr_validator.h \
	    $(DESTDIR)$(PREFIX)/include/dcr_validator.h
	$(foreach m,$(MANUALS),install -D -m 644 $m \
	    $(SHARE)/man/man$(subst .,,$(suffix $m))/$(notdir $m);)
	package/manual -v date="$$(sed -n 's/^\.Dd //p' docs/dcr.8)" \
	    docs/profiles >$(SHARE)/man/man5/dcr-profile.5
	chmod 644 $(SHARE)/man/man5/dcr-profile.5
	install -D -m 644 package/completion.bash \
	    $(SHARE)/bash-completion/completions/dcr
	install -D -m 644 package/completion.zsh $(ZSH)/_dcr
	$(if $(UNITS),$(call placed,$(wildcard examples/*.service \
	    examples/*.socket examples/*.timer),$(UNITS)))
	install -D -m 644 package/sysusers $(LIB)/sysusers.d/dcr.conf
	install -D -m 644 package/tmpfiles $(LIB)/tmpfiles.d/dcr.conf
	install -d $(DOC)/validators
	$(foreach f,$(shell find docs/*/ examples/deliver -type f), \
	    install -D -m 644 $f $(DOC)/$(f:docs/%=%);)
	install -m 644 README CHANGELOG $(DOC)/
	$(call placed,$(EXAMPLES) package/init package/logrotate,$(DOC))
	install -m 644 $(filter-out $(MANUALS) \
	    $(patsubst %/,%,$(wildcard docs/*/)),$(wildcard docs/*)) $(DOC)/
	install -m 755 $(wildcard examples/validators/*) $(DOC)/validators/
	install -m 644 validators/README $(DOC)/validators/

# What make install of this tree would put there, and nothing else: not what
# others have put beside it, and neither configuration nor data.
uninstall: $(BUILD)/dcr
	@tree=$$(mktemp -d) && trap 'rm -rf "$$tree"' EXIT && \
	$(MAKE) --no-print-directory -s install DESTDIR="$$tree" && \
	cd "$$tree" && find . -type f | while read -r file; do \
		rm -f "$(DESTDIR)/$$file"; \
	done && find . -depth -type d -path '*/dcr*' | while read -r folder; do \
		rmdir "$(DESTDIR)/$$folder" 2>/dev/null || :; \
	done

# dpkg-buildpackage leaves what it has made beside the tree, so that it works in
# a copy.
deb:
	@package/deb $(BUILD)/deb
