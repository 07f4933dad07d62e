# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# What must hold behind every web server about tokens, and about the bank's APIs
# that dcr lets calls through to.

APIS=$WORK/apis.socket

# apis_start: the APIs, a program that prints what it was told; sets APIS_PID.
apis_start() {
	"${CC:-cc}" -Wall -o "$WORK/apis" test/apis.c -lfcgi
	"${AS[@]}" spawn-fcgi -n -s "$APIS" -M 0600 -- "$WORK/apis" \
	    2>>"$WORK/apis.log" &
	APIS_PID=$!
	mind "$APIS_PID"
	wait_for listens "$APIS"
}

# apis_http PORT: the same behind plain HTTP, a connection for each request: a
# proxy may use one again at the moment when it is closed for being idle.
apis_http() {
	cat >"$WORK/apis.conf" <<-END
	server.modules = ( "mod_fastcgi" )
	server.document-root = "/nonexistent"
	server.bind = "127.0.0.1"
	server.port = $1
	server.max-keep-alive-requests = 0
	fastcgi.server = ( "/" => ((
		"socket" => "$APIS", "check-local" => "disable" )))
	END
	serve "$1" "$WORK/apis.log" lighttpd -D -f "$WORK/apis.conf"
}

# api WHO TOKEN TARGET [OPTION]...: a call; an empty TOKEN is none.
api() {
	local who=$1 token=$2 target=$3
	shift 3
	[ -z "$token" ] || set -- -H "Authorization: Bearer $token" "$@"
	ask "$who" --path-as-is --request-target "$target" "$@" "$BASE"
}

# told NAME [VALUE]: what the APIs were told under this name, in one line.
told() {
	sed -n "s/^$1=//p" "$WORK/answer" | paste -sd ,
}

# token_get WHO [SCOPE]: sets TOKEN.
token_get() {
	ask "$1" -d grant_type=client_credentials -d "client_id=$ID" \
	    ${2:+-d "scope=$2"} "$BASE/token"
	TOKEN=$(member_of access_token "$ANSWER")
}

# ask_about WHO TOKEN: introspection.
ask_about() {
	ask "$1" -d "token=$2" "$BASE/introspect"
}

# client_register: sets ID and its registration access token, MANAGE.
client_register() {
	request "$WORK/request"
	post tpp "$WORK/request"
	ID=$(member_of client_id "$ANSWER")
	MANAGE=$(member_of registration_access_token "$ANSWER")
}

tokens_are_discovered() {
	local name
	for name in oauth-authorization-server openid-configuration; do
		ask nobody "$BASE/.well-known/$name"
		answer "$1: $name, without a certificate" 200 \
		    "\"token_endpoint\":\"$BASE/token\""
	done
	ask nobody "$BASE/jwks"
	answer "$1: the public keys, without a certificate" 200 '"kty":"EC"'
	is "$1: and no private one" "$(grep -c '"d":' "$WORK/answer")" 0
}

tokens_are_issued() {
	token_get tpp
	answer "$1: a token by the certificate" 200 '"token_type":"Bearer"'
	has "$1: never stored by a cache" "$HEADERS" 'cache-control: no-store'
	token_get other
	answer "$1: not by another one" 400 invalid_client
	token_get nobody
	answer "$1: not without one" 400 invalid_client
	token_get tpp fundsconfirmations
	answer "$1: not for more than is registered" 400 invalid_scope
	ask tpp "$BASE/token"
	answer "$1: not by GET" 405
}

