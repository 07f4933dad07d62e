/* SPDX-License-Identifier: ISC */
/* Reads the receivers of dcr.conf that are told of every change. */
#include "kit/conf/config_receivers.h"

#include <string.h>

#include "kit/arena.h"
#include "kit/conf/config.h"
#include "kit/conf/private.h"
#include "kit/json.h"
#include "kit/limits.h"
#include "kit/reader.h"
#include "kit/service/web_service.h"

static const char prefix[] = "deliver[].";

/* The keys that every kind has. */
#define COMMON                                                     \
	"name", "kind", "events", "lanes", "timeout_milliseconds", \
	    "wait_milliseconds", "on_refusal", "remove_percent"
#define SERVICE "url", "ca", "certificate", "key", "basic", "bearer"

static void
wrong(struct reader *reader, const char *name, const char *what)
{
	reader_wrong(
	    reader, arena_printf(reader->arena, "%s%s", prefix, name), what);
}

static void
read_command(
    struct reader *reader, const struct json *entry, struct config_receiver *to)
{
	static const char *const mine[] = {COMMON, "command", "check", NULL};

	reader_known_keys(reader, entry, prefix, mine);
	to->command = reader_strings(reader, entry, prefix, "command");
	if (to->command == NULL)
		wrong(reader, "command", "is missing");
	else if (to->command[0] == NULL || *to->command[0] != '/')
		wrong(reader, "command",
		    "must begin with the absolute path of a program");
	to->check = reader_boolean(reader, entry, prefix, "check", false);
}

static void
read_http(
    struct reader *reader, const struct json *entry, struct config_receiver *to)
{
	static const char *const mine[] = {COMMON, SERVICE, "check", NULL};

	reader_known_keys(reader, entry, prefix, mine);
	to->service = web_service_read(reader, entry, prefix);
	to->check = reader_boolean(reader, entry, prefix, "check", false);
}

/* A set is pushed to a url (RFC 8935) or polled by a resource server (RFC
 * 8936). */
static void
read_set(
    struct reader *reader, const struct json *entry, struct config_receiver *to)
{
	static const char *const mine[] = {
	    COMMON, SERVICE, "poll", "audience", NULL};

	reader_known_keys(reader, entry, prefix, mine);
	to->poll = reader_string(reader, entry, prefix, "poll");
	to->audience = reader_need(reader, entry, prefix, "audience");
	if ((to->poll != NULL) == (json_get(entry, "url") != NULL))
		wrong(reader, "url", "must be there, or poll, and not both");
	else if (to->poll == NULL)
		to->service = web_service_read(reader, entry, prefix);
}

static void
read_mapping(
    struct reader *reader, const struct json *entry, struct config_receiver *to)
{
	static const char *const mine[] = {
	    COMMON, SERVICE, "mapping", "values", NULL};

	reader_known_keys(reader, entry, prefix, mine);
	to->service = web_service_read(reader, entry, prefix);
	(void)reader_need(reader, entry, prefix, "mapping");
	to->mapping = reader_file(reader, entry, prefix, "mapping");
	to->values = json_get(entry, "values");
	if (to->values == NULL)
		return;
	if (!json_is_object_of(to->values, JSON_STRING))
		wrong(reader, "values", "must be an object of strings");
	json_set(reader->told, "values", to->values);
}

static const struct kind {
	const char *name;
	void (*read)(struct reader *reader, const struct json *entry,
	    struct config_receiver *to);
} kinds[] = {
    [RECEIVER_COMMAND] = {"command", read_command},
    [RECEIVER_HTTP] = {"http", read_http},
    [RECEIVER_SET] = {"set", read_set},
    [RECEIVER_MAPPING] = {"mapping", read_mapping},
};

static void
read_kind(
    struct reader *reader, const struct json *entry, struct config_receiver *to)
{
	const char *kind = reader_need(reader, entry, prefix, "kind");

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (kind == NULL || strcmp(kind, kinds[i].name) != 0)
			continue;
		to->kind = (enum receiver_kind)i;
		kinds[i].read(reader, entry, to);
		return;
	}
	wrong(reader, "kind",
	    "must be one of: \"command\", \"http\", \"set\", \"mapping\"");
}

/* The name is the first word of a key in the store. */
static void
read_name(
    struct reader *reader, const struct json *entry, struct config_receiver *to)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
	const char *name = reader_need(reader, entry, prefix, "name");

	if (name != NULL && (strlen(name) > RECEIVER_NAME_MOST ||
				strspn(name, letters) != strlen(name)))
		wrong(reader, "name",
		    "must be 1 to 32 small letters, digits, - and _");
	if (name != NULL &&
	    (strcmp(name, "retry") == 0 || strcmp(name, "skip") == 0 ||
		strcmp(name, "reconcile") == 0))
		wrong(reader, "name", "is a word of dcr deliver");
	to->name = name != NULL ? name : "?";
}

