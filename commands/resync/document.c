/* SPDX-License-Identifier: ISC */
/* Has the document of a list: out of a file, or by https. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/lib/row_text.h"
#include "commands/resync/private.h"
#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/owner.h"
#include "kit/digest.h"
#include "kit/file.h"
#include "kit/jose/jws.h"
#include "kit/jose/keys.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/moment.h"
#include "kit/net/exchange.h"
#include "kit/net/fetch.h"
#include "validators/lib/profile.h"

enum { HEADERS_MOST = 16, PLACE_MOST = 200, AHEAD_SECONDS = 60 };

struct text {
	const char *text;
	size_t length;
	int64_t time; /* of the file, or of the answer */
};

const char *
resync_stale(const struct resync *resync,
    const struct config_directory *directory, int64_t time)
{
	if (time > resync->now + AHEAD_SECONDS)
		return arena_printf(resync->arena,
		    "is of %s, which is yet to come",
		    moment_text(resync->arena, time));
	if (resync->now - time > directory->status.max_age)
		return arena_printf(resync->arena,
		    "is of %s, which is more than max_age (%lld seconds) ago",
		    moment_text(resync->arena, time),
		    (long long)directory->status.max_age);
	return NULL;
}

/* A file is vouched for by nobody but who may write to it. */
static bool
read_file(struct resync *resync, const struct resync_directory *directory,
    const struct resync_list *list, struct text *out, const char **why)
{
	struct arena *arena = resync->arena;
	struct stat status;
	int fd =
	    owner_open(arena, list->place, O_RDONLY | O_NONBLOCK | O_NOCTTY);

	if (fd < 0 || fstat(fd, &status) != 0) {
		*why = arena_printf(
		    arena, "%s%s", owner_fault(errno), owner_note(arena));
		if (fd >= 0)
			(void)close(fd);
		return false;
	}
	*why = (status.st_mode & S_IWOTH) != 0
		   ? "may be written to by anybody"
		   : resync_stale(
			 resync, directory->config, status.st_mtim.tv_sec);
	if (*why != NULL) {
		(void)close(fd);
		return false;
	}
	out->time = status.st_mtim.tv_sec;
	out->text =
	    file_read_opened(arena, fd, LIMIT_STATUS_LIST, &out->length);
	*why =
	    errno == EFBIG ? "is larger than any such list" : strerror(errno);
	return out->text != NULL;
}

static const char *const *
headers_of(struct arena *arena, const struct json *mapping)
{
	const char **all =
	    arena_alloc(arena, (HEADERS_MOST + 1) * sizeof(*all));
	const struct json *value;
	const char *name;
	size_t count = 0;

	for (struct json_each each = json_each(json_get(mapping, "headers"));
	     count < HEADERS_MOST && json_next(&each, &name, &value);)
		all[count++] =
		    arena_printf(arena, "%s: %s", name, json_string(value));
	return all;
}

static bool
fetch(struct resync *resync, const struct resync_list *list, struct text *out,
    const char **why)
{
	const struct exchange what = {.method = "GET",
	    .uri = list->place,
	    .headers = headers_of(resync->arena, list->mapping),
	    .milliseconds = LIMIT_STATUS_SECONDS * INT64_C(1000),
	    .limit = LIMIT_STATUS_LIST};
	struct exchanged answer;

	*why = "is not an https URI of a host in fetch.hosts";
	if (!fetch_allowed(resync->asker.setup->policy, list->place) ||
	    exchange_make(resync->asker.exchanger, &what, resync->arena,
		&answer, why) != FETCHED_OK)
		return false;
	*why = arena_printf(
	    resync->arena, "answered with status %d", answer.status);
	*out = (struct text){answer.body, answer.length, resync->now};
	return answer.status == 200;
}

static const struct json *
parse(struct resync *resync, const struct text *text, const char **why)
{
	struct json_error error = {0};
	const struct json *document =
	    json_parse(resync->arena, text->text, text->length, &error);

	if (document == NULL)
		*why = arena_printf(
		    resync->arena, "line %zu: %s", error.line, error.what);
	return document;
}

/* A file may end in line ends that are no part of the JWS. */
static size_t
trimmed(const struct text *text)
{
	size_t length = text->length;

	while (length > 0 && strchr("\r\n", text->text[length - 1]) != NULL)
		length--;
	return length;
}

/* The payload of a JWT that the directory has signed. */
static const struct json *
verify(struct resync *resync, const struct resync_directory *directory,
    const struct text *text, const char **why)
{
	enum keyring_wish wish = KEYRING_CACHED;
	enum keys_answer answer = KEYS_UNKNOWN;
	const struct keys *keys;
	struct jws jws;
	const enum jws_fault fault =
	    jws_parse(resync->arena, text->text, trimmed(text), &jws);

	*why = jws_fault_text(fault);
	if (fault != JWS_OK)
		return NULL;
	jws.accepted = profile_setting_of(
	    resync->judge.profile->questions, "statement_form", "algorithms");
	do {
		if (keyring_directory(resync->judge.keyring,
			directory->config->keys, wish, resync->now,
			resync->arena, &keys, why) != KEYRING_FOUND)
			return NULL;
		answer = keys_verify(keys, &jws);
	} while (keyring_again(answer != KEYS_UNKNOWN, &wish));
	*why = "is not signed by the directory";
	return answer == KEYS_VERIFIED ? jws.payload : NULL;
}

const struct json *
resync_document(struct resync *resync, const struct resync_directory *directory,
    const struct resync_list *list, const char **told, const char **why)
{
	const char *form = json_string(json_get(list->mapping, "form"));
	struct arena *arena = resync->arena;
	struct text text;

	if (!(*list->place == '/'
		    ? read_file(resync, directory, list, &text, why)
		    : fetch(resync, list, &text, why)))
		return NULL;
	*told = arena_printf(arena, "%s (sha256 %s, %s)",
	    row_tamed(arena, list->place, PLACE_MOST),
	    digest_hex(arena, text.text, text.length),
	    moment_text(arena, text.time));
	return form != NULL && strcmp(form, "jws") == 0
		   ? verify(resync, directory, &text, why)
		   : parse(resync, &text, why);
}
