# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# What the benchmarks share, on top of test/lib.sh: a world, fresh requests for
# it by the thousand, and the variables that a web server hands over.
#
# shellcheck disable=SC2034	# CERT and others are for the scripts
. test/lib.sh

BENCH=$(realpath "${BUILD:-build}/test/bench")
WORLD=$WORK/world
NOBODY=00000000000000000000000000000000
BEARER=urn:ietf:params:oauth:client-assertion-type:jwt-bearer
LIFE=3500 # seconds that a request counts

# bench_world: sets CERT, and DCR_CONFIG.
bench_world() {
	"$DCR" sandbox new "$WORLD" >/dev/null
	export DCR_CONFIG=$WORLD/dcr.conf
	many_changes "$DCR_CONFIG"
	sed -i 's/^  "profile"/  "registration_access_token": true,\
  "metrics": { "peers": ["127.0.0.1"] },\n&/' \
	    "$DCR_CONFIG"
	CERT=$(cat "$WORLD/tpp/transport.pem")
	"$DCR" sandbox statement "$WORLD" >"$WORK/statement"
	KEY=$WORLD/tpp/signing.key
	SERVICE_KEY=$(echo "$WORLD"/keys/*.pem)
}

# pattern NAME TOKEN [--argjson exp SECOND]: test/bench/sign can make more of this
# token.
pattern() {
	part 1 "$2" | tr -d '\n' >"$WORK/$1.header"
	part 2 "$2" | jq -cj "${@:3}" '.jti = "@jti@" |
	    .exp = ($ARGS.named.exp // .exp)' >"$WORK/$1.claims"
}

# tokens NAME N ALGORITHM KEY: prints them.
tokens() {
	"$BENCH/sign" "$2" "$3" "$4" "$WORK/$1.header" "$WORK/$1.claims"
}

# a_request [OPTION]...: one of the TPP.
a_request() {
	"$DCR" sandbox request "$WORLD" --statement "$WORK/statement" \
	    --set exp="@+$LIFE" "$@"
}

# requests N [OPTION]...: prints that many, a line each.
requests() {
	pattern request "$(a_request "${@:2}")"
	tokens request "$1" PS256 "$KEY"
}

# assertions N CLIENT_ID: prints that many forms for /token, a line each.
assertions() {
	pattern assertion "$("$DCR" sandbox assertion "$WORLD" "$2" \
	    --set exp="@+$LIFE")"
	tokens assertion "$1" PS256 "$KEY" | sed "s|^|grant_type=client_$(
	    )credentials\&client_assertion_type=$BEARER\&client_assertion=|"
}

# apart NAME: each line of standard input into a file, $WORK/NAME.0 and so on.
apart() {
	awk -v name="$WORK/$1" '{
		file = name "." (NR - 1)
		printf "%s", $0 > file
		close(file)
	}'
}

# register [OPTION]...: a client; sets ID and TOKEN, and the answer is in
# $WORK/registered.
register() {
	local text
	a_request "$@" >"$WORK/one"
	text=$(cgi "$WORK/one" "SSL_CLIENT_CERT=$CERT")
	printf '%s\n' "$text" >"$WORK/registered"
	ID=$(member_of client_id "$text")
	TOKEN=$(member_of registration_access_token "$text")
	[ -n "$ID" ] || {
		printf '%s\n' "$text" >&2
		exit 1
	}
}

# access: prints an access token of client $ID, by its certificate.
access() {
	local text
	printf 'grant_type=client_credentials&client_id=%s' "$ID" >"$WORK/one"
	text=$(cgi "$WORK/one" "SSL_CLIENT_CERT=$CERT" REQUEST_URI=/token \
	    CONTENT_TYPE=application/x-www-form-urlencoded)
	member_of access_token "$text"
}

# variables NAME METHOD URI TYPE [NAME=VALUE]...: writes them to $WORK/NAME.vars,
# for test/bench/ask: those that examples/nginx.conf hands over, and the headers
# of a client.
variables() {
	printf '%s\0' GATEWAY_INTERFACE=CGI/1.1 SERVER_PROTOCOL=HTTP/1.1 \
	    "REQUEST_METHOD=$2" "REQUEST_URI=$3" QUERY_STRING= \
	    "CONTENT_TYPE=$4" REMOTE_ADDR=127.0.0.1 \
	    "SSL_CLIENT_CERT=$CERT" SSL_CLIENT_VERIFY=SUCCESS \
	    HTTP_HOST=as.sandbox.example HTTP_ACCEPT=application/json \
	    "${@:5}" >"$WORK/$1.vars"
}

# serving SOCKET [COMMAND...]: our program behind it, started by that command;
# sets SERVING, its pid.
serving() {
	spawn-fcgi -n -s "$1" -- "${@:2}" "$DCR" 2>>"$WORK/log" &
	SERVING=$!
	mind "$SERVING"
	wait_for [ -S "$1" ]
}

ask() {
	"$BENCH/ask" "$@" || {
		tail -n 3 "$WORK/log" >&2
		exit 1
	}
}
