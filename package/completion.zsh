#compdef dcr
# SPDX-License-Identifier: ISC
#
# Completion of dcr for zsh.  What there is to complete is what this dcr says of
# itself (dcr help), so that it is never out of date.

setopt localoptions extendedglob
local -a usage described options parts
local line command=$words[2]

usage=(${(f)"$(${words[1]:-dcr} help 2>/dev/null)"})
if (( CURRENT == 2 )) || [[ $command == help ]]; then
	# "  NAME ARGUMENTS", and below it "      what it does".
	for line in $usage; do
		if [[ $line == '  '[a-z]* ]]; then
			command=${${line#  }%% *}
		elif [[ -n $command && $line == '      '* ]]; then
			described+=("$command:${line#      }")
			command=
		fi
	done
	_describe -t commands 'command of dcr' described
	return
fi
line=${(M)usage:#  ${command}( *|)}
options=(${(uM)${(s: :)${line//[\[\]|]/ }}:#--*})
parts=(${(uM)${(s: :)${${line#  * }//[\[\]|]/ }}:#[a-z]##})
if [[ $PREFIX == -* ]]; then
	compadd -- $options
else
	(( CURRENT > 3 )) || compadd -- $parts
	_files
fi
