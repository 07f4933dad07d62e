# SPDX-License-Identifier: ISC
# shellcheck shell=bash disable=SC2034
#
# What plays the corpora once more tells in the words of test/run.  `bad` says
# whether something was wrong.
bad=0

# tell CODE NAME [FILE]: as test/lib.sh does, with what went wrong.
tell() {
	if [ "$1" -eq 0 ]; then
		printf 'ok - %s\n' "$2"
		return
	fi
	printf 'not ok - %s\n' "$2"
	bad=1
	[ $# -lt 3 ] ||
	    grep -vE '^(INFO|reached|dcr):|: Running |^Executed ' "$3" |
	    tail -n 40 | sed 's/^/    /'
}

# replay NAME LOG PROGRAM...: runs that on the inputs of the harness.
replay() {
	local name=$1 log=$2 code=0 files place
	shift 2
	mapfile -t files < <(inputs "$name")
	DCR_FUZZ_TELL=yes "$@" "${files[@]}" >"$log" 2>&1 || code=$?
	tell "$code" "fuzz $name: ${#files[@]} inputs break nothing" "$log"
	while read -r place; do
		code=0
		grep -qxF -e "reached: $place" "$log" || code=$?
		tell "$code" "fuzz $name: $place is reached"
	done < <(sed -n 's/.*fuzz_reached("\(.*\)").*/\1/p' \
	    "test/fuzz/$name.c")
}