# tokens_are_told_of NAME: and revoked.
tokens_are_told_of() {
	local token
	token_get tpp accounts
	token=$TOKEN
	ask_about api "$token"
	answer "$1: the APIs' server asks about a token" 200 '"active":true'
	has "$1: and is told whose it is" "$ANSWER" "\"client_id\":\"$ID\""
	ask_about tpp "$token"
	answer "$1: a TPP may not ask" 400 invalid_client
	ask_about nobody "$token"
	answer "$1: nor may nobody" 400 invalid_client
	ask other -d "token=$token" "$BASE/revoke"
	answer "$1: another TPP cannot revoke it" 400 invalid_client
	ask_about api "$token"
	answer "$1: it stands" 200 '"active":true'
	ask tpp -d "token=$token" "$BASE/revoke"
	answer "$1: its client can" 200
	ask_about api "$token"
	is "$1: it is dead" "$STATUS $ANSWER" '200 {"active":false}'
}

# web_tokens NAME: all that needs no API.
web_tokens() {
	client_register
	tokens_are_discovered "$1"
	tokens_are_issued "$1"
	tokens_are_told_of "$1"
	token_get tpp
	bank suspend "$ID" --why test >/dev/null
	ask_about api "$TOKEN"
	is "$1: a suspended client's token" "$ANSWER" '{"active":false}'
	token_get tpp
	answer "$1: a suspended client gets none" 400 invalid_client
	bank resume "$ID" >/dev/null
	manage DELETE "$URL/$ID" "$MANAGE"
	answer "$1: the client is deleted" 204
	token_get tpp
	answer "$1: a deleted client gets none" 400 invalid_client
}

# apis_are_told NAME FORM: who is calling; FORM is what the names begin with.
apis_are_told() {
	local name forged=()
	api tpp "$TOKEN" /accounts/7?x=/y
	answer "$1: a call goes through" 200 'REQUEST_URI=/accounts/7?x=/y'
	is "$1: with the client" "$(told "$2DCR_CLIENT_ID")" "$ID"
	is "$1: the software" "$(told "$2DCR_SOFTWARE_ID")" \
	    4kExampleBudgetTpp0001
	is "$1: the organisation" "$(told "$2DCR_ORGANISATION")" \
	    0015800001ExTppAA1
	is "$1: and its roles" "$(told "$2DCR_ROLES")" AISP,PISP
	for name in Client-Id Software-Id Organisation Roles; do
		forged+=(-H "Dcr-$name: forged" -H "Dcr_${name/-/_}: forged")
	done
	api tpp "$TOKEN" /accounts "${forged[@]}" -H 'DCR_CLIENT_ID: forged' \
	    -H 'dcr_client_id: forged' -H 'Variable-DCR_CLIENT_ID: forged' \
	    -H 'HTTP_DCR_CLIENT_ID: forged' -H 'Original-Uri: /status' \
	    -H 'ORIGINAL_METHOD: GET' -H 'REMOTE_USER: forged'
	answer "$1: a call with headers of such names" "${FORGED:-403}"
	is "$1: none of which arrives" "$(grep -c '^HTTP_DCR.*forged' \
	    "$WORK/answer")" 0
	api tpp "$TOKEN" /accounts -H 'Variable-DCR_CLIENT_ID: forged' \
	    -H 'HTTP_DCR_CLIENT_ID: forged' -H 'Original-Uri: /status' \
	    -H 'ORIGINAL_METHOD: GET' -H 'REMOTE_USER: forged'
	answer "$1: a call with headers that mean nothing" 200
	is "$1: none of which becomes a variable" \
	    "$(told "$2DCR_CLIENT_ID") $(told "$2DCR_ROLES")" "$ID AISP,PISP"
	is "$1: under any of the names" "$(grep -E \
	    '^(HTTP_)?DCR_.*forged|^REMOTE_USER=' "$WORK/answer")" ''
	is "$1: nor is the client told what the APIs are" \
	    "$(grep -icE '^(variable-)?dcr' "$WORK/headers")" 0
	is "$1: and how the answer is cached is theirs to say" \
	    "$(grep -ic '^cache-control' "$WORK/headers")" 0
	api tpp '' /status
	answer "$1: the certificate alone, where that is enough" 200
	is "$1: with the client as well" "$(told "$2DCR_CLIENT_ID")" "$ID"
}

