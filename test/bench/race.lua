-- SPDX-License-Identifier: ISC
--
-- For wrk, with one thread: sends the lines of the file $LINES_FILE, each once,
-- with the headers of $HEADERS_FILE ("Name: value"), until $GOAL answers are
-- here; there must be a line more for each connection.  Prints how many answers
-- came, how many were not 201 or did not come, the seconds from the first
-- request to the last answer, and milliseconds: the middle, 99 of a hundred.
-- The first bad answer is told and ends it.
local ffi = require("ffi")
ffi.cdef [[
	struct dcr_time { long seconds, nanoseconds; };
	int clock_gettime(int, struct dcr_time *);
	int getpid(void);
	int kill(int, int);
]]
local time = ffi.new("struct dcr_time")
local goal = tonumber(os.getenv("GOAL"))
local lines, sent = {}, 0
answers, bad, began, ended = 0, 0, nil, 0

local function now()
	ffi.C.clock_gettime(1, time)
	return tonumber(time.seconds) + tonumber(time.nanoseconds) / 1e9
end

for line in io.lines(os.getenv("LINES_FILE")) do
	lines[#lines + 1] = line
end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/jwt"
for line in io.lines(os.getenv("HEADERS_FILE")) do
	local name, value = line:match("^([^:]+): (.*)$")
	wrk.headers[name] = value
end

local threads = {}
function setup(thread)
	threads[#threads + 1] = thread
end

function request()
	began = began or now()
	sent = sent + 1
	return wrk.format(nil, nil, nil, lines[sent])
end

function response(status, headers, body)
	if answers == goal then
		return
	end
	answers = answers + 1
	ended = now()
	if status ~= 201 then
		bad = bad + 1
		io.stderr:write(status, " ", body, "\n")
	end
	if bad > 0 or answers == goal then
		wrk.thread:stop()
		ffi.C.kill(ffi.C.getpid(), 2) -- or it sleeps on to the end
	end
end

function done(summary, latency)
	local thread = threads[1]
	local errors = summary.errors
	io.write(string.format("%d %d %.6f %.3f %.3f\n", thread:get("answers"),
	    thread:get("bad") + errors.connect + errors.read + errors.write +
	    errors.timeout, thread:get("ended") - thread:get("began"),
	    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
