# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# Completion of dcr for bash.  What there is to complete is what this dcr says
# of itself (dcr help), so that it is never out of date.

_dcr() {
	local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]}
	local program=${COMP_WORDS[0]} usage words
	COMPREPLY=()
	usage=$("$program" help 2>/dev/null | sed -n 's/^  \([a-z]\)/\1/p')
	if [ "$COMP_CWORD" -gt 1 ] && [ "$command" != help ]; then
		usage=$(sed -n "s/^$command //p" <<<"$usage")
		case $word in
		-*) words=$(grep -oE -e '--[a-z][a-z-]*' <<<"$usage") ;;
		*)
			[ "$COMP_CWORD" -eq 2 ] && words=$(tr '|[]' ' ' \
			    <<<"$usage" | tr ' ' '\n' | grep -xE '[a-z]+')
			;;
		esac
	else
		words=$(cut -d ' ' -f 1 <<<"$usage")
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word" | sort -u)
}

# What is no word of dcr's may be a file.
complete -o default -F _dcr dcr
