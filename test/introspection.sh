# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# An authorization server that is asked about its access tokens (RFC 7662), on
# top of test/manage.sh: a web server over TLS that answers from files and
# remembers what it was asked.

# server_start: sets SERVER; deploy comes afterwards.
server_start() {
	local port fetch
	port=$(free_port)
	SERVER=https://localhost:$port
	mkdir "$AS/tokens"
	printf 'dcr:s3cret+/%%: ' | base64 >"$AS/basic"
	printf 's3cret+/%%: \n' >"$WORLD/secret"
	cat >"$AS/introspect.cgi" <<-'END'
	form=$(head -c "$CONTENT_LENGTH")
	printf '%s %s\n' "$CONTENT_TYPE" "$form" >>asked
	printf 'Content-Type: application/json\r\n'
	case $REQUEST_METHOD:$HTTP_AUTHORIZATION in
	"POST:Basic $(cat basic)") ;;
	*) printf 'Status: 401\r\n\r\n' && exit ;;
	esac
	[ ! -e status ] || printf 'Status: %s\r\n' "$(cat status)"
	printf '\r\n'
	cat "tokens/${form##*token=}" 2>/dev/null || printf '{"active":false}'
	END
	cat >"$WORK/as.conf" <<-END
	server.modules = ( "mod_openssl", "mod_cgi" )
	server.document-root = "$AS"
	server.bind = "127.0.0.1"
	server.port = $port
	ssl.engine = "enable"
	ssl.pemfile = "$WORLD/server.pem"
	ssl.privkey = "$WORLD/server.key"
	cgi.assign = ( ".cgi" => "/bin/sh" )
	mimetype.assign = ( ".jwks" => "application/json" )
	END
	server_again
	fetch="\"hosts\": [\"localhost:$port\"], \"ca\": \"server-ca.pem\","
	sed -i "s|\"fetch\": {|& $fetch \"private_addresses\": true,|" \
	    "$WORLD/dcr.conf"
}

server_again() {
	lighttpd -D -f "$WORK/as.conf" >>"$WORK/as.log" 2>&1 &
	SERVER_PID=$!
	mind "$SERVER_PID"
	wait_for listening "${SERVER##*:}" && return
	not_ok 'the server starts' "$(cat "$WORK/as.log")"
	exit 1
}

# says TOKEN [FILTER]: what the server will say of it.
says() {
	claims ".active = true | ${2:-.}" >"$AS/tokens/$1"
}

# deploy_introspection [MEMBERS]: as deploy.
deploy_introspection() {
	local members="\"introspection\": \"$SERVER/introspect.cgi\","
	members="$members \"client_id\": \"dcr\", \"secret_file\": \"secret\""
	deploy "${1:+$1, }$(access_tokens "$members")"
}
