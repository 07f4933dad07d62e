# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# What the suites about the access tokens of dcr share, on top of
# test/manage.sh: forms through either door, and tokens taken apart.
#
# shellcheck disable=SC2034	# ACCESS and others are for the suites
. test/manage.sh

TOKEN_URI=https://as.sandbox.example/token
ISSUER=https://as.sandbox.example
BEARER=urn:ietf:params:oauth:client-assertion-type:jwt-bearer
VARIABLES=() # more of the web server's, of what post sends

escape() {
	case $1 in
	*[!0-9A-Za-z._~-]*) jq -rn --arg text "$1" '$text | @uri' ;;
	*) printf '%s\n' "$1" ;;
	esac
}

# form NAME=VALUE...: prints a form.
form() {
	local pair text=
	for pair; do
		text+=${text:+&}${pair%%=*}=$(escape "${pair#*=}")
	done
	printf '%s' "$text"
}

# post_raw URI BODY
post_raw() {
	printf '%s' "$2" >"$WORK/form"
	SENT=$WORK/form
	call POST "$1" CONTENT_TYPE=application/x-www-form-urlencoded \
	    ${VARIABLES+"${VARIABLES[@]}"}
	SENT=$WORK/nothing
}

# post URI NAME=VALUE...
post() {
	local uri=$1
	shift
	post_raw "$uri" "$(form "$@")"
}

# token [NAME=VALUE]...: asks for one of client $ID, by tls_client_auth; sets
# ACCESS.
token() {
	post /token grant_type=client_credentials client_id="$ID" "$@"
	ACCESS=$(member_of access_token "$BODY")
}

# assertion [OPTION]...: a fresh one of client $ID, in ASSERTION.
assertion() {
	ASSERTION=$("$DCR" sandbox assertion "$WORLD" "$ID" "$@")
}

# asserted [NAME=VALUE]...: asks for a token with $ASSERTION.
asserted() {
	post /token grant_type=client_credentials \
	    client_assertion_type="$BEARER" client_assertion="$ASSERTION" "$@"
	ACCESS=$(member_of access_token "$BODY")
}

# claim NAME: of $ACCESS.
claim() {
	part 2 "$ACCESS" | jq -r ".$1"
}

thumbprint() {
	openssl x509 -in "$WORLD/$1/transport.pem" -outform DER |
	    openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d =
}

# issued NAME [SCOPE]: the answer is a token, of that scope.
issued() {
	answer "$1" 200 '"token_type":"Bearer"'
	[ $# -eq 1 ] || is "$DOOR: $1: scope" \
	    "$(jq -r '.scope // ""' <<<"$BODY")" "$2"
}

# refused NAME STATUS ERROR [PART]: RFC 6749 section 5.2, header by header.
refused() {
	answer "$1" "$2" "\"error\":\"$3\""
	has "$DOOR: $1: why" "$BODY" "${4-}"
	is "$DOOR: $1: error and nothing else" "$(jq -r 'keys == ["error",
	    "error_description"] and (.error_description |
	    test("^[ !#-\\[\\]-~]{1,500}$"))' <<<"$BODY")" true
	is "$DOOR: $1: not to be kept" \
	    "$(header Cache-Control),$(header Pragma)" no-store,no-cache
	case $2$3:$(header WWW-Authenticate) in
	401*:?* | 403insufficient_scope:Bearer* | 403access_denied: | \
	    40[045]*: | 411*: | 415*: | 503*:) ;;
	*) not_ok "$DOOR: $1: challenge" "$(header WWW-Authenticate)" ;;
	esac
}

# introspect TOKEN and revoke TOKEN
introspect() {
	post /introspect token="$1"
}

revoke() {
	post /revoke token="$1" token_type_hint=access_token
}

# active NAME TOKEN WANTED: as the bank's API hears it.
active() {
	local before=("${CALLER[@]}")
	as api
	introspect "$2"
	CALLER=("${before[@]}")
	is "$DOOR: $1" "$STATUS $(jq -r .active <<<"$BODY")" "200 $3"
	[ "$3" = true ] || is "$DOOR: $1: and nothing else is told" "$BODY" \
	    '{"active":false}'
}

# authorize METHOD URI [NAME=VALUE]...: what the authorizer says of this call.
authorize() {
	local method=$1 uri=$2
	shift 2
	call GET /authorize ORIGINAL_METHOD="$method" ORIGINAL_URI="$uri" "$@"
}

# may TOKEN METHOD URI
may() {
	authorize "$2" "$3" HTTP_AUTHORIZATION="Bearer $1"
}

# change FILTER: of the world's dcr.conf, by jq; deploy comes afterwards.
change_config() {
	grep -v '^ *//' "$WORLD/dcr.conf" | jq "$1" >"$WORK/new.conf"
	mv "$WORK/new.conf" "$WORLD/dcr.conf"
}
