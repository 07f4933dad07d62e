# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# Headers by which a client says who it is, in every spelling that a web server
# or a program behind one may read as dcr's: with - _ . ~, another sign or
# nothing between the parts of a name, in capitals and not.

# spellings PART...: prints them.
spellings() {
	local name=$1 signs=('' - _ . '~' -- '!' '|') sign part rest
	[ $# -lt 4 ] || signs=('' - _ . '~')
	shift
	[ $# -gt 0 ] || { printf '%s\n' "$name"; return; }
	part=$1
	shift
	for sign in "${signs[@]}"; do
		rest=$name$sign$part
		spellings "$rest" "$@"
	done
}

# all_spellings: of each name, every second one in capitals.
all_spellings() {
	{
		spellings Dcr Client Id
		spellings Dcr Software Id
		spellings Dcr Organisation
		spellings Dcr Roles
		spellings Dcr Proxy Secret
		certificate_spellings
		spellings Variable Dcr Client Id
		spellings Original Uri
		spellings Original Method
		spellings Fcgi Role
		spellings Remote User
	} | sort -u | awk 'NR % 2 { print; next } { print toupper($0) }'
}

certificate_spellings() {
	spellings Client Cert
	spellings SSL Client Cert
	spellings SSL Client Verify
	spellings X Client Cert
	spellings X SSL Client Cert
}

# many WHO VALUE URI [OPTION]... <NAMES: a request for each name, with a header
# of this name and value, over one connection; the answers are in $WORK/spelt,
# and lines of "STATUS NAME" are printed.
many() {
	local who=$1 value=$2 uri=$3 identity='' name n=0
	shift 3
	rm -rf "$WORK/spelt"
	mkdir "$WORK/spelt"
	[ "$who" = nobody ] || identity="cert = \"$WORLD/$who/transport.pem\"
key = \"$WORLD/$who/transport.key\""
	mapfile -t NAMES
	for name in "${NAMES[@]}"; do
		[ "$n" -eq 0 ] || echo next
		printf 'silent\nhttp1.1\ncacert = "%s"\n%s\nurl = "%s"\n' \
		    "$WORLD/server-ca.pem" "$identity" "$uri"
		printf 'header = "%s"\n' "$name: $value" "$@"
		[ -z "${FORM-}" ] || printf 'data = "%s"\n' "$FORM"
		printf 'output = "%s"\nwrite-out = "%%{http_code}\\n"\n' \
		    "$WORK/spelt/$((n++))"
	done >"$WORK/spelt.curl"
	timeout 300 curl -K "$WORK/spelt.curl" >"$WORK/spelt.status" \
	    2>>"$WORK/curl.log" || :
	paste -d ' ' "$WORK/spelt.status" <(printf '%s\n' "${NAMES[@]}")
}

# unheard NAME FORM: no API hears that the TPP is somebody else.
unheard() {
	local statuses
	token_get tpp accounts
	statuses=$(all_spellings | many tpp forged "$BASE/accounts/7" \
	    "Authorization: Bearer $TOKEN")
	is "$1: no spelling says who is calling: all are answered" \
	    "$(grep -vE '^(200|400|403) ' <<<"$statuses")" ''
	is "$1: no spelling says who is calling: how many were tried" \
	    "$([ "$(wc -l <<<"$statuses")" -gt 400 ] && echo many)" many
	is "$1: no spelling says who is calling: at the APIs" "$(grep -lE \
	    '^(HTTP_)?(DCR|SSL_?CLIENT|X?_?(SSL_?)?CLIENT_?CERT)[^=]*=.*forged|^(DCR|SSL|ORIGINAL|FCGI|REMOTE)_?[A-Z_]*=.*forged' \
	    "$WORK"/spelt/* | head -n 3 | xargs -r cat)" ''
	is "$1: and who is calling is said once" "$(grep -c \
	    "^$2DCR_CLIENT_ID=" "$WORK"/spelt/* | grep -vE ':[01]$')" ''
}

# spelt_for_apis NAME FORM: and beside any other header the TPP is itself.
spelt_for_apis() {
	unheard "$1" "$2"
	has "$1: a call with another header goes through" "$(echo X-Fapi-Id |
	    many tpp forged "$BASE/accounts/7" \
	        "Authorization: Bearer $TOKEN")" '200 X-Fapi-Id'
	is "$1: with it, and the client" "$(grep -hE \
	    "^(HTTP_X_FAPI_ID|$2DCR_CLIENT_ID)=" "$WORK/spelt/0" | sort)" \
	    "$(printf '%s\n' "$2DCR_CLIENT_ID=$ID" HTTP_X_FAPI_ID=forged | sort)"
}

# spelt_for_dcr NAME: nobody, and no other TPP, gets the token of the client
# whose certificate he shows in a header.
spelt_for_dcr() {
	local FORM="grant_type=client_credentials&client_id=$ID" who der pem
	der=$(sed '/-----/d' "$WORLD/tpp/transport.pem" | tr -d '\n')
	pem=$(tr '\n' ' ' <"$WORLD/tpp/transport.pem")
	for who in other nobody; do
		is "$1: a certificate in a header, of $who" \
		    "$(certificate_spellings | many "$who" ":$der:" \
		        "$BASE/token" 'Ssl-Client-Verify: SUCCESS' |
		        grep -vE '^40[0-3] ')" ''
		is "$1: the same, as PEM, of $who" \
		    "$(certificate_spellings | many "$who" "$pem" \
		        "$BASE/token" | grep -vE '^40[0-3] ')" ''
	done
	has "$1: the TPP itself gets it" \
	    "$(echo X-Fapi-Id | many tpp x "$BASE/token")" '200 '
}