# apis_are_shut NAME: what dcr refuses; the APIs would answer 200.
apis_are_shut() {
	api tpp '' /accounts
	answer "$1: no token" 401 invalid_token
	has "$1: no token is told so" "$HEADERS" \
	    'www-authenticate: bearer realm="dcr"'
	api tpp "${TOKEN}x" /accounts
	answer "$1: a token that is none" 401 invalid_token
	api other "$TOKEN" /accounts
	answer "$1: a token with another certificate" 401 invalid_token
	has "$1: in the words of RFC 6750" "$HEADERS" \
	    'www-authenticate: bearer realm="dcr", error="invalid_token"'
	api nobody "$TOKEN" /accounts
	answer "$1: a token without a certificate" 401
	api nobody '' /status
	answer "$1: nobody" 401 invalid_client
	api other '' /status
	answer "$1: a certificate that nobody registered" 401 invalid_client
	api tpp "$TOKEN" /payments
	answer "$1: a token without the scope" 403 insufficient_scope
	has "$1: which is named" "$HEADERS" \
	    'error="insufficient_scope", scope="payments"'
	# curl 7.88 loses an answer after which the stream is reset.
	api tpp "$TOKEN" /status --http1.1 -d x
	answer "$1: a method that nobody may use" 403 access_denied
	api tpp "$TOKEN" /cards
	answer "$1: a path that nobody may call" 403 access_denied
}

# apis_paths NAME: a token for /accounts opens nothing else, however that is
# written, and what goes through is what was judged.
apis_paths() {
	local path wrong=''
	for path in /accounts/../payments /accounts/%2e%2e/payments //payments \
	    /%70ayments '/payments;x' /PAYMENTS /accounts%2f..%2fpayments \
	    /accounts/..%2fpayments '/accounts\..\payments' /x/../payments \
	    /accounts/..%5cpayments '/accounts/..;/payments' /./payments \
	    /payments/ /payments/x /payments?x=/accounts /payments%3f \
	    /x/../accounts /accounts/./7 //accounts '/accounts;/../payments' \
	    /token/../payments /register/../payments /jwks/%2e%2e/payments \
	    /register%2f..%2fpayments //register/../payments //token //jwks/x \
	    /authorize /authorize/../payments /payments/../token \
	    /payments/../.well-known/x /accounts/%c0%af../payments \
	    "$BASE/payments" '/accounts#/../payments' /accounts%00/payments; do
		api tpp "$TOKEN" "$path"
		case $STATUS:$ANSWER in
		*BODY=* | 2*) wrong+="$path: $STATUS $ANSWER" ;;
		[34]* | 000:) ;; # HAProxy 3 resets the stream for a "#"
		*) wrong+="$path: $STATUS " ;;
		esac
	done
	is "$1: no other spelling of a path goes through" "$wrong" ''
	for path in /accounts/ /accounts/7/balances '/accounts/a%20b' \
	    '/accounts?x=/../payments'; do
		api tpp "$TOKEN" "$path"
		answer "$1: $path does" 200 "REQUEST_URI=$path"
	done
}

# apis_bodies NAME: a body reaches the APIs, whole, after dcr was asked.
apis_bodies() {
	token_get tpp payments
	head -c 100000 /dev/zero | tr '\0' b >"$WORK/large"
	api tpp "$TOKEN" /payments --data-binary "@$WORK/large"
	answer "$1: a body" 200 'REQUEST_METHOD=POST'
	is "$1: arrives whole" "$(told BODY | tr -d '\n' | wc -c)" 100000
	api tpp "$TOKEN" /payments -T "$WORK/large" -H 'Content-Type: x/y' \
	    -H 'Transfer-Encoding: chunked' --http1.1
	answer "$1: a body in chunks" 200 'REQUEST_METHOD=PUT'
	is "$1: arrives as well" "$(told BODY | tr -d '\n' | wc -c)" 100000
	api tpp "$TOKEN" /accounts
	answer "$1: a token for /payments is for nothing else" 403 \
	    insufficient_scope
}

