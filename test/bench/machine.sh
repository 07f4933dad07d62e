# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# On what machine figures were had.

# release: of Debian and of which processors, as "12-x86_64".
release() {
	local VERSION_ID=
	. /etc/os-release
	printf '%s-%s\n' "${VERSION_ID:-unknown}" "$(uname -m)"
}

# disk FOLDER: file system and device.
disk() {
	df --output=fstype,source "$1" | sed -n '2s/  */ on /p'
}

# machine [FOLDER [COMMAND]]: it, as JSON; the disk is that of the folder.
machine() {
	jq -nc --arg processor "$(sed -n 's/^model name.*: //p' /proc/cpuinfo |
	    head -n 1)" --argjson cores "$(nproc)" --arg kernel "$(uname -r)" \
	    --arg release "$(release)" --arg disk "$(disk "${1:-.}")" \
	    --arg date "$(date -u +%Y-%m-%d)" --arg command "${2-}" \
	    --arg program "$("$DCR" version | head -n 1)" \
	    '{processor: $processor, cores: $cores, kernel: $kernel,
	    debian: $release, disk: $disk, date: $date, program: $program} +
	    if $command == "" then {} else {command: $command} end'
}

# figure KEY VALUE: a result; the key is a path, as door/1/rate.
figure() {
	printf '%s %s\n' "$1" "$2" >>"$WORK/figures"
}

# spread KEY FILE: the middle, the least and the greatest of its numbers.
spread() {
	local numbers
	mapfile -t numbers < <(sort -g "$2")
	figure "$1/median" "${numbers[$((${#numbers[@]} / 2))]}"
	figure "$1/least" "${numbers[0]}"
	figure "$1/most" "${numbers[-1]}"
}

# figures NAME: all results and the machine, into NAME.json: in docs/bench, or
# where OUT says.
figures() {
	mkdir -p "${OUT:=docs/bench}"
	jq -Rn --argjson machine "$(machine "$WORK" \
	    "make bench PART=$1${QUICK:+ QUICK=1}")" '
	    reduce (inputs | split(" ")) as $line ({machine: $machine};
	        setpath($line[0] / "/"; $line[1] | tonumber))' \
	    "$WORK/figures" >"$WORK/json"
	cp "$WORK/json" "$OUT/$1.json"
}

# told KEY...: those results, for a line of text.
told() {
	local key
	for key; do
		awk -v key="$key" '$1 == key { print $2 }' "$WORK/figures"
	done
}
