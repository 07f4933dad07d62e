# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# The examples for nginx and Apache, as the suites run them, and that for
# lighttpd with APIs behind HTTP.

EXAMPLE=$WORK/lighttpd.conf.example

# as_proxy: by docs/lighttpd, the APIs behind HTTP, in $WORK/proxy.conf.
as_proxy() {
	sed -e 's/"mod_fastcgi" )/"mod_fastcgi", "mod_proxy" )/' \
	    -e '/^\t\t\t($/,/^\t\t\t)$/d' \
	    -e "s/^\t\t))\$/&\nproxy.server = ( \"\" => (( \"host\" => \
\"127.0.0.1\", \"port\" => $APIS_PORT )))/" "$EXAMPLE" >"$WORK/proxy.conf"
}

# nginx_start: what it has no variables for is replaced, and nothing else.
nginx_start() {
	sed -e "s|listen 443 |listen 127.0.0.1:$PORT |" \
	    -e "s|/etc/dcr/|$WORLD/|" \
	    -e "s|127.0.0.1:8080|127.0.0.1:$APIS_PORT|" \
	    -e "s|/run/dcr/|$WORK/|" "$WORK/nginx.conf" >"$WORK/site.conf"
	cat >"$WORK/main.conf" <<-END
	daemon off;
	pid "$WORK/nginx.pid";
	error_log "$WORK/web.log";
	worker_processes 1;
	events {
	}
	http {
		access_log off;
		client_body_temp_path "$WORK/nginx-client";
		fastcgi_temp_path "$WORK/nginx-fastcgi";
		proxy_temp_path "$WORK/nginx-proxy";
		scgi_temp_path "$WORK/nginx-scgi";
		uwsgi_temp_path "$WORK/nginx-uwsgi";
		include "$WORK/site.conf";
	}
	END
	serve "$PORT" "$WORK/nginx.out" \
	    nginx -e "$WORK/web.log" -c "$WORK/main.conf"
}

# dcr_start: for nginx, which starts no programs.
dcr_start() {
	dcr_socket door
	dcr_socket dcr
}

MODULES=/usr/lib/apache2/modules

# apache_start MODULES [DEFINE]: the example, inside a main file that has only
# what every Apache must be told; and dcr, if Apache does not start it.
apache_start() {
	local name
	if [ -z "${2-}" ]; then
		dcr_serve dcr 4
		dcr_serve door 2
	fi
	{
		for name in mpm_event authz_core alias env ssl $1; do
			echo "LoadModule ${name}_module $MODULES/mod_$name.so"
		done
		cat <<-END
		ServerName localhost
		ServerRoot "$WORK"
		DefaultRuntimeDir "$WORK"
		PidFile "$WORK/apache.pid"
		ErrorLog "$WORK/web.log"
		Mutex file:$WORK default
		<IfModule fcgid_module>
			FcgidIPCDir "$WORK/fcgid"
			FcgidProcessTableFile "$WORK/fcgid.table"
		</IfModule>
		<IfModule cgid_module>
			ScriptSock "$WORK/cgid.socket"
		</IfModule>
		Listen 127.0.0.1:$PORT
		Define DCR_PORT $PORT
		Define DCR_HOME $WORLD
		Define DCR_RUN $WORK
		Define DCR_PROGRAM $WORK/dcr
		Define DCR_APIS http://127.0.0.1:$APIS_PORT
		${2:+Define $2}
		Include "$WORK/apache.conf"
		END
	} >"$WORK/main.conf"
	serve "$PORT" "$WORK/apache.out" \
	    apache2 -f "$WORK/main.conf" -DFOREGROUND
}
