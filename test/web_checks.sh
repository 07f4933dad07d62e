# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# What must hold behind every web server.

# stranger_make: who presents the TPP's own name and key in a certificate that
# no authority signed.
stranger_make() {
	"${AS[@]}" mkdir "$WORLD/stranger"
	"${AS[@]}" cp "$WORLD/tpp/transport.key" "$WORLD/stranger"
	"$DCR" sandbox certificate "$WORLD" --self-signed \
	    --out "$WORLD/stranger/transport"
}

# answer NAME STATUS [PART]: how the last request was answered.
answer() {
	case $STATUS:$ANSWER in
	"$2:"*"${3-}"*) ok "$1" ;;
	*)
		not_ok "$1" "got    $STATUS $ANSWER" "wanted $2 ${3-}" \
		    "$(tail -n 3 "$WORK/web.log")"
		;;
	esac
}

web_registers() {
	local id
	request "$WORK/request"
	post tpp "$WORK/request"
	answer "$1: a TPP registers" 201 '"client_id":"'
	id=${ANSWER#*\"client_id\":\"}
	has "$1: the client is kept" "$(bank list)" "${id%%\"*}"
	has "$1: never stored by a cache" "$HEADERS" 'cache-control: no-store'
	post tpp "$WORK/request"
	answer "$1: a replay is refused" 400 jti
}

web_refuses() {
	request "$WORK/evil" --set 'redirect_uris=["https://evil.example/cb"]'
	post tpp "$WORK/evil"
	answer "$1: a redirect URI of somebody else" 400 \
	    'invalid_redirect_uri","error_description":"redirect_uris[0]'
	request "$WORK/fresh"
	post other "$WORK/fresh"
	answer "$1: somebody else's certificate" 400 invalid_software_statement
}

# web_strangers NAME STATUS: how the web server answers to who has a certificate
# that does not count; 000 is a handshake that failed.
web_strangers() {
	post nobody "$WORK/fresh"
	answer "$1: no certificate" 401 invalid_client
	post stranger "$WORK/fresh"
	answer "$1: a certificate of an unknown authority" "$2"
	post stranger "$WORK/fresh" --tls-max 1.2
	answer "$1: the same over TLS 1.2" "$2"
}

# A header never becomes the certificate, whatever its name and form.
web_forgeries() {
	local pem=$WORLD/tpp/transport.pem line der name
	line=$(tr '\n' ' ' <"$pem")
	der=$(sed '/-----/d' "$pem" | tr -d '\n')
	for name in SSL_CLIENT_CERT Ssl-Client-Cert Client-Cert \
	    HTTP_SSL_CLIENT_CERT X-Ssl-Client-Cert; do
		post other "$WORK/fresh" -H "$name: $line" \
		    -H "$name: :$der:" -H 'SSL_CLIENT_VERIFY: SUCCESS'
		answer "$1: a header $name beside a certificate" 400 \
		    invalid_software_statement
		post nobody "$WORK/fresh" -H "$name: $line" \
		    -H 'Ssl-Client-Verify: SUCCESS'
		answer "$1: a header $name without one" 401 invalid_client
	done
}

# web_http NAME STATUS: how it answers where dcr has no endpoint.
web_http() {
	local part
	ask tpp "$URL"
	answer "$1: GET" 405 invalid_request
	has "$1: GET is told what is allowed" "$HEADERS" 'allow: post'
	for part in / /other /registerx /register/../other; do
		ask tpp --path-as-is "${URL%/register}$part"
		answer "$1: GET $part" "$2"
	done
	head -c 70000 /dev/zero | tr '\0' a >"$WORK/large"
	post tpp "$WORK/large"
	answer "$1: a body of 70000 bytes" 413 invalid_request
	TYPE=text/plain post tpp "$WORK/fresh"
	answer "$1: another media type" 415 invalid_request
}

# manage METHOD URI TOKEN [OPTION]...: as the TPP.
manage() {
	local method=$1 uri=$2 token=$3
	shift 3
	ask tpp -X "$method" -H "Authorization: Bearer $token" "$@" "$uri"
}

# A registration is read, replaced and removed with its token.
web_manages() {
	local id token tag kept
	request "$WORK/request"
	post tpp "$WORK/request"
	kept=$ANSWER
	id=$(member_of client_id "$ANSWER")
	token=$(member_of registration_access_token "$ANSWER")
	manage GET "$URL/$id" "$token"
	answer "$1: GET" 200
	is "$1: GET answers what POST answered" "$ANSWER" "$kept"
	manage GET "$URL?client_id=$id" "$token"
	is "$1: and with ?client_id=" "$ANSWER" "$kept"
	tag=$(sed -n 's/^etag: *\(.*\)\r$/\1/p' <<<"$HEADERS")
	is "$1: GET has an ETag" "$tag" '"1"'
	request "$WORK/update" --set scope='"openid"'
	manage PUT "$URL/$id" "$token" -H 'Content-Type: application/jwt' \
	    -H 'If-Match: "7"' --data-binary "@$WORK/update"
	answer "$1: PUT of another version" 412
	manage PUT "$URL/$id" "$token" -H 'Content-Type: application/jwt' \
	    -H "If-Match: $tag" --data-binary "@$WORK/update"
	answer "$1: PUT" 200 '"scope":"openid"'
	kept=$ANSWER
	manage GET "$URL/$id" "$token"
	is "$1: GET answers what PUT answered" "$ANSWER" "$kept"
	web_reads "$1" "$id"
	web_manages_nothing "$1" "$id" "$token"
	manage DELETE "$URL/$id" "$token"
	answer "$1: DELETE" 204
	is "$1: DELETE has no body" "$ANSWER" ''
	manage GET "$URL/$id" "$token"
	answer "$1: deleted is deleted" 401 invalid_token
	has "$1: in the words of RFC 6750" "$HEADERS" \
	    'www-authenticate: bearer realm="dcr", error="invalid_token"'
}

# web_reads NAME ID: a server of the bank reads the client, and nobody else.
web_reads() {
	local who tag
	ask api "$BASE/clients/$2"
	answer "$1: the bank's server reads a client" 200 "\"client_id\":\"$2\""
	tag=$(sed -n 's/^etag: *\(.*\)\r$/\1/p' <<<"$HEADERS")
	ask api -H "If-None-Match: $tag" "$BASE/clients/$2"
	answer "$1: and is told that it holds" 304
	ask api -I "$BASE/clients/$2"
	answer "$1: HEAD" 200
	has "$1: HEAD has the tag" "$HEADERS" "etag: $tag"
	ask api "$BASE/clients?limit=1"
	answer "$1: a page of them" 200 '{"clients":[{"client_id":"'
	ask api --data-binary '{}' -H 'Content-Type: application/json' \
	    "$BASE/events"
	answer "$1: no receiver polls" 404 invalid_request
	for who in tpp other nobody; do
		ask "$who" "$BASE/clients/$2"
		answer "$1: $who reads nothing" 403 access_denied
	done
}

# web_manages_nothing NAME ID TOKEN: who may not, and what is no method.
web_manages_nothing() {
	ask tpp "$URL/$2"
	answer "$1: GET without a token" 401
	has "$1: GET without a token is told so" "$HEADERS" \
	    'www-authenticate: bearer'
	ask tpp -H 'Authorization: Bearer' "$URL/$2"
	answer "$1: GET with an empty one" 401
	ask other -H "Authorization: Bearer $3" "$URL/$2"
	answer "$1: GET by somebody else" 401 invalid_token
	ask other -X DELETE -H "Authorization: Bearer $3" "$URL/$2"
	answer "$1: DELETE by somebody else" 401 invalid_token
	manage PATCH "$URL/$2" "$3"
	answer "$1: PATCH" 405
	has "$1: PATCH is told what is allowed" "$HEADERS" \
	    'allow: get, put, delete'
}

# What was lost is given back.
web_recovers() {
	local URL="$URL?software_id=4kExampleBudgetTpp0001"
	request "$WORK/fresh"
	post tpp "$WORK/fresh"
	answer "$1: a lost client_id" 200 '"client_id":"'
	request "$WORK/fresh"
	post other "$WORK/fresh"
	answer "$1: somebody else's" 400 invalid_software_statement
}

# web_checks NAME STRANGER ELSEWHERE: two statuses, as above.
web_checks() {
	local before
	before=$(clients)
	web_registers "$1"
	web_refuses "$1"
	web_strangers "$1" "$2"
	web_forgeries "$1"
	web_http "$1" "$3"
	web_manages "$1"
	web_recovers "$1"
	is "$1: one client and no more" $(($(clients) - before)) 1
	post tpp "$WORK/fresh"
	answer "$1: a refused request has spent nothing" 201
}

# id_of: of the last answer, whose HEADERS have no capital letters.
id_of() {
	sed -n 's/^request-id: *\(.*\)\r$/\1/p' <<<"$HEADERS"
}

# logged NAME FORM: the last answer has an id of that form, by which the log has
# the request, wherever the web server leaves it.
logged() {
	local id
	id=$(id_of)
	is "$1: the answer has its id" \
	    "$([[ $id =~ ^$2$ ]] && echo yes || echo "no: $id")" yes
	is "$1: and the log has the request" \
	    "$(cat "$WORK"/*.log | grep -qiF -e "request=$id " && echo yes)" yes
}

# web_ids NAME FORM [without]: and without APIs nothing is refused for them.
web_ids() {
	ask tpp -H 'Request-Id: chosen' -H 'X-Request-Id: chosen' \
	    -H 'Unique-Id: chosen' "$URL"
	logged "$1" "$2"
	is "$1: no client chooses it" "$(grep -c chosen <<<"$HEADERS")" 0
	[ -n "${3-}" ] || {
		api nobody '' /accounts
		answer "$1: a call that is refused" 401
		logged "$1: a call that is refused" "$2"
	}
}

# A connection to the keystore is open, which its kernel takes for it.
keystore_asked() {
	local port
	port=$(printf '%04X' "$KEYS_PORT")
	awk -v to="0100007F:$port" '$3 == to && $4 == "01" { found = 1 }
	    END { exit !found }' /proc/net/tcp
}

# answering SOCKET: the processes that take requests there, one or several.
answering() {
	local pid inode
	for pid in $(pgrep -f "^$WORK/dcr"); do
		inode=$(readlink "/proc/$pid/fd/0" | tr -dc 0-9)
		! awk '{ print $7, $8 }' /proc/net/unix |
		    grep -q "^$inode $WORK/$1" || echo "$pid"
	done
}

# answerers: the processes of ours that answer, without those that started them.
answerers() {
	local pid
	for pid in $(pgrep -f "^$WORK/dcr"); do
		pgrep -P "$pid" >/dev/null || echo "$pid"
	done
}

# in_hand: how many of the processes IN_HAND there are still.
in_hand() {
	pgrep -f "^$WORK/dcr" |
	    grep -cxF -e "$(printf '%s\n' "${IN_HAND[@]}")" || :
}

one_is_left() {
	[ "$(in_hand)" -le 1 ]
}

# web_in_hand NAME: SIGTERM to the program while it waits for the keystore,
# which is held still meanwhile.
web_in_hand() {
	local left asking
	rm -f "$WORLD"/cache/*
	request "$WORK/other" --tpp other
	kill -STOP "$KEYSTORE"
	(post other "$WORK/other"; printf '%s' "$STATUS" >"$WORK/late") &
	asking=$!
	wait_for keystore_asked || :
	mapfile -t IN_HAND < <(answerers)
	kill -TERM "${IN_HAND[@]}"
	wait_for one_is_left || :
	left=$(in_hand)
	kill -CONT "$KEYSTORE"
	wait "$asking"
	is "$1: SIGTERM waits for the request in hand" "$left" 1
	is "$1: the request in hand is answered" "$(cat "$WORK/late")" 201
}

# web_again NAME: there is a program again after that.
web_again() {
	request "$WORK/again"
	for _ in $(seq 50); do
		post tpp "$WORK/again"
		[ "$STATUS" != 201 ] || break
		sleep 0.1
	done
	answer "$1: the program is started again" 201
}

# web_quiet NAME: once all has stopped, no sanitizer has complained.
web_quiet() {
	is "$1: no sanitizer has complained" "$(cat "$WORK"/*.log |
	    grep -cE 'Sanitizer|runtime error:')" 0
}