# wire TEXT: a request of the TPP's byte by byte; prints the answer.
wire() {
	printf '%b' "$1" | timeout 20 openssl s_client -quiet \
	    -connect "localhost:$PORT" -servername localhost \
	    -cert "$WORLD/tpp/transport.pem" \
	    -key "$WORLD/tpp/transport.key" 2>/dev/null | tr -d '\r'
}

# raw TEXT: likewise; prints the status and what is told of who is calling.
raw() {
	wire "$1" | grep -aE '^HTTP/1|forged'
}

# heard TEXT: likewise; prints what the API hears of who is calling, and by which
# token.
heard() {
	wire "$1" | grep -aE '^(HTTP_)?(DCR|AUTHORIZATION)[A-Z_]*=' | sort
}

# spelt_on_the_wire NAME: what curl does not send.
spelt_on_the_wire() {
	local head header long
	long=$(head -c 6000 /dev/zero | tr '\0' x)
	token_get tpp accounts
	head="GET /accounts/7 HTTP/1.1\r\nHost: localhost:$PORT\r\n"
	head+="Connection: close\r\nAuthorization: Bearer $TOKEN\r\n"
	for header in 'Dcr-Client-Id : forged' 'Dcr-Client-Id\t: forged' \
	    'X: y\r\n Dcr-Client-Id: forged' ' Dcr-Client-Id: forged' \
	    'X-A: b\r\n\tforged\r\nDcr-Client-Id: forged' \
	    'Dcr-Client-Id: forged\r\nDcr-Client-Id: forged' \
	    'Dcr-Client-Id:\r\nDcr_Client_Id: forged' \
	    'Dcr-Client-Id:forged   ' 'Dcr-Client-Id:\r\n forged' \
	    "Dcr-Client-Id: forged$long" '-Dcr-Client-Id-: forged' \
	    'Dcr\0-Client-Id: forged' 'Dcr Client-Id: forged'; do
		case $(raw "$head$header\r\n\r\n") in
		'HTTP/1.1 40'[03]*) ;;
		*HTTP_DCR*forged* | *$'\n'DCR*forged*)
			not_ok "$1: on the wire, ${header:0:30}" "$head"
			;;
		*) ;;
		esac
	done
	has "$1: on the wire, an honest call" "$(raw "$head\r\n")" \
	    'HTTP/1.1 200'
}

# withheld NAME: a call cannot have what dcr says of it, nor its token, taken out
# on the way to the API (RFC 9110 section 7.6.1): it is refused, or the API hears
# all of it.
withheld() {
	local head honest connection answer names=Dcrclientid,Dcrroles
	token_get tpp accounts
	head="GET /accounts/7 HTTP/1.1\r\nHost: localhost:$PORT\r\n"
	head+="Authorization: Bearer $TOKEN\r\n"
	honest=$(heard "${head}Connection: close\r\n\r\n")
	has "$1: an API hears the token" "$honest" "Bearer $TOKEN"
	for connection in "Connection: close, $names" "Connection: $names,close" \
	    'CONNECTION: close, DCR-CLIENT-ID' \
	    'Connection: close,Authorization' \
	    'Connection: Dcrclientid\r\nConnection: close' \
	    'Connection: close\r\nConnection: Dcr-Roles' \
	    'Connection: close\r\nProxy-Connection: Dcrroles' \
	    'Connection:\tclose\t,\tDcrclientid' \
	    'Connection: close\r\nTE: trailers, Dcrclientid' \
	    'Connection: close\r\nTrailer: Dcrclientid' \
	    'Connection: close\r\nKeep-Alive: Dcrclientid'; do
		answer=$(wire "$head$connection\r\n\r\n")
		case $answer in
		'HTTP/1.1 40'[03]*) ok "$1: refused: $connection" ;;
		*)
			is "$1: heard all the same: $connection" "$(grep -aE \
			    '^(HTTP_)?(DCR|AUTHORIZATION)[A-Z_]*=' \
			    <<<"$answer" | sort)" "$honest"
			;;
		esac
	done
}

# trailing NAME: fields behind a body in chunks are no headers (RFC 9110 section
# 6.5.1), and no switch of protocols leads past dcr (section 7.8).
trailing() {
	local head answer
	token_get tpp payments
	head="POST /payments HTTP/1.1\r\nHost: localhost:$PORT\r\n"
	head+="Authorization: Bearer $TOKEN\r\nConnection: close\r\n"
	head+="Transfer-Encoding: chunked\r\nTrailer: Dcrclientid\r\n\r\n"
	head+="3\r\nabc\r\n0\r\nDcrclientid: forged\r\n"
	answer=$(wire "${head}Ssl-Client-Cert: forged\r\nDcr_Roles: forged\r\n\r\n")
	has "$1: a body with trailers" "$answer" 'HTTP/1.1 '
	is "$1: the trailers are no headers" \
	    "$(grep -ac '^[A-Z_]*=.*forged' <<<"$answer")" 0
	token_get tpp accounts
	head="GET /accounts/7 HTTP/1.1\r\nHost: localhost:$PORT\r\n"
	head+="Authorization: Bearer $TOKEN\r\nUpgrade: h2c, websocket\r\n"
	head+="Connection: Upgrade, HTTP2-Settings, close\r\n"
	head+="HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n"
	is "$1: no other protocol begins" "$(wire "$head\r\n" |
	    grep -ac '^HTTP/1.1 101')" 0
}
