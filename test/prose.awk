# SPDX-License-Identifier: ISC
#
# What people read of each file, behind its name: a comment or text of C, all
# of a comment of a script, a paragraph of anything else, each as one line.
function tell() {
	gsub(/[ \t]+/, " ", text)
	gsub(/^ | $/, "", text)
	if (text ~ /[a-z]/)
		print name ": " text
	text = ""
}

# Takes what there is of comments and texts out of a line of C.  Texts with
# nothing between them are one.
function read_c(line) {
	if (inside)
		sub(/^[ \t]*\*([ \t]|$)/, "", line)
	while (line != "") {
		if (inside) {
			end = index(line, "*/")
			if (end == 0) {
				text = text " " line
				return
			}
			text = text " " substr(line, 1, end - 1)
			tell()
			inside = 0
			line = substr(line, end + 2)
		} else if (match(line, /\/\*|"([^"\\]|\\.)*"/)) {
			piece = substr(line, RSTART, RLENGTH)
			if (piece == "/*" || substr(line, 1, RSTART - 1) ~ /[^ \t]/)
				tell()
			inside = piece == "/*"
			if (!inside)
				text = text substr(piece, 2, length(piece) - 2)
			line = substr(line, RSTART + RLENGTH)
		} else {
			if (line ~ /[^ \t]/)
				tell()
			return
		}
	}
}

FNR == 1 {
	tell()
	name = FILENAME
	kind = name ~ /\.[ch]$/ ? "C" : /^#!/ || name ~ /\.(sh|awk)$/ ? "#" : ""
	inside = 0
}
kind == "C" { if (inside || !/^#include/) read_c($0); next }
kind == "#" && !/^[ \t]*#/ { tell(); next }
/^[ \t#]*$/ { tell(); next }
{ sub(/^[ \t#]+/, ""); text = text " " $0 }
END { tell() }
