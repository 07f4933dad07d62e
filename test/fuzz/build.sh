# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# How the harnesses are built with clang: each way has a folder of its own.
#
#     fuzzer   libFuzzer with sanitizers, build-fuzz
#     afl      AFL++ with sanitizers, build-fuzz-afl
#     cover    the lines that are reached, build-fuzz-cover

CLANG=${CLANG:-clang}

harnesses() {
	local name
	for name in test/fuzz/*.c; do
		name=$(basename "$name" .c)
		[ "$name" = main ] || printf '%s\n' "$name"
	done
}

# rooms WAY: builds dcr, and the archive of all its objects that a harness
# links.  Sets what
# harness() and world() want: `folder`, `DCR` and others.
rooms() {
	local kinds flags objects=fuzzer-no-link,address,undefined
	sanitizers=fuzzer,address,undefined
	compiler=$CLANG folder=build-fuzz
	# clang before 17 does not say __SANITIZE_ADDRESS__, by which
	# kit/arena.c gives each allocation a block of its own.
	flags='-O1 -g -U__SANITIZE_ADDRESS__ -D__SANITIZE_ADDRESS__=1'
	case $1 in
	afl)
		compiler=afl-clang-fast folder=build-fuzz-afl
		objects=address,undefined
		export AFL_QUIET=1
		;;
	cover)
		folder=build-fuzz-cover sanitizers=fuzzer
		objects=fuzzer-no-link
		flags='-O1 -g -fprofile-instr-generate -fcoverage-mapping'
		;;
	esac
	# The kinds of store that tests have (test/store/kinds.c) are linked too.
	mapfile -t kinds < <(printf "$folder/%s.o\n" test/store/*.c |
	    sed 's/\.c\.o$/.o/')
	make --no-print-directory -j "$(nproc)" BUILD=$folder CC="$compiler" \
	    SAN=$objects CFLAGS="$flags" all "${kinds[@]}" \
	    >"$folder.log" 2>&1 ||
	    { cat "$folder.log" >&2; return 1; }
	mv "$folder.log" "$folder/make.log"
	rm -f "$folder/rooms.a"
	# The objects that are linked, and not what is left of a source that
	# has gone.
	grep -oE -e "$folder/[^ ]*\.o" "$folder/parts" |
	    grep -vxF -e "$folder/dcr.o" -e "$folder/store/kinds.o" |
	    xargs ar rcs "$folder/rooms.a" "${kinds[@]}"
	harness_flags=$flags DCR=$PWD/$folder/dcr
}

# wraps FILE: what the linker is to call the harness for.
wraps() {
	sed -n 's/^__wrap_\([a-z_0-9]*\)(.*/-Wl,--wrap=\1/p' "$1"
}

# harness NAME: builds it from the archive of rooms().
harness() {
	# shellcheck disable=SC2046,SC2086
	"$compiler" -std=c11 -D_GNU_SOURCE -I. -Wall -Wextra -Werror -Wshadow \
	    -Wmissing-prototypes $harness_flags -fsanitize=$sanitizers \
	    -fno-sanitize-recover=all -fvisibility=hidden \
	    -o "$folder/fuzz-$1" "test/fuzz/$1.c" "$folder/rooms.a" \
	    $(wraps "test/fuzz/$1.c") -lfcgi -ljson-c -ldb -lcrypto
}

# world NAME...: makes it, and the seeds of these harnesses.
world() {
	local name
	DCR_FUZZ_WORLD=$(realpath "$folder")/world
	export DCR DCR_FUZZ_WORLD
	test/fuzz/world "$DCR_FUZZ_WORLD"
	for name; do
		export SEEDS=$folder/seeds/$name
		rm -rf "$SEEDS"
		mkdir -p "$SEEDS" "test/corpus/$name"
		[ ! -e "test/fuzz/seeds/$name" ] || "test/fuzz/seeds/$name"
	done
}

# inputs NAME: the files of its seeds and of its corpus.
inputs() {
	find "$folder/seeds/$1" "test/corpus/$1" -type f | sort
}