# apis_each_call NAME: each call on one connection is judged for itself.
apis_each_call() {
	local who=(--cacert "$WORLD/server-ca.pem"
	    --cert "$WORLD/tpp/transport.pem" --key "$WORLD/tpp/transport.key")
	: >"$WORK/answer"
	is "$1: of three calls on one connection" "$(curl -sS --max-time 30 \
	    "${who[@]}" -H "Authorization: Bearer $TOKEN" -o "$WORK/answer" \
	    -w '%{http_code} ' "$BASE/accounts" \
	    --next "${who[@]}" -sS -o "$WORK/second" -w '%{http_code} ' \
	    "$BASE/accounts" \
	    --next "${who[@]}" -sS -o "$WORK/third" -w '%{http_code} ' \
	    -H "Authorization: Bearer $TOKEN" "$BASE/payments" 2>&1)" \
	    '200 401 403 '
}

# refused_so_far: how often the store could not be read, by the logs.
refused_so_far() {
	cat "$WORK"/*.log | lines_with ' status=503 '
}

was_refused() {
	[ "$(refused_so_far)" -gt "$1" ]
}

# apis_refused_twice NAME: a server that asks once more for the words of a
# refusal, while dcr changes its mind: the store cannot be read at first.
apis_refused_twice() {
	local busy before
	bank suspend "$ID" --why test >/dev/null
	bank resume "$ID" >/dev/null # no answer is kept
	before=$(refused_so_far)
	exec 8<"$WORLD/db/lock"
	flock -x 8
	{ wait_for was_refused "$before" || :; } &
	busy=$!
	exec 8<&-
	api tpp '' /status
	wait "$busy"
	answer "$1: a refusal does not become a 200 without the API" 503 \
	    temporarily_unavailable
	api tpp '' /status
	answer "$1: but for the next call" 200 REQUEST_URI=/status
}

# apis_at_once NAME: what the bank does holds for the next call.
apis_at_once() {
	token_get tpp accounts
	api tpp "$TOKEN" /accounts
	answer "$1: a token of accounts" 200
	bank suspend "$ID" --why test >/dev/null
	api tpp "$TOKEN" /accounts
	answer "$1: suspended, and refused at once" 401 invalid_token
	api tpp '' /status
	answer "$1: by the certificate too" 401 invalid_client
	sleep 1 # a token of the very second is not told from a later one
	bank resume "$ID" >/dev/null
	api tpp "$TOKEN" /accounts
	answer "$1: resumed, and that token stays dead" 401 invalid_token
	token_get tpp accounts
	api tpp "$TOKEN" /accounts
	answer "$1: a new one serves" 200
	ask tpp -d "token=$TOKEN" "$BASE/revoke"
	answer "$1: the token is revoked" 200
	api tpp "$TOKEN" /accounts
	answer "$1: and refused at once" 401 invalid_token
	token_get tpp accounts
	api tpp "$TOKEN" /accounts
	answer "$1: a new one serves" 200
	manage DELETE "$URL/$ID" "$MANAGE"
	answer "$1: the client is deleted" 204
	api tpp "$TOKEN" /accounts
	answer "$1: and refused at once" 401 invalid_token
}

# authorizer_is_free NAME PIDS: the calls of APIs do not wait for the processes that
# registrations are with.
authorizer_is_free() {
	local pids
	mapfile -t pids <<<"$2"
	client_register
	token_get tpp accounts
	kill -STOP "${pids[@]}"
	api tpp "$TOKEN" /accounts
	kill -CONT "${pids[@]}"
	answer "$1: an API is called while registrations stand still" 200
}

# web_apis NAME FORM: in a store without other clients.
web_apis() {
	client_register
	token_get tpp accounts
	apis_are_told "$1" "$2"
	apis_are_shut "$1"
	apis_each_call "$1"
	apis_paths "$1"
	apis_bodies "$1"
	apis_refused_twice "$1"
	apis_at_once "$1"
}
