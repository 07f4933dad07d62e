# SPDX-License-Identifier: ISC
#
# What APIs were handed, call by call, against the rules of
# test/suites/web-paths: prints each reading that leads to a rule with other
# needs than those that the call met, and how many calls there were for `mine`.
function digit(c) {
	return index("0123456789abcdef", tolower(c)) - 1
}

function decode(text, out, i, high, low) {
	out = ""
	for (i = 1; i <= length(text); i++) {
		high = digit(substr(text, i + 1, 1))
		low = digit(substr(text, i + 2, 1))
		if (substr(text, i, 1) == "%" && high >= 0 && low >= 0 && \
		    i + 2 <= length(text)) {
			out = out sprintf("%c", high * 16 + low)
			i += 2
		} else
			out = out substr(text, i, 1)
	}
	return out
}

# What the rule of the longest path needs, segment by segment.
function needed(path, escaped, rule, name, longest, what) {
	longest = 0
	what = "no rule"
	for (rule in rules) {
		name = escaped ? rule : decode(rule)
		if (length(name) > longest && substr(path, 1, \
		    length(name)) == name && (length(path) == length(name) || \
		    substr(path, length(name) + 1, 1) == "/")) {
			longest = length(name)
			what = rules[rule]
		}
	}
	return what
}

function check(how, path, escaped) {
	if (needed(path, escaped) != needs)
		printf "%s: %s: %s: for %s\n", spelt, how, path, \
		    needed(path, escaped)
}

# The same in small letters, against rules in small letters all.
function check_all(how, path) {
	check(how, path, 1)
	check(how ", decoded", decode(path), 0)
	check(how ", decoded twice", decode(decode(path)), 0)
	check(how ", in small letters", tolower(decode(path)), 0)
}

BEGIN {
	rules["/v1"] = "accounts"
	rules["/v1/payments:confirm"] = "payments"
	rules["/v1/@admin"] = "payments"
	rules["/v1/a+b"] = "payments"
	rules["/v1/caf%C3%A9"] = "payments"
	rules["/v1/x"] = "payments"
	rules["/status"] = "none"
	rules["/status/deep"] = "payments"
}

{
	name = substr($0, 1, index($0, "=") - 1)
	value = substr($0, index($0, "=") + 1)
}
name == "SPELT" { spelt = value; script = info = "" }
name == "NEEDS" { needs = value; calls += needs == mine }
name == "NOTHING" { print spelt ": no API has answered" }
name == "REQUEST_URI" {
	sub(/\?.*/, "", value)
	check_all("REQUEST_URI", value)
}
name == "DOCUMENT_URI" {
	check("DOCUMENT_URI", value, 0)
	check("DOCUMENT_URI, decoded", decode(value), 0)
}
name == "SCRIPT_NAME" { script = value }
name == "PATH_INFO" { info = value }
name == "END" && script info != "" {
	check("SCRIPT_NAME and PATH_INFO", script info, 0)
	check("SCRIPT_NAME and PATH_INFO, decoded", decode(script info), 0)
	check("SCRIPT_NAME and PATH_INFO, in small letters", \
	    tolower(script info), 0)
}
END { print calls + 0 }
