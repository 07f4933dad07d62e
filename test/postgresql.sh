# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# A throw-away PostgreSQL out of Debian's packages, for those that source this:
# on a unix socket in a folder of its own, and a TCP port where one is asked
# for.  PostgreSQL refuses to run as root: then another user runs it.

# postgresql_is_there: sets PG, the folder of the newest server's programs.
postgresql_is_there() {
	local folder
	PG=
	for folder in /usr/lib/postgresql/*/bin; do
		[ -x "$folder/initdb" ] && PG=$folder
	done
	[ -n "$PG" ]
}

# postgresql_need: a suite that is nothing without one ends here.
postgresql_need() {
	local why=
	"$DCR" version | grep -qF '[+] store postgresql' ||
	    why='dcr is built without PostgreSQL'
	postgresql_is_there || why='there is no PostgreSQL server here'
	[ -z "$why" ] || { skip "$(basename "$0")" "$why"; finish; }
}

# as_server COMMAND...: as the user who may run it.
as_server() {
	if [ "$(id -u)" -ne 0 ]; then
		"$@"
	elif id postgres >/dev/null 2>&1; then
		(cd / && setpriv --reuid postgres --regid postgres \
		    --clear-groups "$@")
	else
		(cd / && setpriv --reuid nobody --regid nogroup \
		    --clear-groups "$@")
	fi
}

# postgresql_folder FOLDER: one that the server may write to.
postgresql_folder() {
	mkdir -p "$1"
	if [ "$(id -u)" -eq 0 ]; then
		if id postgres >/dev/null 2>&1; then
			chown postgres: "$1"
		else
			chown nobody:nogroup "$1"
		fi
	fi
	chmod 711 "$1"
}

# postgresql_make FOLDER [LINE]...: an empty cluster in FOLDER/data, whose
# superuser is dcr and takes anybody on its socket, and lines for
# postgresql.conf.
postgresql_make() {
	local folder=$1
	shift
	postgresql_folder "$folder"
	as_server "$PG/initdb" -D "$folder/data" -U dcr -A trust \
	    -E UTF8 --locale=C --no-sync --no-instructions >/dev/null
	printf '%s\n' "listen_addresses = ''" \
	    "unix_socket_directories = '$folder'" 'max_connections = 60' \
	    'shared_buffers = 32MB' 'logging_collector = off' \
	    "log_min_messages = warning" "$@" |
	    as_server tee -a "$folder/data/postgresql.conf" >/dev/null
}

# postgresql_start FOLDER: sets PG_PID, of the postmaster, which is the leader
# of a process group of its own.
postgresql_start() {
	as_server setsid "$PG/postgres" -D "$1/data" \
	    >>"$1/server.log" 2>&1 </dev/null &
	for _ in $(seq 600); do
		if "$PG/pg_isready" -q -h "$1" -U dcr -d postgres; then
			# shellcheck disable=SC2034 # whoever sources it
			PG_PID=$(as_server head -n 1 "$1/data/postmaster.pid")
			return 0
		fi
		sleep 0.05
	done
	cat "$1/server.log" >&2
	return 1
}

# postgresql_stop PID: with what is open on it.
postgresql_stop() {
	kill -INT "$1" 2>/dev/null || return 0
	for _ in $(seq 200); do
		kill -0 "$1" 2>/dev/null || return 0
		sleep 0.05
	done
	kill -QUIT "$1" 2>/dev/null || :
}

# sql FOLDER STATEMENT [DATABASE]: without decoration.
sql() {
	PGOPTIONS='--client-min-messages=warning' "$PG/psql" -X -q -A -t \
	    -v ON_ERROR_STOP=1 -h "$1" -U dcr -d "${3:-postgres}" -c "$2"
}
