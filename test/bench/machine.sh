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
