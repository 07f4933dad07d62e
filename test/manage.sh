# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# What the suites about managing a registration share: a world, a deployment
# with a store for each door, and requests through the door that DOOR names.
#
# shellcheck disable=SC2120,SC2034	# STATUS and others are for the suites
. test/lib.sh

WORLD=$WORK/world
SENT=$WORK/nothing # the body of what is called
AUDIENCE=https://as.sandbox.example/register
AS=$WORK/as # the authorization server
NOBODY=00000000000000000000000000000000

manage_world() {
	"$DCR" sandbox new "$WORLD" >/dev/null
	: >"$SENT"
	as tpp
}

# deploy MEMBERS: dcr.conf with more members, and new stores.
deploy() {
	local text store
	[ -z "${FASTCGI_PID-}" ] || stop "$FASTCGI_PID"
	text=$(cat "$WORLD/dcr.conf")
	case $1 in
	*access_tokens*) text=$(not_issuing <<<"$text") ;;
	esac
	for DOOR in cgi fastcgi; do
		store=$WORLD/db-$DOOR
		rm -rf "$store"
		mkdir "$store"
		sed -e "s|\"bdb:db\"|\"bdb:$store\"|" -e "s|^{|{ $1,|" \
		    <<<"$text" >"$WORLD/$DOOR.conf"
	done
	again
}

# again: FastCGI in a new process, which remembers nothing.
again() {
	[ -z "${FASTCGI_PID-}" ] || stop "$FASTCGI_PID"
	rm -f "$WORK/socket"
	DCR_CONFIG=$WORLD/fastcgi.conf fastcgi_start "$WORK/socket"
}

# as WHO: the caller's certificate from now on: a folder of the world, or
# nobody.
as() {
	CALLER=()
	[ "$1" = nobody ] ||
	    CALLER=("SSL_CLIENT_CERT=$(cat "$WORLD/$1/transport.pem")")
}

# call METHOD URI [NAME=VALUE]...: sends the file $SENT; sets STATUS and BODY,
# and the whole response is in $WORK/response.
call() {
	local method=$1 uri=$2 query=
	shift 2
	[ "$uri" = "${uri#*\?}" ] || query=${uri#*\?}
	set -- REQUEST_METHOD="$method" REQUEST_URI="$uri" \
	    QUERY_STRING="$query" ${CALLER+"${CALLER[@]}"} "$@"
	case $DOOR in
	cgi) DCR_CONFIG=$WORLD/cgi.conf cgi "$SENT" "$@" ;;
	fastcgi) fastcgi "$WORK/socket" "$SENT" "$@" ;;
	esac >"$WORK/response" || :
	read_response
}

# As status_of and body_of, of $WORK/response.  What tells one answer from all
# others is taken out of it, and is in REQUEST.
read_response() {
	local text
	slurp "$WORK/response" || :
	REQUEST=''
	if [[ $text =~ $'\r\nRequest-Id: '([0-9a-f]{16})$'\r\n' ]]; then
		REQUEST=${BASH_REMATCH[1]}
		text=${text/$'\r\n'"Request-Id: $REQUEST"/}
		printf '%s' "$text" >"$WORK/response"
	fi
	STATUS='' BODY=''
	[[ $'\n'${text%%$'\r\n\r\n'*} =~ $'\nStatus: '([0-9]+) ]] &&
	    STATUS=${BASH_REMATCH[1]}
	[[ $text != *$'\r\n\r\n'* ]] || BODY=${text#*$'\r\n\r\n'}
	BODY=${BODY%$'\n'}
}

# with TOKEN METHOD URI [NAME=VALUE]...
with() {
	local token=$1
	shift
	call "$@" HTTP_AUTHORIZATION="Bearer $token"
}

# send METHOD URI TOKEN [OPTION]...: a fresh request of the TPP.
send() {
	local method=$1 uri=$2 token=$3
	shift 3
	"$DCR" sandbox request "$WORLD" "$@" >"$WORK/sent"
	send_again "$method" "$uri" "$token"
}

# send_again METHOD URI TOKEN [NAME=VALUE]...: the same once more.
send_again() {
	local method=$1 uri=$2 token=$3
	shift 3
	SENT=$WORK/sent
	with "$token" "$method" "$uri" "$@"
	SENT=$WORK/nothing
}

# register [OPTION]...: sets ID and TOKEN.
register() {
	send POST /register '' "$@"
	ID=$(member_of client_id "$BODY")
	TOKEN=$(member_of registration_access_token "$BODY")
}

header() {
	sed -n "/^\r\$/q; s/^$1: *//p" "$WORK/response" | tr -d '\r'
}

# The bank's own command, in the store of this door.
bank() {
	DCR_CONFIG=$WORLD/$DOOR.conf "$DCR" "$@"
}

# answer NAME STATUS [PART]: each answer says which one it is.
answer() {
	[ -n "$REQUEST" ] || not_ok "$DOOR: $1: a Request-Id"
	case $STATUS:$BODY in
	"$2:"*"${3-}"*) ok "$DOOR: $1" ;;
	*) not_ok "$DOOR: $1" "got    $STATUS $BODY" "wanted $2 ${3-}" ;;
	esac
}

