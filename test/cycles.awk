# SPDX-License-Identifier: ISC
#
# What objects need of each other, from nm -A: a line for each cycle of more
# than MOST objects, and for each two folders that need each other, in any
# number of steps.

# name(PATH): without the folder that was built into.
function name(path) {
	sub("^" build "/", "", path)
	sub(/:.*/, "", path)
	return path
}

function folder(object) {
	sub(/\/[^\/]*$/, "", object)
	return object
}

# reach(FROM, EDGES, SEEN): fills SEEN with all that is reached from FROM.
function reach(from, edges, seen,    todo, first, last, parts, n, i, at) {
	split("", seen)
	todo[last = 1] = from
	for (first = 1; first <= last; first++) {
		at = todo[first]
		n = split(edges[at], parts, " ")
		for (i = 1; i <= n; i++)
			if (!(parts[i] in seen)) {
				seen[parts[i]] = 1
				todo[++last] = parts[i]
			}
	}
}

# link(EDGES, KNOWN, FROM, TO): once for each pair.
function link(edges, known, from, to) {
	if (from != to && !((from, to) in known)) {
		known[from, to] = 1
		edges[from] = edges[from] " " to
	}
}

# rings(EDGES, MOST): a line for each ring with more members.
function rings(edges, most,    from, to, seen, pairs, told, size, line) {
	for (from in edges) {
		reach(from, edges, seen)
		for (to in seen)
			pairs[from, to] = 1
	}
	for (from in edges) {
		if (from in told)
			continue
		size = 0
		line = ""
		for (to in edges)
			if (to == from || (((from, to) in pairs) &&
			    ((to, from) in pairs))) {
				told[to] = 1
				size++
				line = line " " to
			}
		if (size > most)
			print size ":" line
	}
}

$2 ~ /^[TDRBVWC]$/ { home[$3] = name($1) }
$2 == "U" { users[$3] = users[$3] " " name($1) }

END {
	for (symbol in users) {
		if (!(symbol in home))
			continue
		n = split(users[symbol], list, " ")
		for (i = 1; i <= n; i++) {
			link(objects, pair, list[i], home[symbol])
			link(folders, both, folder(list[i]),
			    folder(home[symbol]))
		}
	}
	rings(objects, most)
	rings(folders, 1)
}
