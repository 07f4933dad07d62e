# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# What the suites share.  Each suite runs from the top of the tree, prints
# "ok - NAME", "not ok - NAME" or "skip - NAME: WHY" for each check, and ends
# with `finish`.

# The PATH of an ordinary user has no servers in it.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
DCR=${DCR:-$(realpath "${BUILD:-build}/dcr")}
WORK=$(mktemp -d "${TMPDIR:-/tmp}/dcr-test.XXXXXX")
FAILED=0
PIDS=()
BEGAN=()

ok() {
	printf 'ok - %s\n' "$1"
}

not_ok() {
	printf 'not ok - %s\n' "$1"
	shift
	[ $# -eq 0 ] || printf '%s\n' "$@" | sed 's/^/    /'
	FAILED=1
}

# skip NAME WHY: what cannot be asked here, which is no success.
skip() {
	printf 'skip - %s: %s\n' "$1" "$2"
}

# there NAME PROGRAM...: whether they are installed; if not, NAME is skipped.
there() {
	local name=$1 program
	shift
	for program; do
		command -v "$program" >/dev/null && continue
		skip "$name" "there is no $program here"
		return 1
	done
}

# terminal NAME: whether script(1) gets a terminal; if not, NAME is skipped.
terminal() {
	there "$1" script || return 1
	script -qec true /dev/null </dev/null >/dev/null 2>&1 && return
	skip "$1" 'there is no pseudo-terminal here'
	return 1
}

# need PROGRAM...: a suite that is nothing without one of them ends here.
need() {
	there "$(basename "$0")" "$@" || finish
}

# root NAME: whether we are; if not, NAME is skipped.
root() {
	[ "$(id -u)" -eq 0 ] || { skip "$1" 'this takes root'; return 1; }
}

# is NAME GOT WANTED
is() {
	if [ "$2" = "$3" ]; then ok "$1"; else
		not_ok "$1" "got    $2" "wanted $3"
	fi
}

# has NAME TEXT PART
has() {
	case $2 in
	*"$3"*) ok "$1" ;;
	*) not_ok "$1" "got    $2" "wanted $3 in it" ;;
	esac
}