# timeless: the response, whenever it was made.
timeless() {
	sed 's/the time here is [0-9TZ:-]*/the time here is NOW/' \
	    "$WORK/response"
}

# keep NAME: the response, to be compared with others.
keep() {
	timeless >"$WORK/kept-$1"
}

# same NAME KEPT: to the byte, headers and all.
same() {
	if timeless | cmp -s - "$WORK/kept-$2"; then
		ok "$DOOR: $1: the same bytes as $2"
	else
		not_ok "$DOOR: $1: the same bytes as $2" \
		    "$(timeless | diff "$WORK/kept-$2" -)"
	fi
}

# same_text NAME KEPT: but for the status.
same_text() {
	is "$DOOR: $1" "$(timeless | sed 1d)" \
	    "$(sed 1d "$WORK/kept-$2")"
}

# The other TPP's keys serve as the authorization server's: they are there,
# with a key set.
as_make() {
	mkdir "$AS"
	jq '{keys: [.keys[] | select(.use == "sig") | del(.x5c)]}' \
	    "$WORLD/keystore/$(jq -r .org_id "$WORLD/other/software.json")"/*.jwks \
	    >"$AS/as.jwks"
	EC_KEY=$WORLD/other/signing-ec.key
	RSA_KEY=$WORLD/other/signing.key
	EC=$(jq -r '.keys[] | select(.kty == "EC").kid' "$AS/as.jwks")
	RSA=$(jq -r '.keys[] | select(.kty == "RSA").kid' "$AS/as.jwks")
	openssl pkey -in "$EC_KEY" -pubout -out "$AS/public.pem"
}

# claims FILTER: of a token of client $ID, changed by this filter of jq.
claims() {
	jq -nc --arg id "$ID" --arg aud "$AUDIENCE" --argjson now "$(date +%s)" \
	    '{iss: "https://bank.example/as", aud: $aud, sub: $id,
	    client_id: $id, iat: $now, exp: ($now + 300), jti: "1"} |'"$1"
}

# mint [FILTER [HEADER [OPTION]...]]: prints a signed token.
mint() {
	local filter=${1:-.} header=${2:-.}
	shift $(($# > 2 ? 2 : $#))
	header=$(jq -nc --arg kid "$EC" \
	    '{alg: "ES256", typ: "at+jwt", kid: $kid} | '"$header")
	"$DCR" sandbox request "$WORLD" --raw-header "$header" \
	    --raw-payload "$(claims "$filter")" --alg ES256 --key "$EC_KEY" "$@"
}

# access_tokens MEMBER
access_tokens() {
	printf '"access_tokens": { "issuer": "https://bank.example/as",'
	printf ' "audience": "%s", %s }' "$AUDIENCE" "$1"
}

# while_alive COMMAND...: with a number of seconds to live, more each time,
# until it succeeds: a busy machine may take as long as that.
while_alive() {
	local seconds
	for seconds in 2 4 8 16; do
		"$@" "$seconds" && return
	done
}

# over SECOND: it is past.
over() {
	[ "$(date +%s)" -gt "$1" ]
}

# At the end: stops what runs; no sanitizer has complained.
quiet() {
	stop "${PIDS[@]}"
	is 'no sanitizer has complained' \
	    "$(grep -cE 'Sanitizer|runtime error:' "$WORK/log")" 0
	finish
}
