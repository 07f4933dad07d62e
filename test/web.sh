# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# What the suites with a real web server share, and the demo: a world whose
# keys are at a keystore on this machine, servers as children of the caller,
# and requests over mutual TLS.  Root starts the servers as www-data.
#
# shellcheck disable=SC2034	# AS, STATUS and others are for the suites
. test/lib.sh

WORLD=$WORK/world
REGIME=uk
export DCR_CONFIG=$WORLD/dcr.conf
AS=()
[ "$(id -u)" -ne 0 ] ||
    AS=(setpriv --reuid=www-data --regid=www-data --clear-groups)

# web_world: $WORLD, of the regime $REGIME, served at https://localhost:$PORT, its
# keys at $KEYS_PORT.
# What the servers run and read is copied into $WORK: they may not be allowed
# to look into the tree.
web_world() {
	PORT=$(free_port)
	KEYS_PORT=$(free_port)
	BASE=https://localhost:$PORT
	URL=$BASE/register
	"$DCR" sandbox new "$WORLD" --issuer "https://localhost:$PORT" \
	    --keystore "https://localhost:$KEYS_PORT/" \
	    --profile "$REGIME" >/dev/null
	sed -i 's|^{|{ "registration_access_token": true, "recovery": true,|' \
	    "$WORLD/dcr.conf"
	cp --remove-destination "$DCR" "$WORK/dcr" # that of before may run
	cp lighttpd.conf.example examples/*.conf examples/*.cfg "$WORK"
	chmod 755 "$WORK"
	[ ${#AS[@]} -eq 0 ] || chown -R www-data: "$WORK"
}

# The bank's own command, as whoever the store belongs to.
bank() {
	"${AS[@]}" "$WORK/dcr" "$@"
}

# up_or_gone PORT PID: somebody listens there, or will not.
up_or_gone() {
	listening "$1" || ! kill -0 "$2" 2>/dev/null
}

# serve PORT LOG COMMAND...: in the background until it answers; sets SERVER.
# The server has a session of its own: Ctrl-C would end its programs as well,
# and it would start them again while it is going.
serve() {
	local port=$1 log=$2
	shift 2
	setsid "${AS[@]}" "$@" >>"$log" 2>&1 &
	SERVER=$!
	mind "$SERVER"
	wait_for up_or_gone "$port" "$SERVER" || :
	if listening "$port"; then return; fi
	not_ok "$1 starts" "$(tail -n 5 "$log")"
	exit 1
}

# dcr_socket NAME: dcr behind $WORK/NAME.sock, for a web server that starts no
# programs; sets DCR_PID.
dcr_socket() {
	"${AS[@]}" spawn-fcgi -n -s "$WORK/$1.sock" -M 0600 -- "$WORK/dcr" \
	    2>>"$WORK/dcr.log" &
	DCR_PID=$!
	mind "$DCR_PID"
	wait_for listens "$WORK/$1.sock"
}

# dcr_serve NAME PROCESSES: so many processes of ours behind $WORK/NAME.sock; who
# was there before is stopped.
declare -A SERVING=()
dcr_serve() {
	[ -z "${SERVING[$1]-}" ] || stop "${SERVING[$1]}"
	rm -f "$WORK/$1.sock"
	"${AS[@]}" "$WORK/dcr" serve --listen "$WORK/$1.sock" \
	    --processes "$2" 2>>"$WORK/dcr.log" &
	SERVING[$1]=$!
	mind "${SERVING[$1]}"
	wait_for listens "$WORK/$1.sock"
}

# The directory's keystore; sets KEYSTORE.
keystore_start() {
	cat >"$WORK/keystore.conf" <<-END
	server.modules = ( "mod_openssl" )
	server.document-root = "$WORLD/keystore"
	server.bind = "127.0.0.1"
	server.port = $KEYS_PORT
	ssl.engine = "enable"
	ssl.pemfile = "$WORLD/server.pem"
	ssl.privkey = "$WORLD/server.key"
	mimetype.assign = ( ".jwks" => "application/json" )
	END
	serve "$KEYS_PORT" "$WORK/keystore.log" \
	    lighttpd -D -f "$WORK/keystore.conf"
	KEYSTORE=$SERVER
}

# lighttpd_start EXAMPLE: the example, inside a main file that has only what
# every lighttpd must be told; and dcr, if lighttpd does not start it.
lighttpd_start() {
	if ! grep -q '^var\.dcr_start ' "$1"; then
		dcr_serve dcr 4
		dcr_serve door 2
	fi
	cat >"$WORK/main.conf" <<-END
	server.document-root = "/nonexistent"
	server.bind = "127.0.0.1"
	server.port = $PORT
	include "$1"
	END
	serve "$PORT" "$WORK/web.log" env DCR_LISTEN="127.0.0.1:$PORT" \
	    DCR_RUN="$WORK" \
	    DCR_SERVER="$WORLD/server.pem" DCR_KEY="$WORLD/server.key" \
	    DCR_CLIENT_CA="$WORLD/client-ca.pem" \
	    DCR_APIS="$WORK/apis.socket" \
	    lighttpd -D -f "$WORK/main.conf"
}

# request FILE [OPTION]...: a fresh request of the TPP.
request() {
	local file=$1
	shift
	"$DCR" sandbox request "$WORLD" "$@" >"$file"
}

# ask WHO [OPTION]...: curl as tpp, other, api, stranger or nobody; sets STATUS (000
# when there was no answer), ANSWER and HEADERS.
ask() {
	local who=$1 identity=()
	shift
	[ "$who" = nobody ] || identity=(--cert "$WORLD/$who/transport.pem"
	    --key "$WORLD/$who/transport.key")
	: >"$WORK/headers"
	: >"$WORK/answer"
	STATUS=$(curl -sS --max-time 30 --cacert "$WORLD/server-ca.pem" \
	    "${identity[@]}" -D "$WORK/headers" -o "$WORK/answer" \
	    -w '%{http_code}' "$@" 2>>"$WORK/curl.log") || :
	ANSWER=$(cat "$WORK/answer")
	HEADERS=$(tr '[:upper:]' '[:lower:]' <"$WORK/headers")
}

# post WHO FILE [OPTION]...
post() {
	local who=$1 file=$2
	shift 2
	ask "$who" -H "Content-Type: ${TYPE:-application/jwt}" \
	    --data-binary "@$file" "$@" "$URL"
}

clients() {
	bank list --json | wc -l
}
