# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# npm's packages for the tests, in $TPP.

TPP=${BUILD:-build}/tpp

# The versions of package-lock.json, by their hashes; a node_modules of another
# lock file is replaced.  One suite gets them, and another one waits meanwhile.
packages_get() {
	mkdir -p "$TPP"
	(
		flock 9
		cp test/tpp/*.mjs test/tpp/package*.json "$TPP"
		cmp -s "$TPP/package-lock.json" "$TPP/node_modules/installed" &&
		    exit
		cd "$TPP" && npm ci --prefer-offline --ignore-scripts \
		    --no-audit --no-fund >"$WORK/npm.log" 2>&1 &&
		    cp package-lock.json node_modules/installed
	) 9>"$TPP/lock"
}
