# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# What the scripts of test/fuzz/seeds share.  Each of them makes the seeds of
# the harness of its name, in the folder SEEDS, from the top of the tree: DCR
# is the program, and DCR_FUZZ_WORLD the world that test/fuzz/world has made.

# seed FILE: standard input becomes that seed.
seed() {
	cat >"$SEEDS/$1"
}

# Puts the byte that is between the texts of one input.
next() {
	printf '\377'
}

# part N: the Nth part of the JWS on standard input, decoded.
part() {
	local text
	text=$(cut -d . -f "$1" | tr '_-' '/+')
	while [ $((${#text} % 4)) -ne 0 ]; do text="$text="; done
	base64 -d <<<"$text"
}

# certificates: the files of all that the world has.
certificates() {
	find "$DCR_FUZZ_WORLD/tpp" "$DCR_FUZZ_WORLD/client-ca.pem" \
	    -name '*.pem' | sort
}

# field FILE: a certificate as the field Client-Cert has it.
field() {
	printf ':'
	openssl x509 -in "$1" -outform DER | base64 -w 0
	printf ':'
}