# began PID: sets `began`, the clock tick at which that process was started, which
# no other process of this number has; empty: there is none.
began() {
	local stat fields
	began=
	{ read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
	read -r -a fields <<<"${stat##*) }"
	began=${fields[19]}
}

# A process that this suite has started, to be stopped with it.
mind() {
	began "$1"
	BEGAN[$1]=$began
	PIDS+=("$1")
}

# is_ours PID: whether the process is there, and is the one that was minded: when
# it has ended, its number may be somebody else's.
is_ours() {
	began "$1"
	[ -n "$began" ] && [ "${BEGAN[$1]-$began}" = "$began" ]
}

# stop PID...: ends processes that we started and waits for them.
stop() {
	local pid
	for pid in "$@"; do
		is_ours "$pid" || continue
		kill "$pid" 2>/dev/null || continue
		for _ in $(seq 100); do
			is_ours "$pid" || break
			sleep 0.05
		done
		! is_ours "$pid" || kill -9 "$pid" 2>/dev/null || :
	done
}

clean_up() {
	[ ${#PIDS[@]} -eq 0 ] || stop "${PIDS[@]}"
	rm -rf "$WORK"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

finish() {
	exit "$FAILED"
}

# config_keys: every key that dcr.conf may have, in whichever object, out of the
# tables that the program looks them up in.
config_keys() {
	grep -rlF --include='*.c' 'reader_known_keys(' kit |
	    xargs awk '/const names\[\] = /,/NULL}/' | grep -oE '"[a-z_]+"' |
	    tr -d '"' | LC_ALL=C sort -u
}

# What follows is called thousands of times and starts no process that it can
# do without: that is most of what a suite waits for.

# slurp FILE: sets `text`, what it holds up to a zero byte; false: there is one.
slurp() {
	! IFS= read -r -d '' text <"$1"
}

# length_of FILE: sets `length`, in bytes.
length_of() {
	local LC_ALL=C text
	if slurp "$1"; then length=${#text}; else length=$(wc -c <"$1"); fi
}

# cgi FILE [NAME=VALUE]...: one POST through the CGI door; the whole response
# is printed, the log goes to $WORK/log.
cgi() {
	local body=$1 length
	shift
	length_of "$body"
	env -i ${ASAN_OPTIONS:+"ASAN_OPTIONS=$ASAN_OPTIONS"} \
	    GATEWAY_INTERFACE=CGI/1.1 REQUEST_METHOD=POST \
	    REQUEST_URI=/register CONTENT_TYPE=application/jwt \
	    CONTENT_LENGTH="$length" \
	    DCR_CONFIG="${DCR_CONFIG:-}" "$@" \
	    "$DCR" <"$body" 2>>"$WORK/log"
}

# part N TOKEN: header (1) or claims (2) of a JWT, as JSON.
part() {
	local text
	text=$(cut -d . -f "$1" <<<"$2" | tr -- '-_' '+/')
	while [ $((${#text} % 4)) -ne 0 ]; do
		text=$text=
	done
	base64 -d <<<"$text"
}

# lines_with TEXT [FILE]: how many have this text in them.  It is data, which may
# begin like an option or mean something else as a pattern.
lines_with() {
	grep -cF -e "$1" -- "${2--}" || :
}

# last_logged: the last line of the log, but for those of seals: one process in
# so many writes one at its end.
last_logged() {
	grep -v -F -e 'dcr: store: seal ' -- "$WORK/log" | tail -n 1
}

# wait_for COMMAND...: until it succeeds, for as long as a busy machine may
# need; false: it never did.
wait_for() {
	local try
	for ((try = 0; try < 600; try++)); do
		"$@" && return
		sleep 0.05
	done
	return 1
}

# listens SOCKET: somebody takes connections there.  The file is there before.
listens() {
	[ -S "$1" ] && { [ ! -r /proc/net/unix ] ||
	    grep -q " 00010000 .* $1\$" /proc/net/unix; }
}

listening() {
	(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# fastcgi_start SOCKET: our program behind a socket; sets FASTCGI_PID.
fastcgi_start() {
	spawn-fcgi -n -s "$1" -- "$DCR" 2>>"$WORK/log" &
	FASTCGI_PID=$!
	mind "$FASTCGI_PID"
	wait_for listens "$1"
}

# fastcgi SOCKET FILE [NAME=VALUE]...: one POST through the FastCGI door.
fastcgi() {
	local socket=$1 body=$2 length
	shift 2
	length_of "$body"
	env -i GATEWAY_INTERFACE=CGI/1.1 REQUEST_METHOD=POST \
	    REQUEST_URI=/register CONTENT_TYPE=application/jwt \
	    CONTENT_LENGTH="$length" "$@" \
	    cgi-fcgi -bind -connect "$socket" <"$body"
}

# broken_store FOLDER: a store that opens and fails each call: there is a table,
# and no log.
broken_store() {
	mkdir "$1"
	echo lost >"$1/clients.db"
}

# not_issuing: dcr.conf of a sandbox, on standard input, for a bank whose own
# server issues the tokens.
not_issuing() {
	sed '/^  "token_endpoint": /d;/^  "keys": /d;/^  "resource_servers": /d
	    /^  "metadata": {$/,/^  }/d;/^  "metadata": /d'
}

# many_changes FILE: dcr.conf of a sandbox, for more accepted changes than a TPP
# has a day.
many_changes() {
	sed -i 's/^  "profile"/  "certificate_changes": 1000000,\
  "software_changes": 1000000,\n&/' "$1"
}

# status_of RESPONSE; body_of RESPONSE
status_of() {
	local head=${1%%$'\r\n\r\n'*}
	[[ $'\n'$head =~ $'\nStatus: '([0-9]+) ]] &&
	    printf '%s\n' "${BASH_REMATCH[1]}"
	return 0
}

body_of() {
	[[ $1 != *$'\r\n\r\n'* ]] || printf '%s\n' "${1#*$'\r\n\r\n'}"
}

# member_of NAME RESPONSE: a member of its JSON that is a string.
member_of() {
	local rest=${2##*"\"$1\":\""}
	[ "$rest" = "$2" ] || printf '%s\n' "${rest%%\"*}"
}

# free_port: a loopback port that is ours to listen on until we end.  Whoever
# holds it is bound to it and does not listen, so that nobody else is given it
# meanwhile; a server that sets SO_REUSEADDR can still be bound to it.
free_port() {
	perl -MSocket -e '
	use strict;
	socket(my $held, PF_INET, SOCK_STREAM, 0) or die "$!\n";
	bind($held, sockaddr_in(0, INADDR_LOOPBACK)) or die "$!\n";
	setsockopt($held, SOL_SOCKET, SO_REUSEADDR, 1) or die "$!\n";
	my ($port) = sockaddr_in(getsockname($held));
	defined(my $child = fork) or die "$!\n";
	if ($child) { print "$port\n"; exit }
	open STDOUT, ">", "/dev/null";
	open STDERR, ">", "/dev/null";
	select undef, undef, undef, 0.1 while -d "/proc/$ARGV[0]";' $$
}
