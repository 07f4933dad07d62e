# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# What the suites of pages share: a bank whose store is full of what TPPs may
# have said to whoever reads it.
#
# shellcheck disable=SC2034	# for the suites
[ -n "${WORK-}" ] || . test/lib.sh

WORLD=$WORK/world
export DCR_CONFIG=$WORLD/dcr.conf

# A text that would be markup, end an attribute, or turn what is around it: as
# JSON has it.
HOSTILE='<script>stolen()</script>\"><img src=x onerror=stolen()>'
HOSTILE+="' onload=stolen() &lt;b&gt; \\u202e]]> --> javascript:stolen()"

# pages_world: a sandbox with the console on.
pages_world() {
	"$DCR" sandbox new "$WORLD" >/dev/null
	sed -i 's|^{|{ "console": true,|' "$WORLD/dcr.conf"
}

# rows COUNT NOW: clients to one file, and records of the trail to another, as
# dcr backup writes them.  Every third client is suspended; each has been
# registered and refused.
rows() {
	HOSTILE=$HOSTILE awk -v count="$1" -v now="$2" \
	    -v clients="$WORK/backup/clients.jsonl" \
	    -v audit="$WORK/backup/audit.jsonl" '
	function record(at, text) {
		sub(/}$/, ",\\\"at\\\":\\\"" \
		    strftime("%Y-%m-%dT%H:%M:%SZ", at, 1) "\\\"}", text)
		key = at * 1000000 + ++serial % 1000000
		printf "{\"key\":\"%08x%08x\",\"text\":\"%s\"}\n", \
		    key / 4294967296, key % 4294967296, text >audit
	}
	function quote(text) {
		gsub(/[\\"]/, "\\\\&", text)
		return text
	}
	BEGIN {
		hostile = ENVIRON["HOSTILE"]
		for (i = 0; i < count; i++) {
			id = sprintf("%032x", i)
			at = now - (count - i) * int(1728000 / count)
			state = i % 3 ? "active" : "suspended"
			by = i % 3 ? "" : ",\"state_by\":\"operator\""
			printf "{\"client_id\":\"%s\",\"software\":\"sw%d <b>%s\"," \
			    "\"certificate\":\"%064x\",\"subject\":\"CN=sw%d,O=%s,C=GB\"," \
			    "\"issuer\":\"CN=%s\",\"registered\":%d,\"changed\":%d," \
			    "\"version\":1,\"state\":\"%s\",\"state_since\":%d," \
			    "\"state_why\":\"%s\"%s,\"metadata\":{\"client_name\":" \
			    "\"%s\",\"redirect_uris\":[\"https://%s\"],\"%s\":1," \
			    "\"software_statement\":\"eyJhbGciOiJub25lIn0.e30.\"," \
			    "\"jwks\":{\"keys\":[{\"n\":\"KEYOFCLIENT\"}]}}}\n", \
			    id, i, hostile, i, i, hostile, hostile, at, at, state, \
			    at, hostile, by, hostile, hostile, hostile >clients
			subject = "\"certificate_sha256\":\"" sprintf("%064x", i) \
			    "\",\"subject\":\"CN=x,O=" hostile ",C=GB\""
			record(at, quote("{\"event\":\"registered\",\"client_id\":\"" \
			    id "\",\"by\":\"client\"," subject "}"))
			record(at, quote("{\"event\":\"refused\",\"by\":\"" hostile \
			    "\",\"request\":\"feed" sprintf("%012x", i) "\"," subject \
			    ",\"rules\":[\"redirect_uris.outside_statement\",\"" \
			    hostile "\"],\"why\":\"" hostile "\"}"))
			record(at, quote("{\"event\":\"" hostile \
			    "\",\"client_id\":\"" id "\",\"before\":{\"" hostile \
			    "\":\"" hostile "\"},\"after\":{\"new\":\"" hostile \
			    "\"}," subject "}"))
		}
	}'
}

# pages_store COUNT: puts so many clients into the store.
pages_store() {
	local name files=''
	mkdir "$WORK/backup"
	rows "$1" "$(date +%s)"
	for name in clients audit; do
		jq -c . "$WORK/backup/$name.jsonl" | sort >"$WORK/sorted"
		mv "$WORK/sorted" "$WORK/backup/$name.jsonl"
	done
	for name in spent seals; do
		: >"$WORK/backup/$name.jsonl"
	done
	for name in clients spent audit seals; do
		files+=",\"$name.jsonl\":{\"rows\":"
		files+="$(wc -l <"$WORK/backup/$name.jsonl"),\"sha256\":\""
		files+="$(sha256sum <"$WORK/backup/$name.jsonl" |
		    cut -d ' ' -f 1)\"}"
	done
	printf '{"format":"dcr backup","version":1,"program":"0","store":"bdb",
	    "at":"2026-01-01T00:00:00Z","files":{%s}}\n' "${files#,}" \
	    >"$WORK/backup/MANIFEST"
	"$DCR" restore "$WORK/backup" >/dev/null
}

waits() {
	"$DCR" deliveries --json | jq -se 'any(has("client_id"))' >/dev/null
}

# pages_receiver: one that takes nothing, so that something waits for it.
pages_receiver() {
	local pid
	sed -i 's|^{|{ "deliver": [{"name": "as", "kind": "command",\
	    "command": ["/bin/false"], "lanes": 4}],|' "$WORLD/dcr.conf"
	"$DCR" deliver >"$WORK/deliver.log" 2>&1 &
	pid=$!
	mind "$pid"
	wait_for waits || :
	stop "$pid"
}