static bool
is_event(const char *text)
{
	static const char *const all[] = {"registered", "updated", "suspended",
	    "resumed", "deleted", "imported", NULL};
	size_t i = 0;

	while (all[i] != NULL && strcmp(all[i], text) != 0)
		i++;
	return all[i] != NULL;
}

static void
read_events(
    struct reader *reader, const struct json *entry, struct config_receiver *to)
{
	to->events = reader_strings(reader, entry, prefix, "events");
	for (size_t i = 0; to->events != NULL && to->events[i] != NULL; i++)
		if (!is_event(to->events[i]))
			wrong(reader, "events",
			    "must hold events: registered, updated, "
			    "suspended, resumed, deleted, imported");
}

static void
read_receiver(struct reader *reader, const struct json *entry, void *out)
{
	static const char *const names[] = {"name", "kind", "command", "url",
	    "ca", "certificate", "key", "basic", "bearer", "mapping", "values",
	    "poll", "audience", "events", "lanes", "timeout_milliseconds",
	    "wait_milliseconds", "check", "on_refusal", "remove_percent", NULL};
	struct config_receiver *to = out;
	const char *refusal;

	reader_known_keys(reader, entry, prefix, names);
	read_name(reader, entry, to);
	read_kind(reader, entry, to);
	read_events(reader, entry, to);
	to->lanes = (unsigned)reader_number(
	    reader, entry, prefix, "lanes", 1, LIMIT_LANES, 8);
	to->timeout = reader_number(
	    reader, entry, prefix, "timeout_milliseconds", 1, 60000, 5000);
	to->wait = reader_number(
	    reader, entry, prefix, "wait_milliseconds", 0, 10000, 0);
	to->removes = (unsigned)reader_number(
	    reader, entry, prefix, "remove_percent", 0, 100, 10);
	refusal = reader_string(reader, entry, prefix, "on_refusal");
	to->suspends = refusal != NULL && strcmp(refusal, "suspend") == 0;
	if (refusal != NULL && !to->suspends && strcmp(refusal, "park") != 0)
		wrong(reader, "on_refusal",
		    "must be one of: \"park\", \"suspend\"");
}

/* A set names events by URIs of the issuer's, and whoever polls one is known by
 * its certificate, and polls no other. */
static void
check_set(struct reader *reader, const struct config *config,
    const struct config_receiver *receiver)
{
	const struct config_resource_server *server = config->resource_servers;
	const struct config_receiver *other = config->receivers;

	if (config->discovery[0].uri == NULL)
		reader_wrong(reader, "issuer",
		    "must be an https URI without a query where a receiver is "
		    "of kind set");
	if (receiver->poll == NULL)
		return;
	while (
	    server->name != NULL && strcmp(server->name, receiver->poll) != 0)
		server++;
	if (server->name == NULL)
		wrong(reader, "poll", "must be the name of a resource server");
	for (; other < receiver; other++)
		if (other->poll != NULL &&
		    strcmp(other->poll, receiver->poll) == 0)
			wrong(reader, "poll",
			    "must be another server for each receiver");
}

void
config_read_receivers(
    struct reader *reader, const struct json *root, struct config *config)
{
	struct config_receiver *all = reader_objects(reader, root, "deliver",
	    "receiver", 0, sizeof(*all), read_receiver);
	struct config_receiver *r;
	const struct config_receiver *other;

	config->receivers = all;
	for (r = all; reader->why == NULL && r->name != NULL; r++) {
		r->issuer = config->issuer;
		r->keys = config->keys;
		if (r->kind == RECEIVER_SET)
			check_set(reader, config, r);
	}
	for (r = all; reader->why == NULL && r->name != NULL; r++)
		for (other = all; other < r; other++)
			if (strcmp(other->name, r->name) == 0)
				wrong(reader, "name",
				    "must be another one for each receiver");
	if (r - all > LIMIT_RECEIVERS)
		reader_wrong(reader, "deliver",
		    arena_printf(reader->arena,
			"must have at most %d receivers", LIMIT_RECEIVERS));
}

const struct config_receiver *
config_receiver(const struct config *config, const char *name)
{
	const struct config_receiver *r = config->receivers;

	while (r->name != NULL && strcmp(r->name, name) != 0)
		r++;
	return r->name != NULL ? r : NULL;
}

bool
config_receiver_takes(const struct config_receiver *receiver, const char *event)
{
	const char *const *one = receiver->events;

	if (one == NULL || strcmp(event, "reconciled") == 0)
		return true;
	while (*one != NULL && strcmp(*one, event) != 0)
		one++;
	return *one != NULL;
}
