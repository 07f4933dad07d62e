# SPDX-License-Identifier: ISC
#
# Profiles of callgrind, one for each turn, with -v request=NAME: a line "NAME
# OBJECT INSTRUCTIONS" for each object (a library by its plain name), and one
# for the total: the middle ones of the turns.

# object_of TEXT: the object in "(7) /usr/lib/libdb-5.3.so", where a number that
# was told its name before stands alone.
function object_of(text,    id, name) {
	id = text
	sub(/\).*/, "", id)
	name = text
	if (sub(/^\([0-9]+\) /, "", name)) {
		sub(/.*\//, "", name)
		if (name ~ /^ld-/)
			name = "ld"
		sub(/[-.0-9]*\.so.*/, "", name)
		names[id] = name
	}
	return names[id]
}

function middle(key,    i, j, kept, sorted) {
	for (i = 1; i <= turns; i++) {
		kept = cost[key, i] + 0
		for (j = i; j > 1 && sorted[j - 1] > kept; j--)
			sorted[j] = sorted[j - 1]
		sorted[j] = kept
	}
	return sorted[int((turns + 1) / 2)]
}

FNR == 1 {
	turns++
	split("", names)
}

/^ob=/ {
	object = object_of(substr($0, 4))
	seen[object] = 1
}

/^cob=/ {
	object_of(substr($0, 5))
}

/^calls=/ {
	called = 1 # the next line is what it spent, told elsewhere
	next
}

/^[0-9+*-]/ {
	if (!called) {
		cost[object, turns] += $2
		cost["total", turns] += $2
	}
	called = 0
}

END {
	delete seen["???"]
	for (object in seen)
		if (middle(object) > 0)
			print request, object, middle(object)
	print request, "total", middle("total")
}
